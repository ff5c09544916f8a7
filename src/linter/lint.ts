import type { Help, Level, QualifiedName, Rule } from '../rule.js';
import type { SourceFile } from '../source/source-file.js';
import { Readings } from '../sql/conditions.js';
import type { IncludeBase, Included, MigrationRoot } from '../sql/migration.js';
import type { Parser } from '../sql/parser.js';
import { readMigration } from '../sql/read.js';
import { MODES } from '../xcluster/mode.js';
import { DEFAULT_VERSION } from '../xcluster/version.js';
import type { ProposedFix } from '../fixer/edit.js';
import { Bugs } from './bugs.js';
import type { ContextSettings } from './context.js';
import { noCounts, type Counts } from './counts.js';
import { compareFindings, withoutRepetition, type Finding, type PrintedFix, type Refused } from './finding.js';
import { Judge, say, type FileRecord } from './judge.js';
import { BUILT_IN_IDS, LevelTables } from './levels.js';
import { guardReading, IncludedLate } from './reading.js';
import { countBeforeReplication, explainUnknownMigration } from './replicating-since.js';
import type { BuiltInId, Fix, LintResult, ToolProblem } from './result.js';
import { RootRun, type Entry } from './root-run.js';
import { Suppressions, type SuppressionPolicy } from './suppressions.js';

/** What a root is judged by: its config, with what the command line adds. */
export interface RootSettings extends ContextSettings {
  /** Version or file name of the last migration that had run when replication was set up; null where all came after. */
  readonly replicatingSince: string | null;
  isReplicatedName(name: QualifiedName): boolean;
  /** What config and command line say about a rule (or built-in finding) in a file; undefined: the rule's own level. */
  levelFor(ruleId: string, file: string): Level | undefined;
}

/** A root with its settings. */
export interface RootToLint {
  readonly root: MigrationRoot;
  readonly settings: RootSettings;
}

/** How a run goes, whatever the root. */
export interface LintOptions {
  /** All rules that exist, those that are off too. */
  readonly rules: readonly Rule[];
  readonly parser: Parser;
  readonly placeholders: ReadonlyMap<string, string>;
  /** Whether a suppression counts only with a reason. */
  readonly requireReason: boolean;
  /** Rules (and built-in findings) that no comment suppresses. */
  readonly unsuppressable: readonly string[];
  readonly onUnanalyzable: 'error' | 'warn' | 'ignore';
  docsUrl(id: string): string;
  printHelp(help: Help): string;
  /** Absent: findings carry no fixes. See `FindingTexts`. */
  printFix?(fix: ProposedFix): Fix | null;
  /** Of migrations with more text than this (UTF-16 units) no fix is asked for that has to read them again; absent: as much as can be kept. */
  readonly mostReadAgain?: number | undefined;
  /** `YYYY-MM-DD`: decides which suppressions have expired. */
  readonly today: string;
  /** Milliseconds of some clock. */
  now(): number;
  onFile?(done: number, total: number): void;
  /** Adds stacks to what is said about bugs. */
  readonly debug: boolean;
}

/**
 * Judges migrations: the one pipeline behind every command. Never throws for what stands in a migration, for a file that
 * cannot be read, or for a bug in a rule: those are diagnostics and `problems`, and everything else is judged.
 */
export function lint(roots: readonly RootToLint[], options: LintOptions): LintResult {
  try {
    return new Run(roots, options, null).run();
  } catch (error) {
    if (!(error instanceof IncludedLate)) throw error;
    // It was judged by itself before anybody knew that it is included. Few projects do that, and no other pays for it.
    return new Run(roots, options, findIncluded(roots, options)).run();
  }
}

/** The files that are to be judged where migrations include them, and not by themselves as well. */
function findIncluded(roots: readonly RootToLint[], { placeholders }: LintOptions): ReadonlySet<SourceFile> {
  const homes = new Map(roots.flatMap(({ root }) => root.migrations.map(({ file }) => [file, root] as const)));
  const included = new Set<SourceFile>();
  for (const { root } of roots) {
    for (let readings: Readings | null = new Readings(); readings !== null; readings = readings.next()) {
      for (const migration of root.migrations) {
        try {
          for (const event of readMigration(migration, { placeholders, readings })) {
            if (event.kind === 'fileStart' && event.direction === 'up' && isReplaceable(homes.get(event.file), root)) included.add(event.file);
          }
        } catch {
          // The run itself says which file cannot be read.
        }
      }
    }
  }
  return included;
}

/**
 * Whether a file that a root includes need not be run by itself: not where it has a place among other migrations of another root,
 * for these rest upon it.
 */
function isReplaceable(home: MigrationRoot | undefined, includer: MigrationRoot): boolean {
  return home !== undefined && (home === includer || home.migrations.length === 1);
}

/** A root whose migrations have their places in the run. */
interface PreparedRoot extends RootToLint {
  readonly entries: readonly Entry[];
  readonly rootRecord: FileRecord;
  readonly tables: LevelTables;
}

class Run {
  readonly #roots: readonly RootToLint[];
  /** Files that are judged where they are included, not by themselves as well; null where that turns out on the way. */
  readonly #included: ReadonlySet<SourceFile> | null;
  readonly #options: LintOptions;
  readonly #problems: ToolProblem[] = [];
  readonly #notes: { file?: string; message: string }[] = [];
  readonly #counts: Counts = noCounts();
  readonly #bugs: Bugs;
  /** In the order in which files are read: `Finding.order` is the position. */
  readonly #records: FileRecord[] = [];
  readonly #byFile = new Map<SourceFile, FileRecord>();
  readonly #bySource = new Map<SourceFile, FileRecord>();
  /** The roots in which files have a place of their own. */
  readonly #homes = new Map<FileRecord, MigrationRoot>();
  /** Those that were judged where they are included, so far. */
  readonly #metInside = new Set<FileRecord>();
  readonly #policy: SuppressionPolicy;

  constructor(roots: readonly RootToLint[], options: LintOptions, included: ReadonlySet<SourceFile> | null) {
    this.#roots = roots;
    this.#included = included;
    this.#options = options;
    this.#bugs = new Bugs(this.#problems, options.debug);
    this.#policy = {
      knownIds: new Set([...options.rules.map((rule) => rule.id), ...BUILT_IN_IDS]),
      requireReason: options.requireReason,
      unsuppressable: new Set(options.unsuppressable),
      today: options.today,
    };
  }

  /** Files by themselves, with others beside them. */
  readonly #parts = new Set<string>();
  /** What is never edited, for its tool would refuse it. */
  readonly #sealed = new Set<FileRecord>();
  /** The files that are judged, by path, and whether they ran after replication was set up. */
  #judged: ReadonlyMap<string, boolean> | undefined;

  run(): LintResult {
    const started = this.#options.now();
    const prepared = this.#roots.map((entry) => this.#prepare(entry));
    const judge = new Judge(this.#byFile, {
      docsUrl: (id) => this.#options.docsUrl(id),
      printHelp: (help) => this.#options.printHelp(help),
      printFix: (fix) => this.#printFix(fix),
      bugs: this.#bugs,
    });
    const total = prepared.reduce((sum, { entries }) => sum + entries.length, 0);
    let done = 0;
    const onFile = (): void => this.#options.onFile?.(++done, total);
    for (const root of prepared) {
      this.#start(root.rootRecord);
      let isFirst = true;
      for (let readings: Readings | null = new Readings(); readings !== null; readings = readings.next()) {
        this.#runRoot(root, readings, judge, isFirst ? onFile : () => undefined);
        isFirst = false;
      }
    }
    return this.#finish(judge, started);
  }

  /** A file that is only read for the history, or that its tool would refuse then, is not changed, nor one that had run before replication was set up. */
  #printFix(proposed: ProposedFix): PrintedFix | Refused | null {
    if (this.#options.printFix === undefined) return null;
    const fix = this.#options.printFix(proposed);
    if (fix !== null && proposed.needsWholeSchema === true && fix.edits.some(({ file }) => this.#parts.has(file))) {
      return { refused: 'the file is judged by itself, and what stands beside it may need this as it is; where they are one schema, say so by `migrations` in the config' };
    }
    if (fix === null) return { refused: 'a statement that it would change does not stand in its file as it runs' };
    this.#judged ??= new Map(this.#records.filter((record) => record.chosen && !this.#sealed.has(record)).map(({ file, replicating }) => [file.path, replicating]));
    const judged = this.#judged;
    const other = fix.edits.find(({ file }) => !judged.has(file));
    if (other === undefined) return { fix, isWithheld: fix.edits.some(({ file }) => judged.get(file) === false) };
    return isOfOneStatement(proposed) ? null : { refused: `${other.file} would have to be changed too, and is not to be` };
  }

  #runRoot({ root, settings, entries, rootRecord, tables }: PreparedRoot, readings: Readings, judge: Judge, onFile: () => void): void {
    const { rules, parser, placeholders } = this.#options;
    const isFirst = readings.number === 0;
    new RootRun({
      entries,
      rootRecord,
      tool: root.tool,
      unread: root.unread ?? [],
      historyTables: root.historyTables,
      settings,
      rules,
      parser,
      mostReadAgain: this.#options.mostReadAgain,
      readOptions: { placeholders, readings },
      judge,
      bugs: this.#bugs,
      counts: this.#counts,
      // What is odd about a file is so in every reading.
      addNote: (file, message) => {
        if (isFirst) this.#notes.push({ file, message });
      },
      addProblem: (problem) => {
        if (isFirst) this.#problems.push(problem);
      },
      start: (record) => this.#start(record),
      isRunInside: (record) => this.#metInside.has(record) || this.#included?.has(record.source) === true,
      include: (written, from, base, entry) => this.#include(written, from, base, entry, tables),
      enter: (record, includer, runs) => this.#enter(record, includer, root, runs),
      onFile,
    }).run();
  }

  /** Gives a file its place among those that are read. */
  #start(record: FileRecord): void {
    if (record.order === -1) record.order = this.#records.push(record) - 1;
  }

  #include(written: string, from: SourceFile, base: IncludeBase, { migration, record }: Entry, tables: LevelTables): Included {
    const included = migration.openInclude?.(written, this.#byFile.get(from)?.source ?? from, base) ?? { refusal: 'cannot be read from here' };
    if ('refusal' in included) return included;
    const known = this.#bySource.get(included.file);
    return { file: (known ?? this.#addRecord(included.file, record, record.replicating, tables)).file };
  }

  /** A file is read where a migration of the root includes it; `runs`: whether what stands in it runs. */
  #enter(record: FileRecord, includer: FileRecord, root: MigrationRoot, runs: boolean): void {
    if (runs && isReplaceable(this.#homes.get(record), root) && !this.#metInside.has(record)) {
      if (record.order !== -1 && this.#included === null) throw new IncludedLate();
      this.#metInside.add(record);
      record.replicating = includer.replicating;
    }
    record.chosen ||= includer.chosen;
    this.#start(record);
  }

  #addRecord(source: SourceFile, { chosen }: Pick<FileRecord, 'chosen'>, replicating: boolean, tables: LevelTables): FileRecord {
    const record: FileRecord = {
      file: guardReading(source),
      source,
      order: -1,
      chosen,
      replicating,
      home: null,
      isCounted: false,
      levels: tables.tableFor(source.path),
      suppressions: new Suppressions(this.#policy),
    };
    this.#byFile.set(record.file, record);
    this.#bySource.set(source, record);
    return record;
  }

  /** Gives every migration its levels. */
  #prepare({ root, settings }: RootToLint): PreparedRoot {
    const { rules, onUnanalyzable } = this.#options;
    const { mode, version } = settings;
    const tables = new LevelTables({ rules, mode, version, onUnanalyzable, levelFor: (id, file) => settings.levelFor(id, file) });
    const before = this.#countBefore(root, settings.replicatingSince);
    const rootRecord = this.#addRecord({ path: root.path, chunks: () => [] }, { chosen: true }, true, tables);
    const entries = root.migrations.map((migration, position) => {
      const record = this.#addRecord(migration.file, migration, position >= before, tables);
      this.#homes.set(record, root);
      if (root.hasNeighbours === true) this.#parts.add(record.file.path);
      if (migration.isSealed === true) this.#sealed.add(record);
      return { migration: { ...migration, file: record.file }, record };
    });
    return { root, settings, entries, rootRecord, tables };
  }

  /**
   * How many of the root's migrations ran before replication. A name that no root with the same setting knows is a problem,
   * but not where a root is one file by itself: there the history is elsewhere.
   */
  #countBefore(root: MigrationRoot, replicatingSince: string | null): number {
    if (replicatingSince === null) return 0;
    const count = countBeforeReplication(root, replicatingSince);
    const isKnown = this.#roots.some(
      (other) => other.settings.replicatingSince === replicatingSince && countBeforeReplication(other.root, replicatingSince) > 0,
    );
    if (!isKnown && root.migrations.length > 1) {
      this.#problems.push({ kind: 'config', message: explainUnknownMigration(root, replicatingSince) });
    }
    return count;
  }

  #finish(judge: Judge, started: number): LintResult {
    const oncePerFile = new Set(this.#options.rules.filter((rule) => rule.oncePerFile === true).map(({ id }) => id));
    const found = withoutRepetition(judge.findings.sort(compareFindings), oncePerFile);
    const kept = found.filter((finding) => this.#records[finding.order]?.suppressions.suppress(finding) !== true);
    for (const finding of found) {
      if (NOT_JUDGED.has(finding.ruleId)) this.#records[finding.order]?.suppressions.excuse(finding);
    }
    const diagnostics = this.#withRemarks(judge, kept);
    const [first] = this.#roots;
    return {
      mode: first?.settings.mode ?? MODES[0],
      yugabytedb: first?.settings.version.text ?? DEFAULT_VERSION,
      summary: {
        ...this.#counts,
        errors: count(diagnostics, 'error'),
        warnings: count(diagnostics, 'warning'),
        infos: count(diagnostics, 'info'),
        suppressed: found.length - kept.length,
        baselined: 0,
        durationMs: Math.round(this.#options.now() - started),
      },
      problems: this.#problems,
      roots: this.#roots.map(({ root }) => root),
      diagnostics,
      notes: this.#notes,
    };
  }

  /** Adds what is to be said about suppression comments. */
  #withRemarks(judge: Judge, findings: readonly Finding[]): readonly Finding[] {
    const changeRules = new Set(this.#options.rules.filter((rule) => rule.kind === 'change').map((rule) => rule.id));
    const known = judge.findings.length;
    for (const record of this.#records) {
      const isSilent = (id: string): boolean => record.levels.get(id).level === 'off' || (!record.replicating && changeRules.has(id));
      for (const { span, message, help } of record.suppressions.remarks(isSilent)) {
        judge.reportBuiltIn('unused-suppression', record, { span, statement: null }, say(message, help));
      }
    }
    const remarks = judge.findings.slice(known);
    return remarks.length === 0 ? findings : [...findings, ...remarks].sort(compareFindings);
  }
}

/** Whether a fix stands or falls with one statement: then there is nothing to tell where it falls. */
function isOfOneStatement({ edits }: ProposedFix): boolean {
  return new Set(edits.map((edit) => ('clause' in edit ? edit.clause.statement : edit.statement))).size === 1;
}

/** What says that something was not judged. */
const NOT_JUDGED: ReadonlySet<string> = new Set<BuiltInId>(['syntax-error', 'unanalyzable']);

function count(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.reduce((sum, finding) => sum + (finding.severity === severity ? 1 : 0), 0);
}
