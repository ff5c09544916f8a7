import { advance } from '../source/position.js';
import type { Position } from '../source/source-file.js';
import { PLAIN_DIALECT } from './dialect.js';
import { blank, readDialect } from './dialect-reader.js';
import { compose, sliceRewrites, toOriginal } from './rewrite.js';
import type { Rewrite, Statement } from './statement.js';
import type { DecodedString } from './strings.js';
import { isMark, isWord } from './tokens.js';
import type { Token } from './tokens.js';

/** The text of a body, as PostgreSQL reads it, with the way back to the file. */
export class BodyText {
  readonly host: Statement;
  readonly text: string;
  /** From `text` to the host's text, counted there from `#base`. */
  readonly #rewrites: readonly Rewrite[];
  readonly #base: number;
  /** The place of the statement that was made last. */
  #offset = 0;
  #place: Position;

  private constructor(host: Statement, text: string, base: number, rewrites: readonly Rewrite[]) {
    this.host = host;
    this.text = text;
    this.#base = base;
    this.#rewrites = rewrites;
    this.#place = host.start;
  }

  /** A body that is written as a string constant of the host. */
  static ofString(host: Statement, { value, start, rewrites }: DecodedString): BodyText {
    const length = value.length + (rewrites.length === 0 ? 0 : lengthening(rewrites));
    const outer = sliceRewrites(host.rewrites, start, start + length);
    return new BodyText(host, value, toOriginal(host.rewrites, start, 'start'), compose(outer, rewrites));
  }

  /** A body that is part of the host's own text. */
  static ofHost(host: Statement): BodyText {
    return new BodyText(host, host.sql, 0, host.rewrites);
  }

  /** The statement between two offsets. `blanks` are offsets of the body, too; `prefix` makes a query of an expression. */
  statement(from: number, to: number, options: { readonly blanks?: readonly (readonly [number, number])[]; readonly prefix?: string } = {}): Statement {
    const { prefix = '', blanks = [] } = options;
    const blanked = blanks.length === 0 ? this.text.slice(from, to) : blank(this.text.slice(from, to), blanks.map(([start, end]) => [start - from, end - from]));
    const { sql, dialect } = readDialect(blanked);
    return this.#make(from, to, prefix + sql, prefix.length, dialect);
  }

  /** A statement that is not SQL as it stands, but begins with a word that is replaced by one of the same length. */
  reworded(from: number, to: number, word: string): Statement {
    return this.#make(from, to, word + this.text.slice(from + word.length, to), 0, PLAIN_DIALECT);
  }

  #make(from: number, to: number, sql: string, prefix: number, dialect: Statement['dialect']): Statement {
    const { host } = this;
    if (host.folded) return { ...host, sql, rewrites: [], dialect, host };
    const textFrom = this.#base + toOriginal(this.#rewrites, from, 'start');
    const textTo = this.#base + toOriginal(this.#rewrites, to, 'end');
    const inner = sliceRewrites(this.#rewrites, from, to);
    const shifted = inner.map((rewrite) => ({ ...rewrite, sqlStart: rewrite.sqlStart + prefix, sqlEnd: rewrite.sqlEnd + prefix }));
    return {
      file: host.file,
      ...(host.includedBy === undefined ? {} : { includedBy: host.includedBy }),
      ordinal: host.ordinal,
      text: host.text.slice(textFrom, textTo),
      start: this.#locate(textFrom),
      sql,
      rewrites: prefix === 0 ? shifted : [{ textStart: 0, textEnd: 0, sqlStart: 0, sqlEnd: prefix }, ...shifted],
      dialect,
      direction: host.direction,
      inToolTransaction: host.inToolTransaction,
      host,
      folded: false,
    };
  }

  #locate(offset: number): Position {
    const isBehind = offset >= this.#offset;
    this.#place = advance(isBehind ? this.#place : this.host.start, this.host.text, isBehind ? this.#offset : 0, offset);
    this.#offset = offset;
    return this.#place;
  }
}

function lengthening(rewrites: readonly Rewrite[]): number {
  const last = rewrites.at(-1);
  return last === undefined ? 0 : last.textEnd - last.sqlEnd;
}

/** Cuts tokens into statements at `;`, as pairs of indices; those in parentheses and in `BEGIN ATOMIC` bodies do not cut. */
export function cutTokens(tokens: readonly Token[], from = 0, to = tokens.length): (readonly [number, number])[] {
  const cuts: (readonly [number, number])[] = [];
  let start = from;
  let parens = 0;
  let blocks = 0;
  for (let i = from; i < to; i++) {
    const token = tokens[i];
    if (isMark(token, '(')) parens += 1;
    else if (isMark(token, ')')) parens -= 1;
    else if (isWord(token, 'atomic') && isWord(tokens[i - 1], 'begin')) blocks = 1;
    else if (blocks > 0 && isWord(token, 'case')) blocks += 1;
    else if (blocks > 0 && isWord(token, 'end')) blocks -= 1;
    else if (isMark(token, ';') && parens <= 0 && blocks === 0) {
      if (i > start) cuts.push([start, i]);
      start = i + 1;
    }
  }
  if (to > start) cuts.push([start, to]);
  return cuts;
}
