import type { Position, SourceFile } from '../source/source-file.js';
import type { Direction, TransactionHabit } from './migration.js';
import type { DialectClauses } from './dialect.js';

/**
 * A stretch where `sql` (what the grammar reads) and `text` (what the file says) differ in length: a placeholder that
 * was replaced, a quote that was doubled. Offsets are UTF-16 units into the two strings; stretches are in order and
 * do not overlap; between them both strings are equal unit for unit.
 */
export interface Rewrite {
  readonly textStart: number;
  readonly textEnd: number;
  readonly sqlStart: number;
  readonly sqlEnd: number;
}

/** One SQL statement of a file, or one that stands in a routine's body. */
export interface Statement {
  readonly file: SourceFile;
  /** The migration that runs the file where that includes it (psql's `\i`); absent: the file is the migration. */
  readonly includedBy?: SourceFile;
  /** Place in the migration's statements, from 0; a statement in a body has its host's. */
  readonly ordinal: number;
  /** As the file has it, from its first word to its last character, without the `;`. */
  readonly text: string;
  /** Where `text` begins. */
  readonly start: Position;
  /** What PostgreSQL's grammar is given: placeholders replaced, YugabyteDB's additions blanked. */
  readonly sql: string;
  readonly rewrites: readonly Rewrite[];
  /** YugabyteDB's additions that were blanked out of `sql`. */
  readonly dialect: DialectClauses;
  readonly direction: Direction;
  /**
   * Which of the migration's parts it stands in, counted from 0; a comment begins one that says in which direction or how the tool
   * runs what follows. Absent in bodies.
   */
  readonly part?: number;
  /** Whether the tool runs it inside a transaction of its own (explicit `BEGIN` not counted). */
  readonly inToolTransaction: boolean;
  /** The number of that transaction among those that the tool begins in the file; absent: its first. */
  readonly toolTransaction?: number;
  /** Whether that transaction is merely the one that PostgreSQL makes of several statements sent as one text. */
  readonly isSentAtOnce?: boolean;
  /** Whether it is the whole of a text that the tool sends at once: any other statement beside it would bring that transaction about. */
  readonly isSentAlone?: true;
  /** Whether it stands where the comments of a tool that sends statement by statement have it send everything as one text. */
  readonly isSentTogether?: true;
  /** What people are told of the tool's transactions; absent in bodies, and where no tool is known. */
  readonly transactions?: TransactionHabit | undefined;
  /** The statement (`CREATE FUNCTION`, `DO` …) in whose body this one stands; null at the top level. */
  readonly host: Statement | null;
  /** True where the statement was put together from the literals of an `EXECUTE`: every place in it is the `EXECUTE`. */
  readonly folded: boolean;
  /** Whether it stands in a string of a programming language, whose marks a new text would have to respect. */
  readonly isEmbedded?: true;
  /** The database to which psql's `\connect` had gone before it; absent: the one that the migrations run in. */
  readonly database?: string;
}

/** The migration that runs a statement: two with the same one run in one session, whatever files they stand in. */
export function migrationOf({ file, includedBy }: Statement): SourceFile {
  return includedBy ?? file;
}

/** What of a statement a place means; `sql/clause.ts` turns it into a span, exact to the character. */
export type ClauseForm =
  /** The statement's first word. */
  | 'statement'
  /** A type name at `at`: from its first word to its last (`character varying(20)[]`, `bigserial`). */
  | 'type'
  /** A constraint at `at`: from `CONSTRAINT`, `UNIQUE`, `REFERENCES` … to the end of the clause. */
  | 'constraint'
  /** The one word at `at`. */
  | 'word'
  /** The word with a placeholder in it, whose stand-in begins at `at`. */
  | 'placeholder'
  /** The first word `UNIQUE` of a `CREATE UNIQUE INDEX`. */
  | 'unique'
  /** The word `DEFAULT` before the expression at `at`, to the expression's end. */
  | 'default'
  /** The word `GENERATED` or `ADD GENERATED` at or after `at`, to the end of the clause. */
  | 'generated'
  /** A `LIKE …` element of a `CREATE TABLE`, whose relation's name stands at `at`. */
  | 'like'
  /** The action with number `at` (from 0) of an `ALTER TABLE`. */
  | 'action'
  /** A column definition at `at`, name to last constraint. */
  | 'column'
  /** The expression that begins at `at`. */
  | 'expression';

/**
 * A place in a statement, cheap to keep by the hundred thousand: the span is computed when it is printed
 * (`spanOf` in `sql/clause.ts`).
 */
export interface Clause {
  readonly statement: Statement;
  readonly form: ClauseForm;
  /** UTF-8 bytes into `statement.sql` (as the parser counts), but for `action`, which counts actions. */
  readonly at: number;
}
