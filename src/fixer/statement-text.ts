import { advance, FILE_START } from '../source/position.js';
import { spanOf } from '../sql/clause.js';
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

  /** Puts `text` in the place of tokens and what stands between them. */
  replaceTokens(first: number, last: number, text: string): void {
    this.#refuseComments(first, last);
    this.replace(this.#token(first).start, this.#token(last).end, text);
  }

  /** Puts `text` in the place of what stands between two offsets of the statement. */
  replace(start: number, end: number, text: string): void {
    const statement = this.#statement;
    if (start > end || end > statement.text.length) throw new NotExact();
    refuseQuotes(statement, text);
    this.edits.push({ file: statement.file.path, range: { start: placeOf(statement, start, 'start'), end: placeOf(statement, end, 'end') }, text });
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

  /** At a place of the file at or behind the statement's end. */
  #insertBehindEnd(file: string, offset: number, text: string): void {
    const statement = this.#statement;
    refuseQuotes(statement, text);
    const end = placeOf(statement, statement.text.length, 'end');
    const place = advance(end, file, end.offset, offset);
    this.edits.push({ file: statement.file.path, range: { start: place, end: place }, text });
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
    for (let i = first; i < last; i++) if (/--|\/\*/.test(this.gapBehind(i).text)) throw new NotExact();
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

/** How a body is quoted is not known here: nothing is put into one that any way of quoting would have to double. */
function refuseQuotes({ host }: Statement, text: string): void {
  if (host !== null && /['\\$]/.test(text)) throw new NotExact();
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
