import { foldText } from './fold.js';
import { isMark, isWord, tokenize, type Token } from './tokens.js';

/** What ends a list of results: from there on a query says how often, not what. */
const LIST_END = new Set(['from', 'where', 'group', 'having', 'window', 'order', 'limit', 'offset', 'fetch', 'for']);
/** What gives other rows besides. */
const COMBINES = new Set(['union', 'intersect', 'except', 'into']);

const NO_VARIABLES = { get: () => undefined };

/**
 * The texts that a query gives as its result and `\gexec` runs, in order, where its list of results holds nothing but constants (and
 * `format` and the like of them): `SELECT 'CREATE DATABASE app' WHERE NOT EXISTS (…)`. Null where only a run would tell.
 */
export function foldResult(sql: string): readonly string[] | null {
  const tokens = tokenize(sql);
  if (!isWord(tokens[0], 'select')) return null;
  const texts: string[] = [];
  let depth = 0;
  let start = 1;
  let isOver = false;
  for (let at = 1; at <= tokens.length; at++) {
    const token = tokens[at];
    if (isMark(token, '(') || isMark(token, '[')) depth += 1;
    else if (isMark(token, ')') || isMark(token, ']')) depth -= 1;
    if (depth > 0 && token !== undefined) continue;
    if (token?.kind === 'word' && COMBINES.has(token.value)) return null;
    const endsList = token === undefined || (token.kind === 'word' && LIST_END.has(token.value));
    if (isOver || !(endsList || isMark(token, ','))) continue;
    const text = foldText(sql, withoutAlias(tokens.slice(start, at)), NO_VARIABLES);
    if (text === null) return null;
    texts.push(text);
    start = at + 1;
    isOver = endsList;
  }
  return texts;
}

/** `expression AS name`: the expression. */
function withoutAlias(tokens: readonly Token[]): readonly Token[] {
  return isWord(tokens.at(-2), 'as') ? tokens.slice(0, -2) : tokens;
}
