import { advance } from '../source/position.js';
import type { Position, SourceFile, Span } from '../source/source-file.js';
import { blank, readDialect } from './dialect-reader.js';
import { Conditions, Readings } from './conditions.js';
import { embeddedPieces } from './embedded.js';
import { expandEnvironment } from './environment.js';
import { FileText } from './file-text.js';
import { foldResult } from './gexec.js';
import type { Direction, Directive, DirectiveReader, IncludeBase, Included, Migration } from './migration.js';
import { fillMarked } from './placeholder-marks.js';
import { Placeholders, type Rewritten } from './placeholders.js';
import { fileOfCopy, type Command } from './psql.js';
import { PsqlVariables, readResultVariable } from './psql-variables.js';
import { compose } from './rewrite.js';
import { Splitter, wholeText } from './split.js';
import type { Piece } from './split.js';
import type { Statement } from './statement.js';

/** How migrations are read. */
export interface ReadOptions {
  /** Values for `:NAME`, `${NAME}` and `{{NAME}}`. */
  readonly placeholders: ReadonlyMap<string, string>;
  /** Which branches are read of conditional blocks that nobody can decide; absent: the first ones. */
  readonly readings?: Readings;
}

/** What a migration holds, in the order of its text. */
export type ReadEvent =
  | {
      readonly kind: 'statement';
      readonly statement: Statement;
      /** Whether an earlier reading had it too. */
      readonly isAgain?: true;
    }
  /** A statement that another reading has. */
  | { readonly kind: 'skipped'; readonly start: Position; readonly text: string }
  /** What follows, up to the `fileEnd` that belongs to it, stands in a file that is included. */
  | { readonly kind: 'fileStart'; readonly file: SourceFile; readonly direction: Direction }
  | { readonly kind: 'fileEnd' }
  /** A comment that contains `xclint-`, wherever it stands (inside statements and bodies too). */
  | { readonly kind: 'comment'; readonly text: string; readonly span: Span; /** Nothing but white space stands before it in its line. */ readonly ownLine: boolean }
  /** Text that cannot be cut into statements. */
  | { readonly kind: 'syntaxError'; readonly message: string; readonly span: Span; readonly direction: Direction }
  /** Bytes that are not text, and what else cannot be known. */
  | { readonly kind: 'unanalyzable'; readonly message: string; readonly span: Span; /** The file that is read here, as written, where it does not exist. */ readonly missing?: string }
  /** A remark for people. */
  | { readonly kind: 'note'; readonly message: string };

/** Reads one migration, with the files that it includes. Throws what the operating system says when the file cannot be read. */
export function readMigration(migration: Migration, options: ReadOptions): Generator<ReadEvent> {
  const events = new MigrationReader(migration, options).read(migration.file, null);
  if (migration.leavesAsWhole === true && migration.leavesTransaction !== undefined) return freeWhole(events, migration.leavesTransaction);
  return migration.sendsAtOnce === true ? freeSingle(events) : events;
}

/** One statement that runs in no transaction has all of the file run in none. */
function* freeWhole(events: Iterable<ReadEvent>, leavesTransaction: (statement: string) => boolean): Generator<ReadEvent> {
  const all = [...events];
  const leaves = all.some((event) => event.kind === 'statement' && leavesTransaction(event.statement.text));
  for (const event of all) yield leaves && event.kind === 'statement' ? { ...event, statement: { ...event.statement, inToolTransaction: false } } : event;
}

/**
 * A statement that is sent alone runs in no transaction of PostgreSQL's making: it is known to be alone at the next one, at
 * one of the other direction, which is sent at another time, or at the end.
 */
function* freeSingle(events: Iterable<ReadEvent>): Generator<ReadEvent> {
  let held: ReadEvent[] = [];
  let direction: Direction | null = null;
  for (const event of events) {
    if (event.kind !== 'statement') {
      if (held.length === 0) yield event;
      else held.push(event);
    } else if (event.statement.direction === direction) {
      yield* held;
      yield event;
      held = [];
    } else {
      yield* held.map(freed);
      held = [event];
      ({ direction } = event.statement);
    }
  }
  yield* held.map(freed);
}

function freed(event: ReadEvent): ReadEvent {
  if (event.kind !== 'statement' || event.statement.isSentAtOnce !== true) return event;
  return { ...event, statement: { ...event.statement, inToolTransaction: false, isSentAtOnce: false, isSentAlone: true } };
}

/** What ends the tool's transaction as well as one of the file's own. `AND CHAIN` begins the next at once. */
const TRANSACTION_END = /^(?:commit|end|rollback|abort)(?:\s+(?:work|transaction))?(?:\s+and\s+no\s+chain)?$/i;

/** What psql sends without a `BEGIN` of its own, whatever `AUTOCOMMIT` says, for PostgreSQL wants it alone. */
const NEVER_BEGUN = /^(?:begin|start|commit|end|rollback|abort|prepare\s+transaction|vacuum|cluster|discard\s+all|alter\s+system|(?:create|drop|alter)\s+(?:database|tablespace)|reindex|create\s+(?:unique\s+)?index\s+concurrently|drop\s+index\s+concurrently)\b/i;

type StatementPiece = Extract<Piece, { kind: 'statement' }>;

/** Files that include each other deeper than this are a circle that goes by changing names. */
const DEEPEST_INCLUDE = 50;

/** Reads a migration with the files that it includes: one session of the tool. */
class MigrationReader {
  readonly #migration: Migration;
  #values: ReadonlyMap<string, string>;
  #placeholders: Placeholders;
  readonly #variables: PsqlVariables;
  readonly #readings: Readings;
  #direction: Direction;
  #wrapsTransaction: boolean;
  /** Which of the tool's transactions in this file it is. */
  #toolTransaction = 0;
  #part = 0;
  #together = false;
  /** Whether the tool expands variables of the environment here. */
  #expandsEnvironment = false;
  #database: string | null = null;
  #ordinal = 0;
  /** Where `\cd` has gone, from wherever psql was started. */
  #folder = '';
  /** The files that are being read, each included by the one before it. */
  readonly #open: SourceFile[] = [];
  /** The last statement that ran, which a `\gexec` means. */
  #last: { readonly piece: StatementPiece; readonly sql: string } | null = null;
  /** Whether psql has begun a transaction by itself, as it does where `AUTOCOMMIT` is off. */
  #hasBegun = false;

  constructor(migration: Migration, options: ReadOptions) {
    this.#migration = migration;
    this.#values = migration.placeholders === undefined ? options.placeholders : new Map([...migration.placeholders, ...options.placeholders]);
    this.#placeholders = new Placeholders(this.#values);
    this.#variables = new PsqlVariables(this.#values);
    this.#readings = options.readings ?? new Readings();
    this.#direction = migration.direction;
    this.#wrapsTransaction = migration.wrapsTransaction;
  }

  /** `outside`: what the place stands in at which the file is included; null for the migration itself. */
  *read(file: SourceFile, outside: Conditions | null): Generator<ReadEvent> {
    const conditions = new Conditions(this.#readings, outside);
    const remarks: ReadEvent[] = [];
    this.#open.push(file);
    let exit: Span | null = null;
    for (const piece of outside === null ? piecesOf(this.#migration, remarks) : includedPieces(file, this.#migration, remarks)) {
      yield* remarks.splice(0);
      if (exit !== null) {
        if (piece.kind !== 'statement') continue;
        yield { kind: 'note', message: `is judged up to the \\q in line ${String(exit.start.line)}, where psql stops reading it` };
        break;
      }
      switch (piece.kind) {
        case 'statement':
          if (piece.conditions.length > 0) yield* this.#conditional(piece, conditions);
          else if (conditions.fate === 'runs') yield* this.#statement(piece, this.#partsOf(piece), conditions);
          else {
            conditions.addContent();
            if (conditions.fate === 'waits') yield { kind: 'skipped', start: piece.start, text: piece.text };
          }
          break;
        case 'directive':
          if (outside === null) {
            if (piece.directive.direction !== undefined || piece.directive.transaction !== undefined) this.#part += 1;
            this.#together = piece.directive.together ?? this.#together;
            this.#direction = piece.directive.direction ?? this.#direction;
            this.#wrapsTransaction = piece.directive.transaction ?? this.#wrapsTransaction;
            // Whoever says that says it of what follows by itself: a changeset, a block.
            if (piece.directive.transaction !== undefined) this.#toolTransaction += 1;
            this.#expandsEnvironment = piece.directive.expandsEnvironment ?? this.#expandsEnvironment;
            if (piece.directive.placeholder !== undefined) this.#define(piece.directive.placeholder);
          }
          if (piece.directive.include !== undefined) yield* this.#include(piece.directive.include, piece.directive.includesFrom ?? 'tool', piece.span, conditions);
          break;
        case 'command':
          if (piece.command.kind === 'condition') yield* this.#condition(piece.command, piece.span, conditions);
          else if (piece.command.kind === 'exit' && conditions.fate === 'runs' && !conditions.isUncertain) exit = piece.span;
          else yield* this.#run(piece.command, piece.span, conditions);
          break;
        case 'comment':
          if (conditions.fate !== 'never') yield piece;
          break;
        case 'unanalyzable':
          yield piece;
          break;
        case 'unterminated':
          yield { kind: 'syntaxError', message: piece.message, span: piece.span, direction: this.#direction };
          break;
        case 'endlessData':
          yield { kind: 'unanalyzable', message: 'The data of this COPY have no end: a line `\\.` is missing', span: piece.span };
          break;
      }
    }
    yield* remarks;
    const { openIf } = conditions;
    if (openIf !== undefined && exit === null) yield { kind: 'unanalyzable', message: 'This \\if has no \\endif in its file', span: openIf };
    this.#open.pop();
  }

  /** A value that the script gives a placeholder: whoever gave it one before knows better. */
  #define({ name, value }: NonNullable<Directive['placeholder']>): void {
    this.#values = new Map([[name, value], ...this.#values]);
    this.#placeholders = new Placeholders(this.#values);
  }

  /** What a statement is to the grammar: several where a variable in it holds more than one. */
  #partsOf(piece: StatementPiece): readonly Rewritten[] {
    // psql puts no variables into its own command.
    if (piece.isCopy === true) return [withoutFile(piece)];
    // What the config says of a name comes before what the script sets.
    const given = this.#fill(withoutCommands(piece));
    const filled = this.#variables.replace(given);
    return filled === given ? [given] : cutAgain(piece.text, filled);
  }

  /** Puts in what is known of placeholders and, where the tool does, of variables of the environment. */
  #fill(text: string): Rewritten {
    const marks = this.#migration.placeholderMarks;
    if (!this.#expandsEnvironment && marks === undefined) return this.#placeholders.replace(text);
    const expanded = marks === undefined ? expandEnvironment(text, this.#values) : fillMarked(text, marks, this.#values);
    const { sql, rewrites } = this.#placeholders.replace(expanded.sql);
    return { sql, rewrites: compose(expanded.rewrites, rewrites) };
  }

  /** A statement that runs. */
  *#statement(piece: StatementPiece, parts: readonly Rewritten[], conditions: Conditions): Generator<ReadEvent> {
    const { text, start } = piece;
    const { transactions, sendsAtOnce = false } = this.#migration;
    const isWrapped = this.#isWrapped(text);
    const isIncluded = this.#open.length > 1;
    const isAgain = conditions.base !== this.#readings.number;
    conditions.addContent();
    for (const part of parts) {
      const undialected = readDialect(part.sql);
      yield {
        kind: 'statement',
        statement: {
          file: this.#file,
          ordinal: this.#ordinal,
          text: piece.origin?.text ?? text,
          start,
          sql: undialected.sql,
          rewrites: piece.origin === undefined ? part.rewrites : compose(piece.origin.rewrites, part.rewrites),
          dialect: undialected.dialect,
          direction: this.#direction,
          part: this.#part,
          inToolTransaction: isWrapped || sendsAtOnce,
          isSentAtOnce: sendsAtOnce && !isWrapped,
          transactions,
          host: null,
          folded: false,
          ...(isIncluded ? { includedBy: this.#migration.file } : {}),
          ...(piece.origin === undefined ? {} : { isEmbedded: true }),
          ...(this.#toolTransaction === 0 ? {} : { toolTransaction: this.#toolTransaction }),
          ...(this.#together ? { isSentTogether: true } : {}),
          ...(this.#database === null ? {} : { database: this.#database }),
        },
        ...(isAgain ? { isAgain } : {}),
      };
      this.#ordinal += 1;
      this.#last = { piece, sql: part.sql };
    }
    if (this.#wrapsTransaction && TRANSACTION_END.test(text)) this.#wrapsTransaction = false;
  }

  /** Whether a statement runs in a transaction that the tool has begun, or psql where `AUTOCOMMIT` is off. */
  #isWrapped(text: string): boolean {
    if (this.#wrapsTransaction) return this.#migration.leavesTransaction?.(text) !== true;
    if (!this.#variables.isOff('AUTOCOMMIT')) return false;
    if (TRANSACTION_END.test(text)) this.#hasBegun = false;
    else this.#hasBegun ||= !NEVER_BEGUN.test(text);
    return this.#hasBegun;
  }

  /** The file that is being read. */
  get #file(): SourceFile {
    return this.#open.at(-1) ?? this.#migration.file;
  }

  /** A statement with conditions in it: what is left of it in this reading. */
  *#conditional(piece: StatementPiece, conditions: Conditions): Generator<ReadEvent> {
    const blanks: (readonly [number, number])[] = [...piece.blanks];
    let from = 0;
    const addStretch = (to: number): void => {
      if (conditions.fate !== 'runs') blanks.push([from, to]);
      if (piece.text.slice(from, to).trim() !== '') conditions.addContent();
    };
    for (const { verb, argument, start, end } of piece.conditions) {
      addStretch(start);
      const place = advance(piece.start, piece.text, 0, start);
      const span = { start: place, end: advance(place, piece.text, start, end) };
      yield* this.#condition({ kind: 'condition', verb, argument }, span, conditions);
      from = end;
    }
    addStretch(piece.text.length);
    const left = { ...piece, blanks: joined(blanks) };
    if (/\S/.test(withoutCommands(left))) yield* this.#statement(left, this.#partsOf(left), conditions);
  }

  *#condition({ verb, argument }: Extract<Command, { kind: 'condition' }>, span: Span, conditions: Conditions): Generator<ReadEvent> {
    const at = { span, key: `${this.#file.path}:${String(span.start.offset)}` };
    const wrong = conditions.run(verb, at, () => this.#variables.judge(argument));
    if (wrong !== null) yield { kind: 'unanalyzable', message: wrong, span };
  }

  *#run(command: Exclude<Command, { kind: 'condition' }>, span: Span, conditions: Conditions): Generator<ReadEvent> {
    if (conditions.fate !== 'runs') {
      if (command.kind === 'include' || command.kind === 'connect' || (command.kind === 'variable' && command.command.name !== null)) conditions.addContent();
      return;
    }
    switch (command.kind) {
      case 'include': {
        const written = this.#variables.expand(command.argument);
        if (written === null) yield { kind: 'unanalyzable', message: 'Which file this reads is known only when the script runs', span };
        else yield* this.#include(written, command.base, span, conditions);
        break;
      }
      case 'connect':
        conditions.addContent();
        this.#database = command.database;
        break;
      case 'directory': {
        const folder = this.#variables.expand(command.argument) ?? '';
        this.#folder = folder.startsWith('/') ? folder : this.#folder + (folder === '' ? '' : `${folder}/`);
        break;
      }
      case 'variable':
        if (this.#variables.run(command.command, !conditions.isUncertain)) conditions.addContent();
        break;
      case 'gset': {
        // The statement as it is sent: a variable before it in the text may be one of its own.
        const result = readResultVariable(this.#last?.sql ?? '', command.written);
        if (result !== null) this.#variables.run(result, !conditions.isUncertain);
        break;
      }
      case 'gexec':
        yield* this.#runResult(span, conditions);
        break;
      case 'exit':
        // Only some runs end here: the text behind the block is read for the others.
        conditions.endBranch();
        break;
    }
  }

  *#include(written: string, base: IncludeBase, span: Span, conditions: Conditions): Generator<ReadEvent> {
    conditions.addContent();
    const name = base === 'session' && !written.startsWith('/') ? this.#folder + written : written;
    const included = this.#migration.openInclude?.(name, this.#file, base) ?? NOWHERE;
    const refusal = 'refusal' in included ? included.refusal : this.#refuse(included.file);
    if (refusal !== null) {
      // Where only some runs come here, the others do without.
      const isMissing = 'refusal' in included && included.isMissing === true && !conditions.isUncertain;
      yield { kind: 'unanalyzable', message: `"${name}" ${refusal}; what it does is unknown`, span, ...(isMissing ? { missing: name } : {}) };
    } else if ('file' in included) {
      yield { kind: 'fileStart', file: included.file, direction: this.#direction };
      yield* this.read(included.file, conditions);
      yield { kind: 'fileEnd' };
    }
  }

  #refuse(file: SourceFile): string | null {
    if (this.#open.includes(file)) return 'is being read already, and includes itself again and again';
    return this.#open.length > DEEPEST_INCLUDE ? `is included ${String(DEEPEST_INCLUDE)} files deep` : null;
  }

  /** The SQL that the last statement's result is, where that can be told. */
  *#runResult(span: Span, conditions: Conditions): Generator<ReadEvent> {
    const last = this.#last;
    const texts = last === null ? null : foldResult(last.sql);
    if (last === null || texts === null) {
      yield { kind: 'unanalyzable', message: 'What \\gexec runs is known only when the query before it has run', span };
      return;
    }
    for (const sql of texts) {
      const { text } = last.piece;
      const whole = { sql, rewrites: [{ textStart: 0, textEnd: text.length, sqlStart: 0, sqlEnd: sql.length }] };
      yield* this.#statement(last.piece, cutAgain(text, whole), conditions);
    }
  }
}

/** A reader of comments in files that the tool has not seen: of its directives there are only the includes. */
function onlyIncludes(readDirective: DirectiveReader): DirectiveReader {
  return (comment, lineStart, fileStart) => {
    const include = readDirective(comment, lineStart, fileStart)?.include;
    return include === undefined ? null : { include };
  };
}

const NOWHERE: Included = { refusal: 'cannot be looked for from here' };

/** The pieces of a file that a migration includes. */
function includedPieces(file: SourceFile, { readDirective }: Migration, remarks: ReadEvent[]): Iterable<Piece> {
  return new Splitter(new FileText(file, remarks), onlyIncludes(readDirective)).pieces();
}

/** Units of a text that is read as a whole, at a time. */
const WHOLE = 1 << 20;

/** The pieces of a migration: of its text, or of the SQL that stands in code. */
function* piecesOf(migration: Migration, remarks: ReadEvent[]): Generator<Piece> {
  const source = new FileText(migration.file, remarks);
  if (migration.readEmbedded === undefined) {
    yield* new Splitter(source, migration.readDirective, migration.delimiter).pieces();
    return;
  }
  let text = '';
  for (let part = source.read(WHOLE); part !== null; part = source.read(WHOLE)) text += part;
  source.close();
  yield* embeddedPieces(text, migration.readEmbedded(text), migration.wrapsTransaction);
}

/** The statements that a text becomes when a variable in it holds more than one; each stands for the whole text. */
function cutAgain(text: string, filled: Rewritten): readonly Rewritten[] {
  const parts = [...new Splitter(wholeText(filled.sql), () => null).pieces()].flatMap((part) => (part.kind === 'statement' ? [part.text] : []));
  if (parts.length === 1 && !/;\s*$/.test(filled.sql)) return [filled];
  return parts.map((sql) => ({ sql, rewrites: [{ textStart: 0, textEnd: text.length, sqlStart: 0, sqlEnd: sql.length }] }));
}

/** The statement without psql's commands, and with `\'` as `''`, which says the same to a parser that knows nothing of the session. */
function withoutCommands({ text, blanks, escapes }: StatementPiece): string {
  const sql = blanks.length === 0 ? text : blank(text, blanks);
  return escapes.reduce((result, at) => `${result.slice(0, at)}'${result.slice(at + 1)}`, sql);
}

/** psql's `\copy` as the statement that it sends: the file is psql's own. */
function withoutFile(piece: StatementPiece): Rewritten {
  const sql = withoutCommands(piece);
  const file = fileOfCopy(piece.text);
  if (file === null) return { sql, rewrites: [] };
  const { start, end, word } = file;
  return { sql: sql.slice(0, start) + word + sql.slice(end), rewrites: [{ textStart: start, textEnd: end, sqlStart: start, sqlEnd: start + word.length }] };
}

/** Stretches in order, those that overlap as one. */
function joined(stretches: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const result: [number, number][] = [];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
