import { hasPlaceholder } from './placeholder-text.js';
import type { Token } from './tokens.js';

/**
 * Words that PostgreSQL takes as a column's or table's name only in quotes: its reserved keywords, and those reserved but
 * for functions and types (PostgreSQL 15, appendix "SQL Key Words").
 */
const RESERVED = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create ' +
    'current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc ' +
    'distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral ' +
    'leading limit localtime localtimestamp not null offset on only or order placing primary references returning ' +
    'select session_user some symmetric system_user table then to trailing true union unique user using variadic when where window with ' +
    'authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like ' +
    'natural notnull outer overlaps right similar tablesample verbose'
  ).split(' '),
);

const PLAIN = /^[a-z_][a-z0-9_$]*$/;

/**
 * A name as SQL needs it: in quotes only where PostgreSQL would read something else without them. What the migration tool
 * puts a name in for stays as it is.
 */
export function quoteIdentifier(name: string): string {
  return (PLAIN.test(name) && !RESERVED.has(name)) || hasPlaceholder(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A quoted identifier without its quotes, where those say nothing. */
export function unquoteIfSafe(quoted: string): string {
  return quoteIdentifier(quoted.slice(1, -1).replaceAll('""', '"'));
}

/** The name that a token of an identifier means: a word in lower case, quoted text without its quotes. Empty for anything else. */
export function nameOfToken(sql: string, { kind, start, end, value }: Token): string {
  if (kind === 'word') return value;
  return kind === 'quoted' ? sql.slice(start + 1, end - 1).replaceAll('""', '"') : '';
}
