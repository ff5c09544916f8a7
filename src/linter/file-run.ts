import type { Change, ChangeOf, FileChanges, Schema, Statement } from '../rule.js';
import type { Replay, Step } from '../schema/replay.js';
import type { Migration } from '../sql/migration.js';
import { describePlaceholder } from '../sql/placeholder-text.js';
import { readMigration, type ReadEvent, type ReadOptions } from '../sql/read.js';
import type { Bugs } from './bugs.js';
import { StepContext, type KnownSettings } from './context.js';
import type { Counts } from './counts.js';
import type { Dispatch } from './dispatch.js';
import type { HistoryIndex } from './history.js';
import { say, type FileRecord, type Judge } from './judge.js';
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
}

const NOT_JUDGED_HELP = 'What it does is unknown to the rules: look at it yourself. The rest is judged all the same.';

/** Runs one migration against the model, and has change rules judge every step. */
export class FileRun {
  readonly #context: FileRunContext;
  readonly #record: FileRecord;
  readonly #migration: Migration;
  readonly #dispatch: Dispatch;
  readonly #before: Schema;
  readonly #transactions: TransactionGatherer | null;
  readonly #changes: Change[] | null;

  /** `migration` has the record's file. */
  constructor(context: FileRunContext, record: FileRecord, migration: Migration, dispatch: Dispatch) {
    this.#context = context;
    this.#record = record;
    this.#migration = migration;
    this.#dispatch = dispatch;
    this.#before = context.replay.schema;
    const speaks = this.#speaks();
    this.#transactions = speaks ? new TransactionGatherer(dispatch.transactionEnd.length > 0) : null;
    this.#changes = speaks && dispatch.file.length > 0 ? [] : null;
  }

  /** Throws `UnreadableFile`; what was read before is judged. */
  run(): void {
    const { replay, readOptions } = this.#context;
    replay.startFile(this.#record.file);
    try {
      for (const event of readMigration(this.#migration, readOptions)) this.#take(event);
    } finally {
      this.#end();
    }
  }

  #speaks(): boolean {
    return this.#record.chosen && this.#record.replicating;
  }

  #take(event: ReadEvent): void {
    const { chosen, suppressions, file } = this.#record;
    switch (event.kind) {
      case 'statement':
        this.#takeStatement(event.statement);
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
    }
  }

  #takeUncut({ message, span }: Extract<ReadEvent, { kind: 'syntaxError' }>): void {
    const { counts, judge } = this.#context;
    counts.statements += 1;
    counts.unanalyzable += 1;
    const saying = say(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`, 'What comes after it cannot be told apart, and is not judged.');
    judge.reportBuiltIn('syntax-error', this.#record, { span, statement: null }, saying);
  }

  #takeUnanalyzable({ message, span }: Extract<ReadEvent, { kind: 'unanalyzable' }>): void {
    const { counts, judge } = this.#context;
    counts.unanalyzable += 1;
    judge.reportBuiltIn('unanalyzable', this.#record, { span, statement: null }, say(message.endsWith('.') ? message : `${message}.`, NOT_JUDGED_HELP));
  }

  #takeStatement(statement: Statement): void {
    const { counts, bugs } = this.#context;
    const { chosen, suppressions, file } = this.#record;
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
    if (!this.#record.chosen) return;
    const found = judge.findings.length;
    if (this.#record.replicating) {
      const handlers = this.#dispatch.changeHandlers(change);
      if (handlers !== undefined) {
        const context = new StepContext(settings, this.#record.levels, step.before, step.after, this.#record.file, this.#transactions?.startOf(change) ?? null);
        for (const handler of handlers) judge.ask(handler, change.clause, [change, context]);
      }
      this.#judgeTransaction(this.#transactions?.add(step));
    }
    // A rule that has spoken about it knows better what it means.
    if (change.kind === 'opaque') this.#takeOpaque(change, judge.findings.length > found);
  }

  #takeOpaque(change: ChangeOf<'opaque'>, isSaid = false): void {
    if (change.clause.statement.host !== null) this.#context.counts.unanalyzable += 1;
    if (!isSaid) reportOpaque(this.#context.judge, this.#record, change);
  }

  #judgeTransaction(committed: Committed | null | undefined): void {
    const first = committed?.transaction.changes[0];
    if (committed === null || committed === undefined || first === undefined) return;
    const { judge, settings } = this.#context;
    const { transaction, before, after } = committed;
    const context = new StepContext(settings, this.#record.levels, before, after, this.#record.file);
    for (const handler of this.#dispatch.transactionEnd) judge.ask(handler, first.clause, [transaction, context]);
  }

  #end(): void {
    if (!this.#speaks()) return;
    this.#judgeTransaction(this.#transactions?.end());
    if (this.#changes === null || this.#dispatch.file.length === 0) return;
    const { judge, settings, replay } = this.#context;
    const [first] = this.#changes;
    if (first === undefined) return;
    const context = new StepContext(settings, this.#record.levels, this.#before, replay.schema, this.#record.file);
    const file: FileChanges = { file: this.#record.file, changes: this.#changes, sentAtOnce: this.#migration.sendsAtOnce === true };
    for (const handler of this.#dispatch.file) judge.ask(handler, first.clause, [file, context]);
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
