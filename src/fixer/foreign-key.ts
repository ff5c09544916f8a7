import { textOf } from '../sql/clause.js';
import type { Clause } from '../sql/statement.js';
import { isMark, isWord, tokenize, type Token } from '../sql/tokens.js';
import { onOneLine } from './one-line.js';

/**
 * The text of a foreign key, on one line and without comments, without its `ON DELETE` and without an `ON UPDATE` that sets
 * something. Everything else stays: its name, `MATCH`, `DEFERRABLE`, `NOT VALID`, and whether it stands behind its column.
 */
export function plainForeignKey(clause: Clause): string {
  const text = textOf(clause);
  const tokens = tokenize(text);
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; i = pastAction(tokens, i)) {
    const token = tokens[i];
    if (token !== undefined && pastAction(tokens, i) === i + 1) kept.push(token);
  }
  return onOneLine(text, kept);
}

/** Behind the action that begins at `i` and is to be cut; behind the token at `i` where none does. */
function pastAction(tokens: readonly Token[], i: number): number {
  const isDelete = isWord(tokens[i + 1], 'delete');
  const sets = isWord(tokens[i + 2], 'set');
  if (!isWord(tokens[i], 'on') || !(isDelete || (isWord(tokens[i + 1], 'update') && sets))) return i + 1;
  const last = sets || isWord(tokens[i + 2], 'no') ? i + 3 : i + 2;
  // `SET NULL (a, b)`.
  if (!sets || !isMark(tokens[last + 1], '(')) return last + 1;
  const close = tokens.findIndex((token, at) => at > last && isMark(token, ')'));
  return close === -1 ? tokens.length : close + 1;
}

/** Whether the text of a foreign key stands behind its column: then it can stand nowhere else. */
export function isInline(sql: string): boolean {
  const tokens = tokenize(sql);
  return isWord(tokens[isWord(tokens[0], 'constraint') ? 2 : 0], 'references');
}
