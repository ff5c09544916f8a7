import type { EditOf } from '../edit.js';
import type { StatementText } from '../statement-text.js';

/** A statement goes. */
export function leaveOutStatement(_: EditOf<'leaveOutStatement'>, text: StatementText): void {
  text.removeStatement();
}
