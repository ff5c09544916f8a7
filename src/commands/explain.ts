import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';
import { RULES } from '../../rules/index.js';
import { loadConfig } from '../config/config.js';
import { UsageError } from '../config/errors.js';
import { BUILT_IN_IDS } from '../linter/levels.js';
import type { BuiltInId } from '../linter/result.js';
import { describeLevel, levelIn } from '../linter/severity.js';
import type { Confidence, RuleMeta } from '../rule.js';
import { MODES } from '../xcluster/mode.js';
import type { Version } from '../xcluster/version.js';
import { configRequest, CONFIG_FLAGS, DEBUG_FLAG, suggest } from './flags.js';
import { paintersFor, type Painters } from './paint.js';
import { RULE_IDS } from './run.js';
import { wrapMarkdown } from './markdown.js';
import { writeOut } from './terminal.js';
import { docsUrl } from './tool.js';

/** The flags of `xclint explain`. */
export const EXPLAIN_FLAGS = {
  ...CONFIG_FLAGS,
  color: { type: 'boolean', describe: 'Colour the text, whatever the terminal says', group: 'Output:' },
  'no-color': { type: 'boolean', conflicts: 'color', describe: 'Do not colour the text', group: 'Output:' },
  ...DEBUG_FLAG,
} as const satisfies Record<string, Options>;

type ExplainFlags = InferredOptionTypes<typeof EXPLAIN_FLAGS> & { readonly rule: string };

/** `xclint explain RULE`: what it flags, why, and what to do. */
export function addExplain(yargs: Argv): Argv {
  return yargs.command(
    'explain <rule>',
    'Explain a rule: what it flags, why, and what to do',
    (command) => command.positional('rule', { type: 'string', demandOption: true }).options(EXPLAIN_FLAGS),
    (flags: ArgumentsCamelCase<ExplainFlags>) => explain(flags),
  );
}

const CONFIDENCES: Readonly<Record<Confidence, string>> = {
  documented: "YugabyteDB's documentation says so",
  source: "read in YugabyteDB's source",
  reported: 'reported in an issue or an advisory',
  inferred: 'our reasoning from documentation and source',
};

/** Findings that are no rule's have no page, but people meet their ids. */
const BUILT_IN: Readonly<Record<BuiltInId, string>> = {
  'syntax-error': "PostgreSQL's grammar, with YugabyteDB's additions, refuses the statement. The rest of the file is judged all the same. Mend the statement, or tell xclint about a placeholder with --placeholder NAME=VALUE.",
  unanalyzable: 'Something stands here that cannot be known from the text alone, such as SQL that is put together at run time. xclint says so instead of passing over it; config `onUnanalyzable` and --on-unanalyzable choose how loud.',
  'unused-suppression': 'A comment silences a rule that has nothing to say there, or names no rule. Remove it, or correct the name.',
};

async function explain(flags: ExplainFlags): Promise<void> {
  const { base } = await loadConfig(configRequest(flags, process.cwd(), RULE_IDS));
  const paint = paintersFor(flags);
  const builtIn = BUILT_IN_IDS.find((id) => id === flags.rule);
  if (builtIn !== undefined) {
    writeOut([`${paint.bold(builtIn)}\n\n${wrapMarkdown(BUILT_IN[builtIn], paint)}\n`]);
    return;
  }
  const rule = RULES.find(({ id }) => id === flags.rule);
  if (rule === undefined) {
    throw new UsageError(`There is no rule "${flags.rule}".${suggest(flags.rule, RULE_IDS)} \`xclint rules\` lists them.`);
  }
  writeOut([describeRule(rule, base, paint)]);
}

function describeRule(rule: RuleMeta, here: { readonly mode: string; readonly version: Version }, paint: Painters): string {
  const levels = MODES.map((mode) => {
    const level = levelIn(rule, mode, here.version);
    const cell = describeLevel(rule.severity[mode]);
    return `  ${mode.padEnd(28)}  ${paint.level(level, level)}${mode === here.mode ? paint.dim('  (configured)') : ''}${cell === level ? '' : paint.dim(`  (${cell})`)}\n`;
  });
  const sources = rule.citations.map(
    ({ title, url, fact, checked }) => `${wrapMarkdown(`- ${title} (read ${checked}): ${fact}`, paint)}  ${paint.dim(url)}\n`,
  );
  return [
    `${paint.bold(rule.id)}\n\n`,
    wrapMarkdown(rule.summary, paint),
    `\n${paint.bold('Why')}\n\n`,
    wrapMarkdown(rule.rationale, paint),
    `\n${paint.bold('What to do')}\n\n`,
    wrapMarkdown(rule.remedy, paint),
    ...(rule.fix === undefined ? [] : [`\n${paint.bold(`Fix (${rule.fix.safety})`)}\n\n`, wrapMarkdown(rule.fix.what, paint)]),
    `\n${paint.bold(`Severity, YugabyteDB ${here.version.text}`)}\n\n`,
    ...levels,
    `\n${paint.bold('How sure we are')}\n\n`,
    `${rule.confidence}: ${CONFIDENCES[rule.confidence]}\n`,
    `\n${paint.bold('Sources')}\n\n`,
    ...sources,
    `\n${docsUrl(rule.id)}\n`,
  ].join('');
}
