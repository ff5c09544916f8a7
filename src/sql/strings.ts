import { dollarTag } from './lexical.js';
import type { Rewrite } from './statement.js';
import type { Token } from './tokens.js';

/** What a string constant says. */
export interface DecodedString {
  readonly value: string;
  /** Where what is between the marks begins in the text. */
  readonly start: number;
  /** From `value` to the text between the marks. */
  readonly rewrites: readonly Rewrite[];
}

/** The characters that a backslash makes in an `E'…'`. */
const ESCAPES = new Map([['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t']]);

/** Reads a string token; null for the forms that hold no text (`B'…'`, `X'…'`) and for `U&'…'`. */
export function decodeString(text: string, token: Token): DecodedString | null {
  const tag = text.charAt(token.start) === '$' ? dollarTag(text, token.start) : null;
  if (tag !== null) {
    const start = token.start + tag.length;
    return { value: text.slice(start, Math.max(start, token.end - tag.length)), start, rewrites: [] };
  }
  const quote = text.indexOf("'", token.start);
  const prefix = text.slice(token.start, quote).toLowerCase();
  if (prefix !== '' && prefix !== 'e' && prefix !== 'n') return null;
  return decodeQuoted(text.slice(quote + 1, token.end - 1), quote + 1, prefix === 'e' ? ESCAPED : DOUBLED);
}

const DOUBLED = /''/g;
const ESCAPED = /''|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])/g;

function decodeQuoted(written: string, start: number, pattern: RegExp): DecodedString {
  const rewrites: Rewrite[] = [];
  let value = '';
  let copied = 0;
  for (const match of written.matchAll(pattern)) {
    const meant = meaning(match[0]);
    value += written.slice(copied, match.index);
    copied = match.index + match[0].length;
    rewrites.push({ textStart: match.index, textEnd: copied, sqlStart: value.length, sqlEnd: value.length + meant.length });
    value += meant;
  }
  return { value: value + written.slice(copied), start, rewrites };
}

function meaning(escape: string): string {
  if (escape === "''") return "'";
  const letter = escape.charAt(1);
  if (escape.length > 2 && letter !== 'x' && letter !== 'u' && letter !== 'U') return String.fromCodePoint(Number.parseInt(escape.slice(1), 8));
  if (escape.length > 2) return String.fromCodePoint(Math.min(Number.parseInt(escape.slice(2), 16), 0x10ffff));
  if (letter >= '0' && letter <= '7') return String.fromCodePoint(Number(letter));
  return ESCAPES.get(letter) ?? escape.slice(1);
}
