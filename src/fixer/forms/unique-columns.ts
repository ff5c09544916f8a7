import { actionAt } from '../../sql/clause-end.js';
import { isMark, isWord } from '../../sql/tokens.js';
import { NotExact, type StatementText } from '../statement-text.js';

/** The names of a list of columns that opens at a token. */
export function namesIn(text: StatementText, open: number): string[] {
  const names: string[] = [];
  for (let i = open + 1; i < text.closeOf(open); i++) if (text.nameAt(i) !== '') names.push(text.nameAt(i));
  return names;
}

/** The name of the column in whose definition a constraint stands. */
export function definedColumn(text: StatementText, constraint: number): number {
  if (isWord(text.tokens[0], 'alter')) {
    let action = 0;
    while (actionAt(text.tokens, action + 1) <= constraint) action += 1;
    let at = actionAt(text.tokens, action) + 1;
    if (isWord(text.tokens[at], 'column')) at += 1;
    return isWord(text.tokens[at], 'if') ? at + 3 : at;
  }
  let depth = 0;
  for (let i = constraint - 1; i > 0; i--) {
    if (isMark(text.tokens[i], ')') || isMark(text.tokens[i], ']')) depth += 1;
    else if (depth > 0 && (isMark(text.tokens[i], '(') || isMark(text.tokens[i], '['))) depth -= 1;
    else if (depth === 0 && (isMark(text.tokens[i], '(') || isMark(text.tokens[i], ','))) return i + 1;
  }
  throw new NotExact();
}

/** Whether the statement says of these columns once more that they are unique: PostgreSQL makes one constraint of the two, and one would be left. */
export function isRepeated(text: StatementText, unique: number, columns: readonly string[]): boolean {
  return text.tokens.some((token, i) => {
    if (i === unique || !isWord(token, 'unique')) return false;
    let open = i + 1;
    while (isWord(text.tokens[open], 'nulls') || isWord(text.tokens[open], 'not') || isWord(text.tokens[open], 'distinct')) open += 1;
    const names = isMark(text.tokens[open], '(') ? namesIn(text, open) : [text.nameAt(definedColumn(text, i))];
    return names.length === columns.length && names.every((name, at) => name === columns[at]);
  });
}
