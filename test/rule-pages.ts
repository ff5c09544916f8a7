import { RULES } from '../rules/index.js';
import { BUILT_IN_IDS } from '../src/linter/levels.js';
import type { BuiltInId } from '../src/linter/result.js';
import { describeLevel, levelIn } from '../src/linter/severity.js';
import type { ModeLevel, RuleFix, RuleMeta, Topic } from '../src/rule.js';
import { MODE_FACTS, MODES, type Mode } from '../src/xcluster/mode.js';
import { lintCase, readFixture, renderFindings, type Case } from './fixture.js';
import { SIMULATED_RULES } from './rule-files.js';

const GENERATED = '<!-- Written by `npm run generate` from the rule and its fixture. -->';

const CONFIDENCE: Readonly<Record<RuleMeta['confidence'], string>> = {
  documented: "YugabyteDB's documentation says so.",
  source: "Read in YugabyteDB's source.",
  reported: 'Issues or advisories report it.',
  inferred: 'Our reasoning from what the sources below say; no source says it in so many words.',
};

/** The page of one rule, `docs/rules/<id>.md`. */
export function renderRulePage(rule: RuleMeta): string {
  const cases = readFixture(rule.id);
  const bad = cases.find((example) => example.kind === 'invalid');
  const good = cases.find((example) => example.kind === 'valid');
  if (bad === undefined || good === undefined) throw new Error(`${rule.id} needs an invalid and a valid case`);
  return [
    GENERATED,
    `# \`${rule.id}\``,
    rule.summary,
    ['| mode | severity |', '| :-- | :-- |', ...MODES.map((mode) => `| ${MODE_FACTS[mode].title} (\`${mode}\`) | ${describeLevel(rule.severity[mode])}${describeOthers(rule, mode, cases)} |`)].join('\n'),
    '## Why',
    rule.rationale,
    '## What to do',
    rule.remedy,
    ...(rule.fix === undefined ? [] : ['## Fix', `${rule.fix.safety === 'safe' ? 'Safe' : 'Unsafe'}. ${rule.fix.what}`, ...describeBrought(rule.fix)]),
    '## Example',
    ...renderExample('This is reported', rule, bad),
    ...renderExample('This is not', rule, good),
    '## What it looks at',
    ['Reported:', '', ...listTitles(cases, 'invalid'), '', 'Not reported:', '', ...listTitles(cases, 'valid')].join('\n'),
    '## Sources',
    CONFIDENCE[rule.confidence],
    rule.citations.map(({ title, url, fact, checked }) => `- [${title}](${url}): ${fact} (read ${checked})`).join('\n'),
    ...describeEvidence(rule),
    '',
  ].join('\n\n').replace(/\n+$/, '\n');
}

function describeEvidence({ id }: RuleMeta): string[] {
  if (!SIMULATED_RULES.includes(id)) return [];
  const path = `test/simulation/rules/${id}.ts`;
  return ['## Executable evidence', `[\`${path}\`](../../${path}) plays it on [two simulated clusters](../simulation.md): what is lost or differs under a schema that is reported, and that nothing is under what is advised.`];
}

function describeBrought({ brings }: RuleFix): string[] {
  return brings.length === 0 ? [] : [`Afterwards these may speak, at a lower level: ${brings.map((id) => `[\`${id}\`](${id}.md)`).join(', ')}.`];
}

/** The text of `docs/fixes.md`, with the table of fixes as the rules have them. */
export function renderFixTable(page: string): string {
  const rows = RULES.flatMap(({ id, fix }) => (fix === undefined ? [] : [{ id, fix }])).sort((a, b) => (a.fix.safety === b.fix.safety ? 0 : a.fix.safety === 'safe' ? -1 : 1));
  const table = [
    '| rule | safety | what the fix does |',
    '| :-- | :-- | :-- |',
    ...rows.map(({ id, fix: { safety, what } }) => `| [\`${id}\`](rules/${id}.md) | ${safety} | ${firstSentence(what)} |`),
  ];
  return page.replace(/^\| rule \|.*\n(?:\|.*\n)*/m, () => `${table.join('\n')}\n`);
}

function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return /^.*?\.(?= |$)/.exec(line)?.[0] ?? line;
}

/** The table over all rules, `docs/rules.md`. */
export function renderRuleTable(): string {
  const modes = MODES.map((mode) => ({ mode, heading: SHORT_MODES[mode] }));
  return [
    GENERATED,
    '# Rules',
    'Every rule takes a position in each of the five replication modes. `-` means that what it looks for is no problem there. Where a cell names releases, the version of YugabyteDB decides: the first level holds below the first of them, and later series inherit.',
    `The modes: ${modes.map(({ mode, heading }) => `**${heading}** \`${mode}\``).join(', ')}.`,
    ...TOPICS.flatMap(({ topic, heading: title }) => [
      `## ${title}`,
      [
        `| rule | what it asks for | ${modes.map(({ heading }) => heading).join(' | ')} |`,
        `| :-- | :-- | ${modes.map(() => ':-:').join(' | ')} |`,
        ...RULES.filter((rule) => rule.topic === topic).map(
          (rule) => `| [\`${rule.id}\`](rules/${rule.id}.md) | ${rule.summary} | ${modes.map(({ mode }) => describeShortly(rule.severity[mode])).join(' | ')} |`,
        ),
      ].join('\n'),
    ]),
    '## Findings that are no rule\'s',
    [
      '| finding | when | severity |',
      '| :-- | :-- | :-- |',
      ...BUILT_IN_IDS.map((id) => `| [\`${id}\`](rules/${id}.md) | ${BUILT_IN[id].when} | ${BUILT_IN[id].severity} |`),
    ].join('\n'),
    '',
  ].join('\n\n').replace(/\n+$/, '\n');
}

const TOPICS: readonly { readonly topic: Topic; readonly heading: string }[] = [
  { topic: 'active-active', heading: 'The caveats of the active-active pattern' },
  { topic: 'keys', heading: 'Keys, constraints and indexes' },
  { topic: 'schema-changes', heading: 'Schema changes that replication cannot take' },
  { topic: 'data-and-sessions', heading: 'Data, sessions, and who runs what where' },
];

const BUILT_IN: Readonly<Record<BuiltInId, { readonly when: string; readonly severity: string }>> = {
  'syntax-error': { when: "PostgreSQL's grammar, with YugabyteDB's additions, refuses a statement.", severity: 'error' },
  unanalyzable: { when: 'Something could not be known from the text, and so was not judged.', severity: 'warning (config `onUnanalyzable`)' },
  'unused-suppression': { when: 'A suppression comment suppresses nothing, or names no rule.', severity: 'warning' },
};

const SHORT_MODES: Readonly<Record<Mode, string>> = {
  bidirectional: 'bidirectional',
  'non-transactional': 'non-transactional',
  'transactional-manual': 'manual',
  'transactional-semi-automatic': 'semi-automatic',
  'transactional-automatic': 'automatic',
};

/** The other severities that the rule's cases were given in the mode, for cells of two levels. */
function describeOthers(rule: RuleMeta, mode: Mode, cases: readonly Case[]): string {
  const seen = cases
    .filter((example) => example.mode === mode)
    .flatMap((example) =>
      lintCase(example)
        .diagnostics.filter(({ ruleId, severity }) => ruleId === rule.id && severity !== levelIn(rule, mode, example.version))
        .map(({ severity }) => severity),
    );
  return seen.length === 0 ? '' : `, in some cases ${[...new Set(seen)].join(' or ')}`;
}

function describeShortly(level: ModeLevel): string {
  return describeLevel(level).replace(/\boff\b/g, '-');
}

function renderExample(heading: string, rule: RuleMeta, example: Case): string[] {
  const result = lintCase(example);
  const found = result.diagnostics.filter(({ ruleId }) => ruleId === rule.id);
  const files = example.files.length === 1 ? [example.files[0]?.sql ?? ''] : example.files.map(({ name, sql }) => `-- ${name}\n${sql}`);
  const setting = example.mode === 'bidirectional' ? '' : ` in mode \`${example.mode}\``;
  const code = `\`\`\`sql\n${files.join('\n')}\`\`\``;
  if (found.length === 0) return [`${heading}${setting}:`, code];
  return [`${heading}${setting}:`, code, `\`\`\`text\n${renderFindings(example, found, result)}\n\`\`\``];
}

function listTitles(cases: readonly Case[], kind: Case['kind']): string[] {
  return [...new Set(cases.filter((example) => example.kind === kind).map(({ title }) => title))].map((title) => `- ${title}`);
}
