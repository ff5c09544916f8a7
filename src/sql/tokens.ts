import {
  dollarTag,
  endOfBlockComment,
  endOfDollarString,
  endOfEscapeString,
  endOfLine,
  endOfQuoted,
  endOfWord,
  isDigit,
  isSpace,
  isWordPart,
  isWordStart,
} from './lexical.js';
import { endOfPlaceholder } from './placeholder-text.js';

/** What kind of thing a token is. */
export type TokenKind =
  /** A keyword or an identifier without quotes. */
  | 'word'
  /** An identifier in double quotes. */
  | 'quoted'
  /** A string of any form, prefix included: `'…'`, `E'…'`, `$tag$…$tag$`. */
  | 'string'
  | 'number'
  /** `$1`. */
  | 'parameter'
  /** `${…}`, `{{…}}`, `{%…%}`: text that the migration tool puts in. */
  | 'placeholder'
  /** `+`, `||`, `::`, `:=` … */
  | 'operator'
  /** One of `( ) [ ] , ; . :` or a unit that begins nothing. */
  | 'punctuation';

/** A piece of a text that means something: neither white space nor comment. Offsets are UTF-16 units. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** A word in lower case, an operator or punctuation as it is; empty for the other kinds. */
  readonly value: string;
}

const OPERATOR = new Set('~!@#^&|`?+-*/%<>=');
/** With one of these in it an operator may end in a sign. */
const KEEPS_SIGN = new Set('~!@#%^&|`?');
/** PostgreSQL takes no longer one, and a run of a million signs must not be looked at a million times. */
const LONGEST_OPERATOR = 64;

/** Reads the tokens of a text, or of a part of it. What is not closed reaches to the end. */
export function tokenize(text: string, from = 0, to = text.length): Token[] {
  const tokens: Token[] = [];
  for (let at = from; at < to; ) {
    const unit = text.charCodeAt(at);
    if (isSpace(unit)) {
      at += 1;
      continue;
    }
    const comment = commentEnd(text, at);
    if (comment !== null) {
      at = comment;
      continue;
    }
    const token = readToken(text, at, unit);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/** The end of the comment that begins at `at`, or null where none does. */
export function commentEnd(text: string, at: number): number | null {
  if (text.startsWith('--', at)) return endOfLine(text, at);
  if (!text.startsWith('/*', at)) return null;
  const end = endOfBlockComment(text, at);
  return end === -1 ? text.length : end;
}

function readToken(text: string, start: number, unit: number): Token {
  if (isWordStart(unit)) return readWord(text, start);
  if (unit === 39) return token(text, 'string', start, endOfQuoted(text, start, "'"));
  if (unit === 34) return token(text, 'quoted', start, endOfQuotedName(text, start));
  if (isDigit(unit) || (unit === 46 && isDigit(text.charCodeAt(start + 1)))) return token(text, 'number', start, endOfNumber(text, start));
  if (unit === 36) {
    const tag = dollarTag(text, start);
    if (tag !== null) return token(text, 'string', start, endOfDollarString(text, start, tag));
    if (isDigit(text.charCodeAt(start + 1))) return token(text, 'parameter', start, endOfWord(text, start));
  }
  if (unit === 36 || unit === 123) {
    const end = endOfPlaceholder(text, start);
    if (end !== -1) return token(text, 'placeholder', start, end);
  }
  const operator = endOfOperator(text, start);
  if (operator > start) return { kind: 'operator', start, end: operator, value: text.slice(start, operator) };
  return { kind: 'punctuation', start, end: start + 1, value: text.charAt(start) };
}

function token(text: string, kind: TokenKind, start: number, end: number): Token {
  return { kind, start, end: end === -1 ? text.length : end, value: '' };
}

/** `"…"`; a placeholder at its beginning may have quotation marks of its own. */
function endOfQuotedName(text: string, start: number): number {
  const placeholder = text.charCodeAt(start + 1) === 123 ? endOfPlaceholder(text, start + 1) : -1;
  return endOfQuoted(text, placeholder === -1 ? start : placeholder - 1, '"');
}

function readWord(text: string, start: number): Token {
  let end = endOfWord(text, start);
  // `prefix_${name}`
  if (text.charCodeAt(end) === 123 && text.charCodeAt(end - 1) === 36) end -= 1;
  const value = text.slice(start, end).toLowerCase();
  if (text.charCodeAt(end) === 39) {
    if (value === 'e') return token(text, 'string', start, endOfEscapeString(text, end));
    if (value === 'b' || value === 'x' || value === 'n') return token(text, 'string', start, endOfQuoted(text, end, "'"));
  }
  if (value === 'u' && text.charCodeAt(end) === 38) {
    const quote = text.charAt(end + 1);
    if (quote === "'") return token(text, 'string', start, endOfQuoted(text, end + 1, quote));
    if (quote === '"') return token(text, 'quoted', start, endOfQuoted(text, end + 1, quote));
  }
  return { kind: 'word', start, end, value };
}

/** Digits with a fraction, an exponent, underscores or a base; of `1..10` only the first number. */
function endOfNumber(text: string, start: number): number {
  let end = start;
  let hasPoint = false;
  for (;;) {
    const unit = text.charCodeAt(end);
    if (unit === 46 && !hasPoint && text.charCodeAt(end + 1) !== 46) hasPoint = true;
    else if ((unit === 43 || unit === 45) && end > start && /[eE]/.test(text.charAt(end - 1)) && !/^0x/i.test(text.slice(start, end))) {
      if (!isDigit(text.charCodeAt(end + 1))) return end;
    } else if (!isWordPart(unit)) return end;
    end += 1;
  }
}

function endOfOperator(text: string, start: number): number {
  const two = text.slice(start, start + 2);
  if (two === '::' || two === ':=' || two === '..') return start + 2;
  let end = start;
  let keepsSign = false;
  while (end - start < LONGEST_OPERATOR && OPERATOR.has(text.charAt(end))) {
    const pair = text.slice(end, end + 2);
    if (end > start && (pair === '--' || pair === '/*')) break;
    keepsSign ||= KEEPS_SIGN.has(text.charAt(end));
    end += 1;
  }
  // As PostgreSQL has it: `=-` is two operators, `@-` is one.
  while (!keepsSign && end - start > 1 && (text[end - 1] === '+' || text[end - 1] === '-')) end -= 1;
  return end;
}

/** Whether the token is this word, in any letter case. */
export function isWord(token: Token | undefined, value: string): boolean {
  return token?.kind === 'word' && token.value === value;
}

/** Whether the token is this punctuation or operator. */
export function isMark(token: Token | undefined, value: string): boolean {
  return token !== undefined && token.value === value && (token.kind === 'punctuation' || token.kind === 'operator');
}

/** The index of the bracket that closes the one at `open`; the number of tokens where none does. */
export function indexOfClose(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i];
    if (isMark(token, '(') || isMark(token, '[')) depth += 1;
    else if ((isMark(token, ')') || isMark(token, ']')) && --depth === 0) return i;
  }
  return tokens.length;
}
