import { quoteIdentifier } from '../../sql/identifier.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';

/** The type of a column becomes `text CHECK (column IN (…))`. */
export function checkedText({ clause, column, values }: EditOf<'checkedText'>, text: StatementText): void {
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
  text.replaceTokens(text.indexOf(clause), text.lastOf(clause), `text ${text.keyword('CHECK')} (${quoteIdentifier(column)} ${text.keyword('IN')} (${list}))`);
}

/** A literal loses the cast behind it. */
export function leaveOutCast({ clause }: EditOf<'leaveOutCast'>, text: StatementText): void {
  const first = text.indexOf(clause) - 1;
  if (text.tokens[first]?.value !== '::') throw new NotExact();
  text.remove(first, text.lastOf(clause));
}
