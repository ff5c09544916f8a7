import { detach } from '../source/detach.js';
import { advance, FILE_START } from '../source/position.js';
import type { PassedLines } from '../source/passed-lines.js';
import type { Position, Span } from '../source/source-file.js';
import { dollarTag, endOfBlockComment, endOfDollarString, endOfEscapeString, endOfLine, endOfQuoted, endOfWord, isSpace, isWordPart, isWordStart } from './lexical.js';
import type { Directive, DirectiveReader } from './migration.js';
import { ANOTHER_COPY, DISCARDS, endOfCommand, findTerminator, mayBecome, readCommand, readsData, SENDS, STATEMENT_LINE, type Command, type ConditionVerb } from './psql.js';
import { endOfPlaceholder } from './placeholder-text.js';
import type { Rewrite } from './statement.js';
import { Branches, endOfBranch, InnerBlocks, readTag, type TemplateTag } from './template-tags.js';
import { commentEnd } from './tokens.js';

/** What a text consists of, in the order in which it begins. */
export type Piece =
  | {
      readonly kind: 'statement';
      /** From the first word to the last token, without the `;`. */
      readonly text: string;
      readonly start: Position;
      /** Stretches of `text` that are no SQL (psql's commands), as pairs of offsets. */
      readonly blanks: readonly (readonly [number, number])[];
      /** Offsets in `text` of backslashes that take a quote into a string, where `standard_conforming_strings` is off. */
      readonly escapes: readonly number[];
      /** The conditions of psql's that stand in it; each goes for what stands between it and the next. */
      readonly conditions: readonly InnerCondition[];
      /** Whether it is psql's `\copy`, without the backslash a statement that names a file. */
      readonly isCopy?: true;
      /** Where it stands in a file of another language: what that has in place of `text`, and how the two differ. */
      readonly origin?: { readonly text: string; readonly rewrites: readonly Rewrite[] };
    }
  /** A comment that contains `xclint-`. */
  | { readonly kind: 'comment'; readonly text: string; readonly span: Span; readonly ownLine: boolean }
  | { readonly kind: 'directive'; readonly directive: Directive; readonly span: Span }
  /** A command to psql. One in a statement comes before it, but for those that send it. */
  | { readonly kind: 'command'; readonly command: Command; readonly span: Span }
  /** Text that cannot be cut any further. */
  | { readonly kind: 'unterminated'; readonly message: string; readonly span: Span }
  /** What cannot be read at all. */
  | { readonly kind: 'unanalyzable'; readonly message: string; readonly span: Span }
  /** The data of a `COPY` that reach to the end of the text. */
  | { readonly kind: 'endlessData'; readonly span: Span };

/** An `\if`, `\elif`, `\else` or `\endif` in a statement. */
export interface InnerCondition {
  readonly verb: ConditionVerb;
  readonly argument: string;
  /** Offsets in the statement's text. */
  readonly start: number;
  readonly end: number;
}

/** A text that is read piece by piece. */
export interface TextSource {
  /** The next piece, of about so many units at most where there are more; null at the end. */
  read(most: number): string | null;
  /**
   * Passes over lines of a `COPY`'s data, to their end or to what throws doubt on them; null where nothing was passed.
   * `least`: with so little passed only the terminator counts as an end. `line`: the one in which the text that was read ends;
   * `isMidLine`: not at its beginning.
   */
  skipData(line: number, isMidLine: boolean, least: number): PassedLines | null;
  close(): void;
}

/** A text that is there as a whole. */
export function wholeText(text: string): TextSource {
  let rest: string | null = text;
  return {
    read() {
      const piece = rest;
      rest = null;
      return piece;
    },
    skipData: () => null,
    close() {
      rest = null;
    },
  };
}

/** How far the text is read ahead at least; and how far behind data that were passed over, for others may follow. */
const WINDOW = 1 << 18;
const WINDOW_AFTER_DATA = 1 << 11;
/** How far it is looked for the end of data that may be none. */
const DOUBTED_DATA = WINDOW;
/** How much of the data is looked at to see whether they are. */
const DATA_HEAD = 200;
/** How much of a line is kept before the place that is worked on, to tell whether a comment stands alone in its line. */
const LOOK_BEHIND = 1024;
const MARK = 'xclint-';
/** How far the end of a template's tag is waited for. */
const LONGEST_TAG = 1 << 14;

/** What kind of statement it is, as far as the cutting depends on it. */
type Head = 'none' | 'create' | 'routine' | 'rule' | 'copy' | 'do' | 'other';

/** Where a statement was cut. `end` is the end of its last token, `next` where the text goes on. */
interface Cut {
  readonly end: number;
  readonly next: number;
  readonly copiesData: boolean;
}

/**
 * Cuts a text into statements in one pass. Memory holds a window of the text, which grows only while one statement
 * does not end in it; then it doubles, so that no text is looked at more than a few times.
 */
export class Splitter {
  readonly #source: TextSource;
  readonly #readDirective: DirectiveReader;
  #text = '';
  #ahead = WINDOW;
  /** Whether the window holds the end of the text. */
  #ended = false;
  /** Where the work stands in the window, and the same as a place in the file. */
  #at = 0;
  #position: Position = FILE_START;
  #positionAt = 0;
  /** How much of the text lies before the window. */
  #forgotten = 0;
  /** Whether the window contains the mark of our own comments at all. */
  #marked = false;
  #hasReturns = false;
  #ignoring = false;
  /** What the migration tool ends statements with, besides `;`. */
  #delimiter: string | null;
  /** Lines that nobody reads, the rest of the one in which they were announced included; see `Directive`. */
  #skipping: number | RegExp | null = null;
  /** Found in the statement that is being read; given out before it and after it. */
  #before: Piece[] = [];
  #inner: Piece[] = [];
  #conditions: InnerCondition[] = [];
  #blanks: [number, number][] = [];
  #escapes: number[] = [];
  /** Whether a backslash means something in `'…'`: `standard_conforming_strings` is off. */
  #escaping = false;
  /** The blocks of a template that are open around the statement. */
  readonly #blocks: Branches[] = [];
  /** Those in the statement; null where it has none. */
  #innerBlocks: InnerBlocks | null = null;

  constructor(source: TextSource, readDirective: DirectiveReader, delimiter: string | null = null) {
    this.#source = source;
    this.#readDirective = readDirective;
    this.#delimiter = delimiter;
  }

  *pieces(): Generator<Piece> {
    try {
      this.#refill();
      for (;;) {
        const found = this.#skipping !== null ? this.#skippedLine(this.#skipping) : this.#ignoring ? this.#ignoredLine() : this.#next();
        if (found === 'more') this.#refill();
        else if (found === 'end') return;
        else yield* found;
      }
    } finally {
      this.#source.close();
    }
  }

  /** Reads on until the window has doubled, or is as long as asked for, and forgets what lies behind. */
  #refill(least = this.#ahead): void {
    this.#locate(this.#at);
    const lineStart = this.#at - (this.#position.column - 1);
    const keep = Math.max(lineStart, this.#at - LOOK_BEHIND, 0);
    const size = Math.max(least, 2 * (this.#text.length - keep));
    this.#ahead = Math.min(2 * this.#ahead, WINDOW);
    let text = this.#text.slice(keep);
    while (text.length < size) {
      const next = this.#source.read(size - text.length);
      if (next === null) {
        this.#ended = true;
        break;
      }
      text += next;
    }
    this.#forgotten += keep;
    this.#at -= keep;
    this.#positionAt -= keep;
    this.#text = text;
    this.#marked = text.includes(MARK, this.#at);
    this.#hasReturns = text.includes('\r');
  }

  /** The place of an offset of the window; offsets are asked for in rising order. */
  #locate(at: number): Position {
    this.#position = advance(this.#position, this.#text, this.#positionAt, at, this.#hasReturns);
    this.#positionAt = at;
    return this.#position;
  }

  #span(start: number, end: number): Span {
    const from = this.#locate(start);
    return { start: from, end: advance(from, this.#text, start, end) };
  }

  /** The next comment, command or statement, from `#at` on. */
  #next(): Piece[] | 'more' | 'end' {
    const text = this.#text;
    let at = this.#at;
    for (let unit = text.charCodeAt(at); ; unit = text.charCodeAt(at)) {
      if (this.#delimiter !== null && startsDelimiter(text, at, this.#delimiter)) at += this.#delimiter.length;
      else if (isSpace(unit) || unit === 59 || unit === 0xfeff) at += 1;
      else break;
    }
    this.#at = at;
    if (at >= text.length) return this.#ended ? 'end' : 'more';
    const unit = text.charCodeAt(at);
    if ((unit === 45 || unit === 47) && at + 1 >= text.length && !this.#ended) return 'more';
    if (text.startsWith('--', at) || text.startsWith('/*', at)) return this.#comment(at);
    if (unit === 92) return this.#command(at);
    return (unit === 123 || unit === 36 ? this.#template(at) : null) ?? this.#statement(at);
  }

  /** A comment between statements. */
  #comment(start: number): Piece[] | 'more' {
    const end = this.#commentEnd(start);
    if (end === 'more') return end;
    if (end === -1) return this.#unterminated('the comment', start, start + 2);
    const pieces: Piece[] = [];
    this.#inspect(start, end, pieces);
    for (const piece of pieces) {
      if (piece.kind !== 'directive') continue;
      const { ignored, delimiter, skip } = piece.directive;
      this.#ignoring = ignored ?? this.#ignoring;
      if (delimiter !== undefined) this.#delimiter = delimiter;
      if (skip !== undefined) this.#skipping = typeof skip === 'number' ? skip + 1 : skip;
    }
    this.#at = end;
    return pieces;
  }

  /** One line, or the rest of one, that nobody reads. */
  #skippedLine(skipping: number | RegExp): Piece[] | 'more' | 'end' {
    const text = this.#text;
    const start = this.#at;
    if (start >= text.length) return this.#ended ? 'end' : 'more';
    const end = endOfLine(text, start);
    // The two marks of a line's end may be cut in two.
    if (end + 1 >= text.length && !this.#ended) return 'more';
    this.#at = Math.min(text.startsWith('\r\n', end) ? end + 2 : end + 1, text.length);
    if (typeof skipping === 'number') this.#skipping = skipping <= 1 ? null : skipping - 1;
    else if (skipping.test(text.slice(start, end))) this.#skipping = null;
    return [];
  }

  /** -1 where it is not closed. */
  #commentEnd(start: number): number | 'more' {
    const text = this.#text;
    const end = text.charCodeAt(start) === 45 ? endOfLine(text, start) : endOfBlockComment(text, start);
    return !this.#ended && (end === -1 || end === text.length) ? 'more' : end;
  }

  /** Adds what a comment means to the migration tool and to us. */
  #inspect(start: number, end: number, pieces: Piece[]): Directive | null {
    const comment = this.#text.slice(start, end);
    const before = this.#text.charCodeAt(start - 1);
    const directive = this.#readDirective(comment, start === 0 || before === 10 || before === 13, start === 0 && this.#forgotten === 0);
    if (directive !== null) pieces.push({ kind: 'directive', directive, span: this.#span(start, end) });
    if (this.#marked && comment.includes(MARK)) {
      pieces.push({ kind: 'comment', text: comment, span: this.#span(start, end), ownLine: startsLine(this.#text, start) });
    }
    return directive;
  }

  /** Text that is not ours: only comments at the beginning of a line are looked at. */
  #ignoredLine(): Piece[] | 'more' | 'end' {
    const text = this.#text;
    let at = this.#at;
    while (isSpace(text.charCodeAt(at))) at += 1;
    this.#at = at;
    if (at >= text.length) return this.#ended ? 'end' : 'more';
    if (text.startsWith('--', at) || text.startsWith('/*', at)) {
      const end = this.#commentEnd(at);
      // A comment that another database would not end either ends with its line.
      if (end !== -1) return this.#comment(at);
    }
    const end = endOfLine(text, at);
    if (end === text.length && !this.#ended) return 'more';
    this.#at = end;
    return [];
  }

  /** A command to psql between statements. */
  #command(start: number): Piece[] | 'more' {
    const end = this.#commandEnd(start);
    if (end === 'more') return end;
    const text = this.#text.slice(start, end);
    this.#at = end;
    if (/^\\copy\s/.test(text)) return this.#copy(start, text);
    const command = readCommand(text);
    return command === null ? [] : [{ kind: 'command', command, span: this.#span(start, start + text.trimEnd().length) }];
  }

  /** A tag of a template between statements, or a placeholder that stands there alone; null where it is neither. */
  #template(start: number): Piece[] | 'more' | null {
    const text = this.#text;
    const tag = this.#readTag(start);
    if (tag === null || tag === 'more') return tag;
    if (tag.kind === 'text') {
      let after = tag.end;
      while (text.charCodeAt(after) !== 10 && isSpace(text.charCodeAt(after))) after += 1;
      if (after === text.length && !this.#ended) return 'more';
      if (after < text.length && !/^(?:[\n;]|\{[{%#])/.test(text.slice(after, after + 2))) return null;
      this.#at = tag.end;
      return [{ kind: 'statement', text: text.slice(start, tag.end), start: this.#locate(start), blanks: [], escapes: [], conditions: [] }];
    }
    const branches = tag.kind === 'open' ? new Branches() : this.#blocks.at(-1);
    const begins = tag.kind === 'open' || tag.kind === 'else';
    const end = begins && branches?.takes(tag) === false ? endOfBranch(text, tag.end) : tag.end;
    if (end === -1 && !this.#ended) return 'more';
    if (tag.kind === 'open' && branches !== undefined) this.#blocks.push(branches);
    if (tag.kind === 'close') this.#blocks.pop();
    this.#at = end === -1 ? text.length : end;
    return [];
  }

  /** The tag or placeholder at a `{` or `$`; null where none stands there. */
  #readTag(at: number): TemplateTag | 'more' | null {
    const text = this.#text;
    if (text.charCodeAt(at) === 36) {
      const end = endOfPlaceholder(text, at);
      return end === -1 ? null : { end, kind: 'text', condition: '' };
    }
    const tag = readTag(text, at);
    return tag === null && !this.#ended && text.length - at < LONGEST_TAG ? 'more' : tag;
  }

  /** psql's own `COPY`, and the data behind it. */
  #copy(start: number, written: string): Piece[] {
    const text = written.replace(/[\s;]+$/, '');
    const statement: Piece = { kind: 'statement', text, start: this.#locate(start), blanks: [[0, 1]], escapes: [], conditions: [], isCopy: true };
    return readsData(text) ? [statement, ...this.#data(start)] : [statement];
  }

  /** The end of a command with its arguments, in its line. */
  #commandEnd(start: number): number | 'more' {
    const text = this.#text;
    const line = endOfLine(text, start);
    if (line === text.length && !this.#ended) return 'more';
    // Of a dollar quote that was written for a shell only the backslash is too much.
    if (text.charCodeAt(start + 1) === 36) return start + 1;
    return start + endOfCommand(text.slice(start, line));
  }

  #statement(start: number): Piece[] | 'more' {
    this.#before = [];
    this.#inner = [];
    this.#conditions = [];
    this.#blanks = [];
    this.#escapes = [];
    this.#innerBlocks = null;
    const position = this.#locate(start);
    const cut = this.#cut(start);
    if (cut === 'more' || (!('kind' in cut) && this.#positionAt > cut.next)) {
      // Comments of ours were located beyond the place where the text goes on.
      this.#position = position;
      this.#positionAt = start;
    }
    if (cut === 'more') return cut;
    if ('kind' in cut) return [...this.#before, ...this.#inner, cut];
    this.#at = cut.next;
    const statement: Piece = {
      kind: 'statement',
      text: this.#cutOut(start, cut.end),
      start: position,
      blanks: this.#blanks.map(([from, to]) => [from - start, to - start] as const),
      escapes: this.#escapes.map((at) => at - start),
      conditions: this.#conditions.map((condition) => ({ ...condition, start: condition.start - start, end: condition.end - start })),
    };
    this.#escaping = escapesAfter(statement.text, this.#escaping);
    const pieces: Piece[] = [...this.#before, ...(cut.end > start ? this.#versions(statement, start) : []), ...this.#inner];
    return cut.copiesData ? [...pieces, ...this.#data(start)] : pieces;
  }

  /** A stretch of the window; next to data, where hardly anything else of the window is kept, as a copy. */
  #cutOut(start: number, end: number): string {
    const text = this.#text.slice(start, end);
    return this.#ahead < WINDOW ? detach(text) : text;
  }

  /** The statement as its template makes it: once for each branch that may be PostgreSQL's. */
  #versions(statement: Extract<Piece, { kind: 'statement' }>, start: number): readonly Piece[] {
    const blocks: InnerBlocks | null = this.#innerBlocks;
    if (blocks === null) return [statement];
    this.#blocks.push(...blocks.open);
    return blocks.versions().map((stretches) => ({ ...statement, blanks: [...statement.blanks, ...stretches.map(([from, to]) => [from - start, to - start] as const)] }));
  }

  /** Finds where the statement ends that begins at `start`. */
  #cut(start: number): Cut | 'more' | Extract<Piece, { kind: 'unterminated' }> {
    const text = this.#text;
    const length = text.length;
    let head: Head = 'none';
    let afterBegin = false;
    let depth = 0;
    let parens = 0;
    let last = start;
    let skipped: { readonly end: number; readonly next: number; readonly found: readonly [number, number, number, number] } | null = null;
    const delimiter = this.#delimiter;
    for (let at = start; at < length; ) {
      const unit = text.charCodeAt(at);
      if (delimiter !== null && startsDelimiter(text, at, delimiter)) {
        const next = at + delimiter.length;
        // The next letter tells whether this is a word or the beginning of one.
        if (next === length && !this.#ended) return 'more';
        return { end: last, next, copiesData: head === 'copy' && readsData(text.slice(start, at)) };
      }
      if (isWordStart(unit)) {
        const end = endOfWord(text, at);
        if (head === 'none' || head === 'create') head = nextHead(head, text.slice(at, end).toLowerCase());
        else if (head === 'routine' && text.charCodeAt(at - 1) !== 46) {
          const word = text.slice(at, end).toLowerCase();
          if (depth === 0) depth = afterBegin && word === 'atomic' ? 1 : 0;
          else if (word === 'case') depth += 1;
          else if (word === 'end') depth -= 1;
          afterBegin = word === 'begin';
        }
        at = end;
        // `E'…'`: the only prefix that changes how the string is read.
        if (text.charCodeAt(end) === 39 && (unit | 32) === 101 && end - last >= 1 && isLone(text, end)) {
          const close = endOfEscapeString(text, end);
          if (close === -1) return this.#open('the string', end, end + 1);
          at = close;
        }
        last = at;
        continue;
      }
      if (isSpace(unit)) {
        at += 1;
        continue;
      }
      switch (unit) {
        case 39: /* ' */
        case 34: /* " */ {
          const isEscaping = this.#escaping && unit === 39;
          const end = isEscaping ? endOfEscapeString(text, at) : endOfQuoted(text, at, unit === 39 ? "'" : '"');
          if (isEscaping) this.#findEscapes(at + 1, end - 1);
          if (end === -1) return this.#open(unit === 39 ? 'the string' : 'the quoted name', at, at + 1);
          if (unit === 39) this.#inspectString(head, at + 1, end - 1);
          last = at = end;
          break;
        }
        case 36: /* $ */ {
          const tag = dollarTag(text, at);
          if (tag === null) {
            last = at = Math.max(endOfPlaceholder(text, at), endOfWord(text, at));
            break;
          }
          const end = endOfDollarString(text, at, tag);
          if (end === -1) return this.#open(`the string that ${tag} opens`, at, at + tag.length);
          this.#inspectString(head, at + tag.length, end - tag.length);
          last = at = end;
          break;
        }
        case 45: /* - */
        case 47: /* / */ {
          if (!text.startsWith('--', at) && !text.startsWith('/*', at)) {
            last = at += 1;
            break;
          }
          const end = this.#commentEnd(at);
          if (end === 'more') return end;
          if (end === -1) return this.#open('the comment', at, at + 2);
          const before = this.#inner.length;
          if (this.#inspect(at, end, this.#inner)?.boundary === true) {
            // The comment is read again, as one between statements.
            this.#inner.length = before;
            return { end: last, next: at, copiesData: false };
          }
          at = end;
          break;
        }
        case 123: /* { */ {
          const tag = this.#readTag(at);
          if (tag === 'more') return tag;
          if (tag === null || tag.kind === 'text') {
            last = at = tag?.end ?? at + 1;
            break;
          }
          this.#innerBlocks ??= new InnerBlocks();
          const next = this.#innerBlocks.take(text, at, tag);
          if (next === -1 && !this.#ended) return 'more';
          if (next === null || next === -1) return { end: last, next: next === null ? at : length, copiesData: false };
          at = next;
          break;
        }
        case 59: /* ; */
          if (depth === 0 && (head !== 'rule' || parens <= 0)) {
            return { end: last, next: at + 1, copiesData: head === 'copy' && readsData(text.slice(start, at)) };
          }
          skipped ??= { end: last, next: at + 1, found: [this.#before.length, this.#inner.length, this.#conditions.length, this.#blanks.length] };
          last = at += 1;
          break;
        case 92: /* \ */ {
          const end = this.#commandEnd(at);
          if (end === 'more') return end;
          const written = text.slice(at, end);
          const verb = /^\\(\w+|.)?/.exec(written)?.[1] ?? '';
          if (verb === ';') return { end: last, next: at + 2, copiesData: false };
          const command = readCommand(written);
          if (SENDS.test(verb)) {
            if (command?.kind === 'gexec' || command?.kind === 'gset') this.#inner.push({ kind: 'command', command, span: this.#span(at, at + written.trimEnd().length) });
            return { end: last, next: end, copiesData: false };
          }
          if (DISCARDS.test(verb)) return { end: start, next: end, copiesData: false };
          if (command?.kind === 'condition') this.#conditions.push({ verb: command.verb, argument: command.argument, start: at, end });
          else if (command !== null) this.#before.push({ kind: 'command', command, span: this.#span(at, end) });
          this.#blanks.push([at, end]);
          at = end;
          break;
        }
        default:
          if (unit === 40) parens += 1;
          else if (unit === 41) parens -= 1;
          last = at += 1;
      }
    }
    if (!this.#ended) return 'more';
    if (skipped === null || (depth === 0 && parens <= 0)) return { end: last, next: length, copiesData: false };
    // A body that never ends must not swallow what follows: it ends at the first `;` after all.
    [this.#before.length, this.#inner.length, this.#conditions.length, this.#blanks.length] = skipped.found;
    return { end: skipped.end, next: skipped.next, copiesData: false };
  }

  /** Remembers where a backslash takes a quote into the string. */
  #findEscapes(from: number, to: number): void {
    const text = this.#text;
    for (let at = text.indexOf('\\', from); at !== -1 && at < to; at = text.indexOf('\\', at + 2)) {
      if (text.charCodeAt(at + 1) === 39) this.#escapes.push(at);
    }
  }

  /** What is not closed in the window may be closed behind it. */
  #open(what: string, start: number, end: number): 'more' | Extract<Piece, { kind: 'unterminated' }> {
    if (!this.#ended) return 'more';
    const [piece] = this.#unterminated(what, start, end);
    return piece;
  }

  #unterminated(what: string, start: number, end: number): [Extract<Piece, { kind: 'unterminated' }>] {
    this.#at = this.#text.length;
    return [{ kind: 'unterminated', message: `${what} is not closed`, span: this.#span(start, end) }];
  }

  /** Comments of ours in a body that is written as a string. */
  #inspectString(head: Head, from: number, to: number): void {
    if (!this.#marked || (head !== 'routine' && head !== 'do')) return;
    const text = this.#text;
    if (!text.slice(from, to).includes(MARK)) return;
    for (let at = from; at < to; ) {
      const end = skipInBody(text, at, to);
      if (commentEnd(text, at) !== null && text.slice(at, end).includes(MARK)) {
        this.#inner.push({ kind: 'comment', text: text.slice(at, end), span: this.#span(at, end), ownLine: startsLine(text, at) });
      }
      at = end;
    }
  }

  /** Passes over the lines that `COPY … FROM stdin` reads. `start` is where the statement began. */
  #data(start: number): Piece[] {
    const copy = this.#span(start, start + 4);
    let isFirst = true;
    const line = endOfLine(this.#text, this.#at);
    this.#at = this.#text.startsWith('\r\n', line) ? line + 2 : line + 1;
    for (;;) {
      const text = this.#text;
      const from = Math.min(this.#at, text.length);
      const end = findTerminator(text, from);
      // What follows it in the next window decides whether it is one.
      const found = end === -1 || (end + 2 === text.length && !this.#ended) ? null : end;
      // A `COPY` that was meant to fail, or was emptied by hand, has no terminator: the next one's is not its own.
      const another = ANOTHER_COPY.exec(text.slice(from, found ?? text.length));
      if (found !== null && another === null) {
        this.#at = found + 2;
        return [];
      }
      if (!isFirst && (another !== null || this.#ended)) {
        this.#at = another === null ? text.length : from + another.index;
        return [{ kind: 'endlessData', span: copy }];
      }
      const isDoubted = another !== null || STATEMENT_LINE.test(text.slice(from, from + DATA_HEAD));
      const hasSeenMuch = text.length - from >= DOUBTED_DATA;
      if (isFirst && (found !== null || this.#ended || (isDoubted && hasSeenMuch))) {
        this.#at = from;
        return [];
      }
      if (isFirst && (isDoubted || text.length - from < DATA_HEAD)) {
        this.#refill(isDoubted ? DOUBTED_DATA : this.#ahead);
      } else if (this.#skip(from)) {
        isFirst = false;
      } else if (isFirst && !hasSeenMuch) {
        this.#refill(DOUBTED_DATA);
      } else {
        // The last line stays: the terminator may be cut in two.
        this.#at = Math.max(from, text.lastIndexOf('\n') + 1);
        isFirst &&= this.#at === from;
        this.#refill();
      }
    }
  }

  /** Passes over the data behind the window, and the window's own from `from` on; false where they are to be read. */
  #skip(from: number): boolean {
    const text = this.#text;
    const last = text.slice(Math.max(from, text.lastIndexOf('\n') + 1, text.lastIndexOf('\r', text.length - 2) + 1));
    if (last !== '' && mayBecome(last)) return false;
    const { line, column, offset } = advance(this.#position, text, this.#positionAt, text.length, this.#hasReturns);
    const passed = this.#source.skipData(line, last !== '', DOUBTED_DATA);
    if (passed === null) return false;
    const { lines, units, lineUnits } = passed;
    this.#position = { line: line + lines, column: lines === 0 ? column + lineUnits : lineUnits + 1, offset: offset + units };
    this.#forgotten += text.length + units;
    this.#text = '';
    this.#at = 0;
    this.#positionAt = 0;
    this.#ahead = WINDOW_AFTER_DATA;
    this.#refill();
    return true;
  }
}

/** Whether a tool's delimiter stands at `at`; one that ends in a letter only where no word goes on. */
function startsDelimiter(text: string, at: number, delimiter: string): boolean {
  if (!text.startsWith(delimiter, at)) return false;
  const end = at + delimiter.length;
  return !isWordPart(text.charCodeAt(end - 1)) || !isWordPart(text.charCodeAt(end));
}

/** What turns the meaning of backslashes in strings on and off, the value in the group. */
const STRING_SETTING = /^(?:set\s+(?:session\s+|local\s+)?standard_conforming_strings\s*(?:=|\bto\b)\s*'?(\w+)|reset\s+(?:all|standard_conforming_strings)$|discard\s+all$)/i;

/** Whether backslashes mean something in the strings of the statements after this one. */
function escapesAfter(statement: string, before: boolean): boolean {
  const unit = statement.charCodeAt(0) | 32;
  // `s` of SET, `r` of RESET, `d` of DISCARD: most statements begin with something else, or are longer.
  if ((unit !== 115 && unit !== 114 && unit !== 100) || statement.length > 200) return before;
  const match = STRING_SETTING.exec(statement);
  return match === null ? before : /^(?:off|false|f|no|0)$/i.test(match[1] ?? '');
}

function nextHead(head: 'none' | 'create', word: string): Head {
  if (head === 'none') return word === 'create' || word === 'copy' || word === 'do' ? word : 'other';
  switch (word) {
    case 'or':
    case 'replace':
      return 'create';
    case 'function':
    case 'procedure':
      return 'routine';
    case 'rule':
      return 'rule';
    default:
      return 'other';
  }
}

/** Whether the letter before `end` is a word by itself. */
function isLone(text: string, end: number): boolean {
  const before = text.charCodeAt(end - 2);
  return !(isWordStart(before) || before === 36 || (before >= 48 && before <= 57));
}

/** Whether nothing but white space stands before `at` in its line. */
function startsLine(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || unit === 13) return true;
    if (!isSpace(unit)) return false;
  }
  return true;
}

/** The end of the comment, string or other unit at `at`, `to` at the latest. Strings with a body in them are entered. */
function skipInBody(text: string, at: number, to: number): number {
  const comment = commentEnd(text, at);
  if (comment !== null) return Math.min(comment, to);
  const unit = text.charCodeAt(at);
  if (unit === 39 || unit === 34) {
    const end = endOfQuoted(text, at, unit === 39 ? "'" : '"');
    return end === -1 || end > to ? to : end;
  }
  if (unit === 36) {
    const tag = dollarTag(text, at);
    if (tag !== null) return Math.min(at + tag.length, to);
  }
  return isWordStart(unit) ? Math.min(endOfWord(text, at), to) : at + 1;
}
