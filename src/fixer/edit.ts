import type { QualifiedName } from '../schema/model.js';
import type { TransactionDirective } from '../sql/migration.js';
import type { Clause, Statement } from '../sql/statement.js';

/**
 * How far a fix can be trusted. A safe one leaves the schema of one cluster as it would have been; an unsafe one does not,
 * does its work in another way, or no longer runs everywhere it ran, and its title says how.
 */
export type Safety = 'safe' | 'unsafe';

/** What a rule offers to change, as data: `fixer/fix.ts` turns it into edits of files when somebody asks for them. */
export interface ProposedFix {
  /** What the fix does and what becomes different by it, imperative, without a full stop. */
  readonly title: string;
  readonly safety: Safety;
  /** Set where statements of other files may need what it changes: it is made only where all of the schema is read. */
  readonly needsWholeSchema?: true;
  /** Every difference between the schema that the migrations leave without the fix and with it; empty for what is safe. */
  readonly effects: readonly Effect[];
  readonly edits: readonly [ProposedEdit, ...ProposedEdit[]];
}

/** Why a finding that may carry a fix has none: a sentence without its full stop, and the place that is in the way. */
export interface FixRefusal {
  readonly refused: string;
  readonly clause: Clause;
}

/** One difference that a fix makes to the schema of one cluster: what is there only without it, only with it, or differs. */
export type Effect = PartEffect | ObjectEffect;

/** Of a table's part. A column that comes or goes has all three of its aspects. */
export interface PartEffect {
  readonly change: 'changes' | 'adds' | 'drops';
  readonly part: 'index' | 'constraint' | 'trigger' | 'column type' | 'column nullability' | 'column default';
  readonly table: QualifiedName;
  readonly name: string;
}

/** Of something that stands in a schema by itself. */
export interface ObjectEffect {
  readonly change: 'changes' | 'adds' | 'drops';
  readonly object: 'table' | 'sequence' | 'type' | 'view' | 'function' | 'extension';
  readonly name: QualifiedName;
}

/**
 * A statement to write, piece by piece: text as it is to be written (names in quotes where they need them), keywords, which come
 * in the letter case of the statement that they stand behind, and the name of the relation that this one is about, as it has it.
 */
export type StatementPiece = string | { readonly keywords: string } | { readonly relation: true };

/** The edit with this form. */
export type EditOf<Form extends ProposedEdit['form']> = Extract<ProposedEdit, { readonly form: Form }>;

/** One thing to change in a statement. Everything else of it stays as the user wrote it. */
export type ProposedEdit =
  /** `CREATE UNIQUE INDEX` becomes `CREATE INDEX`. */
  | { readonly form: 'plainIndex'; readonly statement: Statement }
  /** `NONCONCURRENTLY` of a `CREATE INDEX` becomes `CONCURRENTLY`. */
  | { readonly form: 'buildConcurrently'; readonly statement: Statement }
  /** A `CREATE INDEX` says `CONCURRENTLY`. */
  | { readonly form: 'sayConcurrently'; readonly statement: Statement }
  /** The tool runs the statement's file, or its part of it, outside of a transaction. */
  | { readonly form: 'leaveTransaction'; readonly statement: Statement; readonly directive: TransactionDirective }
  | { readonly form: 'nameIndex'; readonly statement: Statement; readonly name: string }
  | { readonly form: 'nameConstraint'; readonly clause: Clause; readonly name: string }
  /** `INCLUDE (…)` of a `CREATE INDEX` goes. */
  | { readonly form: 'leaveOutInclude'; readonly statement: Statement }
  /** The first key of a `CREATE INDEX` says how it is sharded. */
  | { readonly form: 'shardIndex'; readonly statement: Statement; readonly order: 'hash' | 'asc' }
  /** The first column of a primary key with a list of its own does. */
  | { readonly form: 'shardKey'; readonly clause: Clause; readonly order: 'hash' | 'asc' }
  /** `CONCURRENTLY` of a `REFRESH MATERIALIZED VIEW` goes. */
  | { readonly form: 'plainRefresh'; readonly statement: Statement }
  /** A type becomes `uuid`; with a random default where one is given. */
  | { readonly form: 'uuidType'; readonly clause: Clause; readonly newDefault: 'none' | 'nullable' | 'not null' }
  /** What a default takes its value from becomes a random uuid. */
  | { readonly form: 'uuidDefault'; readonly clause: Clause }
  /** `GENERATED … AS IDENTITY` becomes a random default, `ADD GENERATED …` sets one. */
  | { readonly form: 'uuidForIdentity'; readonly clause: Clause; readonly notNull: boolean }
  /** A new statement before this one; without its `;`. */
  | { readonly form: 'statementBefore'; readonly statement: Statement; readonly sql: readonly StatementPiece[] }
  /** A unique constraint on these columns goes, and an index of this name on them takes its place; `needsCommit`: only where the file opens no transaction. */
  | { readonly form: 'plainIndexForUnique'; readonly clause: Clause; readonly via: 'column' | 'table' | 'alter'; readonly name: string; readonly columns: readonly string[]; readonly needsCommit: boolean }
  /** `TRUNCATE` becomes `DELETE FROM`; `order`: the places in its list of the tables, those first whose rows go first. */
  | { readonly form: 'deleteRows'; readonly statement: Statement; readonly order: readonly number[] }
  /** An option of the statement's `WITH (…)`, or of that of a constraint in it, goes. */
  | { readonly form: 'leaveOutOption'; readonly clause: Clause; readonly option: string }
  /** A name gets a schema. */
  | { readonly form: 'qualify'; readonly clause: Clause; readonly name: string; readonly schema: string }
  /** An `ALTER TABLE` goes on with the actions of the next statement, which is to have `joinEarlier`. */
  | { readonly form: 'goOn'; readonly statement: Statement; readonly next: Statement }
  | { readonly form: 'joinEarlier'; readonly statement: Statement }
  /**
   * A column is added without the default that is written there, or with a literal in its place, and a statement behind sets the
   * default. `fillOn`: where the rows that are there already are to be filled in, as a comment says.
   */
  | { readonly form: 'setDefaultLater'; readonly clause: Clause; readonly column: Clause; readonly literal: string | null; readonly fillOn?: string }
  /**
   * A unique constraint that is added takes an index of this name over, which a `CREATE UNIQUE INDEX CONCURRENTLY` makes: before a
   * statement that does nothing else, behind one that adds the column. `column`: behind which the constraint is written.
   */
  | { readonly form: 'takeIndexOver'; readonly clause: Clause; readonly name: string; readonly column: string | null }
  /** The type of a column that is defined becomes `text` with a check of its values. */
  | { readonly form: 'checkedText'; readonly clause: Clause; readonly column: string; readonly values: readonly string[] }
  /** `::type`, whose type this is, goes. */
  | { readonly form: 'leaveOutCast'; readonly clause: Clause }
  /** The statement goes, with its `;` and its line. */
  | { readonly form: 'leaveOutStatement'; readonly statement: Statement }
  /** A new statement behind this one; without its `;`. */
  | { readonly form: 'newStatement'; readonly statement: Statement; readonly sql: readonly StatementPiece[] };
