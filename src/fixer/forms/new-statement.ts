import type { EditOf, StatementPiece } from '../edit.js';
import type { StatementText } from '../statement-text.js';

/** A statement of its own comes behind this one. */
export function newStatement({ sql }: EditOf<'newStatement'>, text: StatementText): void {
  text.insertStatement(write(sql, text));
}

/** A new statement's text, as it is written beside this one. */
export function write(sql: readonly StatementPiece[], text: StatementText): string {
  return sql.map((piece) => (typeof piece === 'string' ? piece : 'relation' in piece ? text.relation() : text.keyword(piece.keywords))).join('');
}
