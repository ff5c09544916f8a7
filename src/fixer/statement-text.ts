import { advance, FILE_START } from '../source/position.js';
import { spanOf } from '../sql/clause.js';
import { nameOfToken } from '../sql/identifier.js';
import { isSpace } from '../sql/lexical.js';
import { placeOf, tokensOf } from '../sql/place.js';
import type { Clause, Statement } from '../sql/statement.js';
import { commentEnd, indexOfClose, isMark, isWord, type Token } from '../sql/tokens.js';
import type { TextEdit } from '../linter/result.js';
import { BREAKPOINT, textOfFile } from './file-text.js';
import { onOneLine } from './one-line.js';

/** The place of an edit is not exact in the file, or the text is not of the form that is to be changed. */
export class NotExact extends Error {}

const SPACE = /^\s*$/;
const LINE_END = /\r\n|\n|\r/;
/** How much of the text before a statement is looked at for an empty line. */
const LOOK_BEHIND = 200;

/**
 * A statement as the file has it, and the edits of it. Only statements whose text is what the grammar saw, unit for unit, are
 * taken: then the tokens' offsets hold for both. YugabyteDB's additions are text between tokens.
 */
export class StatementText {
  readonly tokens: readonly Token[];
  readonly edits: TextEdit[] = [];
  readonly #statement: Statement;

  /** Throws `NotExact` for what an `EXECUTE` puts together or code holds, and where placeholders, variables or quotes were replaced. */
  constructor(statement: Statement) {
    if (statement.folded || (statement.host ?? statement).isEmbedded === true || statement.rewrites.length > 0 || statement.text.length !== statement.sql.length) throw new NotExact();
    this.#statement = statement;
    this.tokens = tokensOf(statement);
  }

  /** The index of the token with which a clause begins. */
  indexOf(clause: Clause): number {
    const offset = spanOf(clause).start.offset - this.#statement.start.offset;
    const found = this.tokens.findIndex((token) => token.start === offset);
    if (found === -1) throw new NotExact();
    return found;
  }

  /** Where a clause begins and ends in the statement's text. */
  span(clause: Clause): { readonly start: number; readonly end: number } {
    const { start, end } = spanOf(clause);
    const { offset } = this.#statement.start;
    return { start: start.offset - offset, end: end.offset - offset };
  }

  slice(start: number, end: number): string {
    return this.#statement.text.slice(start, end);
  }

  /** The index of the token with which a clause ends. */
  lastOf(clause: Clause): number {
    const offset = spanOf(clause).end.offset - this.#statement.start.offset;
    const found = this.tokens.findIndex((token) => token.end === offset);
    if (found === -1) throw new NotExact();
    return found;
  }

  /** The index of the first token from `from` on that is this word, outside parentheses. */
  wordAt(word: string, from = 0): number {
    for (let i = from; i < this.tokens.length; i++) {
      if (isWord(this.tokens[i], word)) return i;
      if (isMark(this.tokens[i], '(') || isMark(this.tokens[i], '[')) i = indexOfClose(this.tokens, i);
    }
    throw new NotExact();
  }

  /** The index of the first opening parenthesis from `from` on. */
  openAt(from: number): number {
    const found = this.tokens.findIndex((token, i) => i >= from && isMark(token, '('));
    if (found === -1) throw new NotExact();
    return found;
  }

  closeOf(open: number): number {
    const close = indexOfClose(this.tokens, open);
    if (close >= this.tokens.length) throw new NotExact();
    return close;
  }

  /** What stands between a token and the next, YugabyteDB's additions included. */
  gapBehind(i: number): { readonly start: number; readonly text: string } {
    const start = this.#token(i).end;
    return { start, text: this.#statement.text.slice(start, this.tokens[i + 1]?.start) };
  }

  insertBefore(i: number, text: string): void {
    const { start } = this.#token(i);
    this.replace(start, start, text);
  }

  insertBehind(i: number, text: string): void {
    const { end } = this.#token(i);
    this.replace(end, end, text);
  }

  /** Takes tokens out, with the white space before the first. A comment before it stays. */
  remove(first: number, last: number): void {
    this.#refuseComments(first, last);
    const gap = this.gapBehind(first - 1);
    const start = SPACE.test(gap.text) ? gap.start : this.#token(first).start;
    this.replace(start, this.#token(last).end, '');
  }

  /**
   * Takes an element of a list out, with the comma that parts it from its neighbour. Comments around it stay. Throws `NotExact` where it is
   * the only one.
   */
  removeElement(first: number, last: number): void {
    const before = this.gapBehind(first - 1);
    const behind = this.gapBehind(last);
    const next = this.tokens[last + 1];
    if (isMark(this.tokens[first - 1], ',') && SPACE.test(before.text)) {
      this.remove(first - 1, last);
    } else if (isMark(next, ',') && SPACE.test(behind.text)) {
      const gap = this.gapBehind(last + 1);
      // Up to the neighbour, or to the comment before it.
      const blank = /^(?:\s+$|[ \t]*)/.exec(gap.text)?.[0].length ?? 0;
      this.replace(this.#token(first).start, gap.start + blank, '');
    } else if (isMark(this.tokens[first - 1], ',')) {
      const comma = this.#token(first - 1);
      this.replace(comma.start, comma.end, '');
      // With its line, where it has one to itself.
      const blank = /[ \t]*$/.exec(before.text)?.[0].length ?? 0;
      const lineEnd = /^[ \t]*(?:\r\n|\n|\r)/.exec(behind.text)?.[0].length ?? 0;
      const isAlone = /[\n\r][ \t]*$/.test(before.text) && lineEnd > 0;
      this.replace(this.#token(first).start - (isAlone ? blank : 0), this.#token(last).end + (isAlone ? lineEnd : 0), '');
    } else {
      throw new NotExact();
    }
  }

  /** Puts a statement in the place of this one. Throws `NotExact` where a comment stands in it. */
  replaceAll(sql: string): void {
    this.replaceTokens(0, this.tokens.length - 1, sql);
  }

  /** The text from a token to another. */
  textBetween(first: number, last: number): string {
    return this.#statement.text.slice(this.#token(first).start, this.#token(last).end);
  }

  /** Whether a comment stands between two tokens. */
  hasComment(first: number, last: number): boolean {
    for (let i = first; i < last; i++) if (/--|\/\*/.test(this.gapBehind(i).text)) return true;
    return false;
  }

  /** The name that a token means. */
  nameAt(i: number): string {
    return nameOfToken(this.#statement.sql, this.#token(i));
  }

  /** Puts `text` in the place of tokens and what stands between them. */
  replaceTokens(first: number, last: number, text: string): void {
    this.#refuseComments(first, last);
    this.replace(this.#token(first).start, this.#token(last).end, text);
  }

  /** Puts `text` in the place of what stands between two offsets of the statement. Where it would run into a word or a quotation mark beside it, a space parts them. */
  replace(start: number, end: number, text: string): void {
    const statement = this.#statement;
    if (start > end || end > statement.text.length) throw new NotExact();
    refuseQuotes(statement, text);
    const before = statement.text.charAt(start - 1);
    const behind = statement.text.charAt(end);
    const parted = text === '' ? gapBetween(before, behind) : gapBetween(before, text.charAt(0)) + text + gapBetween(text.slice(-1), behind);
    this.edits.push({ file: statement.file.path, range: { start: placeOf(statement, start, 'start'), end: placeOf(statement, end, 'end') }, text: parted });
  }

  /**
   * Puts a statement, given without its `;`, on a line of its own below the line that this one ends on: with the line end of the file and
   * the indentation of this statement. Where another one goes on behind the `;`, it comes between the two on their line. A comment, of
   * one line, stands above it.
   */
  insertStatement(sql: string, comment: string | null = null): void {
    const statement = this.#statement;
    const { file, to, hasBreakpoints, lineEnd, indentation = '' } = this.surroundings();
    const added = comment === null ? sql : `-- ${comment}${lineEnd}${indentation}${sql}`;
    const semicolon = endOfSpace(file, to);
    if (semicolon === file.length && statement.host === null) {
      this.#insertBehindEnd(file, to, `;${lineEnd}${indentation}${added}`);
      return;
    }
    // Some end a statement by other means.
    if (file[semicolon] !== ';') throw new NotExact();
    const behind = semicolon + 1;
    const comments = /^(?:[ \t]|\/\*[^\n\r]*?\*\/)*(?:--[^\n\r]*)?(?=[\n\r]|$)/.exec(file.slice(behind))?.[0];
    if (hasBreakpoints) this.#insertBehindEnd(file, behind, `${BREAKPOINT}${lineEnd}${indentation}${added};`);
    else if (comments === undefined) this.#insertBehindEnd(file, behind, ` ${added};`);
    else this.#insertBehindEnd(file, behind + comments.length, `${lineEnd}${indentation}${added};`);
  }

  /** Puts a statement, given without its `;`, before this one: on a line of its own where this one begins its line. */
  insertStatementBefore(sql: string): void {
    const { file, to, hasBreakpoints, lineEnd, indentation } = this.surroundings();
    const semicolon = endOfSpace(file, to);
    if (semicolon < file.length && file[semicolon] !== ';') throw new NotExact();
    const gap = indentation === undefined && !hasBreakpoints ? ' ' : `${lineEnd}${indentation ?? ''}`;
    this.replace(0, 0, `${sql};${hasBreakpoints ? BREAKPOINT : ''}${gap}`);
  }

  /**
   * Takes the statement out with its `;`, and its lines where nothing else stands in them; of two empty lines around it, one. Comments
   * stay.
   */
  removeStatement(): void {
    const { file, from, to, indentation } = this.surroundings();
    if (this.#statement.host !== null) throw new NotExact();
    this.#refuseComments(0, this.tokens.length - 1);
    const semicolon = endOfSpace(file, to);
    if (semicolon < file.length && file[semicolon] !== ';') throw new NotExact();
    let end = semicolon < file.length ? semicolon + 1 : to;
    if (file.slice(to, end).replace(';', '').trim() !== '') throw new NotExact();
    if (file.startsWith(BREAKPOINT, end)) end += BREAKPOINT.length;
    const rest = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(file.slice(end))?.[0];
    if (indentation === undefined || rest === undefined) {
      // What follows in the line takes its place.
      if (indentation !== undefined) end += /^[ \t]*/.exec(file.slice(end))?.[0].length ?? 0;
      this.#removeFromFile(file, end, 0);
      return;
    }
    end += rest.length;
    const above = file.slice(0, from - indentation.length);
    const isBelowEmpty = above === '' || /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)$/.test(above.slice(-LOOK_BEHIND));
    const emptyBelow = /^[ \t]*(?:\r\n|\n|\r)/.exec(file.slice(end))?.[0];
    if (isBelowEmpty && emptyBelow !== undefined) end += emptyBelow.length;
    this.#removeFromFile(file, end, indentation.length);
  }

  /** From `before` units before the statement, within its line, to an offset of the file behind it. */
  #removeFromFile(file: string, end: number, before: number): void {
    const statement = this.#statement;
    const { line, column, offset } = statement.start;
    const last = placeOf(statement, statement.text.length, 'end');
    const range = { start: { line, column: column - before, offset: offset - before }, end: advance(last, file, last.offset, end) };
    this.edits.push({ file: statement.file.path, range, text: '' });
  }

  /** The file, where the statement begins and ends in it, how its lines end, and the indentation of the statement; undefined where it does not begin its line. */
  surroundings(): { readonly file: string; readonly from: number; readonly to: number; readonly hasBreakpoints: boolean; readonly lineEnd: string; readonly indentation: string | undefined } {
    const statement = this.#statement;
    const read = textOfFile(statement.file);
    const from = statement.start.offset;
    const to = from + statement.text.length;
    if (read?.text.slice(from, to) !== statement.text) throw new NotExact();
    const { text: file, hasBreakpoints } = read;
    const lineEnd = LINE_END.exec(file.slice(to))?.[0] ?? LINE_END.exec(file)?.[0] ?? '\n';
    return { file, from, to, hasBreakpoints, lineEnd, indentation: indentationBefore(file, from) };
  }

  /** Puts `text` somewhere else in the file. */
  insertIntoFile(file: string, offset: number, text: string): void {
    const place = advance(FILE_START, file, 0, offset);
    this.edits.push({ file: this.#statement.file.path, range: { start: place, end: place }, text });
  }

  /** Whether the file begins with one. */
  get hasByteOrderMark(): boolean {
    for (const chunk of this.#statement.file.chunks()) return chunk[0] === 0xef || chunk[0] === 0xfe || chunk[0] === 0xff;
    return false;
  }

  /**
   * Puts `text` in the place of the `;` behind the statement. Throws `NotExact` where more than white space and comments for people stands
   * between it and the next statement: what a tool reads there would come to stand in the middle of one.
   */
  replaceSemicolon(text: string, next: Statement): void {
    const statement = this.#statement;
    const { file, to } = this.surroundings();
    if (next.file !== statement.file) throw new NotExact();
    const semicolon = endOfSpace(file, to);
    if (file[semicolon] !== ';' || !isProse(file.slice(to, semicolon)) || !isProse(file.slice(semicolon + 1, next.start.offset))) throw new NotExact();
    const end = placeOf(statement, statement.text.length, 'end');
    const range = { start: advance(end, file, to, semicolon), end: advance(end, file, to, semicolon + 1) };
    this.edits.push({ file: statement.file.path, range, text });
  }

  /** Takes away what stands before a token. Where the statement begins its line, the rest is indented. */
  removeStart(before: number): void {
    this.replace(0, this.#token(before).start, this.surroundings().indentation === undefined ? '' : '  ');
  }

  /** At a place of the file at or behind the statement's end. */
  #insertBehindEnd(file: string, offset: number, text: string): void {
    const statement = this.#statement;
    refuseQuotes(statement, text);
    const end = placeOf(statement, statement.text.length, 'end');
    const place = advance(end, file, end.offset, offset);
    this.edits.push({ file: statement.file.path, range: { start: place, end: place }, text });
  }

  /** Whether the file says anywhere that a transaction begins. A block of PL/pgSQL is taken for one. */
  mayBeginTransaction(): boolean {
    return /\b(?:begin|start\s+transaction)\b/i.test(textOfFile(this.#statement.file)?.text ?? 'BEGIN');
  }

  /** The name of the relation that a `CREATE TABLE`, an `ALTER TABLE` or a `CREATE INDEX` is about, as the statement has it. */
  relation(): string {
    const { first, last } = this.#relation();
    return this.#statement.text.slice(this.#token(first).start, this.#token(last).end);
  }

  /** The statement up to that name, on one line: `ALTER TABLE IF EXISTS ONLY orders`. */
  throughRelation(): string {
    return this.line(0, this.#relation().last);
  }

  /** Tokens as the statement has them, on one line and without comments. */
  line(first: number, last: number): string {
    return onOneLine(this.#statement.text, this.tokens.slice(first, last + 1));
  }

  #relation(): { readonly first: number; readonly last: number } {
    const isIndex = this.tokens.slice(0, 3).some((token) => isWord(token, 'index'));
    let first = this.wordAt(isIndex ? 'on' : 'table') + 1;
    if (isWord(this.tokens[first], 'if')) first += isWord(this.tokens[first + 1], 'not') ? 3 : 2;
    if (isWord(this.tokens[first], 'only')) first += 1;
    let last = first;
    while (isMark(this.tokens[last + 1], '.')) last += 2;
    return { first, last };
  }

  /** Whether an `ALTER TABLE` adds what stands between two tokens, and does nothing else. */
  isOnlyAction(first: number, last: number): boolean {
    return first === this.#relation().last + 2 && last === this.tokens.length - 1;
  }

  /** What would be lost with the tokens that it stands between. */
  #refuseComments(first: number, last: number): void {
    if (this.hasComment(first, last)) throw new NotExact();
  }

  /** Keywords in the letter case in which the statement begins. */
  keyword(words: string): string {
    const first = this.#statement.text.slice(0, this.#token(0).end);
    return first === first.toLowerCase() ? words.toLowerCase() : words;
  }

  #token(i: number): Token {
    const token = this.tokens[i];
    if (token === undefined) throw new NotExact();
    return token;
  }
}

const WORD = /[\w$\u0080-\uffff]/;

/** What has to stand between two characters that came to stand side by side: `unique(a)` needs no space, `unique using` does. */
function gapBetween(before: string, behind: string): '' | ' ' {
  const isOneWord = WORD.test(before) && (WORD.test(behind) || behind === "'");
  const isOneQuote = before === behind && (before === '"' || before === "'");
  return isOneWord || isOneQuote ? ' ' : '';
}

/** How a body is quoted is not known here: nothing is put into one that any way of quoting would have to double. */
function refuseQuotes({ host }: Statement, text: string): void {
  if (host !== null && /['\\$]/.test(text)) throw new NotExact();
}

/** A line comment, or a block, that begins like a sentence; and those that do and are for a tool all the same. */
const FOR_PEOPLE = /^(?:--[ \t]*$|--[ \t]+["'(`]?[\p{L}\p{N}]|\/\*[\s*]*["'(`]?[\p{L}\p{N}])/u;
const FOR_TOOLS = /^(?:--|\/\*)[\s*]*(?:[\w-]+:\S|xclint-|changeset\b|rollback\b|migrate\b|noinspection\b)/i;

/** Whether a text is nothing but white space and comments for people. */
function isProse(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    if (isSpace(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const end = commentEnd(text, at);
    if (end === null) return false;
    const comment = text.slice(at, end).trimEnd();
    if (!FOR_PEOPLE.test(comment) || FOR_TOOLS.test(comment)) return false;
    at = end;
  }
  return true;
}

/** The end of the white space and the comments that begin at an offset. */
function endOfSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const end = isSpace(text.charCodeAt(at)) ? at + 1 : commentEnd(text, at);
    if (end === null) break;
    at = end;
  }
  return at;
}

/** The spaces and tabs between the beginning of a line and an offset; undefined where something else stands there too. */
function indentationBefore(text: string, offset: number): string | undefined {
  let start = offset;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start -= 1;
  return start === 0 || /[\n\r]/.test(text.charAt(start - 1)) ? text.slice(start, offset) : undefined;
}
