import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';
import { UsageError } from '../config/errors.js';
import { planMigrations, type PlannedMigration } from '../fixer/migrations.js';
import type { ProposedRepair } from '../fixer/repair.js';
import type { Diagnostic, ToolProblem } from '../linter/result.js';
import type { FoundRoot } from '../project/find.js';
import type { AddedFile } from '../project/new-migrations.js';
import { visible, visibleLines } from '../reporters/display.js';
import { count } from '../reporters/summary.js';
import { checkRuleIds, configRequest, CONFIG_FLAGS, DEBUG_FLAG, names, oneOf, PROJECT_FLAGS, readPaths } from './flags.js';
import { judge, openProject, RULE_IDS, type Project, type RunRequest } from './run.js';
import { isErrorWith, writeErr, writeOut } from './terminal.js';

/** The flags of `xclint remedy`. */
export const REMEDY_FLAGS = {
  ...CONFIG_FLAGS,
  only: { type: 'string', array: true, requiresArg: true, coerce: names('only'), describe: 'Mend only findings of these rules', group: 'Rules:' },
  skip: { type: 'string', array: true, requiresArg: true, coerce: names('skip'), describe: 'Leave findings of these rules as they are', group: 'Rules:' },
  ...PROJECT_FLAGS,
  write: { type: 'boolean', describe: 'Create the files of the new migrations; a file that is there is never overwritten', group: 'Output:' },
  format: { alias: 'f', type: 'string', requiresArg: true, coerce: oneOf('format', ['text', 'json']), describe: 'text (default) or json', group: 'Output:' },
  ...DEBUG_FLAG,
} as const satisfies Record<string, Options>;

type RemedyFlags = InferredOptionTypes<typeof REMEDY_FLAGS> & { readonly paths?: string[] | undefined };

/** `xclint remedy [PATH…]`: new migrations that mend what migrations that have run left behind. `finish` is told the exit code. */
export function addRemedy(yargs: Argv, finish: (exitCode: number) => void): Argv {
  return yargs.command(
    'remedy [paths..]',
    'Write new migrations that mend what earlier ones left behind',
    (command) => command.positional('paths', { type: 'string', array: true }).options(REMEDY_FLAGS),
    async (flags: ArgumentsCamelCase<RemedyFlags>) => {
      finish(await remedyPaths(flags));
    },
  );
}

async function remedyPaths(flags: RemedyFlags): Promise<number> {
  const { only = [], skip = [] } = flags;
  checkRuleIds('--only', only, RULE_IDS);
  checkRuleIds('--skip', skip, RULE_IDS);
  const request: RunRequest = {
    config: configRequest(flags, process.cwd(), RULE_IDS),
    paths: readPaths(flags.paths),
    stdinFilename: flags['stdin-filename'],
    allowUnmatched: flags['no-error-on-unmatched-pattern'] === true,
    placeholders: flags.placeholder ?? new Map<string, string>(),
    debug: flags.debug === true,
  };
  if (request.paths.includes('-')) throw new UsageError('Standard input is no series of migrations; name the folder.');
  const isAsked = ({ ruleId }: Diagnostic): boolean => (only.length === 0 || only.includes(ruleId)) && !skip.includes(ruleId);
  const project = await openProject(request);
  const remedies: Remedy[] = [];
  for (const root of project.roots) remedies.push(await findRemedy({ ...project, roots: [root], problems: [] }, request, { isAsked, now: new Date() }));
  if (flags.write === true) writeFiles(remedies.flatMap(({ files }) => files));
  report(remedies, flags);
  const problems = [...project.problems, ...remedies.flatMap((remedy) => remedy.problems)];
  for (const { file, message } of problems) writeErr(`${file === undefined ? '' : `${visible(file)}: `}${visible(message)}\n`);
  if (problems.length > 0) return 2;
  return remedies.some(({ refused }) => refused.length > 0) ? 1 : 0;
}

/** What is offered for the migrations of one root. */
export interface Remedy {
  readonly files: readonly AddedFile[];
  /** What is to be done by hand besides. */
  readonly afterwards: string | null;
  /** Those that the files mend. */
  readonly mended: readonly Diagnostic[];
  readonly refused: readonly Refused[];
  readonly problems: readonly ToolProblem[];
}

/** A finding that no migration is offered for. */
export interface Refused {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
}

/** What findings are mended, and which moment new versions are named after. */
export interface RemedyOptions {
  readonly isAsked: (diagnostic: Diagnostic) => boolean;
  readonly now: Date;
}

/** A finding with what its rule offers for it. */
interface Offer {
  readonly diagnostic: Diagnostic;
  readonly repair: ProposedRepair;
}

/**
 * Works out migrations for a project of one root. What a rule offers is linted behind the migrations that are there: where it
 * leaves the finding, or brings one of level error, it is refused, and everything else is tried again without it. Repairs
 * that come later see the schema that the earlier ones leave.
 */
export async function findRemedy(project: Project, request: RunRequest, { isAsked, now }: RemedyOptions): Promise<Remedy> {
  const [root] = project.roots;
  const refusals = new Refusals(root);
  const mended: Diagnostic[] = [];
  let chosen: readonly PlannedMigration[] = [];
  let files: readonly AddedFile[] = [];
  let current = project;
  let singly = false;
  for (;;) {
    const { diagnostics, problems } = await judge(current, request);
    const repairable = diagnostics.filter((diagnostic) => isAsked(diagnostic) && diagnostic.repair !== null);
    const round = chooseRound(repairable, refusals, singly);
    if (root === undefined || round.length === 0) {
      const refused = repairable.map((diagnostic) => ({ diagnostic, reason: refusals.of(diagnostic) ?? '' }));
      return { files, afterwards: files.length > 0 ? (root?.series.afterwards ?? null) : null, mended, refused, problems };
    }
    singly = false;
    const repairs = [...new Map(round.map(({ repair }) => [repair.key, repair])).values()];
    const planned = [...chosen, ...planMigrations(repairs, project.parser)];
    const extended = root.series.extend(planned, now);
    if ('refusal' in extended) {
      refusals.add(round, `${root.path} ${extended.refusal}.`);
      continue;
    }
    const next = { ...current, roots: [extended.root] };
    const comparison = { before: diagnostics, after: (await judge(next, request)).diagnostics, ownersOf: (file: string) => ownersOf(file, extended.files, planned) };
    const failures = findFailures(round, comparison);
    if (failures.size > 0) {
      for (const [key, reason] of failures) refusals.add(round.filter(({ repair }) => repair.key === key), reason);
      continue;
    }
    const unexplained = freshErrors({ ...comparison, ownersOf: () => [] })[0];
    if (unexplained !== undefined) {
      // Nobody knows whose it is: one at a time it will show.
      if (repairs.length === 1) refusals.add(round, explainFresh(unexplained));
      singly = true;
      continue;
    }
    mended.push(...repairable.filter((diagnostic) => !comparison.after.some((other) => isAlike(other, diagnostic))));
    chosen = planned;
    files = extended.files;
    current = next;
  }
}

/** Why findings are not mended, as far as it is known; what a rule has refused once it is not asked again. */
class Refusals {
  readonly #root: FoundRoot | undefined;
  readonly #reasons = new Map<string, string>();

  constructor(root: FoundRoot | undefined) {
    this.#root = root;
  }

  of(diagnostic: Diagnostic): string | undefined {
    return this.#reasons.get(keyOf(diagnostic));
  }

  add(offers: readonly Pick<Offer, 'diagnostic'>[], reason: string): void {
    for (const { diagnostic } of offers) this.#reasons.set(keyOf(diagnostic), reason);
  }

  /** What the rule offers for a finding that nobody has refused; undefined where that is nothing, and it is remembered. */
  ask(diagnostic: Diagnostic): ProposedRepair | undefined {
    if (this.of(diagnostic) !== undefined) return undefined;
    const repair = diagnostic.repair?.propose() ?? { refusal: '' };
    const reason = 'refusal' in repair ? repair.refusal : refuseByTool(this.#root, repair);
    if (reason === undefined && 'steps' in repair) return repair;
    this.add([{ diagnostic }], reason ?? '');
    return undefined;
  }
}

function keyOf({ ruleId, object, file, range }: Diagnostic): string {
  return `${ruleId} ${object} ${file} ${String(range.start.offset)}`;
}

/** Why the tool cannot run it; undefined where it can. */
function refuseByTool(root: FoundRoot | undefined, repair: ProposedRepair): string | undefined {
  if (root === undefined) return undefined;
  const { series, tool, migrations } = root;
  if (series.refusal !== null) return `${root.path} ${series.refusal}.`;
  if (series.leavesTransaction || repair.steps.every(({ transaction }) => transaction)) return undefined;
  const { unit = 'its files' } = migrations.at(-1)?.transactions ?? {};
  return `An index on a replicated table is built outside of a transaction, and ${tool} runs ${unit} in one.`;
}

/** The repairs that are tried together: all that change parts of tables, no two of which make something of the same name; else the first that replaces tables. */
function chooseRound(repairable: readonly Diagnostic[], refusals: Refusals, singly: boolean): readonly Offer[] {
  const offers: Offer[] = [];
  const taken = new Map<string, string>();
  for (const diagnostic of repairable.filter(({ repair }) => repair?.scope === 'parts')) {
    const repair = refusals.ask(diagnostic);
    if (repair === undefined) continue;
    const own = repair.steps.filter(({ batch }) => batch === null).map(({ name }) => name);
    if (own.some((name) => (taken.get(name) ?? repair.key) !== repair.key) || (singly && offers.length > 0)) continue;
    for (const name of own) taken.set(name, repair.key);
    offers.push({ diagnostic, repair });
  }
  if (offers.length > 0) return offers;
  for (const diagnostic of repairable.filter(({ repair }) => repair?.scope === 'tables')) {
    const repair = refusals.ask(diagnostic);
    if (repair !== undefined) return [{ diagnostic, repair }];
  }
  return [];
}

function ownersOf(file: string, files: readonly AddedFile[], planned: readonly PlannedMigration[]): readonly ProposedRepair[] {
  const added = files.find((one) => one.path === file);
  return added === undefined ? [] : (planned[added.migration]?.repairs ?? []);
}

interface Comparison {
  readonly before: readonly Diagnostic[];
  readonly after: readonly Diagnostic[];
  /** The repairs that have a part in a file; none for a file that was there. */
  readonly ownersOf: (file: string) => readonly ProposedRepair[];
}

/** The repairs of a round that leave their finding, or bring an error in their own files, with what is to be said of each. */
function findFailures(round: readonly Offer[], comparison: Comparison): ReadonlyMap<string, string> {
  const failures = new Map<string, string>();
  const keys = new Set(round.map(({ repair }) => repair.key));
  for (const error of freshErrors(comparison)) {
    for (const { key } of comparison.ownersOf(error.file)) if (keys.has(key)) failures.set(key, explainFresh(error));
  }
  for (const { diagnostic, repair } of round) {
    if (comparison.after.some((other) => isAlike(other, diagnostic))) failures.set(repair.key, 'The finding would stay: what it is about is not in the schema that the migrations leave.');
  }
  return failures;
}

/** Errors that were not there; in the files of repairs, all that there are. */
function freshErrors({ before, after, ownersOf: owners }: Comparison): readonly Diagnostic[] {
  return after.filter((one) => one.severity === 'error' && (owners(one.file).length > 0 || !before.some((other) => other.severity === 'error' && isAlike(one, other))));
}

function isAlike(a: Diagnostic, b: Diagnostic): boolean {
  return a.ruleId === b.ruleId && a.object === b.object && (a.object !== '' || a.file === b.file);
}

function explainFresh({ ruleId, message }: Diagnostic): string {
  return `It would bring an error in its place, ${ruleId}: ${message}`;
}

/** Creates the files, all or none: what is there already is never touched. Throws `UsageError`. */
function writeFiles(files: readonly AddedFile[]): void {
  const created: string[] = [];
  try {
    for (const { location, path: shown, text } of files) {
      mkdirSync(path.dirname(location), { recursive: true });
      const handle = createFile(location, shown);
      created.push(location);
      try {
        writeFileSync(handle, text);
      } finally {
        closeSync(handle);
      }
    }
  } catch (error) {
    for (const location of created) rmSync(location, { force: true });
    throw error;
  }
}

/** Opens a file that is not there yet. Throws `UsageError`. */
function createFile(location: string, shown: string): number {
  try {
    return openSync(location, 'wx');
  } catch (error) {
    if (isErrorWith(error, 'EEXIST')) throw new UsageError(`${shown} is there already, and is not overwritten.`);
    throw error;
  }
}

function report(remedies: readonly Remedy[], flags: RemedyFlags): void {
  const isWritten = flags.write === true;
  const files = remedies.flatMap((remedy) => remedy.files);
  const refused = remedies.flatMap((remedy) => remedy.refused);
  if (flags.format === 'json') {
    const shown = {
      written: isWritten,
      files: files.map(({ path: file, text }) => ({ path: file, text })),
      afterwards: remedies.flatMap(({ afterwards }) => afterwards ?? []),
      mended: remedies.flatMap(({ mended }) => mended.map(({ ruleId, object, file, range }) => ({ ruleId, object, file, line: range.start.line, column: range.start.column }))),
      refused: refused.map(({ diagnostic: { ruleId, object, file, range }, reason }) => ({ ruleId, object, file, line: range.start.line, column: range.start.column, reason })),
    };
    writeOut([`${JSON.stringify(shown, null, 2)}\n`]);
    return;
  }
  if (!isWritten) writeOut(files.map(({ path: file, text }) => visibleLines(`-- file: ${file}\n${text}\n`).join('\n')));
  writeErr(describe(remedies, isWritten));
}

function describe(remedies: readonly Remedy[], isWritten: boolean): string {
  const lines: string[] = [];
  for (const { files, mended, refused, afterwards } of remedies) {
    for (const { diagnostic, reason } of refused) {
      const { file, range, ruleId, object } = diagnostic;
      lines.push(`${visible(file)}:${String(range.start.line)}:${String(range.start.column)}: ${ruleId}: no migration for ${visible(object)}: ${visible(reason)}`);
    }
    if (files.length > 0) {
      lines.push(`${count(mended.length, 'finding')} mended by ${count(files.length, 'new file')}${isWritten ? ':' : '; --write creates them.'}`);
      if (isWritten) lines.push(...files.map(({ path: file }) => `  ${visible(file)}`));
      lines.push('Run the migrations one at a time, each as the comment at its top says, and not all at once.');
      if (afterwards !== null) lines.push(afterwards);
    }
  }
  const isIdle = remedies.every(({ files, refused }) => files.length + refused.length === 0);
  return `${(isIdle ? ['Nothing to mend: no finding here is of a rule that new migrations can satisfy.'] : lines).join('\n')}\n`;
}
