import type { FixRefusal, ProposedFix, Safety } from './fixer/edit.js';
import type { Repair } from './fixer/repair.js';
import type { Proposal } from './fixer/statement.js';
import type { Change, ChangeKind, ChangeOf } from './schema/change.js';
import type { EnumUse } from './schema/family/enum-use.js';
import type { KeyFamily } from './schema/family/key-family.js';
import type { EventTrigger, Index, QualifiedName, Routine, Schema, Sequence, Table, UserType, View } from './schema/model.js';
import type { SourceFile } from './source/source-file.js';
import type { Clause, Statement } from './sql/statement.js';
import type { Mode } from './xcluster/mode.js';
import type { Version } from './xcluster/version.js';

/** How bad a finding is. */
export type Severity = 'error' | 'warning' | 'info';

/** What a rule or a config may say: a severity, or that the rule does not speak. */
export type Level = Severity | 'off';

/**
 * The level of a rule in one mode. A plain level holds for every version. A list begins with the level of the versions
 * before the first threshold; each later entry holds from its version on, within its series and in every later series
 * that has no entry of its own (fixes are backported, so a series may have one threshold of its own: below it the first
 * entry holds again).
 */
export type ModeLevel = Level | readonly [{ readonly level: Level }, ...{ readonly from: string; readonly level: Level }[]];

/** How sure we are of a rule's mechanism. */
export type Confidence =
  /** YugabyteDB's documentation says it. */
  | 'documented'
  /** Read in YugabyteDB's source. */
  | 'source'
  /** An issue or advisory reports it. */
  | 'reported'
  /** Our reasoning from the three above. */
  | 'inferred';

/** What a rule is about; lists of rules are divided by it. */
export type Topic =
  /** The five caveats of the active-active pattern, and what belongs to them. */
  | 'active-active'
  /** Keys, constraints, indexes. */
  | 'keys'
  /** Schema changes that replication cannot take. */
  | 'schema-changes'
  /** Data, sessions, and who runs what where. */
  | 'data-and-sessions';

/** Where a claim comes from. */
export interface Citation {
  readonly title: string;
  readonly url: string;
  /** What the source says, in our own words. */
  readonly fact: string;
  /** The day it was read, `YYYY-MM-DD`. */
  readonly checked: string;
}

/** What is known of a rule without running it; docs, `explain`, `rules` and the config's schema are made from it. */
export interface RuleMeta {
  /** Also the file's name. */
  readonly id: string;
  readonly topic: Topic;
  /** One line, imperative, Markdown: `Disallow …`, `Require …`. */
  readonly summary: string;
  /** Why it is a problem: the mechanism, in Markdown. */
  readonly rationale: string;
  /** What to do instead, in Markdown. */
  readonly remedy: string;
  readonly confidence: Confidence;
  readonly severity: Readonly<Record<Mode, ModeLevel>>;
  /**
   * The worst level that a problem may name, for rules whose cell is what is usual and whose text names an exception
   * that is worse. Absent: a problem may only be milder than the rule.
   */
  readonly worst?: Severity;
  readonly citations: readonly [Citation, ...Citation[]];
  /** Whether a finding speaks of its file as a whole: then there is one a file, however often conditions in it have it read. */
  readonly oncePerFile?: true;
  /** Set where the rule's findings can carry fixes. */
  readonly fix?: RuleFix;
}

/** What is told of a rule's fixes. */
export interface RuleFix {
  readonly safety: Safety;
  /** What the fix does, what it changes in the schema, and where there is none, in Markdown. */
  readonly what: string;
  /** Rules that may speak afterwards where they were silent, at a lower level than this one. */
  readonly brings: readonly string[];
}

/** What to do about a finding: advice, and the SQL to paste where SQL helps. */
export interface Help {
  readonly text: string;
  readonly sql?: readonly Proposal[];
}

/** Another place that belongs to a finding. */
export interface RelatedPlace {
  readonly message: string;
  readonly clause: Clause;
}

/** What a rule says. Texts are functions: they are computed when they are printed, not when they are found. */
export interface Problem {
  readonly clause: Clause;
  /** What is wrong and why, one or two sentences with the user's own names. */
  message(): string;
  help(): Help;
  /** `schema.table[.column|.constraint]`: what the finding is about. */
  readonly object: string;
  /** Another level than the rule's own, for cells of two levels. The linter refuses one above it, or above the rule's `worst`. */
  readonly level?: Severity;
  /**
   * Set where what the rule asks cannot be known from the migrations. It is reported as `unanalyzable` then, at the level of
   * that, where the rule is not off; the message begins `Not judged:`.
   */
  readonly notJudged?: true;
  readonly related?: readonly RelatedPlace[];
  /** A change of the migrations that mends it, worked out when somebody asks; null where there is none, a refusal where people would expect one. */
  fix?(): ProposedFix | FixRefusal | null;
  /** New migrations that mend it where these have run, or why there are none. Absent: nobody expects any. */
  readonly repair?: Repair;
}

/** What every rule is told. Contexts may be kept in the closures of a problem: what they say never changes. */
export interface RuleContext {
  readonly mode: Mode;
  readonly version: Version;
  /** Names of the two clusters, as the config has them, else `cluster A` and `cluster B`. */
  readonly clusters: readonly [string, string];
  /** Columns that name the site which owns a row (config `siteColumns`). */
  readonly siteColumns: readonly string[];
  /** Whether the rows of the table are replicated: permanent, not foreign, no view, matched by config `replicated`. Unknown tables are. */
  isReplicated(table: QualifiedName): boolean;
  /** Whether config `replicated` matches the name, whatever it is the name of; for materialized views, whose rows are stored like a table's. */
  isNameReplicated(name: QualifiedName): boolean;
  /** Roles that the config declares as existing on both clusters (`roles`). */
  readonly declaredRoles: ReadonlySet<string>;
  /** Tablespaces that the config declares as existing on both clusters (`tablespaces`). */
  readonly declaredTablespaces: ReadonlySet<string>;
  /** Config `colocated`: whether the database is colocated. */
  readonly colocated: boolean;
  /**
   * The level that another rule has in the file being judged; for "one cause, one finding". `off` for one that does not
   * exist, and for a change rule where a state rule asks about what ran before replication began.
   */
  levelOf(ruleId: string): Level;
}

/**
 * What a state rule is told besides: the schema that the migrations leave behind. A routine's body is judged over that schema
 * with the body's own changes applied, and only what stands in the body is reported.
 */
export interface StateContext extends RuleContext {
  readonly schema: Schema;
  /** Every change of the root's up parts, in order; for questions about what the migrations do elsewhere. */
  readonly history: History;
}

/** Questions about all changes of a root, answered from an index that is built once, when first asked. */
export interface History {
  /** Columns by which some `ON CONFLICT (…)` on the table infers an index: one sorted list for each distinct inference, bodies included. */
  conflictTargets(table: QualifiedName): readonly (readonly string[])[];
  /** Statements that name the table, or a name that it had, and of which the schema holds nothing, in order: grants, comments, policies, owners, storage. */
  unheld(table: QualifiedName): readonly UnheldStatement[];
  /**
   * Whether some statement may need a unique constraint or index on these columns as it is: a foreign key that references them, even
   * one that is gone since, a `LIKE` that copies it, or a statement that names it (`name`; null: as it keeps its name, of no account).
   */
  isRelied(table: QualifiedName, columns: readonly string[], name: string | null): boolean;
  /** Whether some statement makes a table, an index, a sequence or a view of this name, in whatever schema, or gives it to one. */
  isMade(name: string): boolean;
  /** The tables and indexes that were made with this colocation id in this database (absent: the one that the migrations run in), in order; not those in routine bodies. */
  colocationHolders(id: number, database: string | undefined): readonly ColocationHolder[];
  /**
   * A column that counts, or references one that does, with all that must have its type, wherever it stands; null where the
   * migrations are too much text to be looked through. The first question reads the migrations of the root once more.
   */
  keyFamily(table: QualifiedName, column: string): KeyFamily | null;
  /** The values that migrations give this session setting (null: `RESET`), without repetition; empty where none sets it. */
  settings(name: string): readonly (string | null)[];
}

/** A statement of which the schema holds nothing. */
export interface UnheldStatement {
  /** PostgreSQL's command tag, for `ALTER TABLE` with the action: `GRANT`, `COMMENT`, `ALTER TABLE … enable row security`. */
  readonly tag: string;
  /** What it is about, as far as the statement says it in one name: `column`, `public.users.email`. */
  readonly object: { readonly type: string; readonly name: string } | null;
  readonly statement: Statement;
}

/** Who was given a colocation id. */
export interface ColocationHolder {
  readonly type: 'table' | 'index';
  readonly name: QualifiedName;
  /** The place of the table or index itself, which tells it from one of the same name. */
  readonly origin: Clause;
}

/** What a change rule is told besides. For `file` and `transactionEnd`, `before` and `after` are those of the file or transaction. */
export interface ChangeContext extends RuleContext {
  readonly before: Schema;
  readonly after: Schema;
  /**
   * Whether the table was created in the same file (then it is not yet in replication; see ⊘ in the rules). Always false in routine
   * bodies, which run later, and in semi-automatic mode, where a new table joins replication at once.
   */
  isNewInFile(table: QualifiedName): boolean;
  /**
   * Whether no earlier statement of the run names this role or tablespace. Files that ran before replication do not count,
   * files of the history do; what only a routine's body names counts after everything that runs.
   */
  isFirstUse(change: ChangeOf<'nameGlobal'>): boolean;
  /** The schema that all migrations leave. Only for fixes: it is known when they are asked for. */
  readonly end: Schema;
  /**
   * The statements of the migration that runs the change, those of down parts and included files too. Only for fixes, as `end` is; null
   * where there are more than a few, and in routine bodies.
   */
  readonly migrationStatements: readonly Statement[] | null;
  /**
   * All that the migrations do with an enum, down parts included, where a text with a check could do the same; else null. Only for fixes:
   * the first question reads the migrations of the root once more.
   */
  enumUse(type: QualifiedName): EnumUse | null;
  /** Whether the change runs inside a transaction: the tool's, an explicit one, or that of the body in which it stands. */
  isInTransaction(change: Change): boolean;
  /** Whether the change commits together with a statement that came before it. */
  isInTransactionWith(change: Change, earlier: Statement): boolean;
}

/** The changes of one migration file's up part. */
export interface FileChanges {
  readonly file: SourceFile;
  /** Top level and `DO` blocks; not routine bodies. */
  readonly changes: readonly Change[];
  /** Whether the tool sends the file as one text. */
  readonly sentAtOnce: boolean;
}

/** Changes that commit together: an explicit transaction, the tool's own, or a routine's body. */
export interface TransactionChanges {
  readonly origin: 'explicit' | 'tool' | 'routine';
  readonly changes: readonly Change[];
  /** Set for a routine. */
  readonly routine: Routine | null;
}

/** Judges the schema that the migrations leave; findings stand where the object was introduced. */
export interface StateRule extends RuleMeta {
  readonly kind: 'state';
  readonly on: {
    table?(table: Table, context: StateContext): Iterable<Problem>;
    /** Each index of each table, those behind constraints included. Like tables, those of temporary and foreign ones too. */
    index?(index: Index, table: Table, context: StateContext): Iterable<Problem>;
    sequence?(sequence: Sequence, context: StateContext): Iterable<Problem>;
    view?(view: View, context: StateContext): Iterable<Problem>;
    type?(type: UserType, context: StateContext): Iterable<Problem>;
    routine?(routine: Routine, context: StateContext): Iterable<Problem>;
    eventTrigger?(eventTrigger: EventTrigger, context: StateContext): Iterable<Problem>;
  };
}

/** Judges one step, with the schema before and after it. */
export interface ChangeRule extends RuleMeta {
  readonly kind: 'change';
  readonly on: {
    readonly [Kind in ChangeKind]?: (change: ChangeOf<Kind>, context: ChangeContext) => Iterable<Problem>;
  } & {
    /** Once a file, after the last change of its up part. */
    file?(file: FileChanges, context: ChangeContext): Iterable<Problem>;
    /** Once a set of changes that commit together; not for what is rolled back. */
    transactionEnd?(transaction: TransactionChanges, context: ChangeContext): Iterable<Problem>;
  };
}

/** What a project rule is told besides. */
export interface ProjectContext extends StateContext {
  /** The migration tool's name (`flyway`, `plain` …). */
  readonly tool: string;
  /** The tables in which it notes what has run; none for plain files and unknown tools. */
  readonly historyTables: readonly QualifiedName[];
  /** The root itself, 1:1, for findings that stand in no file. */
  readonly place: Clause;
}

/** Judges the set of migrations as a whole; findings stand at the root or in a file. */
export interface ProjectRule extends RuleMeta {
  readonly kind: 'project';
  readonly on: {
    /** Once a root. Changes are not kept: a root can be a dump of a gigabyte; what several files tell is in the schema and the history. */
    root(context: ProjectContext): Iterable<Problem>;
  };
}

export type Rule = StateRule | ChangeRule | ProjectRule;

/** What a handler answers that has nothing to say; most objects of a big schema get it from most rules, which a generator each would pay for. */
export const NOTHING: readonly Problem[] = [];

/** Marks an object as a rule and has the compiler check it; it does nothing else. */
export function defineRule<const R extends Rule>(rule: R): R {
  return rule;
}

export { quoteIdentifier } from './sql/identifier.js';
export { migrationOf } from './sql/statement.js';
export { parseSearchPath } from './schema/interpret/session.js';
export { AUTOMATIC_MODE_EXTENSIONS, JOB_EXTENSION, PARTMAN_SUPPORT, REPLICATION_EXTENSION } from './xcluster/extensions.js';
export { DEFAULT_SHARDING, INDEX_METHODS } from './xcluster/sharding.js';
export { effectOfTypeChange, findDomainDefault, isConstrainedDomain, withoutDomains } from './xcluster/type-change.js';
export { GLOBAL_OBJECTS, GUARD_SETTINGS, handlingOf } from './xcluster/statements.js';
export { isHistoryTable } from './xcluster/history-tables.js';
export { FIRST_RELEASES, hasReached } from './xcluster/version.js';
export { findLocalCall, findVolatileCall } from './xcluster/volatility.js';
export type { Change, ChangeKind, ChangeOf, TypeAction } from './schema/change.js';
export type {
  Column,
  Constraint,
  DroppedColumn,
  EventTrigger,
  Expression,
  ForeignKeyAction,
  FunctionCall,
  Index,
  IndexKey,
  KeyColumn,
  QualifiedName,
  RewriteRule,
  Routine,
  Schema,
  Sequence,
  Table,
  Trigger,
  TypeName,
  UserType,
  View,
} from './schema/model.js';
export type { EnumUse } from './schema/family/enum-use.js';
export type { Effect, FixRefusal, ProposedEdit, ProposedFix, Safety } from './fixer/edit.js';
export type { ProposedRepair, RefusedRepair, Repair, RepairStep } from './fixer/repair.js';
export type { Proposal, ProposedColumn, ProposedConstraint, ProposedKey, ProposedName } from './fixer/statement.js';
export type { FamilyColumn, KeyFamily } from './schema/family/key-family.js';
export type { TypeChangeEffect } from './xcluster/type-change.js';
export type { JudgedCall } from './xcluster/volatility.js';
export type { TransactionDirective } from './sql/migration.js';
export type { Clause, Mode, SourceFile, Statement, Version };
