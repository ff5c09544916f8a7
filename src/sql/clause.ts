import { advance } from '../source/position.js';
import type { Position, Span } from '../source/source-file.js';
import { actionAt, columnEnd, constraintEnd, expressionEnd, expressionStart, generatedEnd, likeEnd, typeEnd } from './clause-end.js';
import { endOfWord } from './lexical.js';
import { placeOf, sqlUnit, tokensOf } from './place.js';
import { toOriginal } from './rewrite.js';
import type { Clause, Statement } from './statement.js';
import { isWord } from './tokens.js';
import type { Token } from './tokens.js';

/** The stretch of the file that a clause means, exact to the character. Costs a reading of the statement's tokens. */
export function spanOf(clause: Clause): Span {
  const { statement } = clause;
  if (clause.form === 'statement' || statement.folded) return firstWord(statement);
  const { start, end } = unitsOf(clause);
  return { start: placeOf(statement, start, 'start'), end: placeOf(statement, end, 'end') };
}

/** The clause as the user wrote it; of a folded statement, as the `EXECUTE` puts it together. Costs as much as `spanOf`. */
export function textOf(clause: Clause): string {
  const { statement } = clause;
  const { start, end } = unitsOf(clause);
  if (statement.folded) return statement.sql.slice(start, end);
  return statement.text.slice(toOriginal(statement.rewrites, start, 'start'), toOriginal(statement.rewrites, end, 'end'));
}

/** Where the clause begins and ends in `sql`. */
function unitsOf(clause: Clause): { readonly start: number; readonly end: number } {
  if (clause.form === 'placeholder') {
    // No place inside a stand-in is exact: its beginning means the whole of it.
    const at = sqlUnit(clause.statement, clause.at);
    return { start: at, end: at };
  }
  const tokens = tokensOf(clause.statement);
  const first = firstToken(clause, tokens);
  const last = Math.max(first, lastToken(clause, tokens, first));
  // Where the place is none of this statement's, its first word stands for it.
  const start = tokens[first] ?? tokens[0];
  const end = tokens[first] === undefined ? start : (tokens[last] ?? tokens.at(-1));
  return { start: start?.start ?? 0, end: end?.end ?? 0 };
}

/** Where `spanOf` begins, at less cost: for sorting and suppressing. */
export function startOf(clause: Clause): Position {
  const { statement, form, at } = clause;
  if (form === 'statement' || statement.folded) return statement.start;
  if (form === 'type' || form === 'constraint' || form === 'word' || form === 'column' || form === 'placeholder') {
    return placeOf(statement, sqlUnit(statement, at), 'start');
  }
  return spanOf(clause).start;
}

function firstWord({ text, start }: Statement): Span {
  return { start, end: advance(start, text, 0, Math.min(endOfWord(text, 0), text.length)) };
}

/** The index of the token with which the clause begins; past the end where there is none. */
function firstToken({ statement, form, at }: Clause, tokens: readonly Token[]): number {
  switch (form) {
    case 'statement':
      return 0;
    case 'unique':
      return indexFrom(tokens, 0, 'unique');
    case 'action':
      return actionAt(tokens, at);
    case 'default':
      return tokens.findLastIndex((token, i) => isWord(token, 'default') && i < tokenAt(tokens, sqlUnit(statement, at)));
    case 'generated': {
      const from = tokenAt(tokens, sqlUnit(statement, at));
      return isWord(tokens[from], 'constraint') ? from : indexFrom(tokens, from, 'generated');
    }
    case 'like': {
      const name = tokenAt(tokens, sqlUnit(statement, at));
      return isWord(tokens[name - 1], 'like') ? name - 1 : name;
    }
    case 'type':
    case 'constraint':
    case 'word':
    case 'column':
    case 'placeholder':
      return tokenAt(tokens, sqlUnit(statement, at));
    case 'expression':
      return expressionStart(tokens, tokenAt(tokens, sqlUnit(statement, at)));
  }
}

/** The index of the clause's last token. */
function lastToken({ form, at }: Clause, tokens: readonly Token[], first: number): number {
  switch (form) {
    case 'statement':
    case 'unique':
    case 'word':
    case 'placeholder':
      return first;
    case 'action': {
      const next = actionAt(tokens, at + 1);
      return (next < tokens.length ? next - 1 : tokens.length) - 1;
    }
    case 'default':
      return expressionEnd(tokens, first + 1);
    case 'expression':
      return expressionEnd(tokens, first);
    case 'generated':
      return generatedEnd(tokens, first);
    case 'like':
      return likeEnd(tokens, first);
    case 'type':
      return typeEnd(tokens, first);
    case 'constraint':
      return constraintEnd(tokens, first);
    case 'column':
      return columnEnd(tokens, first);
  }
}

/** The token that begins at an offset, or the first behind it. */
function tokenAt(tokens: readonly Token[], unit: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function indexFrom(tokens: readonly Token[], from: number, word: string): number {
  const found = tokens.findIndex((token, i) => i >= from && isWord(token, word));
  return found === -1 ? tokens.length : found;
}
