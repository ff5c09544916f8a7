import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';
import { RULES } from '../../rules/index.js';
import { loadConfig } from '../config/config.js';
import { describeLevel, levelIn } from '../linter/severity.js';
import type { Level } from '../rule.js';
import { configRequest, CONFIG_FLAGS, DEBUG_FLAG, oneOf } from './flags.js';
import { RULE_IDS } from './run.js';
import { paintersFor } from './paint.js';
import { writeOut } from './terminal.js';
import { docsUrl } from './tool.js';

/** The flags of `xclint rules`. */
export const RULES_FLAGS = {
  ...CONFIG_FLAGS,
  format: { alias: 'f', type: 'string', requiresArg: true, coerce: oneOf('format', ['text', 'json']), describe: 'text (default) or json', group: 'Output:' },
  color: { type: 'boolean', describe: 'Colour the text, whatever the terminal says', group: 'Output:' },
  'no-color': { type: 'boolean', conflicts: 'color', describe: 'Do not colour the text', group: 'Output:' },
  ...DEBUG_FLAG,
} as const satisfies Record<string, Options>;

type RulesFlags = InferredOptionTypes<typeof RULES_FLAGS>;

/** `xclint rules`: which rules speak here, and how loud. */
export function addRules(yargs: Argv): Argv {
  return yargs.command(
    'rules',
    'List the rules with their levels, as the config and flags have them',
    (command) => command.options(RULES_FLAGS),
    (flags: ArgumentsCamelCase<RulesFlags>) => listRules(flags),
  );
}

const RANKS: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2, off: 3 };

async function listRules(flags: RulesFlags): Promise<void> {
  const config = await loadConfig(configRequest(flags, process.cwd(), RULE_IDS));
  const { mode, version } = config.base;
  const rules = RULES.map((rule) => {
    const own = levelIn(rule, mode, version);
    const said = config.rules.get(rule.id);
    const cell = rule.severity[mode];
    const why: Why = said === undefined ? (typeof cell === 'string' ? 'mode' : 'version') : 'config';
    return { id: rule.id, topic: rule.topic, level: said ?? own, own, why, byVersion: describeLevel(cell), confidence: rule.confidence, summary: rule.summary };
  }).sort((a, b) => RANKS[a.level] - RANKS[b.level] || (a.id < b.id ? -1 : 1));

  if (flags.format === 'json') {
    const listed = rules.map((rule) => ({ ...rule, docsUrl: docsUrl(rule.id) }));
    writeOut([`${JSON.stringify({ mode, yugabytedb: version.text, rules: listed }, null, 2)}\n`]);
    return;
  }
  const { dim, level: paintLevel } = paintersFor(flags);
  const idWidth = Math.max(...rules.map(({ id }) => id.length));
  const on = rules.filter(({ level }) => level !== 'off').length;
  writeOut([
    ...rules.map(({ id, why, byVersion, level, summary }) => {
      const explained = explainLevel(why, byVersion);
      return `${paintLevel(level, level.padEnd(7))}  ${id.padEnd(idWidth)}  ${summary}${explained === '' ? '' : dim(explained)}\n`;
    }),
    `\n${String(on)} of ${String(rules.length)} rules are on in mode ${mode}, YugabyteDB ${version.text}. Learn about one: xclint explain RULE\n`,
  ]);
}

/** What a level rests on: the cell of the mode in every version, the version, or what a config or flag says. */
type Why = 'mode' | 'version' | 'config';

function explainLevel(why: Why, cell: string): string {
  if (why === 'mode') return '';
  return why === 'version' ? ` (${cell})` : ` (config or flag; by itself ${cell})`;
}
