import { tokenize } from './tokens.js';

/**
 * Words that our grammar, PostgreSQL 18's, takes for its own in places where PostgreSQL 15's, which YugabyteDB has, takes any name.
 * Found by giving both every word of their lists of keywords. (`json` is one only as the name of a function, and a type everywhere else.)
 */
const NEW_WORDS: ReadonlySet<string> = new Set([
  'system_user',
  'json_array',
  'json_arrayagg',
  'json_exists',
  'json_object',
  'json_objectagg',
  'json_query',
  'json_scalar',
  'json_serialize',
  'json_table',
  'json_value',
  'merge_action',
]);

const SIGN = /\b(?:system_user|json_|merge_action)/i;

/** Where such words stand in a statement, in UTF-16 units, with the names that they are. */
export function findNewWords(sql: string): readonly { readonly start: number; readonly end: number; readonly name: string }[] {
  if (!SIGN.test(sql)) return [];
  return tokenize(sql).flatMap(({ kind, value, start, end }) => (kind === 'word' && NEW_WORDS.has(value) ? [{ start, end, name: value }] : []));
}
