import type {
  Change,
  ChangeContext,
  ChangeOf,
  Clause,
  History,
  Level,
  Mode,
  ProjectContext,
  QualifiedName,
  RuleContext,
  Schema,
  SourceFile,
  StateContext,
  Statement,
  Version,
} from '../rule.js';
import type { EnumUse } from '../schema/family/enum-use.js';
import { TEMPORARY_SCHEMA } from '../schema/schema.js';
import { migrationOf } from '../sql/statement.js';
import { REPLICATION_EXTENSION } from '../xcluster/extensions.js';
import type { LevelTable } from './levels.js';

/** What the settings of a root say to every rule. */
export interface ContextSettings {
  readonly mode: Mode;
  readonly version: Version;
  readonly clusters: readonly [string, string];
  readonly siteColumns: readonly string[];
  readonly declaredRoles: ReadonlySet<string>;
  readonly declaredTablespaces: ReadonlySet<string>;
  readonly colocated: boolean;
  isReplicatedName(name: QualifiedName): boolean;
}

/** The settings, with what the migrations have told so far. */
export interface KnownSettings extends ContextSettings {
  /** Whether some routine makes a temporary table of this name, for others to use. */
  isTemporaryName(name: string): boolean;
  isFirstUse(change: ChangeOf<'nameGlobal'>): boolean;
  /** What the migrations do with an enum; see `ChangeContext`. */
  enumUse(type: QualifiedName): EnumUse | null;
  /** The schema as far as the migrations have run. */
  readonly schema: Schema;
}

/** A migration while it runs. */
export interface RunningMigration {
  readonly file: SourceFile;
  /** What it has been found to hold so far, down parts and included files too; null: more than a few. */
  readonly statements: readonly Statement[] | null;
}

/** The catalog's schemas, that of temporary tables, and the one in which automatic mode keeps its own records. */
const NEVER_REPLICATED = new Set(['pg_catalog', 'information_schema', 'pg_toast', REPLICATION_EXTENSION, TEMPORARY_SCHEMA]);

/** What rules are told whatever their kind. */
abstract class Context implements RuleContext {
  protected readonly settings: KnownSettings;
  readonly #levels: LevelTable;

  constructor(settings: KnownSettings, levels: LevelTable) {
    this.settings = settings;
    this.#levels = levels;
  }

  get mode(): Mode {
    return this.settings.mode;
  }

  get version(): Version {
    return this.settings.version;
  }

  get clusters(): readonly [string, string] {
    return this.settings.clusters;
  }

  get siteColumns(): readonly string[] {
    return this.settings.siteColumns;
  }

  get declaredRoles(): ReadonlySet<string> {
    return this.settings.declaredRoles;
  }

  get declaredTablespaces(): ReadonlySet<string> {
    return this.settings.declaredTablespaces;
  }

  get colocated(): boolean {
    return this.settings.colocated;
  }

  levelOf(ruleId: string): Level {
    return this.#levels.get(ruleId).level;
  }

  isNameReplicated(name: QualifiedName): boolean {
    return this.settings.isReplicatedName(name);
  }

  /** By the schema at hand, and by the name. */
  protected isReplicatedIn(schemas: readonly Schema[], name: QualifiedName): boolean {
    for (const schema of schemas) {
      const table = schema.table(name);
      if (table?.known === true) return table.persistence !== 'temporary' && !table.foreign && this.settings.isReplicatedName(name);
      if (schema.view(name) !== undefined) return false;
    }
    return !this.#isElsewhere(name) && this.settings.isReplicatedName(name);
  }

  /** Whether a table that no migration creates is one of the catalog's or a temporary one. */
  #isElsewhere({ schema, name }: QualifiedName): boolean {
    // The catalog comes first on every search path, and nothing of the user's may be named like it there.
    return NEVER_REPLICATED.has(schema) || name.startsWith('pg_') || this.settings.isTemporaryName(name);
  }

  abstract isReplicated(table: QualifiedName): boolean;
}

/** For state rules: one for each table of levels, not for each object. */
export class EndContext extends Context implements StateContext {
  readonly schema: Schema;
  readonly history: History;
  /** Every rule asks this about the table at hand, one after the other. */
  #lastAsked: QualifiedName | null = null;
  #lastAnswer = false;

  constructor(settings: KnownSettings, levels: LevelTable, schema: Schema, history: History) {
    super(settings, levels);
    this.schema = schema;
    this.history = history;
  }

  isReplicated(table: QualifiedName): boolean {
    if (this.#lastAsked !== table) {
      this.#lastAsked = table;
      this.#lastAnswer = this.isReplicatedIn([this.schema], table);
    }
    return this.#lastAnswer;
  }
}

/** For project rules. */
export class RootContext extends EndContext implements ProjectContext {
  readonly tool: string;
  readonly historyTables: readonly QualifiedName[];
  readonly place: Clause;

  constructor(settings: KnownSettings, levels: LevelTable, schema: Schema, history: History, facts: Pick<ProjectContext, 'tool' | 'historyTables' | 'place'>) {
    super(settings, levels, schema, history);
    this.tool = facts.tool;
    this.historyTables = facts.historyTables;
    this.place = facts.place;
  }
}

/** For change rules, about one step (or one file, one transaction). */
export class StepContext extends Context implements ChangeContext {
  readonly before: Schema;
  readonly after: Schema;
  /** Every rule asks this about the table at hand, one after the other. */
  #lastAsked: QualifiedName | null = null;
  #lastAnswer = false;
  /** The migration that runs the change; null where a new table is no excuse (see ⊘). */
  readonly #runs: SourceFile | null;
  readonly #migration: RunningMigration | null;
  /** The statement with which the transaction began in which the step stands: its place in the migration. */
  readonly #transactionStart: number | null;

  constructor(settings: KnownSettings, levels: LevelTable, before: Schema, after: Schema, migration: RunningMigration | null, transactionStart: number | null = null) {
    super(settings, levels);
    this.before = before;
    this.after = after;
    this.#transactionStart = transactionStart;
    this.#migration = migration;
    this.#runs = settings.mode === 'transactional-semi-automatic' ? null : (migration?.file ?? null);
  }

  isReplicated(table: QualifiedName): boolean {
    if (this.#lastAsked !== table) {
      this.#lastAsked = table;
      this.#lastAnswer = this.isReplicatedIn(this.after === this.before ? [this.after] : [this.after, this.before], table);
    }
    return this.#lastAnswer;
  }

  isNewInFile(name: QualifiedName): boolean {
    if (this.#runs === null) return false;
    const table = this.before.table(name) ?? this.after.table(name);
    return table !== undefined && table.known && migrationOf(table.origin.statement) === this.#runs;
  }

  isFirstUse(change: ChangeOf<'nameGlobal'>): boolean {
    return this.settings.isFirstUse(change);
  }

  get end(): Schema {
    return this.settings.schema;
  }

  enumUse(type: QualifiedName): EnumUse | null {
    return this.settings.enumUse(type);
  }

  get migrationStatements(): readonly Statement[] | null {
    return this.#migration?.statements ?? null;
  }

  isInTransaction(change: Change): boolean {
    const { statement } = change;
    return change.inExplicitTransaction || statement.inToolTransaction || statement.host !== null;
  }

  isInTransactionWith({ statement }: Change, earlier: Statement): boolean {
    if (migrationOf(statement) !== migrationOf(earlier)) return false;
    // One statement, or two of one body, which have their host's place.
    if (statement.ordinal === earlier.ordinal) return true;
    return this.#transactionStart !== null && earlier.ordinal >= this.#transactionStart;
  }
}
