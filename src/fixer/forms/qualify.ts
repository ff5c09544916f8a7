import { quoteIdentifier } from '../../sql/identifier.js';
import { isMark } from '../../sql/tokens.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';

/** A name gets a schema. */
export function qualify({ clause, name, schema }: EditOf<'qualify'>, text: StatementText): void {
  const at = text.indexOf(clause);
  if (text.nameAt(at) !== name || isMark(text.tokens[at - 1], '.')) throw new NotExact();
  text.insertBefore(at, `${quoteIdentifier(schema)}.`);
}
