/** How one key column is sharded or ordered, where the statement says so. */
export type KeyOrder = 'hash' | 'asc' | 'desc';

/** `SPLIT INTO n TABLETS` or `SPLIT AT VALUES (…)`. `tablets` is a text where it is a placeholder. */
export type Split = { readonly kind: 'into'; readonly tablets: number | string } | { readonly kind: 'at'; readonly values: string };

/**
 * The sharding that a key list was written with. `at` is the UTF-8 byte offset in `Statement.sql` of the list's `(`;
 * of an inline `PRIMARY KEY ASC`, which has no list, that of the order.
 * `columns[i]` belongs to the i-th column of the flattened list (`((a, b) HASH, c DESC)` is a, b, c).
 */
export interface KeySharding {
  readonly at: number;
  readonly columns: readonly { readonly order: KeyOrder | null; readonly grouped: boolean }[];
}

/** YugabyteDB's additions to PostgreSQL's grammar, as one statement has them. */
export interface DialectClauses {
  readonly split: Split | null;
  /** A name, or `none` for `NO TABLEGROUP`. */
  readonly tablegroup: { readonly name: string } | 'none' | null;
  readonly nonconcurrently: boolean;
  /** One entry for each key list that has `HASH`, `ASC`, `DESC` or a group in parentheses, in the order of the text. */
  readonly keys: readonly KeySharding[];
  /** A statement that PostgreSQL's grammar has no counterpart of, read by the dialect itself; then `sql` is not parsed. */
  readonly own: DialectStatement | null;
}

/** Statements that only YugabyteDB has. */
export type DialectStatement =
  | { readonly kind: 'createTablegroup' | 'alterTablegroup' | 'dropTablegroup'; readonly name: string }
  | { readonly kind: 'createTablespace'; readonly name: string }
  | { readonly kind: 'backfillIndex' }
  | { readonly kind: 'createProfile' | 'dropProfile'; readonly name: string }
  | { readonly kind: 'grantOnTablegroup' };

/** What a statement without any of YugabyteDB's additions has. */
export const PLAIN_DIALECT: DialectClauses = { split: null, tablegroup: null, nonconcurrently: false, keys: [], own: null };
