import type { Clause, QualifiedName, Rule, Schema, SourceFile, StateContext } from '../rule.js';
import { KeyFamilies } from '../schema/family/key-family.js';
import { findEnumUse, type EnumUse } from '../schema/family/enum-use.js';
import { MOST_RECORDED, recordMigrations, type MigrationRecord } from '../schema/family/record.js';
import { Replay } from '../schema/replay.js';
import { FILE_START } from '../source/position.js';
import { PLAIN_DIALECT } from '../sql/dialect.js';
import type { IncludeBase, Included, Migration } from '../sql/migration.js';
import type { Parser } from '../sql/parser.js';
import type { ReadOptions } from '../sql/read.js';
import { findHistoryTables } from '../xcluster/history-tables.js';
import { isInBodyOf, judgeBody, touchedObjects } from './bodies.js';
import type { Bugs } from './bugs.js';
import { EndContext, RootContext, type ContextSettings, type KnownSettings } from './context.js';
import { noCounts, type Counts } from './counts.js';
import { Dispatch } from './dispatch.js';
import { FileRun } from './file-run.js';
import { HistoryIndex } from './history.js';
import type { FileRecord, Judge } from './judge.js';
import type { LevelTable } from './levels.js';
import { IncludedLate, UnreadableFile } from './reading.js';
import type { ToolProblem } from './result.js';
import { judgeObjects, objectsOf } from './state.js';

/** A migration with what the run knows of it. */
export interface Entry {
  /** Its file is the record's. */
  readonly migration: Migration;
  readonly record: FileRecord;
}

/** Everything that the run of one root needs. */
export interface RootRunOptions {
  readonly entries: readonly Entry[];
  /** For findings that stand at the root itself. */
  readonly rootRecord: FileRecord;
  /** Migrations of the root that nobody reads. */
  readonly unread: readonly SourceFile[];
  /** The migration tool's name. */
  readonly tool: string;
  /** The tables in which it notes what has run, where its settings name them. */
  readonly historyTables: readonly string[] | undefined;
  readonly settings: ContextSettings;
  readonly rules: readonly Rule[];
  readonly parser: Parser;
  /** See `LintOptions`. */
  readonly mostReadAgain: number | undefined;
  readonly readOptions: ReadOptions;
  readonly judge: Judge;
  readonly bugs: Bugs;
  readonly counts: Counts;
  readonly addNote: (file: string, message: string) => void;
  readonly addProblem: (problem: ToolProblem) => void;
  /** Gives a file its place among those that are read. */
  readonly start: (record: FileRecord) => void;
  /** Whether a migration is run where another one includes it, and not by itself. */
  readonly isRunInside: (record: FileRecord) => boolean;
  /** Opens what a migration includes; `from` is a record's file, and so is the answer. */
  readonly include: (written: string, from: SourceFile, base: IncludeBase, entry: Entry) => Included;
  /** A file is read where a migration includes it; `runs`: whether what stands in it runs. */
  readonly enter: (record: FileRecord, includer: FileRecord, runs: boolean) => void;
  /** After each file. */
  readonly onFile: () => void;
}

/** Runs the migrations of one root in order, and has every rule judge. */
export class RootRun {
  readonly #options: RootRunOptions;
  readonly #replay: Replay;
  readonly #history = new HistoryIndex(() => this.#readFamilies());
  readonly #settings: KnownSettings;
  readonly #dispatches = new Map<LevelTable, Dispatch>();
  readonly #records: Map<SourceFile, FileRecord>;
  /** What the migrations hold, once somebody has asked; null where it is too much. */
  #record: { readonly of: MigrationRecord | null } | undefined;
  /** Files of which statements were counted. */
  readonly #counted = new Set<FileRecord>();

  constructor(options: RootRunOptions) {
    this.#options = options;
    this.#records = new Map(options.entries.map(({ record }) => [record.file, record]));
    const asked = options.rules.some((rule) => rule.kind === 'change' && rule.on.nameGlobal !== undefined && options.entries.some(({ record }) => record.levels.get(rule.id).level !== 'off'));
    this.#replay = new Replay(options.parser, { tellsGlobals: asked });
    const replay = this.#replay;
    const { mode, version, clusters, siteColumns, declaredRoles, declaredTablespaces, colocated } = options.settings;
    this.#settings = {
      mode,
      version,
      clusters,
      siteColumns,
      declaredRoles,
      declaredTablespaces,
      colocated,
      isReplicatedName: (name) => options.settings.isReplicatedName(name),
      isTemporaryName: (name) => this.#history.isTemporaryName(name),
      isFirstUse: (change) => this.#history.isFirstUse(change),
      enumUse: (type) => this.#findEnumUse(type),
      get schema() {
        return replay.schema;
      },
    };
  }

  run(): void {
    const { entries, rules, rootRecord } = this.#options;
    const isAnyChosen = entries.some(({ record }) => record.chosen);
    const projectDispatch = new Dispatch(isAnyChosen ? rules.filter((rule) => rule.kind === 'project' && rootRecord.levels.get(rule.id).level !== 'off') : []);
    this.#runFiles();
    if (!isAnyChosen) return;
    this.#judgeEnd();
    this.#judgeBodies();
    this.#judgeRoot(projectDispatch);
  }

  #runFiles(): void {
    const { entries, bugs, counts, addProblem, onFile, addNote, judge, readOptions, start, isRunInside } = this.#options;
    const context = {
      settings: this.#settings,
      replay: this.#replay,
      history: this.#history,
      judge,
      bugs,
      counts,
      readOptions,
      addNote,
      addProblem,
      dispatchFor: (levels: LevelTable) => this.#dispatchFor(levels),
      isFirstTime: (record: FileRecord) => this.#isFirstTime(record),
    };
    for (const entry of entries) {
      const { record } = entry;
      if (!isRunInside(record)) {
        start(record);
        const file = new FileRun({ enter: (opened, runs) => this.#enter(opened, record, runs), ...context }, record, this.#withIncludes(entry));
        try {
          file.run();
        } catch (error) {
          if (error instanceof UnreadableFile) addProblem({ kind: 'unreadable-file', file: record.file.path, message: error.message });
          else if (error instanceof IncludedLate) throw error;
          else bugs.add('the reading of the file', record.file.path, null, error);
        }
      }
      onFile();
    }
  }

  #withIncludes(entry: Entry): Migration {
    const { include } = this.#options;
    return entry.migration.openInclude === undefined ? entry.migration : { ...entry.migration, openInclude: (written, from, base) => include(written, from, base, entry) };
  }

  #readFamilies(): KeyFamilies | null {
    const record = this.#readRecord();
    return record === null ? null : new KeyFamilies(record, this.#options.parser);
  }

  /** Reads the migrations once more, the first time that it is asked. */
  #readRecord(): MigrationRecord | null {
    const { entries, unread, parser, mostReadAgain = MOST_RECORDED, readOptions, isRunInside } = this.#options;
    // A dump of a gigabyte is not read again to find that out.
    this.#record ??= { of: this.#history.units > Math.min(mostReadAgain, MOST_RECORDED) ? null : recordMigrations(entries.filter(({ record }) => !isRunInside(record)).map((entry) => this.#withIncludes(entry)), parser, { ...readOptions, unread }) };
    return this.#record.of;
  }

  #enter(file: SourceFile, includer: FileRecord, runs: boolean): FileRecord {
    const record = this.#options.judge.recordOf(file) ?? includer;
    this.#options.enter(record, includer, runs);
    this.#records.set(file, record);
    return record;
  }

  /** Whether the statements of a file are to be counted: those of one that is included twice are not counted twice. */
  #isFirstTime(record: FileRecord): boolean {
    record.home ??= this.#options.rootRecord;
    if (!record.chosen || record.home !== this.#options.rootRecord || this.#counted.has(record)) return false;
    this.#counted.add(record);
    return true;
  }

  #findEnumUse(type: QualifiedName): EnumUse | null {
    const record = this.#readRecord();
    return record === null ? null : findEnumUse(type, record, this.#options.parser);
  }

  #judgeEnd(): void {
    const { judge } = this.#options;
    const { schema } = this.#replay;
    judgeObjects(objectsOf(schema), { judge, dispatch: this.#endDispatch(), contextFor: this.#contexts(schema, (record) => (record.replicating ? record.levels : record.levels.withoutChangeRules())) });
  }

  #judgeBodies(): void {
    const { judge, bugs, readOptions } = this.#options;
    // Bodies are judged after every reading, and counted after the first.
    const counts = (readOptions.readings?.number ?? 0) === 0 ? this.#options.counts : noCounts();
    const settings = this.#settings;
    const { schema } = this.#replay;
    const dispatch = this.#endDispatch();
    for (const routine of schema.allRoutines()) {
      const { origin } = routine;
      const record = this.#records.get(origin.statement.file);
      const changes = routine.body?.changes ?? [];
      if (record?.chosen !== true || changes.length === 0) continue;
      try {
        const after = judgeBody(routine, changes, record, this.#dispatchFor(record.levels), schema, { judge, settings, counts });
        const objects = touchedObjects(changes, after);
        judgeObjects(objects, { judge, dispatch, contextFor: this.#contexts(after, ({ levels }) => levels), accepts: (clause) => isInBodyOf(clause, origin.statement) });
      } catch (error) {
        bugs.add('the judging of a body', record.file.path, origin.statement.start, error);
      }
    }
  }

  #judgeRoot(dispatch: Dispatch): void {
    const { judge, rootRecord, tool, historyTables } = this.#options;
    const settings = this.#settings;
    if (dispatch.root.length === 0) return;
    const place = placeOf(rootRecord.file);
    const context = new RootContext(settings, rootRecord.levels, this.#replay.schema, this.#history, { tool, historyTables: findHistoryTables(tool, historyTables), place });
    for (const handler of dispatch.root) judge.ask(handler, place, [context]);
  }

  /** The rules that speak in files with these levels. */
  #dispatchFor(levels: LevelTable): Dispatch {
    let dispatch = this.#dispatches.get(levels);
    if (dispatch === undefined) {
      dispatch = new Dispatch(levels.speaking);
      this.#dispatches.set(levels, dispatch);
    }
    return dispatch;
  }

  /** The state rules that speak in any chosen file: where an object's findings stand is known only when they are found. */
  #endDispatch(): Dispatch {
    const { rules } = this.#options;
    const tables = new Set([...this.#records.values()].filter((record) => record.chosen).map((record) => record.levels));
    const speaking = new Set([...tables].flatMap((table) => table.speaking));
    return new Dispatch(rules.filter((rule) => rule.kind === 'state' && speaking.has(rule)));
  }

  /** One context for each table of levels. `levelsIn` says what rules may ask of each other where an object stands. */
  #contexts(schema: Schema, levelsIn: (record: FileRecord) => LevelTable): (origin: Clause) => StateContext {
    const { rootRecord } = this.#options;
    const settings = this.#settings;
    const contexts = new Map<LevelTable, StateContext>();
    return ({ statement }) => {
      const levels = levelsIn(this.#records.get(statement.file) ?? rootRecord);
      let context = contexts.get(levels);
      if (context === undefined) {
        context = new EndContext(settings, levels, schema, this.#history);
        contexts.set(levels, context);
      }
      return context;
    };
  }
}

/** The beginning of something that is no migration. */
function placeOf(file: SourceFile): Clause {
  return {
    form: 'statement',
    at: 0,
    statement: {
      file,
      ordinal: 0,
      text: '',
      start: FILE_START,
      sql: '',
      rewrites: [],
      dialect: PLAIN_DIALECT,
      direction: 'up',
      inToolTransaction: false,
      host: null,
      folded: false,
    },
  };
}
