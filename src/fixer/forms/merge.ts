import { actionAt } from '../../sql/clause-end.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';

/** An `ALTER TABLE` goes on with the actions of the next: a comma comes in the place of its `;`. */
export function goOn({ next }: EditOf<'goOn'>, text: StatementText): void {
  text.replaceSemicolon(',', next);
}

/** An `ALTER TABLE` whose actions an earlier one takes: its beginning goes, up to the first of them. */
export function joinEarlier(_: EditOf<'joinEarlier'>, text: StatementText): void {
  const action = actionAt(text.tokens, 0);
  if (text.hasComment(0, action)) throw new NotExact();
  text.removeStart(action);
}
