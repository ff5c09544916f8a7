import { isMark, isWord } from '../../sql/tokens.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';

/** The default of an added column goes, or becomes a literal; a statement behind sets it. */
export function setDefaultLater({ clause, column, literal, fillOn }: EditOf<'setDefaultLater'>, text: StatementText): void {
  const first = text.indexOf(clause);
  const last = text.lastOf(clause);
  const name = text.indexOf(column);
  // The grammar lets a default have a name, which would be left over.
  if (first <= name || isWord(text.tokens[first - 2], 'constraint')) throw new NotExact();
  if (isAlteredBesides(text, text.nameAt(name))) throw new NotExact();
  const value = text.line(first + 1, last);
  if (literal === null) text.remove(first, last);
  else text.replaceTokens(first + 1, last, literal);
  const written = text.line(name, name);
  const fill = `${text.keyword('UPDATE')} ${text.relation()} ${text.keyword('SET')} ${written} = ${value} ${text.keyword('WHERE')} ${written} ${text.keyword('IS NULL')}`;
  const comment = fillOn === undefined ? null : `For new rows; fill in those that are there already afterwards, on ${fillOn} and in batches: ${fill}`;
  text.insertStatement(`${text.throughRelation()} ${text.keyword('ALTER COLUMN')} ${written} ${text.keyword('SET DEFAULT')} ${value}`, comment);
}

/** Whether the same statement does more to the column, but for `NOT NULL`: the default that it gives it is not to be undone. */
function isAlteredBesides(text: StatementText, column: string): boolean {
  const { tokens } = text;
  return tokens.some((token, i) => {
    if (!isWord(token, 'alter') || !isMark(tokens[i - 1], ',')) return false;
    const name = isWord(tokens[i + 1], 'column') ? i + 2 : i + 1;
    return text.nameAt(name) === column && !isWord(tokens[name + 2], 'not');
  });
}
