import { quoteIdentifier } from '../../sql/identifier.js';
import { isWord } from '../../sql/tokens.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';
import { isRepeated } from './unique-columns.js';

/** The index of a unique constraint is built concurrently by a statement of its own. */
export function takeIndexOver({ clause, name, column }: EditOf<'takeIndexOver'>, text: StatementText): void {
  const { tokens } = text;
  const first = text.indexOf(clause);
  const last = text.lastOf(clause);
  const unique = isWord(tokens[first], 'constraint') ? first + 2 : first;
  if (!isWord(tokens[unique], 'unique')) throw new NotExact();
  // What may not be there cannot have an index.
  if (tokens.slice(0, first).some((token) => isWord(token, 'if'))) throw new NotExact();
  let end = unique;
  let nulls = '';
  if (isWord(tokens[end + 1], 'nulls')) {
    const distinct = isWord(tokens[end + 2], 'not') ? end + 3 : end + 2;
    if (distinct === end + 3) nulls = ` ${text.line(end + 1, distinct)}`;
    end = distinct;
  }
  const index = quoteIdentifier(name);
  const create = `${text.keyword('CREATE UNIQUE INDEX CONCURRENTLY')} ${index} ${text.keyword('ON')} ${text.relation()}`;
  if (column !== null) {
    // What else is said of it would have to be said elsewhere.
    if (end !== last || isRepeated(text, unique, [column])) throw new NotExact();
    text.remove(first, last);
    text.insertStatement(`${create} (${quoteIdentifier(column)})${nulls}`);
    text.insertStatement(`${text.throughRelation()} ${text.keyword('ADD CONSTRAINT')} ${index} ${text.keyword('UNIQUE USING INDEX')} ${index}`);
    return;
  }
  if (!text.isOnlyAction(first, last)) throw new NotExact();
  const open = end + 1;
  const close = text.closeOf(open);
  end = close;
  let include = '';
  if (isWord(tokens[end + 1], 'include')) {
    end = text.closeOf(close + 2);
    include = ` ${text.line(close + 1, end)}`;
  }
  // Parameters and tablespaces are the index's.
  if (isWord(tokens[end + 1], 'with') || isWord(tokens[end + 1], 'using')) throw new NotExact();
  text.replaceTokens(unique + 1, end, `${text.keyword('USING INDEX')} ${index}`);
  text.insertStatementBefore(`${create} ${text.line(open, close)}${include}${nulls}`);
}
