import type { EditOf } from '../edit.js';
import type { StatementText } from '../statement-text.js';

/** `CONCURRENTLY` of a `REFRESH MATERIALIZED VIEW` goes. */
export function plainRefresh(_: EditOf<'plainRefresh'>, text: StatementText): void {
  const word = text.wordAt('concurrently');
  text.remove(word, word);
}
