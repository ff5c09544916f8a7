import type { KeyOrder, Split } from '../sql/dialect.js';
import type { Clause } from '../sql/statement.js';
import type { Change } from './change.js';

/** A schema and a name, folded as PostgreSQL folds them. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

/** A type as the catalog knows it. */
export interface TypeName {
  /** As `format_type` prints it from a session with the default search path: `character varying(20)`, `integer[]`. */
  readonly text: string;
  /** The type's own schema and name, without modifiers and array: `pg_catalog.varchar`, `public.mood`. */
  readonly base: QualifiedName;
  /** `20` of `varchar(20)`, `10, 2` of `numeric(10,2)`, `Point, 4326` of `geometry(Point,4326)`. */
  readonly modifiers: readonly (number | string)[];
  readonly array: boolean;
}

/** A column of a query: its name and type are all there is of it. */
export interface NamedType {
  readonly name: string;
  readonly type: TypeName;
}

/** A call inside an expression. */
export interface FunctionCall {
  readonly schema: string | null;
  readonly name: string;
  /** The arguments that are string literals (cast or not), in order; null for any other argument. */
  readonly arguments: readonly (string | null)[];
}

/** An expression of the user's: a default, a check, an index key, a predicate. */
export interface Expression {
  /** As the user wrote it. */
  readonly text: string;
  /** Columns mentioned, without repetition, in order of first mention. */
  readonly columns: readonly string[];
  /** Functions called, `CURRENT_TIMESTAMP` and its like as `now`, `current_user` … under their own names. */
  readonly calls: readonly FunctionCall[];
  /** The value where the whole expression is one literal, cast or not (`'now'::timestamptz` is `now`, `NULL` is null). */
  readonly literal: { readonly value: string | null } | null;
  /** The user's types that something in it is cast to. */
  readonly types?: readonly QualifiedName[];
  /** The sequence where the whole expression is `nextval('…')`, resolved. */
  readonly sequence: QualifiedName | null;
}

/** The integer pseudo-types that bring a sequence along. */
export type SerialType = 'smallserial' | 'serial' | 'bigserial' | 'serial2' | 'serial4' | 'serial8';

export interface Column {
  readonly name: string;
  readonly type: TypeName;
  readonly notNull: boolean;
  /** The collation's name, without a schema, where one other than the type's own is written. */
  readonly collation?: string;
  /** Null also for generated columns. A serial's own default is here too, with `sequence` set. */
  readonly default: Expression | null;
  readonly identity: 'always' | 'by default' | null;
  /** The expression of a stored generated column. */
  readonly generated: Expression | null;
  /** The sequence that the column owns (serial, identity, `OWNED BY`). */
  readonly sequence: QualifiedName | null;
  /** The pseudo-type that was written, where one was and its default still stands. */
  readonly serial: SerialType | null;
  /** Where the column was defined. */
  readonly origin: Clause;
  /** Where its type was last written. For what `LIKE` brought along: the `LIKE`. */
  readonly typeClause: Clause;
  /** Where its default was last written; null without one, and for a serial's own. For what `LIKE` brought along: the `LIKE`. */
  readonly defaultClause: Clause | null;
  /** Where `GENERATED … AS IDENTITY` or `ADD GENERATED` stands. */
  readonly identityClause: Clause | null;
  /** Where `GENERATED … AS (…)` stands. */
  readonly generatedClause?: Clause;
  /** How the column came to the table. */
  readonly via: 'definition' | 'like' | 'inheritance';
}

/** `NO ACTION` and its siblings. */
export type ForeignKeyAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface ForeignKeyTarget {
  readonly table: QualifiedName;
  /** Filled in where the statement left them out and the table is known. */
  readonly columns: readonly string[];
  readonly onDelete: ForeignKeyAction;
  readonly onUpdate: ForeignKeyAction;
}

export interface Constraint {
  readonly type: 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclusion';
  readonly name: string;
  /** Whether the user wrote the name (false: PostgreSQL generates it). */
  readonly named: boolean;
  readonly columns: readonly string[];
  /** The condition of a check. */
  readonly expression: Expression | null;
  /** Set for a foreign key, null for every other type. */
  readonly references: ForeignKeyTarget | null;
  readonly deferrable: boolean;
  readonly notValid: boolean;
  readonly nullsNotDistinct: boolean;
  readonly include: readonly string[];
  /** Sharding and order of the key columns, one for each of `columns`. Empty for foreign keys and checks. */
  readonly sharding: readonly KeyColumn[];
  /** The index behind it (same schema as the table); null for foreign keys and checks. */
  readonly index: string | null;
  /** Whether it was made by `USING INDEX` of an index that stood before. */
  readonly usingIndex: boolean;
  /** How it came to the table: `partition` means that a partitioned parent gave it. */
  readonly via: 'column' | 'table' | 'alter' | 'like' | 'inheritance' | 'partition';
  /** `NO INHERIT` of a check. */
  readonly noInherit?: boolean;
  /** Of a partition's: the name of the partitioned parent's constraint that it belongs to. */
  readonly parent?: string;
  /** Of a foreign key to a partitioned table: the names that PostgreSQL takes for the partitions of that table. */
  readonly targetPartitions?: readonly { readonly partition: QualifiedName; readonly name: string }[];
  /** Where it stands. For what `LIKE` brought along: the `LIKE`. */
  readonly origin: Clause;
}

/** How one key column is laid out, as written (null: the default). */
export interface KeyColumn {
  readonly order: KeyOrder | null;
  /** Whether it stands in a group in parentheses. */
  readonly grouped: boolean;
}

export interface IndexKey extends KeyColumn {
  /** Null for an expression. */
  readonly column: string | null;
  readonly expression: Expression | null;
  readonly operatorClass: string | null;
  readonly collation: string | null;
  /** `NULLS FIRST` or `NULLS LAST`, where it is written. */
  readonly nulls?: 'first' | 'last';
  /** The name of the index's own column where it is not `column`: an expression's, or that of a column renamed since. */
  readonly name?: string;
}

export interface Index {
  readonly schema: string;
  readonly name: string;
  readonly named: boolean;
  readonly unique: boolean;
  readonly primary: boolean;
  /** The constraint behind which it stands. */
  readonly constraint: string | null;
  /** The access method as PostgreSQL would record it (`btree`, `gin`); YugabyteDB's own names as written (`lsm`, `ybgin`, `ybhnsw`). */
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  /** What the index calls its included columns, where they were renamed since. */
  readonly includeNames?: readonly string[];
  readonly predicate: Expression | null;
  readonly nullsNotDistinct: boolean;
  readonly split: Split | null;
  /** How it came to be: `partition` means that a partitioned parent's index made it. */
  readonly via: 'statement' | 'constraint' | 'like' | 'partition';
  /** `yb_use_hash_splitting_by_default` when it was made, where the migrations set it; else null. */
  readonly hashByDefault: boolean | null;
  /** `WITH (colocation_id = …)`, of the index or of the constraint behind which it stands. */
  readonly colocationId?: number;
  /** False for an index on a partitioned table that lacks one on some partition (`ON ONLY`). */
  readonly valid?: boolean;
  /** Of a partition's: the name of the partitioned parent's index that it belongs to. */
  readonly parent?: string;
  readonly origin: Clause;
}

export interface Trigger {
  readonly name: string;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  readonly level: 'row' | 'statement';
  readonly function: QualifiedName;
  readonly enabled: boolean;
  /** `CREATE CONSTRAINT TRIGGER`. */
  readonly constraint: boolean;
  /** Whether a partitioned parent gave it; dropped with the parent's, which has the same name. */
  readonly inherited: boolean;
  /** The columns of `UPDATE OF` and those that `WHEN` mentions. */
  readonly columns?: readonly string[];
  readonly origin: Clause;
}

/** A query rewrite rule (`CREATE RULE`) of a table. */
export interface RewriteRule {
  readonly name: string;
  readonly event: 'select' | 'insert' | 'update' | 'delete';
  /** `DO INSTEAD`. */
  readonly instead: boolean;
  readonly enabled: boolean;
  readonly origin: Clause;
}

/** A trigger on schema changes (`CREATE EVENT TRIGGER`), which belongs to the database. */
export interface EventTrigger {
  readonly name: string;
  /** `ddl_command_end`, `sql_drop` … */
  readonly event: string;
  readonly function: QualifiedName;
  readonly enabled: boolean;
  readonly origin: Clause;
}

/** A column that a table had. */
export interface DroppedColumn {
  readonly name: string;
  /** The `DROP COLUMN`, the last one where there were several. */
  readonly clause: Clause;
}

export interface Table {
  readonly schema: string;
  readonly name: string;
  /** False for a table that no migration creates: columns, keys and indexes are then what later statements told. */
  readonly known: boolean;
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  readonly foreign: boolean;
  /** The key columns (null: an expression) of `PARTITION BY`; null for a table that is not partitioned. */
  readonly partitionKey: readonly (string | null)[] | null;
  readonly partitionOf: QualifiedName | null;
  readonly inherits: readonly QualifiedName[];
  readonly columns: readonly Column[];
  /** False where `columns` may lack some: of an unknown table, and of a query whose columns cannot be told. Absent: true. */
  readonly columnsKnown?: boolean;
  readonly constraints: readonly Constraint[];
  /** Those behind constraints included. */
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
  /** Absent: none. */
  readonly rules?: readonly RewriteRule[];
  /** Columns that a `DROP COLUMN` took since the table was made; of an unknown table also those that it may have had. Absent: none. */
  readonly droppedColumns?: readonly DroppedColumn[];
  readonly split: Split | null;
  readonly tablegroup: string | null;
  /** `WITH (colocation = …)`, else what the `CREATE DATABASE` says of the database to which psql had connected; null where neither is there. */
  readonly colocated: boolean | null;
  /** `WITH (colocation_id = …)`. */
  readonly colocationId: number | null;
  readonly hashByDefault: boolean | null;
  /** Made by `CREATE TABLE AS` or `SELECT INTO`. */
  readonly fromQuery?: true;
  /** The statement that made it (or, of an unknown table, the first that named it): its first word. */
  readonly origin: Clause;
}

export interface Sequence {
  readonly schema: string;
  readonly name: string;
  readonly ownedBy: { readonly table: QualifiedName; readonly column: string } | null;
  readonly increment: number;
  /** As PostgreSQL's 64 bits may exceed a double, big starts are rounded: nobody lints by the last digit. */
  readonly start: number;
  readonly cycle: boolean;
  /** Where a `setval` or `RESTART` that says so left it; absent where none did. */
  readonly position?: number;
  /** Made by a serial or an identity column. */
  readonly implicit: boolean;
  /** Made by an identity column, with which it goes. */
  readonly identity?: true;
  readonly origin: Clause;
}

/** An enum, domain, range or composite type. */
export interface UserType {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'enum' | 'domain' | 'range' | 'composite';
  /** Of an enum, in sort order. */
  readonly labels: readonly string[];
  /** Of a domain. */
  readonly baseType: TypeName | null;
  /** Of a composite type. */
  readonly attributes?: readonly NamedType[];
  /** Of a range: its multirange, which keeps its name and schema when the range gets others. */
  readonly multirange?: QualifiedName;
  /** Of a domain: the names of its checks. */
  readonly checks?: readonly string[];
  /** Of a domain: whether it is `NOT NULL`. */
  readonly notNull?: boolean;
  /** Of a domain: its own default, for columns that have none. */
  readonly default?: Expression;
  /** Of a domain: whether it has `NOT NULL` or `CHECK`. */
  readonly constrained: boolean;
  readonly origin: Clause;
}

export interface View {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly temporary: boolean;
  /** Relations that the query names. */
  readonly reads: readonly QualifiedName[];
  /** Columns of those that the query names, `*` taken for what it stood for when the view was made. */
  readonly uses: readonly { readonly relation: QualifiedName; readonly column: string }[];
  /** Functions that the query calls. */
  readonly calls: readonly FunctionCall[];
  /** The user's types that the query casts to. */
  readonly types: readonly QualifiedName[];
  /** The view's own columns, where they can be told. */
  readonly columns?: readonly NamedType[];
  /** Indexes of a materialized view. */
  readonly indexes?: readonly Index[];
  readonly origin: Clause;
}

/** What a routine's body was found to do. */
export interface RoutineBody {
  /** What its statements would change if they ran, in order, each with its own place. */
  readonly changes: readonly Change[];
  /** Permanent tables that it writes, without repetition. */
  readonly writes: readonly QualifiedName[];
  /** Whether it does nothing but assign to `NEW` (or to variables), compute, raise and return. */
  readonly onlyAssigns: boolean;
  /** Relations that its queries and expressions name. */
  readonly reads: readonly QualifiedName[];
  /** Whether a call changes the schema: by a statement of its own, by text that it puts together, or by a routine that it calls. */
  readonly runsDdl: boolean;
  /** Whether it assigns to `NEW` or to a column of it. */
  readonly setsRow: boolean;
  /** False where some part of the body could not be read. */
  readonly complete: boolean;
}

export interface Routine {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'function' | 'procedure';
  readonly language: string;
  /** Formatted types of the input arguments, in order: with the name, what tells overloads apart. */
  readonly argumentTypes: readonly string[];
  readonly returnsTrigger: boolean;
  readonly returnsEventTrigger?: true;
  /** Absent: volatile, as PostgreSQL takes what says nothing. */
  readonly volatility?: 'stable' | 'immutable';
  /** Types of the user's, row types included, that the arguments and the result have. */
  readonly types?: readonly QualifiedName[];
  /** Null where the language is neither SQL nor PL/pgSQL. */
  readonly body: RoutineBody | null;
  readonly origin: Clause;
}

/**
 * The schema at one moment. Immutable: a change gives a new one that shares structure with the old.
 * Lookups take the name as resolved; iteration is in no particular order.
 */
export interface Schema {
  table(name: QualifiedName): Table | undefined;
  sequence(name: QualifiedName): Sequence | undefined;
  view(name: QualifiedName): View | undefined;
  type(name: QualifiedName): UserType | undefined;
  /** All overloads. */
  routines(name: QualifiedName): readonly Routine[];
  /** The table that holds the index (constraints' indexes included), with the index. */
  index(name: QualifiedName): { readonly table: Table; readonly index: Index } | undefined;
  hasSchema(name: string): boolean;
  hasExtension(name: string): boolean;
  /** Foreign keys that point at the table, with the tables that have them. */
  foreignKeysTo(name: QualifiedName): readonly { readonly table: Table; readonly constraint: Constraint }[];
  /** Partitions and children by `INHERITS`, the direct ones. */
  children(name: QualifiedName): readonly Table[];
  /** Tables with a column of the type, or of an array of it. */
  tablesWithType(name: QualifiedName): readonly Table[];
  allTables(): Iterable<Table>;
  allSequences(): Iterable<Sequence>;
  allViews(): Iterable<View>;
  allTypes(): Iterable<UserType>;
  allRoutines(): Iterable<Routine>;
  allExtensions(): Iterable<string>;
  allEventTriggers(): Iterable<EventTrigger>;
  allSchemas(): Iterable<string>;
}
