import type { Help, Level, QualifiedName, Rule } from '../rule.js';
import type { Migration, MigrationRoot } from '../sql/migration.js';
import type { Parser } from '../sql/parser.js';
import { MODES } from '../xcluster/mode.js';
import { DEFAULT_VERSION } from '../xcluster/version.js';
import type { ProposedFix } from '../fixer/edit.js';
import { Bugs } from './bugs.js';
import type { ContextSettings } from './context.js';
import { noCounts, type Counts } from './counts.js';
import { compareFindings, withoutRepetition, type Finding } from './finding.js';
import { Judge, say, type FileRecord } from './judge.js';
import { BUILT_IN_IDS, LevelTables } from './levels.js';
import { guardReading } from './reading.js';
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
  return new Run(roots, options).run();
}

class Run {
  readonly #roots: readonly RootToLint[];
  readonly #options: LintOptions;
  readonly #problems: ToolProblem[] = [];
  readonly #notes: { file?: string; message: string }[] = [];
  readonly #counts: Counts = noCounts();
  readonly #bugs: Bugs;
  /** In the order of the run: `Finding.order` is the position. */
  readonly #records: FileRecord[] = [];
  readonly #policy: SuppressionPolicy;

  constructor(roots: readonly RootToLint[], options: LintOptions) {
    this.#roots = roots;
    this.#options = options;
    this.#bugs = new Bugs(this.#problems, options.debug);
    this.#policy = {
      knownIds: new Set([...options.rules.map((rule) => rule.id), ...BUILT_IN_IDS]),
      requireReason: options.requireReason,
      unsuppressable: new Set(options.unsuppressable),
      today: options.today,
    };
  }

  #changeable: ReadonlySet<string> | undefined;

  run(): LintResult {
    const started = this.#options.now();
    const prepared = this.#roots.map((entry) => this.#prepare(entry));
    const records = new Map(this.#records.map((record) => [record.file, record]));
    const judge = new Judge(records, {
      docsUrl: (id) => this.#options.docsUrl(id),
      printHelp: (help) => this.#options.printHelp(help),
      printFix: (fix) => this.#printFix(fix),
      bugs: this.#bugs,
    });
    const total = prepared.reduce((sum, { entries }) => sum + entries.length, 0);
    let done = 0;
    for (const { root, settings, entries, rootRecord } of prepared) {
      const { rules, parser, placeholders } = this.#options;
      new RootRun({
        entries,
        rootRecord,
        tool: root.tool,
        settings,
        rules,
        parser,
        readOptions: { placeholders },
        judge,
        bugs: this.#bugs,
        counts: this.#counts,
        addNote: (file, message) => this.#notes.push({ file, message }),
        addProblem: (problem) => this.#problems.push(problem),
        onFile: () => this.#options.onFile?.(++done, total),
      }).run();
    }
    return this.#finish(judge, started);
  }

  /** A file that is only read for the history, or that had run before replication was set up, is not changed. */
  #printFix(proposed: ProposedFix): Fix | null {
    const fix = this.#options.printFix?.(proposed) ?? null;
    if (fix === null) return null;
    this.#changeable ??= new Set(this.#records.filter(({ chosen, replicating }) => chosen && replicating).map(({ file }) => file.path));
    const changeable = this.#changeable;
    return fix.edits.every(({ file }) => changeable.has(file)) ? fix : null;
  }

  /** Gives every migration its place in the run and its levels. */
  #prepare({ root, settings }: RootToLint): RootToLint & { readonly entries: readonly Entry[]; readonly rootRecord: FileRecord } {
    const { rules, onUnanalyzable } = this.#options;
    const { mode, version } = settings;
    const tables = new LevelTables({ rules, mode, version, onUnanalyzable, levelFor: (id, file) => settings.levelFor(id, file) });
    const before = this.#countBefore(root, settings.replicatingSince);
    const add = (migration: Pick<Migration, 'file' | 'chosen'>, replicating: boolean): FileRecord => {
      const { file, chosen } = migration;
      const record = {
        file: guardReading(file),
        order: this.#records.length,
        chosen,
        replicating,
        levels: tables.tableFor(file.path),
        suppressions: new Suppressions(this.#policy),
      };
      this.#records.push(record);
      return record;
    };
    const rootRecord = add({ file: { path: root.path, chunks: () => [] }, chosen: true }, true);
    const entries = root.migrations.map((migration, position) => {
      const record = add(migration, position >= before);
      return { migration: { ...migration, file: record.file }, record };
    });
    return { root, settings, entries, rootRecord };
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
    const found = withoutRepetition(judge.findings.sort(compareFindings));
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

/** What says that something was not judged. */
const NOT_JUDGED: ReadonlySet<string> = new Set<BuiltInId>(['syntax-error', 'unanalyzable']);

function count(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.reduce((sum, finding) => sum + (finding.severity === severity ? 1 : 0), 0);
}
