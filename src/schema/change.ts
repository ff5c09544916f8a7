import type { Clause, Statement } from '../sql/statement.js';
import type {
  Column,
  Constraint,
  EventTrigger,
  Expression,
  Index,
  QualifiedName,
  RewriteRule,
  Routine,
  Sequence,
  Table,
  Trigger,
  TypeName,
  UserType,
  View,
} from './model.js';

/** What every change has. */
export interface ChangeBase {
  readonly statement: Statement;
  /** Where the change stands, see "Where a finding stands" in the rules. */
  readonly clause: Clause;
  /** The routine in whose body the change stands, which therefore changes nothing now; null for what runs (a `DO` block too). */
  readonly inRoutine: QualifiedName | null;
  /** Whether an explicit `BEGIN`/`START TRANSACTION` is open. */
  readonly inExplicitTransaction: boolean;
}

/** What every change on a table names. */
export interface TableChangeBase extends ChangeBase {
  /** As the search path resolves it. */
  readonly table: QualifiedName;
  /** `ALTER TABLE IF EXISTS`. */
  readonly ifTableExists?: boolean;
  /** `ALTER TABLE ONLY`. */
  readonly onlyTable?: boolean;
  /** `ALTER FOREIGN TABLE`: PostgreSQL takes `ALTER TABLE` for foreign tables too, and the command tag is what is written. */
  readonly asForeign?: boolean;
}

/** `INSERT`, `UPDATE`, `DELETE`, `MERGE`, `COPY … FROM`. */
export type WriteKind = 'insert' | 'update' | 'delete' | 'merge' | 'copy';

/** What `ALTER TYPE` and `ALTER DOMAIN` do: the last three give something that is there another name or another schema. */
export type TypeAction = 'add value' | 'alter attributes' | 'constrain' | 'rename value' | 'rename attribute' | 'rename';
/** What a statement writes into one column; of several rows, what is true of any of them. */
export interface WrittenValue {
  /** Whether every row has a literal. */
  readonly literal: boolean;
  /** Whether some row leaves it to the column's default. */
  readonly default: boolean;
  /** Names of the functions called for it, `CURRENT_TIMESTAMP` and its like as `now`. */
  readonly calls: readonly string[];
}

/** A column whose new value is made from its old one, so that what another cluster does to it at the same time is lost. */
export interface RelativeColumn {
  readonly column: string;
  /** All but `merge` change it again when they run again; `join` (`||`) does not do so to objects. */
  readonly by: 'arithmetic' | 'negation' | 'append' | 'join' | 'merge';
}

/** A name that the search path resolves. */
export interface PathName {
  readonly type: 'relation' | 'type' | 'function';
  readonly name: string;
  /** The schema of the path in which the migrations have it; null where they do not. */
  readonly foundIn: string | null;
  /** Where it is written, each time; null where not all of these places are known. */
  readonly places: readonly Clause[] | null;
}

/** What one statement does to the schema or to rows: the only thing that rules and the model see of SQL. */
export type Change =
  // tables
  | (TableChangeBase & { readonly kind: 'createTable'; readonly created: Table; /** Those that its serial and identity columns bring along. */ readonly sequences?: readonly Sequence[]; readonly guarded: boolean; /** False where `IF NOT EXISTS` found one. */ readonly effective: boolean })
  | (TableChangeBase & { readonly kind: 'createTableAs'; readonly form: 'as' | 'into'; /** False for `WITH NO DATA`. */ readonly withData: boolean; readonly created: Table; readonly reads: readonly QualifiedName[]; readonly guarded: boolean; readonly effective: boolean })
  | (TableChangeBase & { readonly kind: 'dropTable'; readonly guarded: boolean; readonly cascade: boolean; readonly existed: boolean })
  | (TableChangeBase & { readonly kind: 'renameTable'; readonly newName: string })
  | (TableChangeBase & { readonly kind: 'moveTable'; readonly newSchema: string })
  | (TableChangeBase & { readonly kind: 'attachPartition' | 'detachPartition'; readonly partition: QualifiedName; readonly concurrently: boolean })
  | (TableChangeBase & { readonly kind: 'addInheritance' | 'dropInheritance'; readonly parent: QualifiedName })
  | (TableChangeBase & { readonly kind: 'setPersistence'; readonly unlogged: boolean })
  /** An `ALTER TABLE` action that changes nothing in the model: owner, storage, row level security, replica identity … */
  | (TableChangeBase & { readonly kind: 'alterTable'; readonly action: string })
  // columns
  | (TableChangeBase & { readonly kind: 'addColumn'; readonly column: Column; /** Of a serial or identity column. */ readonly sequence?: Sequence; readonly guarded: boolean; readonly effective: boolean })
  | (TableChangeBase & { readonly kind: 'dropColumn'; readonly column: string; readonly guarded: boolean; readonly cascade: boolean; /** Whether the same statement gives the table a primary key. */ readonly addsKey?: true })
  | (TableChangeBase & { readonly kind: 'renameColumn'; readonly column: string; readonly newName: string })
  | (TableChangeBase & { readonly kind: 'alterColumnType'; readonly column: string; readonly from: TypeName | null; readonly to: TypeName; readonly using: Expression | null; /** Where `USING` is the column and nothing but casts of it: their types, innermost first. */ readonly usingCasts?: readonly TypeName[]; /** As of a column. */ readonly collation?: string; /** Where the new type is written. */ readonly typeClause?: Clause })
  | (TableChangeBase & { readonly kind: 'setDefault'; readonly column: string; readonly value: Expression })
  | (TableChangeBase & { readonly kind: 'dropDefault'; readonly column: string })
  | (TableChangeBase & { readonly kind: 'setNotNull' | 'dropNotNull'; readonly column: string })
  | (TableChangeBase & { readonly kind: 'addIdentity'; readonly column: string; readonly identity: 'always' | 'by default' | null; readonly sequence: Sequence | null })
  /** `restart`: the number of `RESTART WITH`; `cycle`: of `SET CYCLE`, which the sequence has too where it is known. */
  | (TableChangeBase & { readonly kind: 'setIdentity'; readonly column: string; readonly identity: 'always' | 'by default' | null; readonly sequence: Sequence | null; readonly restarts: boolean; readonly restart?: number; readonly cycle?: boolean })
  | (TableChangeBase & { readonly kind: 'dropIdentity' | 'dropExpression'; readonly column: string })
  // constraints
  | (TableChangeBase & { readonly kind: 'addConstraint'; readonly constraint: Constraint; /** The index that comes with it, under the constraint's name. */ readonly index?: Index; /** `USING INDEX`: the name that the index had. */ readonly formerIndex?: string })
  | (TableChangeBase & { readonly kind: 'dropConstraint'; readonly name: string; readonly guarded: boolean; readonly cascade: boolean; readonly dropped: Constraint | null; /** As of a dropped column. */ readonly addsKey?: true })
  | (TableChangeBase & { readonly kind: 'renameConstraint'; readonly name: string; readonly newName: string; readonly renamed: Constraint | null })
  | (TableChangeBase & { readonly kind: 'validateConstraint'; readonly name: string })
  // indexes
  | (TableChangeBase & { readonly kind: 'createIndex'; readonly index: Index; readonly concurrently: boolean; readonly nonconcurrently: boolean; readonly only: boolean; readonly guarded: boolean; readonly effective: boolean })
  | (ChangeBase & { readonly kind: 'dropIndex'; readonly index: QualifiedName; readonly table: QualifiedName | null; readonly concurrently: boolean; readonly guarded: boolean; readonly cascade: boolean })
  | (ChangeBase & { readonly kind: 'renameIndex'; readonly index: QualifiedName; readonly newName: string; readonly guarded: boolean })
  | (ChangeBase & { readonly kind: 'attachIndex'; readonly index: QualifiedName; readonly partitionIndex: QualifiedName })
  | (ChangeBase & { readonly kind: 'reindex'; readonly scope: 'index' | 'table' | 'schema' | 'database' | 'system'; /** As a name; empty where it was left out. */ readonly target: string; /** The index or table; null for what is larger. */ readonly relation: QualifiedName | null })
  // sequences
  | (ChangeBase & { readonly kind: 'createSequence'; readonly sequence: Sequence; readonly guarded: boolean; readonly effective: boolean })
  | (ChangeBase & { readonly kind: 'alterSequence'; readonly name: QualifiedName; readonly ownedBy?: Sequence['ownedBy']; readonly increment?: number; readonly start?: number; readonly cycle?: boolean; readonly restarts: boolean; /** The number of `RESTART WITH`. */ readonly restart?: number })
  | (ChangeBase & { readonly kind: 'dropSequence'; readonly name: QualifiedName; readonly guarded: boolean; readonly cascade: boolean })
  | (ChangeBase & { readonly kind: 'renameSequence'; readonly name: QualifiedName; readonly newName: string; /** `SET SCHEMA`. */ readonly newSchema?: string })
  // triggers
  | (TableChangeBase & { readonly kind: 'createTrigger'; readonly trigger: Trigger; readonly replaces: boolean })
  | (TableChangeBase & { readonly kind: 'dropTrigger'; readonly name: string; readonly guarded: boolean })
  | (TableChangeBase & { readonly kind: 'renameTrigger'; readonly name: string; readonly newName: string })
  | (TableChangeBase & { readonly kind: 'enableTrigger' | 'disableTrigger'; /** null: all. */ readonly name: string | null; readonly form: string })
  // rewrite rules
  | (TableChangeBase & { readonly kind: 'createRule'; readonly rule: RewriteRule; readonly replaces: boolean })
  | (TableChangeBase & { readonly kind: 'dropRule'; readonly name: string; readonly guarded: boolean })
  | (TableChangeBase & { readonly kind: 'renameRule'; readonly name: string; readonly newName: string })
  | (TableChangeBase & { readonly kind: 'enableRule' | 'disableRule'; readonly name: string })
  // event triggers
  | (ChangeBase & { readonly kind: 'createEventTrigger'; readonly eventTrigger: EventTrigger })
  | (ChangeBase & { readonly kind: 'dropEventTrigger'; readonly name: string; readonly guarded: boolean })
  | (ChangeBase & { readonly kind: 'renameEventTrigger'; readonly name: string; readonly newName: string })
  | (ChangeBase & { readonly kind: 'enableEventTrigger' | 'disableEventTrigger'; readonly name: string })
  // routines
  | (ChangeBase & { readonly kind: 'createRoutine'; readonly routine: Routine; readonly replaces: boolean })
  | (ChangeBase & { readonly kind: 'dropRoutine'; readonly name: QualifiedName; /** Formatted argument types; null where they were left out. */ readonly argumentTypes: readonly string[] | null; /** What alone is meant; absent: either. */ readonly routineKind?: Routine['kind']; readonly guarded: boolean; readonly cascade: boolean })
  | (ChangeBase & { readonly kind: 'renameRoutine'; readonly name: QualifiedName; readonly argumentTypes: readonly string[] | null; readonly routineKind?: Routine['kind']; readonly newName: string; readonly newSchema: string })
  // types
  | (ChangeBase & { readonly kind: 'createType'; readonly type: UserType })
  | (ChangeBase & { readonly kind: 'alterType'; readonly name: QualifiedName; readonly action: TypeAction; /** Whether the statement says `DOMAIN`. */ readonly asDomain: boolean; readonly result: UserType | null })
  | (ChangeBase & { readonly kind: 'dropType'; readonly name: QualifiedName; /** Whether the statement says `DOMAIN`. */ readonly asDomain: boolean; readonly guarded: boolean; readonly cascade: boolean; readonly dropped: UserType | null })
  // views
  | (ChangeBase & { readonly kind: 'createView'; readonly view: View; readonly replaces: boolean; readonly guarded: boolean })
  | (ChangeBase & { readonly kind: 'dropView'; readonly name: QualifiedName; readonly materialized: boolean; readonly guarded: boolean; readonly cascade: boolean })
  | (ChangeBase & { readonly kind: 'renameView'; readonly name: QualifiedName; readonly newName: string; readonly newSchema: string })
  | (ChangeBase & { readonly kind: 'refreshView'; readonly name: QualifiedName; readonly concurrently: boolean })
  // schemas and extensions
  | (ChangeBase & { readonly kind: 'createSchema'; readonly name: string; readonly guarded: boolean })
  | (ChangeBase & { readonly kind: 'dropSchema'; readonly name: string; readonly guarded: boolean; readonly cascade: boolean })
  | (ChangeBase & { readonly kind: 'renameSchema'; readonly name: string; readonly newName: string })
  | (ChangeBase & { readonly kind: 'createExtension'; readonly name: string; readonly schema: string | null; readonly guarded: boolean })
  | (ChangeBase & { readonly kind: 'dropExtension'; readonly name: string; readonly guarded: boolean })
  // rows
  | (ChangeBase & { readonly kind: 'truncate'; readonly tables: readonly QualifiedName[]; readonly restartIdentity: boolean; readonly cascade: boolean })
  | (TableChangeBase & { readonly kind: 'writeRows'; readonly write: WriteKind; readonly onConflict: 'nothing' | 'update' | null; /** The columns by which `ON CONFLICT` finds an index: those that it lists, in expressions too, or those of the constraint that it names. */ readonly conflictColumns: readonly string[]; /** `ON CONFLICT ON CONSTRAINT`. */ readonly conflictConstraint?: string; /** Columns set by an UPDATE, or the columns named by an INSERT; empty where not named. */ readonly columns: readonly string[]; /** One for each of `columns`, or of the table's first columns where none is named; empty where their number cannot be told. */ readonly values: readonly WrittenValue[]; /** True where every value is a literal, or there is none: `DEFAULT VALUES`. */ readonly literal: boolean; /** Of an UPDATE, a MERGE or a `DO UPDATE`. */ readonly relative: readonly RelativeColumn[]; /** Columns that an UPDATE sets to something else that is made of their own old value: `lower(a)`, `coalesce(a, 0)`. */ readonly remade: readonly string[]; /** Whether a second run may find nothing to do: the WHERE of an UPDATE asks for a column that it sets, or the query of an INSERT or a DELETE has a WHERE. */ readonly guarded: boolean })
  /** Rows, tables or numbers locked until the transaction or the session ends; `words` as in SQL: `FOR UPDATE`, `LOCK TABLE`, `pg_advisory_lock()`. */
  | (ChangeBase & { readonly kind: 'lock'; readonly form: 'rows' | 'table' | 'advisory'; readonly words: string; /** Those of a query's `FROM` that are locked; empty for advisory locks. */ readonly tables: readonly QualifiedName[]; readonly skipLocked: boolean })
  // sessions and everything else
  | (ChangeBase & { readonly kind: 'transaction'; readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'other' })
  | (ChangeBase & { readonly kind: 'set'; readonly name: string; /** null: `RESET` or `TO DEFAULT`. */ readonly value: string | null; readonly local: boolean })
  /** A sequence function called by the statement outside a default: `nextval('s')`, `setval(…)`. */
  | (ChangeBase & { readonly kind: 'callSequence'; readonly function: 'nextval' | 'setval'; readonly sequence: QualifiedName | null; /** The number that `setval` is given, where it is a literal. */ readonly value: number | null })
  /** `LISTEN`, `NOTIFY`, `pg_notify(…)`; `channel` where it can be told. */
  | (ChangeBase & { readonly kind: 'notify'; readonly words: 'LISTEN' | 'NOTIFY' | 'pg_notify()'; readonly channel: string | null })
  /** A call that has an extension run something by itself from then on; `subject` is the job's name or the partitioned table, `command` a job's SQL, where they can be told. */
  | (ChangeBase & { readonly kind: 'scheduleJob'; readonly extension: 'pg_cron' | 'pg_partman'; readonly function: string; readonly subject: string | null; readonly command: string | null })
  /** Understood, and known to change nothing that the model holds. `tag` is PostgreSQL's command tag: `GRANT`, `COMMENT`, `CREATE ROLE` … */
  | (ChangeBase & { readonly kind: 'other'; readonly tag: string; /** The kind and name of the object, where the statement names one. */ readonly object: { readonly type: string; readonly name: string } | null; /** Whether it is DDL on a permanent object, which the other cluster needs too. */ readonly ddl: boolean; /** `ALTER ROLE/DATABASE … SET search_path`: the path of later sessions; null: the default. */ readonly laterPath?: readonly string[] | null })
  /**
   * DDL under a search path of two or more schemas, with names that neither say their schema nor mean something in the first one
   * or in `pg_catalog`. It follows the statement's other changes; the clause is the first name's.
   */
  | (ChangeBase & { readonly kind: 'dependOnPath'; readonly path: readonly string[]; readonly names: readonly [PathName, ...PathName[]] })
  /** The statement relies on a role or tablespace, which it does not make itself. It follows the statement's other changes. */
  | (ChangeBase & { readonly kind: 'nameGlobal'; readonly type: 'role' | 'tablespace'; readonly name: string })
  /** Not understood; `reason` ends a sentence that begins "not judged:". */
  | (ChangeBase & { readonly kind: 'opaque'; readonly reason: string; readonly cause: 'syntax' | 'placeholder' | 'unknown' | 'dynamic' | 'missing'; /** Of `dynamic`: what runs DDL, for all that can be seen: the statement itself, or the routine that it calls. */ readonly ddl?: 'here' | QualifiedName });

export type ChangeKind = Change['kind'];

/** The change with this kind. */
export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { readonly kind: Kind }>;
