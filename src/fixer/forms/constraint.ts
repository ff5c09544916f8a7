import { quoteIdentifier } from '../../sql/identifier.js';
import type { EditOf } from '../edit.js';
import type { StatementText } from '../statement-text.js';
import { writeOrder } from './key-order.js';

/** A constraint gets the name that it would have. */
export function nameConstraint({ clause, name }: EditOf<'nameConstraint'>, text: StatementText): void {
  text.insertBefore(text.indexOf(clause), `${text.keyword('CONSTRAINT')} ${quoteIdentifier(name)} `);
}

/** The first column of a primary key says how it is sharded. */
export function shardKey({ clause, order }: EditOf<'shardKey'>, text: StatementText): void {
  writeOrder(text, text.openAt(text.indexOf(clause)), order);
}
