import { isMark, isWord } from '../../sql/tokens.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';

/** `TRUNCATE` becomes `DELETE FROM`, of several tables a statement each in the order given. */
export function deleteRows({ order }: EditOf<'deleteRows'>, text: StatementText): void {
  const { tokens } = text;
  const isTable = isWord(tokens[1], 'table');
  const elements = readElements(text, isTable ? 2 : 1);
  const [first] = elements;
  if (!isWord(tokens[0], 'truncate') || first === undefined || elements.length !== order.length) throw new NotExact();
  const tail = elements.at(-1)?.last ?? 0;
  const words = tokens.slice(tail + 1).map(({ value }) => value).join(' ');
  if (!/^(?:continue identity)? ?(?:restrict)?$/.test(words)) throw new NotExact();

  // Both words have their counterpart, so that a comment between them stays.
  text.replaceTokens(0, 0, text.keyword(isTable ? 'DELETE' : 'DELETE FROM'));
  if (isTable) text.replaceTokens(1, 1, text.keyword('FROM'));
  if (elements.length > 1) {
    const [head, ...others] = order.map((position) => {
      const element = elements[position];
      if (element === undefined) throw new NotExact();
      return text.textBetween(element.first, element.last);
    });
    text.replaceTokens(first.first, tokens.length - 1, head ?? '');
    for (const table of others) text.insertStatement(`${text.keyword('DELETE FROM')} ${table}`);
  } else if (tail + 1 < tokens.length) {
    text.remove(tail + 1, tokens.length - 1);
  }
}

/** The tables with their `ONLY` and `*`, each by its first token and its last. */
function readElements({ tokens }: StatementText, from: number): { readonly first: number; readonly last: number }[] {
  const elements: { readonly first: number; readonly last: number }[] = [];
  for (let first = from; first < tokens.length; ) {
    let last = isWord(tokens[first], 'only') ? first + 1 : first;
    while (isMark(tokens[last + 1], '.')) last += 2;
    if (isMark(tokens[last + 1], '*')) last += 1;
    elements.push({ first, last });
    if (!isMark(tokens[last + 1], ',')) break;
    first = last + 2;
  }
  return elements;
}
