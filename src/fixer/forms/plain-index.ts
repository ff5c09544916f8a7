import { actionAt, constraintEnd } from '../../sql/clause-end.js';
import { quoteIdentifier } from '../../sql/identifier.js';
import { isMark, isWord } from '../../sql/tokens.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';
import { definedColumn, isRepeated, namesIn } from './unique-columns.js';

/** A unique constraint goes; a `CREATE INDEX` on its columns comes behind the statement, or takes the place of one that does nothing else. */
export function plainIndexForUnique({ clause, via, name, columns, needsCommit }: EditOf<'plainIndexForUnique'>, text: StatementText): void {
  const first = text.indexOf(clause);
  const last = constraintEnd(text.tokens, first);
  const unique = isWord(text.tokens[first], 'constraint') ? first + 2 : first;
  if (!isWord(text.tokens[unique], 'unique') || text.hasComment(first, last)) throw new NotExact();
  if (needsCommit && text.mayBeginTransaction()) throw new NotExact();
  const open = keyList(text, unique, last);
  const column = open === null ? definedColumn(text, first) : null;
  const written = column === null ? namesIn(text, open ?? unique) : [text.nameAt(column)];
  if (written.length !== columns.length || written.some((found, i) => found !== columns[i])) throw new NotExact();
  if (isRepeated(text, unique, columns)) throw new NotExact();
  const keys = column === null ? text.textBetween(open ?? unique, text.closeOf(open ?? unique)) : `(${text.textBetween(column, column)})`;
  // Where the table or the column may be there already, the index may be, too.
  const guard = text.tokens.some((token, i) => isWord(token, 'if') && isWord(text.tokens[i + 1], 'not')) ? ` ${text.keyword('IF NOT EXISTS')}` : '';
  const index = `${text.keyword('CREATE INDEX')}${guard} ${quoteIdentifier(name)} ${text.keyword('ON')} ${text.relation()} ${keys}`;

  if (via === 'column') {
    text.remove(first, last);
  } else if (via === 'table') {
    text.removeElement(first, last);
  } else if (!isWord(text.tokens[first - 1], 'add')) {
    throw new NotExact();
  } else if (actionAt(text.tokens, 1) < text.tokens.length) {
    text.removeElement(first - 1, last);
  } else {
    if (guard !== '' || text.tokens.some((token) => isWord(token, 'if')) || last !== text.tokens.length - 1) throw new NotExact();
    text.replaceAll(index);
    return;
  }
  text.insertStatement(index);
}

/** The token that opens the constraint's key list; null where it has none. What says where or how the index is stored is not carried over. */
function keyList(text: StatementText, unique: number, last: number): number | null {
  let open: number | null = null;
  for (let i = unique; i <= last; i++) {
    if (isWord(text.tokens[i], 'using') || isWord(text.tokens[i], 'with')) throw new NotExact();
    if (!isMark(text.tokens[i], '(')) continue;
    if (!isWord(text.tokens[i - 1], 'include')) open ??= i;
    i = text.closeOf(i);
  }
  return open;
}
