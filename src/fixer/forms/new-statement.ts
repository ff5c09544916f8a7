import type { EditOf } from '../edit.js';
import type { StatementText } from '../statement-text.js';

/** A statement of its own comes behind this one. */
export function newStatement({ sql }: EditOf<'newStatement'>, text: StatementText): void {
  text.insertStatement(sql.map((piece) => (typeof piece === 'string' ? piece : 'relation' in piece ? text.relation() : text.keyword(piece.keywords))).join(''));
}
