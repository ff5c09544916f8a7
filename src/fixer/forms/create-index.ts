import { quoteIdentifier } from '../../sql/identifier.js';
import { isWord } from '../../sql/tokens.js';
import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';
import { writeOrder } from './key-order.js';

/** `CREATE UNIQUE INDEX` becomes `CREATE INDEX`. */
export function plainIndex(_: EditOf<'plainIndex'>, text: StatementText): void {
  const unique = text.wordAt('unique');
  text.remove(unique, unique);
  // `NULLS NOT DISTINCT` says something of unique indexes only.
  const nulls = text.tokens.findIndex((token, i) => isWord(token, 'nulls') && (isWord(text.tokens[i + 1], 'not') || isWord(text.tokens[i + 1], 'distinct')));
  if (nulls !== -1) text.remove(nulls, nulls + (isWord(text.tokens[nulls + 1], 'not') ? 2 : 1));
}

/** `NONCONCURRENTLY` becomes `CONCURRENTLY`; it is YugabyteDB's own, and so stands between the tokens. */
export function buildConcurrently(_: EditOf<'buildConcurrently'>, text: StatementText): void {
  const gap = text.gapBehind(text.wordAt('index'));
  const [head, word] = /^((?:\s|--[^\n\r]*|\/\*.*?\*\/)*)(nonconcurrently)\b/is.exec(gap.text)?.slice(1) ?? [];
  if (head === undefined || word === undefined) throw new NotExact();
  text.replace(gap.start + head.length, gap.start + head.length + word.length, word === word.toLowerCase() ? 'concurrently' : 'CONCURRENTLY');
}

/** `CONCURRENTLY` is written out. */
export function sayConcurrently(_: EditOf<'sayConcurrently'>, text: StatementText): void {
  text.insertBehind(text.wordAt('index'), ` ${text.keyword('CONCURRENTLY')}`);
}

/** An index gets the name that it would have. */
export function nameIndex({ name }: EditOf<'nameIndex'>, text: StatementText): void {
  text.insertBefore(text.wordAt('on'), `${quoteIdentifier(name)} `);
}

/** `INCLUDE (…)` goes. */
export function leaveOutInclude(_: EditOf<'leaveOutInclude'>, text: StatementText): void {
  const include = text.wordAt('include');
  text.remove(include, text.closeOf(text.openAt(include)));
}

/** The first key says how it is sharded. */
export function shardIndex({ order }: EditOf<'shardIndex'>, text: StatementText): void {
  writeOrder(text, text.openAt(text.wordAt('on')), order);
}
