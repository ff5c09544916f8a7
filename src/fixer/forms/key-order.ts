import { isMark } from '../../sql/tokens.js';
import type { StatementText } from '../statement-text.js';

/** Writes an order behind the first element of the list that opens at a token. */
export function writeOrder(text: StatementText, open: number, order: 'hash' | 'asc'): void {
  const close = text.closeOf(open);
  let behind = open + 1;
  while (behind < close && !isMark(text.tokens[behind], ',')) behind = isMark(text.tokens[behind], '(') ? text.closeOf(behind) + 1 : behind + 1;
  text.insertBehind(behind - 1, ` ${text.keyword(order.toUpperCase())}`);
}
