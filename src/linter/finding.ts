import type { Clause, Help, Problem, RelatedPlace, Severity, Statement } from '../rule.js';
import type { Position, Span } from '../source/source-file.js';
import { spanOf, startOf } from '../sql/clause.js';
import type { Bugs } from './bugs.js';
import type { Diagnostic, Fix } from './result.js';
import type { ProposedFix } from '../fixer/edit.js';
import type { Repair } from '../fixer/repair.js';

/** Where a finding stands: a clause, whose end is looked for when it is printed, or a span that is known already. */
export type Place = Clause | { readonly span: Span; /** Null between statements. */ readonly statement: Statement | null };

/** What a finding says, as `Problem` does; built-in findings have no clause. */
export type Saying = Pick<Problem, 'message' | 'help' | 'object' | 'related' | 'fix' | 'repair'>;

/** What all findings of a run share. */
export interface FindingTexts {
  docsUrl(id: string): string;
  printHelp(help: Help): string;
  /**
   * The edits of a fix; null where there is no exact place for them, or a file that they are in is not to be changed, and the
   * reason of it where several statements would have to be changed together.
   */
  printFix(fix: ProposedFix): PrintedFix | Refused | null;
  readonly bugs: Bugs;
}

/** Why there is no fix, a sentence without its full stop. */
export interface Refused {
  readonly refused: string;
}

/** A fix, and whether it is withheld because it changes a migration that had run before replication was set up. */
export interface PrintedFix {
  readonly fix: Fix;
  readonly isWithheld: boolean;
}

const NO_FIXES: readonly Fix[] = [];
const NO_WORDS = '(xclint could not put this into words, which is a bug in it)';

/** A diagnostic that costs next to nothing until somebody reads its texts. */
export class Finding implements Diagnostic {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly file: string;
  /** Place of the file in the run. */
  readonly order: number;
  readonly start: Position;
  readonly #place: Place;
  readonly #saying: Saying;
  readonly #texts: FindingTexts;

  constructor(ruleId: string, severity: Severity, file: string, order: number, place: Place, saying: Saying, texts: FindingTexts) {
    this.ruleId = ruleId;
    this.severity = severity;
    this.file = file;
    this.order = order;
    this.start = 'span' in place ? place.span.start : startOf(place);
    this.#place = place;
    this.#saying = saying;
    this.#texts = texts;
  }

  /** The statement in which it stands; null for what stands between statements. */
  get statement(): Statement | null {
    return this.#place.statement;
  }

  get object(): string {
    return this.#saying.object;
  }

  get range(): Span {
    const place = this.#place;
    return 'span' in place ? place.span : this.#guard('place', () => spanOf(place), { start: this.start, end: this.start });
  }

  get message(): string {
    return this.#guard('text', () => this.#saying.message(), NO_WORDS);
  }

  get help(): string {
    return this.#guard('text', () => this.#texts.printHelp(this.#saying.help()), NO_WORDS);
  }

  get docsUrl(): string {
    return this.#texts.docsUrl(this.ruleId);
  }

  get related(): Diagnostic['related'] {
    const read = (): Diagnostic['related'] =>
      (this.#saying.related ?? []).map(({ message, clause }: RelatedPlace) => ({ message, file: clause.statement.file.path, range: spanOf(clause) }));
    return this.#guard('related places', read, []);
  }

  get fixes(): readonly Fix[] {
    return this.#fixes(false);
  }

  get withheldFixes(): readonly Fix[] {
    return this.#fixes(true);
  }

  get fixRefusal(): string | null {
    const printed = this.#readFix();
    return printed !== null && 'refused' in printed ? printed.refused : null;
  }

  #fixes(isWithheld: boolean): readonly Fix[] {
    const printed = this.#readFix();
    return printed !== null && 'fix' in printed && printed.isWithheld === isWithheld ? [printed.fix] : NO_FIXES;
  }

  #readFix(): PrintedFix | Refused | null {
    const saying = this.#saying;
    if (saying.fix === undefined) return null;
    const read = (): PrintedFix | Refused | null => {
      const proposed = saying.fix?.() ?? null;
      if (proposed === null) return null;
      if (!('refused' in proposed)) return this.#texts.printFix(proposed);
      const { file } = proposed.clause.statement;
      return { refused: `${proposed.refused} (${file.path}:${String(startOf(proposed.clause).line)})` };
    };
    return this.#guard('fix', read, null);
  }

  get repair(): Repair | null {
    const { repair } = this.#saying;
    if (repair === undefined) return null;
    const { scope } = repair;
    return { scope, propose: () => this.#guard('repair', () => repair.propose(), { refusal: NO_WORDS }) };
  }

  /** These are computed long after the rules have run: a bug in one must not take the report along. */
  #guard<Value>(what: string, compute: () => Value, otherwise: Value): Value {
    try {
      return compute();
    } catch (error) {
      this.#texts.bugs.add(`the ${what} of ${this.ruleId}`, this.file, this.start, error);
      return otherwise;
    }
  }
}

/** The order of a report: by file, place, rule; equal ones stay as they were found. */
export function compareFindings(a: Finding, b: Finding): number {
  return a.order - b.order || a.start.offset - b.start.offset || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}

/**
 * Leaves out what repeats a finding of the same rule at the same place about the same object, and all but the first of a file
 * where a rule speaks of files as a whole (`oncePerFile`: ids of such rules). The list is sorted.
 */
export function withoutRepetition(sorted: readonly Finding[], oncePerFile: ReadonlySet<string>): Finding[] {
  const kept: Finding[] = [];
  const ofFiles = new Set<string>();
  let last: Finding | undefined;
  // Nearly every finding stands alone: a set is made for those that do not.
  let objects: Set<string> | undefined;
  for (const finding of sorted) {
    if (oncePerFile.has(finding.ruleId)) {
      const key = `${String(finding.order)} ${finding.ruleId}`;
      if (ofFiles.has(key)) continue;
      ofFiles.add(key);
    }
    if (last === undefined || compareFindings(last, finding) !== 0) {
      objects = undefined;
    } else {
      objects ??= new Set([last.object]);
      if (objects.has(finding.object)) continue;
      objects.add(finding.object);
    }
    last = finding;
    kept.push(finding);
  }
  return kept;
}
