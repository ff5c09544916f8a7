import type { CreateColumnDef, Statement as AstStatement, TableConstraint } from 'pgsql-ast-parser';
import type { Split } from '../sql/dialect.js';
import type { Clause, Statement } from '../sql/statement.js';

/**
 * SQL that a rule proposes, as data: a tree of `pgsql-ast-parser` wherever its types can hold the form, else one of the
 * few forms below that they cannot. `fixer/print.ts` prints both and has PostgreSQL's grammar read them back.
 */
export type Proposal = ProposedSql & {
  /** What the SQL is for, one line: a comment above it. */
  readonly note?: string;
};

export type ProposedSql =
  | { readonly form: 'statement'; readonly ast: AstStatement }
  /** A column definition by itself, as it would stand in a `CREATE TABLE`. */
  | { readonly form: 'column'; readonly ast: CreateColumnDef }
  /** A table constraint by itself. */
  | { readonly form: 'constraint'; readonly ast: TableConstraint }
  /** `CREATE INDEX` with what the tree cannot hold. Expressions are the user's own text, spliced. */
  | {
      readonly form: 'createIndex';
      readonly name: string | null;
      readonly table: ProposedName;
      readonly unique: boolean;
      readonly concurrently: boolean;
      readonly only: boolean;
      readonly method: string | null;
      readonly keys: readonly ProposedKey[];
      readonly include: readonly string[];
      readonly predicate: string | null;
      /** Of a unique one. */
      readonly nullsNotDistinct?: boolean;
      readonly split?: Split | null;
    }
  /** `PRIMARY KEY (a HASH, b ASC)`: as a table constraint, or added by `ALTER TABLE` where `table` is set. */
  | { readonly form: 'primaryKey'; readonly table: ProposedName | null; readonly name: string | null; readonly keys: readonly ProposedKey[] }
  | { readonly form: 'dropView'; readonly view: ProposedName }
  /** A statement as the user wrote it. */
  | { readonly form: 'asWritten'; readonly statement: Statement }
  /** A table as another one is, under a new name, with expressions as the user wrote them. */
  | { readonly form: 'createTable'; readonly table: ProposedName; readonly columns: readonly ProposedColumn[]; readonly constraints: readonly ProposedConstraint[]; readonly split: Split | null }
  | { readonly form: 'dropTrigger' | 'dropRule'; readonly name: string; readonly table: ProposedName }
  /** `ALTER INDEX … ATTACH PARTITION …`. */
  | { readonly form: 'attachIndex'; readonly index: ProposedName; readonly partitionIndex: ProposedName }
  /** `ALTER TABLE … ADD CONSTRAINT … UNIQUE USING INDEX …`. */
  | { readonly form: 'uniqueUsingIndex'; readonly table: ProposedName; readonly constraint: string; readonly index: string }
  | { readonly form: 'alterColumnType'; readonly table: ProposedName; readonly column: string; readonly type: string; readonly using: string }
  /** One `ALTER TABLE` of the actions of several, each spliced as the user wrote it. */
  | { readonly form: 'mergedAlterTable'; readonly table: ProposedName; readonly actions: readonly Clause[] }
  /** A column of a type as `format_type` prints it, added by `ALTER TABLE`; `literal` is its default. */
  | { readonly form: 'addColumn'; readonly table: ProposedName; readonly column: string; readonly type: string; readonly literal?: string; readonly notNull?: boolean }
  /** `ALTER COLUMN … SET DEFAULT`; the value is the user's own text, spliced. */
  | { readonly form: 'setDefault'; readonly table: ProposedName; readonly column: string; readonly value: string }
  | { readonly form: 'setNotNull' | 'dropNotNull'; readonly table: ProposedName; readonly column: string }
  /** `UPDATE` of the rows where the column is null; the value is the user's own text, spliced. */
  | { readonly form: 'fillColumn'; readonly table: ProposedName; readonly column: string; readonly value: string }
  /** A foreign key as the user wrote it, without its `ON DELETE`, and without an `ON UPDATE` that sets something: to stand in its place. */
  | { readonly form: 'plainForeignKey'; readonly clause: Clause }
  /** A query for the rows that break a condition, which is the user's own text, spliced. */
  | { readonly form: 'findViolations'; readonly table: ProposedName; readonly condition: string };

export interface ProposedName {
  /** Null: as the search path finds it. */
  readonly schema: string | null;
  readonly name: string;
}

/** A column of a table that is proposed whole. */
export interface ProposedColumn {
  readonly name: string;
  /** As `format_type` prints it. */
  readonly type: string;
  /** Its name, without a schema. */
  readonly collation: string | null;
  readonly notNull: boolean;
  /** Expressions are spliced. */
  readonly default: string | null;
  readonly generated: string | null;
}

/** A constraint of a table that is proposed whole. */
export type ProposedConstraint =
  | { readonly type: 'primary key'; readonly name: string; readonly keys: readonly ProposedKey[] }
  | { readonly type: 'check'; readonly name: string; readonly expression: string; readonly noInherit: boolean }
  | {
      readonly type: 'foreign key';
      readonly name: string;
      readonly columns: readonly string[];
      readonly table: ProposedName;
      readonly targetColumns: readonly string[];
      readonly onDelete: string;
      readonly onUpdate: string;
    };

/** One key of an index or primary key. Neighbours with the same `group` number stand in one parenthesis. */
export interface ProposedKey {
  /** A column's name, or null for `expression`. */
  readonly column: string | null;
  readonly expression: string | null;
  readonly order: 'hash' | 'asc' | 'desc' | null;
  readonly group: number | null;
  readonly nulls?: 'first' | 'last' | null;
  /** Its name, without a schema. */
  readonly collation?: string | null;
  /** Its name, without a schema. */
  readonly operatorClass?: string | null;
}
