import { closeSync, openSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Argv, ArgumentsCamelCase, InferredOptionTypes, Options } from 'yargs';
import { describeConfig } from '../config/describe.js';
import { UsageError } from '../config/errors.js';
import type { Diagnostic, LintResult } from '../linter/result.js';
import { isWorse } from '../linter/severity.js';
import { REPORTERS, renderProblems, select, type Format, type ReportContext } from '../reporters/index.js';
import type { Severity } from '../rule.js';
import { findNearest } from '../xcluster/nearest.js';
import { count } from '../reporters/summary.js';
import { unifiedDiff } from './diff.js';
import { excerpts } from './excerpt.js';
import { fix, type Fixed } from './fix.js';
import { checkRuleIds, configRequest, CONFIG_FLAGS, DEBUG_FLAG, LEVELS, names, oneOf, pairs, pick, PROJECT_FLAGS, readPaths, texts, wholeNumber } from './flags.js';
import { describeRoot, findOnly, findRule, run, RULE_IDS, type Project, type RunRequest } from './run.js';
import { hasColor, isErrorWith, isTerminal, milliseconds, ProgressBar, STDERR, STDOUT, writeChunks, writeErr, writeOut } from './terminal.js';
import { describeTool } from './tool.js';

const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[];
const FORMATS = Object.keys(REPORTERS).filter((name): name is Format => name in REPORTERS);
/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 100;
/** Every change that waits for the other cluster has one; a limit on warnings is about those that can be mended. */
const UNCOUNTED_RULE = 'unreplicated-schema-change';

/** The flags of `xclint lint`. */
export const LINT_FLAGS = {
  ...CONFIG_FLAGS,
  'print-config': { type: 'boolean', describe: 'Print the config as it is understood and the migrations that are found, and do nothing else', group: 'Config:' },
  only: { type: 'string', array: true, requiresArg: true, coerce: names('only'), describe: 'Let only these rules speak', group: 'Rules:' },
  skip: { type: 'string', array: true, requiresArg: true, coerce: names('skip'), describe: 'Leave these rules out', group: 'Rules:' },
  severity: {
    type: 'string',
    array: true,
    requiresArg: true,
    coerce: pairs('severity', 'RULE=LEVEL'),
    describe: `Give a rule a level, RULE=LEVEL: ${LEVELS.join(', ')}`,
    group: 'Rules:',
  },
  'on-unanalyzable': {
    type: 'string',
    requiresArg: true,
    coerce: oneOf('on-unanalyzable', ['error', 'warn', 'ignore']),
    describe: 'What a statement is that cannot be understood: error, warn, ignore',
    group: 'Rules:',
  },
  'require-reason': { type: 'boolean', describe: 'Demand a reason of every comment that silences a rule', group: 'Rules:' },
  ...PROJECT_FLAGS,
  fix: { type: 'boolean', conflicts: ['diff', 'fix-dry-run'], describe: 'Mend what can be mended safely, and write the files', group: 'Fixes:' },
  'unsafe-fixes': { type: 'boolean', describe: 'With one of the others: mend also what changes the schema', group: 'Fixes:' },
  diff: { type: 'boolean', conflicts: 'fix-dry-run', describe: 'Print what --fix would change as a diff, and write nothing', group: 'Fixes:' },
  'fix-dry-run': { type: 'boolean', describe: 'Report as if --fix had been given, and write nothing', group: 'Fixes:' },
  'fail-on': {
    type: 'string',
    requiresArg: true,
    coerce: oneOf('fail-on', [...SEVERITIES, 'never']),
    describe: 'Exit with 1 from this severity on: error (default), warning, info, never',
    group: 'Exit code:',
  },
  'max-warnings': { type: 'string', requiresArg: true, coerce: wholeNumber('max-warnings'), describe: 'Exit with 1 where there are more warnings than this', group: 'Exit code:' },
  format: {
    alias: 'f',
    type: 'string',
    array: true,
    requiresArg: true,
    coerce: texts,
    describe: `Format, or FORMAT=FILE; may be repeated: ${FORMATS.join(', ')}`,
    group: 'Output:',
  },
  level: { type: 'string', requiresArg: true, coerce: oneOf('level', SEVERITIES), describe: 'List findings from this severity on, in text and compact (default: warning)', group: 'Output:' },
  'max-diagnostics': { type: 'string', requiresArg: true, coerce: wholeNumber('max-diagnostics'), describe: 'List at most so many findings in text (default: 100; 0: all)', group: 'Output:' },
  quiet: { type: 'boolean', describe: 'Report errors only', group: 'Output:' },
  color: { type: 'boolean', describe: 'Colour the text, whatever the terminal says', group: 'Output:' },
  'no-color': { type: 'boolean', conflicts: 'color', describe: 'Do not colour the text', group: 'Output:' },
  stats: { type: 'boolean', describe: 'Say on standard error where the time went', group: 'Output:' },
  ...DEBUG_FLAG,
} as const satisfies Record<string, Options>;

type LintFlags = InferredOptionTypes<typeof LINT_FLAGS> & { readonly paths?: string[] | undefined };

/** `xclint [lint] [PATH…]`. `finish` is told the exit code. */
export function addLint(yargs: Argv, finish: (exitCode: number) => void): Argv {
  return yargs.command(
    ['lint [paths..]', '$0'],
    'Judge migrations: files, folders, patterns, or - for standard input',
    (command) => command.positional('paths', { type: 'string', array: true }).options(LINT_FLAGS),
    async (flags: ArgumentsCamelCase<LintFlags>) => {
      finish(await lintPaths(flags));
    },
  );
}

/** What a run gives, with fixes or without. */
interface Ran {
  readonly result: LintResult;
  readonly project: Project;
  readonly fixed?: Fixed;
}

async function lintPaths(flags: LintFlags): Promise<number> {
  const begin = milliseconds();
  const cwd = process.cwd();
  const outputs = readOutputs(flags.format, flags.diff === true);
  const config = configRequest(flags, cwd, RULE_IDS);
  if (flags['print-config'] === true) {
    const { resolved, found } = await findOnly(lintRequest(flags, config, null));
    const roots = found?.roots.map(describeRoot) ?? [];
    writeOut([`${JSON.stringify({ ...describeConfig(resolved, cwd), roots }, null, 2)}\n`]);
    return 0;
  }
  const bar = isTerminal(STDERR) ? new ProgressBar(milliseconds) : null;
  const isFixing = flags.fix === true || flags.diff === true || flags['fix-dry-run'] === true;
  if (flags['unsafe-fixes'] === true && !isFixing) throw new UsageError('--unsafe-fixes goes with --fix, --diff or --fix-dry-run.');
  const request = lintRequest(flags, config, bar);
  const forPeople = outputs.every(({ format }) => format === 'text' || format === 'compact' || format === 'none' || format === 'github');
  const ran: Promise<Ran> = isFixing ? fix(request, { unsafe: flags['unsafe-fixes'] === true, write: flags.fix === true }) : run({ ...request, forPeople });
  const { result, project, fixed } = await ran.finally(() => bar?.clear());
  const judged = milliseconds();

  if (flags.diff === true) writeOut([await unifiedDiff(fixed?.replacements ?? [])]);
  const context = reportContext(flags, project, result, cwd);
  const isNothingFound = project.roots.length === 0 && result.problems.length > 0;
  for (const { format, file } of outputs) {
    // To say "nothing found" of files that do not exist would mislead people; a program wants its document.
    if (!(isNothingFound && format === 'text')) report(result, context, format, file);
  }
  if (result.problems.length + result.notes.length > 0) {
    writeErr(renderProblems(result, { ...context, color: hasColor(colorFlag(flags), isTerminal(STDERR), process.env) }));
  }
  if (fixed !== undefined) writeErr(describeFixed(fixed, flags.fix === true));
  if (result.problems.some(({ kind, file }) => kind === 'unmatched-path' && file === flags.paths?.[0])) writeErr(suggestCommand(flags.paths?.[0] ?? ''));
  if (flags.stats === true) writeErr(describeTimes(result, begin, judged));
  if (flags.diff === true) return result.problems.length > 0 ? 2 : (fixed?.replacements.length ?? 0) > 0 ? 1 : 0;
  return exitCodeOf(result, flags['fail-on'] ?? 'error', flags['max-warnings']);
}

function lintRequest(flags: LintFlags, config: RunRequest['config'], bar: ProgressBar | null): RunRequest {
  const { only, skip, severity, placeholder } = flags;
  checkRuleIds('--only', only ?? [], RULE_IDS);
  checkRuleIds('--skip', skip ?? [], RULE_IDS);
  checkRuleIds('--severity', [...(severity?.keys() ?? [])], RULE_IDS);
  return {
    config,
    paths: readPaths(flags.paths),
    readStdin: () => readFileSync(0),
    stdinFilename: flags['stdin-filename'],
    allowUnmatched: flags['no-error-on-unmatched-pattern'] === true,
    only: only ?? [],
    skip: skip ?? [],
    levels: new Map([...(severity ?? [])].map(([id, level]) => [id, pick(`--severity ${id}`, level, LEVELS)] as const)),
    placeholders: placeholder ?? new Map<string, string>(),
    requireReason: flags['require-reason'],
    onUnanalyzable: flags['on-unanalyzable'],
    debug: flags.debug === true,
    ...(bar === null ? {} : { onFile: (done: number, total: number) => bar.update(done, total) }),
  };
}

function describeFixed({ findings, replacements }: Fixed, isWritten: boolean): string {
  return `${isWritten ? 'Fixed' : 'Would fix'} ${count(findings, 'finding')} in ${count(replacements.length, 'file')}.\n`;
}

/** A command that was mistyped is taken for a path. */
function suggestCommand(path: string): string {
  const command = findNearest(path, ['lint', 'explain', 'rules', 'schema', 'remedy', 'init']);
  return command === undefined || command === path ? '' : `Did you mean the command "${command}"? \`xclint --help\` lists them.\n`;
}

interface Output {
  readonly format: Format;
  /** Null: standard output. */
  readonly file: string | null;
}

/** `isTaken`: standard output is another document's, and no report goes there. */
function readOutputs(written: readonly string[] | undefined, isTaken: boolean): readonly Output[] {
  const byDefault = isTaken ? [] : ['text'];
  const outputs = (written === undefined || written.length === 0 ? byDefault : written).map((text): Output => {
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    const file = at < 0 ? null : text.slice(at + 1);
    if (file === '') throw new UsageError(`--format ${text} names no file.`);
    return { format: pick('--format', name, FORMATS), file };
  });
  const targets = outputs.map(({ file }) => file);
  if (isTaken && targets.includes(null)) throw new UsageError('--diff prints the diff on standard output; give the format a file: --format json=report.json.');
  const repeated = targets.find((file, index) => targets.indexOf(file) < index);
  if (repeated !== undefined) {
    throw new UsageError(repeated === null ? 'Only one --format can go to standard output; give the others a file: --format json=report.json.' : `Two formats cannot go to one file, ${repeated}.`);
  }
  return outputs;
}

function report(result: LintResult, context: ReportContext, format: Format, file: string | null): void {
  if (file === null) {
    writeOut(REPORTERS[format](result, context));
    return;
  }
  let descriptor: number;
  try {
    descriptor = openSync(file, 'w');
  } catch (error) {
    if (isErrorWith(error, 'EISDIR')) throw new UsageError(`--format ${format}=${file}: this is a folder; name a file.`);
    if (isErrorWith(error, 'ENOENT')) throw new UsageError(`--format ${format}=${file}: the folder does not exist.`);
    if (error instanceof Error) throw new UsageError(`--format ${format}=${file}: ${error.message}`);
    throw error;
  }
  try {
    writeChunks(descriptor, REPORTERS[format](result, { ...context, color: false }));
  } finally {
    closeSync(descriptor);
  }
}

function colorFlag(flags: Pick<LintFlags, 'color' | 'no-color'>): boolean | undefined {
  return flags['no-color'] === true ? false : flags.color;
}

function reportContext(flags: LintFlags, project: Project, result: LintResult, cwd: string): ReportContext {
  const uri = pathToFileURL(cwd).href;
  // A terminal that does not know its width says 0.
  const [columns = 0] = isTerminal(STDOUT) ? process.stdout.getWindowSize() : [];
  const most = flags['max-diagnostics'] ?? 100;
  const context: ReportContext = {
    color: hasColor(colorFlag(flags), isTerminal(STDOUT), process.env),
    level: flags.level ?? 'warning',
    maxDiagnostics: most === 0 ? Infinity : most,
    quiet: flags.quiet === true,
    // Costs a file to read, and text does not name us.
    get tool() {
      return describeTool();
    },
    ...(columns === 0 ? {} : { width: Math.min(columns, WIDEST) }),
    excerpt: excerpts(project.files, (file) => linesOf(select(result, context).shown, file)),
    rootUri: uri.endsWith('/') ? uri : `${uri}/`,
    rule: findRule,
  };
  return context;
}

/** The lines of a file at which one of these findings stands, or that belong to one elsewhere. */
function* linesOf(shown: readonly Diagnostic[], file: string): Generator<number> {
  for (const { file: own, range, related } of shown) {
    if (own === file) yield range.start.line;
    for (const place of related) if (place.file === file) yield place.range.start.line;
  }
}

/** 2 where something could not be done, 1 for findings that count, else 0. */
function exitCodeOf({ problems, diagnostics }: LintResult, failOn: Severity | 'never', maxWarnings: number | undefined): number {
  if (problems.length > 0) return 2;
  if (failOn !== 'never' && diagnostics.some(({ severity }) => !isWorse(failOn, severity))) return 1;
  if (maxWarnings === undefined) return 0;
  const warnings = diagnostics.filter(({ severity, ruleId }) => severity === 'warning' && ruleId !== UNCOUNTED_RULE);
  return warnings.length > maxWarnings ? 1 : 0;
}

function describeTimes({ summary }: LintResult, begin: number, judged: number): string {
  const shown = (value: number) => `${value.toFixed(0)} ms`;
  const { rss } = process.memoryUsage();
  return [
    `node           ${shown(begin)} until the command began`,
    `finding        ${shown(judged - begin - summary.durationMs)} for config, files and grammar`,
    `judging        ${shown(summary.durationMs)} for ${String(summary.statements)} statements in ${String(summary.files)} files`,
    `reporting      ${shown(milliseconds() - judged)}`,
    `memory         ${(rss / 1_048_576).toFixed(0)} MB`,
    '',
  ].join('\n');
}
