import { decodeText } from '../source/decode.js';
import { advance, FILE_START } from '../source/position.js';
import type { SourceFile, Span } from '../source/source-file.js';
import { blank, readDialect } from './dialect-reader.js';
import { expandEnvironment } from './environment.js';
import type { Direction, Migration } from './migration.js';
import { Placeholders, type Rewritten } from './placeholders.js';
import { PsqlVariables } from './psql-variables.js';
import { compose } from './rewrite.js';
import { Splitter } from './split.js';
import type { Piece } from './split.js';
import type { Statement } from './statement.js';

/** How migrations are read. */
export interface ReadOptions {
  /** Values for `:NAME`, `${NAME}` and `{{NAME}}`. */
  readonly placeholders: ReadonlyMap<string, string>;
}

/** What a migration holds, in the order of its text. */
export type ReadEvent =
  | { readonly kind: 'statement'; readonly statement: Statement }
  /** A comment that contains `xclint-`, wherever it stands (inside statements and bodies too). */
  | { readonly kind: 'comment'; readonly text: string; readonly span: Span; /** Nothing but white space stands before it in its line. */ readonly ownLine: boolean }
  /** Text that cannot be cut into statements. */
  | { readonly kind: 'syntaxError'; readonly message: string; readonly span: Span; readonly direction: Direction }
  /** Bytes that are not text, and what else cannot be known. */
  | { readonly kind: 'unanalyzable'; readonly message: string; readonly span: Span }
  /** A remark for people. */
  | { readonly kind: 'note'; readonly message: string };

/** Reads one migration. Throws what the operating system says when the file cannot be read. */
export function readMigration(migration: Migration, options: ReadOptions): Generator<ReadEvent> {
  const events = readEvents(migration, options);
  return migration.sendsAtOnce === true ? freeSingle(events) : events;
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
  return { kind: 'statement', statement: { ...event.statement, inToolTransaction: false, isSentAtOnce: false } };
}

/** What ends the tool's transaction as well as one of the file's own. `AND CHAIN` begins the next at once. */
const TRANSACTION_END = /^(?:commit|end|rollback|abort)(?:\s+(?:work|transaction))?(?:\s+and\s+no\s+chain)?$/i;

function* readEvents(migration: Migration, options: ReadOptions): Generator<ReadEvent> {
  const values = migration.placeholders === undefined ? options.placeholders : new Map([...migration.placeholders, ...options.placeholders]);
  const placeholders = new Placeholders(values);
  const variables = new PsqlVariables();
  const { file } = migration;
  let { direction, wrapsTransaction } = migration;
  const { transactions, sendsAtOnce = false } = migration;
  let database: string | null = null;
  let expandsEnvironment = false;
  let ordinal = 0;
  const remarks: ReadEvent[] = [];
  const splitter = new Splitter(textOf(migration, remarks), migration.readDirective);
  for (const piece of splitter.pieces()) {
    yield* remarks.splice(0);
    switch (piece.kind) {
      case 'statement': {
        // What the config says of a name comes before what the script sets.
        const given = fill(withoutCommands(piece), placeholders, expandsEnvironment ? values : null);
        const filled = variables.replace(given);
        const isWrapped = wrapsTransaction && migration.leavesTransaction?.(piece.text) !== true;
        for (const part of filled === given ? [given] : cutAgain(piece.text, filled)) {
          const undialected = readDialect(part.sql);
          yield {
            kind: 'statement',
            statement: {
              file,
              ordinal,
              text: piece.text,
              start: piece.start,
              sql: undialected.sql,
              rewrites: part.rewrites,
              dialect: undialected.dialect,
              direction,
              inToolTransaction: isWrapped || sendsAtOnce,
              isSentAtOnce: sendsAtOnce && !isWrapped,
              transactions,
              host: null,
              folded: false,
              ...(database === null ? {} : { database }),
            },
          };
          ordinal += 1;
        }
        if (wrapsTransaction && TRANSACTION_END.test(piece.text)) wrapsTransaction = false;
        break;
      }
      case 'directive':
        direction = piece.directive.direction ?? direction;
        wrapsTransaction = piece.directive.transaction ?? wrapsTransaction;
        expandsEnvironment = piece.directive.expandsEnvironment ?? expandsEnvironment;
        break;
      case 'connect':
        database = piece.database;
        break;
      case 'variable':
        variables.run(piece.command);
        break;
      case 'comment':
        yield piece;
        break;
      case 'unterminated':
        yield { kind: 'syntaxError', message: piece.message, span: piece.span, direction };
        break;
      case 'endlessData':
        yield { kind: 'unanalyzable', message: 'The data of this COPY have no end: a line `\\.` is missing', span: piece.span };
        break;
    }
  }
  yield* remarks;
}

/** Puts in what is known of placeholders; `environment`: values for variables of the environment, null where the tool expands none. */
function fill(text: string, placeholders: Placeholders, environment: ReadonlyMap<string, string> | null): Rewritten {
  if (environment === null) return placeholders.replace(text);
  const expanded = expandEnvironment(text, environment);
  const { sql, rewrites } = placeholders.replace(expanded.sql);
  return { sql, rewrites: compose(expanded.rewrites, rewrites) };
}

/** The statements that a text becomes when a variable in it holds more than one; each stands for the whole text. */
function cutAgain(text: string, filled: Rewritten): readonly Rewritten[] {
  const parts = [...new Splitter([filled.sql].values(), () => null).pieces()].flatMap((part) => (part.kind === 'statement' ? [part.text] : []));
  if (parts.length === 1 && !/;\s*$/.test(filled.sql)) return [filled];
  return parts.map((sql) => ({ sql, rewrites: [{ textStart: 0, textEnd: text.length, sqlStart: 0, sqlEnd: sql.length }] }));
}

/** The statement without psql's commands, and with `\'` as `''`, which says the same to a parser that knows nothing of the session. */
function withoutCommands({ text, blanks, escapes }: Extract<Piece, { kind: 'statement' }>): string {
  const sql = blanks.length === 0 ? text : blank(text, blanks);
  return escapes.reduce((result, at) => `${result.slice(0, at)}'${result.slice(at + 1)}`, sql);
}

/**
 * The text of a file; what is odd about its bytes is added to `remarks`. A NUL, which would end the parser's text
 * silently, becomes a space.
 */
function* textOf({ file }: Migration, remarks: ReadEvent[]): Generator<string> {
  let hasNul = false;
  for (const decoded of decodeText(file.chunks())) {
    switch (decoded.kind) {
      case 'binary':
        remarks.push({ kind: 'unanalyzable', message: 'The file is binary, not text', span: { start: FILE_START, end: FILE_START } });
        break;
      case 'latin1':
        remarks.push({ kind: 'note', message: 'is not UTF-8; read as Latin-1' });
        break;
      case 'text':
        if (!decoded.text.includes('\0')) {
          yield decoded.text;
          break;
        }
        if (!hasNul) remarks.push({ kind: 'unanalyzable', message: 'The text has NUL bytes, which PostgreSQL refuses', span: spanOfNul(file) });
        hasNul = true;
        yield decoded.text.replaceAll('\0', ' ');
    }
  }
}

/** The place of the first NUL: the file is read once more, so that files without one do not pay for it. */
function spanOfNul(file: SourceFile): Span {
  let place = FILE_START;
  for (const decoded of decodeText(file.chunks())) {
    if (decoded.kind !== 'text') continue;
    const { text } = decoded;
    const nul = text.indexOf('\0');
    place = advance(place, text, 0, nul === -1 ? text.length : nul);
    if (nul !== -1) return { start: place, end: advance(place, text, nul, nul + 1) };
  }
  return { start: place, end: place };
}
