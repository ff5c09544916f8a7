import type { Change, ChangeOf, FileChanges, Schema, SourceFile, Statement } from '../rule.js';
import type { Replay, Step } from '../schema/replay.js';
import type { Migration } from '../sql/migration.js';
import { describePlaceholder } from '../sql/placeholder-text.js';
import { readMigration, type ReadEvent, type ReadOptions } from '../sql/read.js';
import type { Bugs } from './bugs.js';
import { StepContext, type KnownSettings, type RunningMigration } from './context.js';
import { noCounts, type Counts } from './counts.js';
import type { Dispatch, Handler } from './dispatch.js';
import type { HistoryIndex } from './history.js';
import { say, type FileRecord, type Judge } from './judge.js';
import type { LevelTable } from './levels.js';
import type { ToolProblem } from './result.js';
import { explainSyntaxError, findPlaceholder, syntaxErrorSpan } from './syntax-error.js';
import { TransactionGatherer, type Committed } from './transactions.js';

/** What the files of a root have in common. */
export interface FileRunContext {
  readonly settings: KnownSettings;
  readonly replay: Replay;
  readonly history: HistoryIndex;
  readonly judge: Judge;
  readonly bugs: Bugs;
  readonly counts: Counts;
  readonly readOptions: ReadOptions;
  readonly addNote: (file: string, message: string) => void;
  readonly addProblem: (problem: ToolProblem) => void;
  /** The rules that speak in files with these levels. */
  readonly dispatchFor: (levels: LevelTable) => Dispatch;
  /** The record of a file that the migration includes, where its text begins. */
  readonly enter: (file: SourceFile, runs: boolean) => FileRecord;
  /** Whether the statements of a file are to be counted this time. */
  readonly isFirstTime: (record: FileRecord) => boolean;
}

/** A file that is being read. */
interface Frame {
  readonly record: FileRecord;
  readonly dispatch: Dispatch;
  readonly isCounted: boolean;
}

const NOT_JUDGED_HELP = 'What it does is unknown to the rules: look at it yourself. The rest is judged all the same.';

/** The most statements of a migration that are kept for fixes; those of a dump are not. */
const FEW_STATEMENTS = 32;

/** Runs one migration, with what it includes, against the model, and has change rules judge every step. */
export class FileRun {
  readonly #context: FileRunContext;
  readonly #migration: Migration;
  readonly #running: RunningMigration & { statements: Statement[] | null };
  readonly #before: Schema;
  /** The migration, and the files that are included, each by the one before it. */
  readonly #frames: Frame[];
  /** Of all files that were read. */
  readonly #dispatches = new Set<Dispatch>();
  #transactions: TransactionGatherer | null = null;
  #changes: Change[] | null = null;
  /** The innermost frame, and what counts in it. */
  #frame: Frame;
  #counts: Counts;

  /** `migration` has the record's file. */
  constructor(context: FileRunContext, record: FileRecord, migration: Migration) {
    this.#context = context;
    this.#migration = migration;
    this.#running = { file: migration.file, statements: [] };
    this.#before = context.replay.schema;
    this.#frame = this.#enter(record);
    this.#frames = [this.#frame];
    this.#counts = this.#countsOf(false);
  }

  /** Throws `UnreadableFile`; what was read before is judged. */
  run(): void {
    const { replay, readOptions } = this.#context;
    replay.startFile(this.#migration.file);
    try {
      for (const event of readMigration(this.#migration, readOptions)) this.#take(event);
      this.#leave();
    } finally {
      this.#end();
    }
  }

  get #record(): FileRecord {
    return this.#frame.record;
  }

  /** Begins a file; where rules speak in it, they are told of the transactions from here on. */
  #enter(record: FileRecord): Frame {
    const { dispatchFor, isFirstTime } = this.#context;
    const frame = { record, dispatch: dispatchFor(record.levels), isCounted: isFirstTime(record) };
    if (record.chosen && record.replicating) {
      const { dispatch } = frame;
      this.#dispatches.add(dispatch);
      this.#transactions ??= new TransactionGatherer(dispatch.transactionEnd.length > 0);
      if (dispatch.file.length > 0) this.#changes ??= [];
    }
    return frame;
  }

  #leave(): void {
    const { record } = this.#frame;
    if (!record.chosen || record.isCounted) return;
    record.isCounted = true;
    this.#context.counts.files += 1;
  }

  #countsOf(isAgain: boolean): Counts {
    return this.#frame.isCounted && !isAgain ? this.#context.counts : noCounts();
  }

  /** For what is no statement: the first reading counts it. */
  #countsBetween(): Counts {
    return this.#countsOf((this.#context.readOptions.readings?.number ?? 0) > 0);
  }

  #take(event: ReadEvent): void {
    const { chosen, suppressions, file } = this.#record;
    switch (event.kind) {
      case 'statement':
        this.#counts = this.#countsOf(event.isAgain === true);
        this.#takeStatement(event.statement);
        return;
      case 'skipped':
        if (chosen) suppressions.addStatement(event);
        return;
      case 'comment':
        if (chosen) suppressions.addComment(event.text, event.span, event.ownLine);
        return;
      case 'note':
        this.#context.addNote(file.path, event.message);
        return;
      case 'syntaxError':
        if (chosen) this.#takeUncut(event);
        return;
      case 'unanalyzable':
        if (chosen) this.#takeUnanalyzable(event);
        return;
      case 'fileStart':
        this.#frame = this.#enter(this.#context.enter(event.file, event.direction === 'up'));
        this.#frames.push(this.#frame);
        return;
      case 'fileEnd':
        this.#leave();
        this.#frames.pop();
        this.#frame = this.#frames.at(-1) ?? this.#frame;
        return;
    }
  }

  #takeUncut({ message, span }: Extract<ReadEvent, { kind: 'syntaxError' }>): void {
    const { judge } = this.#context;
    const counts = this.#countsBetween();
    counts.statements += 1;
    counts.unanalyzable += 1;
    const saying = say(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`, 'What comes after it cannot be told apart, and is not judged.');
    judge.reportBuiltIn('syntax-error', this.#record, { span, statement: null }, saying);
  }

  #takeUnanalyzable({ message, span, missing }: Extract<ReadEvent, { kind: 'unanalyzable' }>): void {
    const { judge, addProblem } = this.#context;
    this.#countsBetween().unanalyzable += 1;
    if (missing !== undefined) addProblem({ kind: 'missing-file', file: this.#record.file.path, message: `line ${String(span.start.line)} reads ${missing}, which does not exist.` });
    judge.reportBuiltIn('unanalyzable', this.#record, { span, statement: null }, say(message.endsWith('.') ? message : `${message}.`, NOT_JUDGED_HELP));
  }

  #takeStatement(statement: Statement): void {
    const { bugs, history } = this.#context;
    history.units += statement.text.length;
    const counts = this.#counts;
    const { chosen, suppressions, file } = this.#record;
    const { statements } = this.#running;
    if (statements?.push(statement) === FEW_STATEMENTS) this.#running.statements = null;
    if (chosen) {
      counts.statements += 1;
      suppressions.addStatement(statement);
    }
    try {
      const isAnalyzed = statement.direction === 'up' ? this.#runStatement(statement) : this.#readStatement(statement);
      if (!chosen) return;
      if (isAnalyzed) counts.analyzed += 1;
      else counts.unanalyzable += 1;
    } catch (error) {
      bugs.add('the reading of a statement', file.path, statement.start, error);
      if (chosen) counts.unanalyzable += 1;
    }
  }

  /** Whether the statement itself, apart from its body, was understood. */
  #runStatement(statement: Statement): boolean {
    let isAnalyzed = true;
    const { notJudged } = this.#context.judge;
    for (const step of this.#context.replay.run(statement)) {
      const { change } = step;
      if (change.kind === 'opaque' && change.clause.statement.host === null) isAnalyzed = false;
      this.#takeStep(step);
    }
    return isAnalyzed && this.#context.judge.notJudged === notJudged;
  }

  /** A statement of a down part runs when a migration is taken back: only its grammar is looked at. */
  #readStatement(statement: Statement): boolean {
    let isAnalyzed = true;
    this.#context.history.recordParts(statement);
    for (const change of this.#context.replay.check(statement)) {
      if (change.kind !== 'opaque') continue;
      if (change.clause.statement.host === null) isAnalyzed = false;
      if (this.#record.chosen) this.#takeOpaque(change);
    }
    return isAnalyzed;
  }

  #takeStep(step: Step): void {
    const { history, judge, settings } = this.#context;
    const { change } = step;
    history.record(change);
    // In the history too, where nobody else asks: what is named there is not named first here.
    if (change.kind === 'nameGlobal' && this.#record.replicating) history.isFirstUse(change);
    this.#changes?.push(change);
    const found = judge.findings.length;
    const { chosen, replicating, levels } = this.#record;
    if (chosen && replicating) {
      const handlers = this.#frame.dispatch.changeHandlers(change);
      if (handlers !== undefined) {
        const context = new StepContext(settings, levels, step.before, step.after, this.#running, this.#transactions?.startOf(change) ?? null);
        for (const handler of handlers) judge.ask(handler, change.clause, [change, context]);
      }
    }
    this.#judgeTransaction(this.#transactions?.add(step));
    // A rule that has spoken about it knows better what it means.
    if (change.kind === 'opaque' && chosen) this.#takeOpaque(change, judge.findings.length > found);
  }

  #takeOpaque(change: ChangeOf<'opaque'>, isSaid = false): void {
    if (change.clause.statement.host !== null) this.#counts.unanalyzable += 1;
    if (!isSaid) reportOpaque(this.#context.judge, this.#record, change);
  }

  #judgeTransaction(committed: Committed | null | undefined): void {
    const first = committed?.transaction.changes[0];
    if (committed === null || committed === undefined || first === undefined) return;
    const { judge, settings } = this.#context;
    const { transaction, before, after } = committed;
    const context = new StepContext(settings, this.#record.levels, before, after, this.#running);
    for (const handler of this.#handlers(({ transactionEnd }) => transactionEnd)) judge.ask(handler, first.clause, [transaction, context]);
  }

  #end(): void {
    this.#judgeTransaction(this.#transactions?.end());
    const changes = this.#changes ?? [];
    const [first] = changes;
    if (first === undefined) return;
    const { judge, settings, replay } = this.#context;
    const context = new StepContext(settings, this.#record.levels, this.#before, replay.schema, this.#running);
    const file: FileChanges = { file: this.#migration.file, changes, sentAtOnce: this.#migration.sendsAtOnce === true };
    for (const handler of this.#handlers((dispatch) => dispatch.file)) judge.ask(handler, first.clause, [file, context]);
  }

  /** The handlers of all files that were read, each once. */
  #handlers<Input extends readonly unknown[]>(pick: (dispatch: Dispatch) => readonly Handler<Input>[]): readonly Handler<Input>[] {
    const [first, ...others] = this.#dispatches;
    if (first === undefined || others.length === 0) return first === undefined ? [] : pick(first);
    const byRule = new Map([...this.#dispatches].flatMap(pick).map((handler) => [handler.rule, handler]));
    return [...byRule.values()];
  }
}

/** Says that a change could not be understood: a syntax error, or something that nobody can know from the text. */
export function reportOpaque(judge: Judge, record: FileRecord, change: ChangeOf<'opaque'>): void {
  const { clause, cause, reason } = change;
  if (cause === 'placeholder') {
    // The reason has the placeholder between quotation marks.
    const { help } = describePlaceholder(/"([^]*)"/.exec(reason)?.[1] ?? '');
    judge.reportBuiltIn('unanalyzable', record, clause, say(`Not judged: ${reason}.`, help));
    return;
  }
  if (cause !== 'syntax') {
    judge.reportBuiltIn('unanalyzable', record, clause, say(`Not judged: ${reason.replace(/\.$/, '')}.`, NOT_JUDGED_HELP));
    return;
  }
  const { statement } = clause;
  const span = syntaxErrorSpan(clause);
  const [text, offset] = statement.folded ? [statement.sql, 0] : [statement.text, span.start.offset - statement.start.offset];
  const placeholder = findPlaceholder(text, offset);
  if (placeholder !== undefined) {
    const texts = describePlaceholder(placeholder);
    judge.reportBuiltIn('unanalyzable', record, { span, statement }, say(`Not judged: ${texts.reason}.`, texts.help));
    return;
  }
  const texts = explainSyntaxError(reason, text, offset);
  judge.reportBuiltIn('syntax-error', record, { span, statement }, say(texts.message, texts.help));
}
