import type { Statement } from '../rule.js';
import type { Span } from '../source/source-file.js';
import { findNearest } from '../xcluster/nearest.js';
import { parseSuppression, type SuppressionComment } from './directive.js';
import type { Finding } from './finding.js';

/** What decides whether a suppression counts. */
export interface SuppressionPolicy {
  /** Rules and built-in findings. */
  readonly knownIds: ReadonlySet<string>;
  readonly requireReason: boolean;
  readonly unsuppressable: ReadonlySet<string>;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** A remark about a suppression comment, for `unused-suppression`. */
export interface SuppressionRemark {
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

interface Comment {
  readonly span: Span;
  readonly parsed: SuppressionComment;
}

/** One rule of one comment. */
interface Suppression {
  readonly rule: string;
  readonly comment: Comment;
  used: boolean;
}

/** What lies between `xclint-disable` and `xclint-enable`, in offsets; `end` is infinite where nothing ends it. */
interface Stretch {
  readonly suppression: Suppression;
  readonly start: number;
  end: number;
}

/** A comment for the next line, as long as we do not know what comes after it. */
interface Pending {
  readonly suppressions: readonly Suppression[];
  line: number;
  /** Where it ends if it may stand above a statement; null where it does not stand on lines of its own between two. */
  readonly endsAbove: number | null;
}

const SYNTAX_HELP = 'Write: -- xclint-disable-next-line RULE[, RULE] -- reason';

/**
 * The suppression comments of one file, and which of them suppress anything.
 *
 * `disable-line` covers its own line. `disable-next-line` covers the next line (other xclint comments skipped) and whole
 * statements, those in bodies too, that begin on it; between two statements, on a line of its own, it covers the whole
 * next statement with its body, however many lines below it begins. `disable` covers what follows, up to `enable` or the
 * file's end.
 */
export class Suppressions {
  readonly #policy: SuppressionPolicy;
  readonly #remarks: SuppressionRemark[] = [];
  readonly #all: Suppression[] = [];
  readonly #rules = new Set<string>();
  readonly #ofFile = new Map<string, Suppression>();
  /** By rule and line. */
  readonly #ofLine = new Map<string, Suppression>();
  readonly #ofNextLine = new Map<string, Suppression>();
  /** By rule and the statement's first offset. */
  readonly #ofStatement = new Map<string, Suppression>();
  /** By rule: in order, without overlap. */
  readonly #stretches = new Map<string, Stretch[]>();
  /** Rules of `disable` comments that do not count, so that their `enable` is not blamed. */
  readonly #refused = new Set<string>();
  #pending: Pending[] = [];
  #lastEnd = 0;
  #lastComment = -1;

  constructor(policy: SuppressionPolicy) {
    this.#policy = policy;
  }

  /** Takes the next statement of the file, one that another reading runs too. */
  addStatement({ start: { offset: start }, text }: Pick<Statement, 'start' | 'text'>): void {
    this.#lastEnd = start + text.length;
    if (this.#pending.length > 0) this.#settle(start);
  }

  /** Takes the next comment of the file that mentions xclint. A file that is included twice has its comments once. */
  addComment(text: string, span: Span, ownLine: boolean): void {
    if (span.start.offset <= this.#lastComment) return;
    this.#lastComment = span.start.offset;
    const parsed = parseSuppression(text);
    if (parsed === null) return;
    if (ownLine) {
      // The line that a comment above means is not this one.
      for (const pending of this.#pending) if (pending.line === span.start.line) pending.line = span.end.line + 1;
    }
    if ('problem' in parsed) {
      this.#remark(span, parsed.problem, SYNTAX_HELP);
      return;
    }
    const comment = { span, parsed };
    if (parsed.form === 'enable') this.#enable(comment);
    else this.#disable(comment, ownLine);
  }

  /** Whether a comment suppresses the finding; every one that does then counts as used. Asked once the file was read. */
  suppress(finding: Finding): boolean {
    return this.#all.length > 0 && this.#use(finding.ruleId, finding);
  }

  /** Where a statement could not be judged, nobody knows whether the comments that cover it are needed. */
  excuse(notJudged: Finding): void {
    for (const rule of this.#rules) this.#use(rule, notJudged);
  }

  /** Marks every suppression of the rule that covers the finding's place; whether there is one. */
  #use(rule: string, { start, statement: innermost }: Finding): boolean {
    this.#settle(null);
    const covering = [
      this.#ofFile.get(rule),
      this.#findStretch(rule, start.offset)?.suppression,
      this.#ofLine.get(keyOf(rule, start.line)),
      this.#ofNextLine.get(keyOf(rule, start.line)),
    ];
    for (let statement = innermost; statement !== null; statement = statement.host) {
      covering.push(this.#ofStatement.get(keyOf(rule, statement.start.offset)));
      covering.push(this.#ofNextLine.get(keyOf(rule, statement.start.line)));
    }
    let isCovered = false;
    for (const suppression of covering) {
      if (suppression === undefined) continue;
      suppression.used = true;
      isCovered = true;
    }
    return isCovered;
  }

  /**
   * What is to be said about the file's comments once all findings were asked about. A rule that is silent (off in this
   * mode, version or config) is not blamed: the same file may be judged elsewhere, where the rule speaks.
   */
  remarks(isSilent: (rule: string) => boolean): readonly SuppressionRemark[] {
    const unused = new Map<Comment, string[]>();
    for (const { rule, comment, used } of this.#all) {
      if (used || isSilent(rule)) continue;
      const rules = unused.get(comment);
      if (rules === undefined) unused.set(comment, [rule]);
      else rules.push(rule);
    }
    for (const [{ span, parsed }, rules] of unused) {
      const rest = parsed.rules.length > rules.length ? `Remove ${rules.join(' and ')} from the comment.` : 'Remove the comment.';
      this.#remark(span, `This comment suppresses nothing: there is no finding of ${rules.join(' or ')} ${AREAS[parsed.form]}`, rest);
    }
    return this.#remarks;
  }

  #disable(comment: Comment, ownLine: boolean): void {
    const { span, parsed } = comment;
    const suppressions: Suppression[] = [];
    for (const rule of this.#effectiveRules(comment)) {
      const suppression = { rule, comment, used: false };
      suppressions.push(suppression);
      this.#all.push(suppression);
      this.#rules.add(rule);
      if (parsed.form === 'disable-file') this.#ofFile.set(rule, suppression);
      if (parsed.form === 'disable-line') this.#ofLine.set(keyOf(rule, span.start.line), suppression);
      if (parsed.form === 'disable') this.#open(suppression);
    }
    if (parsed.form !== 'disable-next-line' || suppressions.length === 0) return;
    const isWithin = span.start.offset < this.#lastEnd;
    this.#pending.push({ suppressions, line: span.end.line + 1, endsAbove: ownLine && !isWithin ? span.end.offset : null });
  }

  /** A second `disable` of an open stretch covers nothing that is not covered: it will be unused. */
  #open(suppression: Suppression): void {
    const stretches = this.#stretches.get(suppression.rule) ?? [];
    if (stretches.at(-1)?.end === Infinity) return;
    stretches.push({ suppression, start: suppression.comment.span.start.offset, end: Infinity });
    this.#stretches.set(suppression.rule, stretches);
  }

  #enable({ span, parsed }: Comment): void {
    const named = parsed.rules.length > 0 ? this.#knownRules(span, parsed.rules) : [...this.#stretches.keys(), ...this.#refused];
    const ended = named.filter((rule) => {
      const open = this.#stretches.get(rule)?.at(-1);
      if (open?.end !== Infinity) return this.#refused.has(rule);
      open.end = span.start.offset;
      return true;
    });
    if (ended.length > 0 || (named.length === 0 && parsed.rules.length > 0)) return;
    const what = parsed.rules.length > 0 ? ` of ${named.join(' or ')}` : '';
    this.#remark(span, `This comment ends nothing: no "xclint-disable"${what} stands before it`, 'Remove the comment.');
  }

  /** The rules that the comment suppresses indeed; says why where it does not. */
  #effectiveRules({ span, parsed }: Comment): readonly string[] {
    const { today, requireReason, unsuppressable } = this.#policy;
    const refuse = (message: string, help: string): readonly [] => {
      for (const rule of parsed.rules) this.#refused.add(rule);
      this.#remark(span, message, help);
      return [];
    };
    if (parsed.rules.length === 0) return refuse('This comment names no rule, and suppresses nothing', SYNTAX_HELP);
    if (parsed.until !== null && parsed.until < today) {
      return refuse(`This suppression of ${parsed.rules.join(', ')} expired on ${parsed.until}`, 'Mend what it hid, or set a later day.');
    }
    if (requireReason && parsed.reason === null) {
      return refuse(`This suppression of ${parsed.rules.join(', ')} gives no reason, and one is required`, 'Add it at the end: " -- why".');
    }
    return this.#knownRules(span, parsed.rules).filter((rule) => {
      if (rule !== 'unused-suppression' && !unsuppressable.has(rule)) return true;
      this.#refused.add(rule);
      const why = rule === 'unused-suppression' ? 'by a comment' : '(config "unsuppressable")';
      this.#remark(span, `${rule} cannot be suppressed ${why}`, 'Remove the rule from the comment.');
      return false;
    });
  }

  #knownRules(span: Span, rules: readonly string[]): readonly string[] {
    const { knownIds } = this.#policy;
    const known = rules.filter((rule) => knownIds.has(rule));
    const unknown = rules.filter((rule) => !knownIds.has(rule));
    const [first] = unknown;
    if (first === undefined) return known;
    const nearest = findNearest(first, knownIds);
    const hint = nearest !== undefined ? `; did you mean "${nearest}"?` : known.length > 0 ? '; a reason stands after " -- "' : '';
    this.#remark(span, `There is no rule "${first}"${hint}`, SYNTAX_HELP);
    return known;
  }

  /** Fixes what the waiting comments cover: the next statement begins at `start`, or there is none. */
  #settle(start: number | null): void {
    for (const { suppressions, line, endsAbove } of this.#pending) {
      const isAbove = start !== null && endsAbove !== null && endsAbove <= start;
      for (const suppression of suppressions) {
        this.#ofNextLine.set(keyOf(suppression.rule, line), suppression);
        if (isAbove) this.#ofStatement.set(keyOf(suppression.rule, start), suppression);
      }
    }
    this.#pending = [];
  }

  #findStretch(rule: string, offset: number): Stretch | undefined {
    const stretches = this.#stretches.get(rule) ?? [];
    let low = 0;
    let high = stretches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((stretches[middle]?.start ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    const last = stretches[low - 1];
    return last !== undefined && offset < last.end ? last : undefined;
  }

  #remark(span: Span, message: string, help: string): void {
    this.#remarks.push({ span, message: message.endsWith('?') ? message : `${message}.`, help });
  }
}

const AREAS: Readonly<Record<SuppressionComment['form'], string>> = {
  'disable-next-line': 'on the next line or in the statement that begins there',
  'disable-line': 'on this line',
  disable: 'below it',
  enable: 'below it',
  'disable-file': 'in this file',
};

function keyOf(rule: string, place: number): string {
  return `${rule} ${String(place)}`;
}
