import { decodeString } from './strings.js';
import { indexOfClose, isMark, isWord } from './tokens.js';
import type { Token } from './tokens.js';
import type { KnownValue } from './known-values.js';

/** Deeper expressions than this are nobody's. */
const MAX_DEPTH = 50;

/** A value and the index of the token behind it. */
interface Folded {
  /** Null is SQL's `NULL`. */
  readonly value: string | null;
  readonly next: number;
}

/** A statement that is put together in more ways than this in a loop is taken as unknown. */
export const MOST_TEXTS = 100;

/** Variables that hold texts which are known; a record's field is asked for as `record.field`. */
export interface KnownTexts {
  get(name: string): KnownValue | undefined;
}

/**
 * What an expression of string literals says: literals, variables that hold them, `||`, `concat`, `format` with literal
 * arguments, `quote_ident` and `quote_literal`. Null where anything else takes part, for then nobody knows before it runs.
 */
export function foldText(text: string, tokens: readonly Token[], known: KnownTexts): string | null {
  const texts = foldTexts(text, tokens, known);
  return texts?.length === 1 ? (texts[0] ?? null) : null;
}

/** The same where variables of loops take part: all that it says in turn, without repetition. */
export function foldTexts(text: string, tokens: readonly Token[], known: KnownTexts): readonly string[] | null {
  let choices: ReadonlyMap<string, string>[] = [new Map()];
  const variables = variablesIn(tokens, known);
  const several = [...variables.values()].filter(({ texts }) => texts.length > 1);
  // Two that go together are not to be combined with each other.
  if (several.length > 1 && several.some(({ isDerived }) => isDerived === true)) return null;
  for (const [name, { texts }] of variables) {
    if (choices.length * texts.length > MOST_TEXTS) return null;
    choices = choices.flatMap((choice) => texts.map((value) => new Map([...choice, [name, value]])));
  }
  const folded = new Set<string>();
  for (const choice of choices) {
    const result = foldConcatenation({ text, tokens, variables: choice }, 0, 0);
    if (result?.next !== tokens.length || result.value === null) return null;
    folded.add(result.value);
  }
  return folded.size === 0 ? null : [...folded];
}

interface Source {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly variables: ReadonlyMap<string, string>;
}

/** The variables that the tokens name, with what they hold. */
function variablesIn(tokens: readonly Token[], known: KnownTexts): ReadonlyMap<string, KnownValue> {
  const found = new Map<string, KnownValue>();
  tokens.forEach((_, i) => {
    const name = nameAt(tokens, i)?.name;
    const value = name === undefined || found.has(name) ? undefined : known.get(name);
    if (name !== undefined && value?.isArray === false) found.set(name, value);
  });
  return found;
}

/** The variable or the field of a record that begins at a token. */
function nameAt(tokens: readonly Token[], at: number): { readonly name: string; readonly next: number } | null {
  const [token, field] = [tokens[at], tokens[at + 2]];
  if (token?.kind !== 'word' || isMark(tokens[at - 1], '.')) return null;
  const isField = isMark(tokens[at + 1], '.') && field?.kind === 'word';
  const next = isField ? at + 3 : at + 1;
  return isMark(tokens[next], '(') ? null : { name: isField ? `${token.value}.${field.value}` : token.value, next };
}

function foldConcatenation(source: Source, at: number, depth: number): Folded | null {
  let folded = foldTerm(source, at, depth);
  while (folded !== null && isMark(source.tokens[folded.next], '||')) {
    const right = foldTerm(source, folded.next + 1, depth);
    if (right === null) return null;
    folded = { value: folded.value === null || right.value === null ? null : folded.value + right.value, next: right.next };
  }
  return folded;
}

function foldTerm(source: Source, at: number, depth: number): Folded | null {
  const folded = depth > MAX_DEPTH ? null : foldOperand(source, at, depth);
  if (folded === null || !isMark(source.tokens[folded.next], '::')) return folded;
  // Only casts to text leave a text as it is.
  const type = source.tokens[folded.next + 1];
  return isWord(type, 'text') || isWord(type, 'varchar') ? { ...folded, next: folded.next + 2 } : null;
}

function foldOperand(source: Source, at: number, depth: number): Folded | null {
  const { text, tokens, variables } = source;
  const token = tokens[at];
  if (token === undefined) return null;
  if (token.kind === 'string') return foldStrings(source, at);
  if (token.kind === 'number') return { value: text.slice(token.start, token.end), next: at + 1 };
  if (isWord(token, 'null')) return { value: null, next: at + 1 };
  if (isMark(token, '(')) {
    const inner = foldConcatenation(source, at + 1, depth + 1);
    return inner !== null && isMark(tokens[inner.next], ')') ? { ...inner, next: inner.next + 1 } : null;
  }
  const named = nameAt(tokens, at);
  const value = named === null ? undefined : variables.get(named.name);
  if (named !== null && value !== undefined) return { value, next: named.next };
  const call = isWord(token, 'pg_catalog') && isMark(tokens[at + 1], '.') ? at + 2 : at;
  const name = tokens[call]?.kind === 'word' ? tokens[call].value : '';
  if (!isMark(tokens[call + 1], '(')) return null;
  const values = foldArguments(source, call + 1, depth);
  if (values === null) return null;
  const next = indexOfClose(tokens, call + 1) + 1;
  const [first = null] = values;
  switch (name) {
    case 'format': {
      const value = formatText(first, values.slice(1));
      return value === undefined ? null : { value, next };
    }
    case 'concat':
      return { value: values.join(''), next };
    case 'quote_ident':
      return { value: first === null ? null : quoteName(first), next };
    case 'quote_literal':
      return { value: first === null ? null : quoteText(first), next };
    default:
      return null;
  }
}

/** A literal, and those on the following lines that PostgreSQL takes as its continuation. */
function foldStrings({ text, tokens }: Source, at: number): Folded | null {
  let value = '';
  let next = at;
  for (let token = tokens[next]; token?.kind === 'string'; token = tokens[next]) {
    const previous = tokens[next - 1];
    if (next > at && !/[\n\r]/.test(text.slice(previous?.end, token.start))) return null;
    const decoded = decodeString(text, token);
    if (decoded === null) return null;
    value += decoded.value;
    next += 1;
  }
  return { value, next };
}

function foldArguments(source: Source, open: number, depth: number): (string | null)[] | null {
  const values: (string | null)[] = [];
  let at = open;
  do {
    const folded = foldConcatenation(source, at + 1, depth + 1);
    if (folded === null) return null;
    values.push(folded.value);
    at = folded.next;
  } while (isMark(source.tokens[at], ','));
  return isMark(source.tokens[at], ')') ? values : null;
}

/** PostgreSQL's `format`; undefined where it would fail or uses a width. */
function formatText(pattern: string | null, values: readonly (string | null)[]): string | null | undefined {
  if (pattern === null) return null;
  let formatted = '';
  let copied = 0;
  let position = 0;
  for (const match of pattern.matchAll(/%(?:(\d+)\$)?([^])?/g)) {
    const [whole, index, kind] = match;
    formatted += pattern.slice(copied, match.index);
    copied = match.index + whole.length;
    if (whole === '%%') {
      formatted += '%';
      continue;
    }
    position = index === undefined ? position + 1 : Number(index);
    const value = values[position - 1];
    if (value === undefined) return undefined;
    if (kind === 's') formatted += value ?? '';
    else if (kind === 'L') formatted += value === null ? 'NULL' : quoteText(value);
    else if (kind === 'I' && value !== null) formatted += quoteName(value);
    else return undefined;
  }
  return formatted + pattern.slice(copied);
}

/** Quotes are right around any name, so that no list of keywords is needed. */
function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(text: string): string {
  return text.includes('\\') ? ` E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`;
}
