import type { EmbeddedReader } from './embedded.js';
import type { PlaceholderMarks } from './placeholder-marks.js';
import type { SourceFile } from '../source/source-file.js';

/** Whether a piece of SQL takes the schema forward or takes a change back. */
export type Direction = 'up' | 'down';

/** What a comment tells a migration tool, at the place where it stands. */
export interface Directive {
  /** What follows runs in this direction. */
  readonly direction?: Direction;
  /** The statement before the comment ends here, `;` or not. */
  readonly boundary?: boolean;
  /** Whether the tool runs this part (or, before any part, the file) in a transaction. */
  readonly transaction?: boolean;
  /** Whether the tool sends what follows as one text, whatever ends statements in it. */
  readonly together?: boolean;
  /** What follows is text for another database or for nobody, up to the next directive that says otherwise. */
  readonly ignored?: boolean;
  /** From here on this text ends a statement as well as `;` does; one that begins with a line feed does so at the beginning of a line. Null: `;` alone again. */
  readonly delimiter?: string | null;
  /** Whether the tool expands variables of the environment in what follows: `${NAME:-default}`. */
  readonly expandsEnvironment?: boolean;
  /** Lines below the comment that nobody reads: how many, or what the last of them looks like. */
  readonly skip?: number | RegExp;
  /** From here on this placeholder has a value, unless it has one already. */
  readonly placeholder?: { readonly name: string; readonly value: string };
  /** The file that the tool reads here, as written; `Migration.openInclude` is asked for it with the base `tool`. */
  readonly include?: string;
  /** Where that is looked for, if not where the tool has its own. */
  readonly includesFrom?: IncludeBase;
}

/**
 * Where the name of an include is looked up: beside the file that includes (psql's `\ir`), in the working directory of the
 * session (psql's `\i`), or wherever the migration tool has it (a directive of the tool's own).
 */
export type IncludeBase = 'file' | 'session' | 'tool';

/** The file that an include leads to, the same object for the same file; or why none is read, to follow its name: `is not there`. */
export type Included = { readonly file: SourceFile } | { readonly refusal: string; /** Whether whoever runs the script would fail there: the file does not exist. */ readonly isMissing?: true };

/** Opens a file that a script includes. `written`: the name with variables replaced; `from`: the file that includes. */
export type OpenInclude = (written: string, from: SourceFile, base: IncludeBase) => Included;

/**
 * Reads a comment as the migration tool reads it. `comment` is the whole comment with its marks (`-- …` without the
 * line's end, or the whole block); `lineStart` says whether it begins in column 1, `fileStart` whether
 * nothing at all stands before it; null where it means nothing to the tool.
 */
export type DirectiveReader = (comment: string, lineStart: boolean, fileStart: boolean) => Directive | null;

/** How a migration tool puts its files into transactions, for people who have to get a statement out of one. */
export interface TransactionHabit {
  /** The tool as its people write it. */
  readonly tool: string;
  /** What it runs in one transaction, as a sentence has it: `each file`. */
  readonly unit: string;
  /** How a migration leaves it, to follow the words `a migration of its own`; null where the tool offers no way. */
  readonly escape: string | null;
  /** The same as text that can be written into a migration; absent where there is none. */
  readonly directive?: TransactionDirective;
}

/** What makes a tool run a file of SQL, or a part of one, outside of a transaction. */
export type TransactionDirective = {
  /** Whether it then runs one statement and no more. */
  readonly alone?: true;
  /** Whether it counts for the down part of the file too. */
  readonly wholeFile?: true;
  /** What in the file (or in the line that gets more words) says that it cannot be written there, or that somebody wrote something else about it. */
  readonly conflict?: RegExp;
  /** The paths of the files that can have it; absent: all. */
  readonly files?: RegExp;
} & (
  /** A line at the very top of the file. */
  | { readonly place: 'top'; readonly line: string; /** An empty line parts it from the rest. */ readonly apart?: true }
  /** Words at the end of the line with which the part begins. */
  | { readonly place: 'part'; readonly part: RegExp; readonly words: string }
  /** The tool goes by the statement itself: `CONCURRENTLY` is enough. */
  | { readonly place: 'statement' }
);

/** One migration: a file with its place in the order, and what the tool does with it. */
export interface Migration {
  readonly file: SourceFile;
  /** The version that the tool reads from the name (`20250611120000`, `1.2`), or null where it has none. */
  readonly version: string | null;
  /** The direction of text before any marker. */
  readonly direction: Direction;
  /** Whether the tool runs the file inside a transaction of its own, before any directive in it. */
  readonly wrapsTransaction: boolean;
  /** The same if the file had this text; absent where that does not depend on its text, directives aside. */
  readonly wouldWrap?: (text: string) => boolean;
  /**
   * Whether the tool sends each direction's part as one text: without a transaction of the tool's own PostgreSQL makes one of
   * several statements, and a single one runs outside.
   */
  readonly sendsAtOnce?: boolean;
  /** What people are told of the two above; absent where no tool is known, or it has no transactions. */
  readonly transactions?: TransactionHabit;
  readonly readDirective: DirectiveReader;
  /** For files in another language: finds the SQL in them. Absent: the file is SQL. */
  readonly readEmbedded?: EmbeddedReader;
  /** Values that the tool's own settings give to placeholders. */
  readonly placeholders?: ReadonlyMap<string, string>;
  /** Between which marks its placeholders stand, where those are not the usual ones. */
  readonly placeholderMarks?: PlaceholderMarks;
  /** What ends its statements besides `;`, before any directive; see `Directive`. */
  readonly delimiter?: string | null;
  /** For tools that know statements which run in no transaction: whether one of these texts makes the tool do without for it. */
  readonly leavesTransaction?: (statement: string) => boolean;
  /** Whether such a statement makes the tool do without a transaction for the whole file; absent: for that statement, which stands in a file of its kind only. */
  readonly leavesAsWhole?: boolean;
  /** How files are opened that the script includes; absent where there are none to be had (a text in memory). */
  readonly openInclude?: OpenInclude;
  /** Whether the tool refuses the file when it has been changed, for it keeps a hash of it that nothing makes anew: it is never edited. */
  readonly isSealed?: true;
  /** False for a file that is only read for the history: nothing is reported in it. */
  readonly chosen: boolean;
}

/** The migrations of one schema in the order in which they run. Two roots never see each other's tables. */
export interface MigrationRoot {
  /** The folder (or the file, or `-`), as people read it. */
  readonly path: string;
  /** The migration tool's name, as `xclint --print-config` says it: `flyway`, `goose`, `plain` … */
  readonly tool: string;
  /** What the tool was recognised by, as a noun phrase for people; empty for a text by itself. */
  readonly reason: string;
  /** The tables in which the tool notes what has run (`schema.table`), where its settings name them. */
  readonly historyTables?: readonly string[];
  readonly migrations: readonly Migration[];
  /** Migrations among them in languages that are not read; absent: none. */
  readonly unread?: readonly SourceFile[];
  /** Set for a file by itself that has other SQL beside it: whether that belongs to the same schema nobody says. */
  readonly hasNeighbours?: true;
}
