import { constraintEnd } from '../../sql/clause-end.js';
import { isMark, isWord } from '../../sql/tokens.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';

/** An option of `WITH (…)` goes, and the whole of it where it is the only one. */
export function leaveOutOption({ clause, option }: EditOf<'leaveOutOption'>, text: StatementText): void {
  const { tokens } = text;
  const from = text.indexOf(clause);
  const to = clause.form === 'constraint' ? constraintEnd(tokens, from) : tokens.length - 1;
  for (let i = from; i <= to; i++) {
    if (isMark(tokens[i], '(')) {
      i = text.closeOf(i);
      continue;
    }
    if (!isWord(tokens[i], 'with') || !isMark(tokens[i + 1], '(')) continue;
    const close = text.closeOf(i + 1);
    const first = tokens.findIndex((token, at) => at > i + 1 && at < close && isWord(token, option) && (isMark(tokens[at - 1], '(') || isMark(tokens[at - 1], ',')));
    if (first === -1) continue;
    let last = first;
    while (last + 1 < close && !isMark(tokens[last + 1], ',')) last += 1;
    if (first === i + 2 && last === close - 1) {
      if (text.hasComment(i, close)) throw new NotExact();
      text.remove(i, close);
    } else {
      text.removeElement(first, last);
    }
    return;
  }
  throw new NotExact();
}
