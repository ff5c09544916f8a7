import { isWord } from '../../sql/tokens.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';

const RANDOM = 'gen_random_uuid()';

/** A type becomes `uuid`, in the letter case that it has. */
export function uuidType({ clause, newDefault }: EditOf<'uuidType'>, text: StatementText): void {
  const { start, end } = text.span(clause);
  const written = text.slice(start, end);
  const type = written === written.toUpperCase() ? 'UUID' : 'uuid';
  const rest = newDefault === 'none' ? '' : ` ${text.keyword('DEFAULT')} ${RANDOM}${newDefault === 'not null' ? ` ${text.keyword('NOT NULL')}` : ''}`;
  text.replace(start, end, type + rest);
}

/** `DEFAULT nextval('…')` becomes `DEFAULT gen_random_uuid()`. */
export function uuidDefault({ clause }: EditOf<'uuidDefault'>, text: StatementText): void {
  const first = text.indexOf(clause);
  const value = text.tokens[first + 1];
  if (!isWord(text.tokens[first], 'default') || value === undefined) throw new NotExact();
  text.replace(value.start, text.span(clause).end, RANDOM);
}

/** `GENERATED … AS IDENTITY (…)` becomes `DEFAULT gen_random_uuid()`, `ADD GENERATED … AS IDENTITY (…)` becomes `SET DEFAULT gen_random_uuid()`. */
export function uuidForIdentity({ clause, notNull }: EditOf<'uuidForIdentity'>, text: StatementText): void {
  const first = text.indexOf(clause);
  const { end } = text.span(clause);
  const isAdded = isWord(text.tokens[first - 1], 'add');
  const start = text.tokens[isAdded ? first - 1 : first]?.start;
  if (start === undefined || !isWord(text.tokens[first], 'generated')) throw new NotExact();
  const word = text.slice(start, end);
  const keywords = (words: string): string => (word.startsWith(word.slice(0, 3).toLowerCase()) ? words.toLowerCase() : words);
  const rest = notNull && !isAdded ? ` ${keywords('NOT NULL')}` : '';
  text.replace(start, end, `${keywords(isAdded ? 'SET DEFAULT' : 'DEFAULT')} ${RANDOM}${rest}`);
}
