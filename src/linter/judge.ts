import { NOTHING, type Clause, type Problem, type Rule, type Severity, type SourceFile } from '../rule.js';
import type { Bugs } from './bugs.js';
import { Finding, type FindingTexts, type Place, type Saying } from './finding.js';
import type { LevelTable } from './levels.js';
import type { BuiltInId } from './result.js';
import { isWorse } from './severity.js';
import type { Suppressions } from './suppressions.js';
import type { Handler } from './dispatch.js';

/** A migration as the run knows it. */
export interface FileRecord {
  readonly file: SourceFile;
  /** The same as whoever asks for the run knows it. */
  readonly source: SourceFile;
  /** Place in the order in which files are read; -1 before it is read. */
  order: number;
  /** Whether findings in it are reported: where it was chosen, or a migration that includes it. */
  chosen: boolean;
  /** Whether replication had been set up when it ran: else change rules have nothing to say about it. */
  replicating: boolean;
  /** The record of the first root that reads it: where another one includes it too, it is not counted again. */
  home: FileRecord | null;
  /** Whether it is among the files that are counted. */
  isCounted: boolean;
  readonly levels: LevelTable;
  readonly suppressions: Suppressions;
}

/** Runs handlers and turns what they yield into findings of the files in which they stand. */
export class Judge {
  readonly findings: Finding[] = [];
  /** How many problems said that something could not be known. */
  notJudged = 0;
  readonly #records: ReadonlyMap<SourceFile, FileRecord>;
  readonly #texts: FindingTexts;
  readonly #bugs: Bugs;

  constructor(records: ReadonlyMap<SourceFile, FileRecord>, texts: FindingTexts) {
    this.#records = records;
    this.#texts = texts;
    this.#bugs = texts.bugs;
  }

  /** The record that a file belongs to; undefined for one that nobody knows. */
  recordOf(file: SourceFile): FileRecord | undefined {
    return this.#records.get(file);
  }

  /**
   * Asks one handler. An exception ends its answer, and is reported with the place of what was judged. `accepts` leaves
   * out problems that stand elsewhere than asked for.
   */
  ask<Input extends readonly unknown[]>(handler: Handler<Input>, at: Clause, input: Input, accepts?: (clause: Clause) => boolean): void {
    const { rule } = handler;
    try {
      const problems = handler.run(...input);
      if (problems === NOTHING) return;
      for (const problem of problems) {
        if (accepts === undefined || accepts(problem.clause)) this.#report(rule, problem);
      }
    } catch (error) {
      this.#bugs.add(`rule ${rule.id}`, at.statement.file.path, at.statement.start, error);
    }
  }

  /** A finding that is no rule's. */
  reportBuiltIn(id: BuiltInId, record: FileRecord, place: Place, saying: Saying): void {
    const { level } = record.levels.get(id);
    if (level !== 'off') this.#add(id, level, record, place, saying);
  }

  #report(rule: Rule, problem: Problem): void {
    const record = this.#records.get(problem.clause.statement.file);
    if (record?.chosen !== true) return;
    const { level, replaced } = record.levels.get(rule.id);
    if (level === 'off') return;
    if (problem.notJudged === true) {
      this.notJudged += 1;
      this.reportBuiltIn('unanalyzable', record, problem.clause, problem);
      return;
    }
    if (problem.level !== undefined && !replaced) {
      if (isWorse(problem.level, level) && isWorse(problem.level, rule.worst ?? level)) throw new Error(`it says ${problem.level}, but is no more than ${level} here`);
      this.#add(rule.id, problem.level, record, problem.clause, problem);
    } else {
      this.#add(rule.id, level, record, problem.clause, problem);
    }
  }

  #add(id: string, severity: Severity, record: FileRecord, place: Place, saying: Saying): void {
    this.findings.push(new Finding(id, severity, record.file.path, record.order, place, saying, this.#texts));
  }
}

/** A built-in finding's words, for `reportBuiltIn`. */
export function say(message: string, help: string, object = ''): Saying {
  return { object, message: () => message, help: () => ({ text: help }) };
}
