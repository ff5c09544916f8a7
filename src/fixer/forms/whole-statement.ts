import type { EditOf } from '../edit.js';
import type { StatementText } from '../statement-text.js';
import { write } from './new-statement.js';

/** A statement goes. */
export function leaveOutStatement(_: EditOf<'leaveOutStatement'>, text: StatementText): void {
  text.removeStatement();
}

/** A new statement stands before this one. */
export function statementBefore({ sql }: EditOf<'statementBefore'>, text: StatementText): void {
  text.insertStatementBefore(write(sql, text));
}
