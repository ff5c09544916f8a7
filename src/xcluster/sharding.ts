const STATEMENTS = 'https://docs.yugabyte.com/stable/api/ysql/the-sql-language/statements';

/** How a key is laid out whose columns do not say; colocated tables and those in a tablegroup have no hash. Read on 2026-11-23. */
export const DEFAULT_SHARDING = {
  /** The session setting that decides about the first column; on unless somebody turns it off. */
  setting: 'yb_use_hash_splitting_by_default',
  /** The first column, while the setting is on. */
  first: 'hash',
  /** The first column, while the setting is off. */
  firstWithoutHash: 'asc',
  source: `${STATEMENTS}/ddl_create_table/`,
} as const;

/** What an access method keeps: entries by key (sharded by hash or order), many entries for a row, or vectors. */
export type IndexStorage = 'key' | 'inverted' | 'vector';

/** The access methods that YSQL takes, under their own names and under PostgreSQL's and pgvector's. Read on 2026-11-23. */
export const INDEX_METHODS: Readonly<Record<string, { readonly storage: IndexStorage; readonly source: string }>> = {
  lsm: { storage: 'key', source: `${STATEMENTS}/ddl_create_index/` },
  btree: { storage: 'key', source: `${STATEMENTS}/ddl_create_index/` },
  ybgin: { storage: 'inverted', source: 'https://docs.yugabyte.com/stable/explore/ysql-language-features/indexes-constraints/gin/' },
  gin: { storage: 'inverted', source: 'https://docs.yugabyte.com/stable/explore/ysql-language-features/indexes-constraints/gin/' },
  ybhnsw: { storage: 'vector', source: 'https://docs.yugabyte.com/stable/additional-features/pg-extensions/extension-pgvector/' },
  hnsw: { storage: 'vector', source: 'https://docs.yugabyte.com/stable/additional-features/pg-extensions/extension-pgvector/' },
  ivfflat: { storage: 'vector', source: 'https://docs.yugabyte.com/stable/additional-features/pg-extensions/extension-pgvector/' },
};
