import { foldText, MOST_TEXTS, type KnownTexts } from './fold.js';
import { indexOfClose, isMark, isWord, type Token } from './tokens.js';

/** What a loop runs over, and under which name each text is read where the variable is a record. */
export interface LoopTexts {
  readonly texts: readonly string[];
  /** Null for an array: its elements are no records. */
  readonly field: string | null;
}

/** The elements of an array of literals: `ARRAY['a', 'b']`, `'{a,b}'`, or a variable that holds such; null for anything else. */
export function foldArray(text: string, tokens: readonly Token[], known: KnownTexts): readonly string[] | null {
  const inner = withoutCast(withoutParentheses(tokens));
  const [first] = inner;
  if (first?.kind === 'word' && inner.length === 1) {
    const value = known.get(first.value);
    return value?.isArray === true ? value.texts : null;
  }
  if (isWord(first, 'array') && isMark(inner[1], '[') && indexOfClose(inner, 1) === inner.length - 1) return foldEach(text, inner.slice(2, -1), known);
  const literal = first?.kind === 'string' ? foldText(text, inner, known) : null;
  const elements = literal === null ? null : /^\{([\w ,]*)\}$/.exec(literal);
  return elements === null ? null : (elements[1] ?? '').split(',').map((element) => element.trim());
}

/** What `FOR … IN` a query of literals runs over: `VALUES ('a'), ('b')`, `SELECT unnest(ARRAY['a', 'b'])`; null for any other query. */
export function foldQuery(text: string, tokens: readonly Token[], known: KnownTexts): LoopTexts | null {
  if (isWord(tokens[0], 'values')) {
    const rows = splitAtCommas(tokens.slice(1)).map((row) => (isMark(row[0], '(') && indexOfClose(row, 0) === row.length - 1 ? foldText(text, row.slice(1, -1), known) : null));
    const texts = rows.filter((row) => row !== null);
    return texts.length === rows.length && texts.length <= MOST_TEXTS ? { texts, field: 'column1' } : null;
  }
  if (!isWord(tokens[0], 'select') || !isWord(tokens[1], 'unnest') || !isMark(tokens[2], '(')) return null;
  const close = indexOfClose(tokens, 2);
  const alias = isWord(tokens[close + 1], 'as') ? close + 2 : close + 1;
  if (alias < tokens.length - 1) return null;
  const texts = foldArray(text, tokens.slice(3, close), known);
  return texts === null ? null : { texts, field: tokens[alias]?.value ?? 'unnest' };
}

function foldEach(text: string, tokens: readonly Token[], known: KnownTexts): readonly string[] | null {
  const elements = splitAtCommas(tokens);
  if (elements.length > MOST_TEXTS) return null;
  const texts = elements.map((element) => foldText(text, element, known)).filter((element) => element !== null);
  return texts.length === elements.length ? texts : null;
}

function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let start = 0;
  for (let i = 0; i < tokens.length; i++) {
    if (isMark(tokens[i], '(') || isMark(tokens[i], '[')) i = indexOfClose(tokens, i);
    else if (isMark(tokens[i], ',')) {
      parts.push(tokens.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, tokens.slice(start)];
}

function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  return isMark(tokens[0], '(') && indexOfClose(tokens, 0) === tokens.length - 1 ? tokens.slice(1, -1) : tokens;
}

/** `…::text[]`: of an array of texts every cast leaves the texts. */
function withoutCast(tokens: readonly Token[]): readonly Token[] {
  const cast = tokens.findLastIndex((token) => isMark(token, '::'));
  return cast > 0 && isMark(tokens.at(-1), ']') && isMark(tokens.at(-2), '[') ? tokens.slice(0, cast) : tokens;
}
