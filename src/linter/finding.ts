import type { Clause, Help, Problem, RelatedPlace, Severity, Statement } from '../rule.js';
import type { Position, Span } from '../source/source-file.js';
import { spanOf, startOf } from '../sql/clause.js';
import type { Bugs } from './bugs.js';
import type { Diagnostic, Fix } from './result.js';

/** Where a finding stands: a clause, whose end is looked for when it is printed, or a span that is known already. */
export type Place = Clause | { readonly span: Span; /** Null between statements. */ readonly statement: Statement | null };

/** What a finding says, as `Problem` does; built-in findings have no clause. */
export type Saying = Pick<Problem, 'message' | 'help' | 'object' | 'related'>;

/** What all findings of a run share. */
export interface FindingTexts {
  docsUrl(id: string): string;
  printHelp(help: Help): string;
  readonly bugs: Bugs;
}

const NO_FIXES: readonly Fix[] = [];

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
    return 'span' in this.#place ? this.#place.span : spanOf(this.#place);
  }

  get message(): string {
    return this.#tell(() => this.#saying.message());
  }

  get help(): string {
    return this.#tell(() => this.#texts.printHelp(this.#saying.help()));
  }

  get docsUrl(): string {
    return this.#texts.docsUrl(this.ruleId);
  }

  get related(): Diagnostic['related'] {
    return (this.#saying.related ?? []).map(({ message, clause }: RelatedPlace) => ({
      message,
      file: clause.statement.file.path,
      range: spanOf(clause),
    }));
  }

  get fixes(): readonly Fix[] {
    return NO_FIXES;
  }

  /** Texts are computed long after the rules have run: a bug in one must not take the report along. */
  #tell(text: () => string): string {
    try {
      return text();
    } catch (error) {
      this.#texts.bugs.add(`the text of ${this.ruleId}`, this.file, this.start, error);
      return `(xclint could not put this into words, which is a bug in it)`;
    }
  }
}

/** The order of a report: by file, place, rule; equal ones stay as they were found. */
export function compareFindings(a: Finding, b: Finding): number {
  return a.order - b.order || a.start.offset - b.start.offset || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}

/** Leaves out what repeats a finding of the same rule at the same place about the same object. The list is sorted. */
export function withoutRepetition(sorted: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  let last: Finding | undefined;
  // Nearly every finding stands alone: a set is made for those that do not.
  let objects: Set<string> | undefined;
  for (const finding of sorted) {
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
