const DOCS = 'https://docs.yugabyte.com/stable';
const TESTS = 'https://github.com/yugabyte/yugabyte-db/blob/master/src/yb/integration-tests/xcluster/sql/pgonly_extensions_create.sql';

/** How automatic mode takes to `CREATE` and `DROP EXTENSION` of an extension; what is not listed has to be there before it is set up. */
export type ExtensionSupport =
  /** Part of every database. */
  | 'pre-installed'
  /** The documentation lists it. */
  | 'documented'
  /** YugabyteDB's own tests create and drop it, and the documentation does not list it. */
  | 'tested';

interface ExtensionFacts {
  readonly support: ExtensionSupport;
  readonly source: string;
}

const DOCUMENTED: ExtensionFacts = { support: 'documented', source: `${DOCS}/architecture/docdb-replication/async-replication/` };
const TESTED: ExtensionFacts = { support: 'tested', source: TESTS };
const PRE_INSTALLED: ExtensionFacts = { support: 'pre-installed', source: TESTS };

/** The extensions that automatic mode takes. The pages of 2025.1 and 2025.2 list the same nine. Read on 2026-11-23. */
export const AUTOMATIC_MODE_EXTENSIONS: ReadonlyMap<string, ExtensionFacts> = new Map([
  ['plpgsql', PRE_INSTALLED],
  ['pg_stat_statements', PRE_INSTALLED],
  ['file_fdw', DOCUMENTED],
  ['fuzzystrmatch', DOCUMENTED],
  ['hypopg', DOCUMENTED],
  ['pg_stat_monitor', DOCUMENTED],
  ['pgaudit', DOCUMENTED],
  ['pgcrypto', DOCUMENTED],
  ['postgres_fdw', DOCUMENTED],
  ['sslinfo', DOCUMENTED],
  ['uuid-ossp', DOCUMENTED],
  ['hll', TESTED],
  ['hstore', TESTED],
  ['pg_trgm', TESTED],
  ['pgtap', TESTED],
  ['tablefunc', TESTED],
  ['vector', TESTED],
]);

/** Extensions that run statements by themselves, which replication in the modes without automatic DDL has to reckon with. Read on 2026-11-23. */
export const SELF_ACTING_EXTENSIONS = {
  pg_partman: { does: 'creates and drops partitions', source: `${DOCS}/additional-features/pg-extensions/extension-pgpartman/` },
  pg_cron: { does: 'runs jobs', source: `${DOCS}/additional-features/pg-extensions/extension-pgpartman/` },
} as const;

/** The extension in whose schema automatic mode keeps its records; replication creates it. */
export const REPLICATION_EXTENSION = 'yb_xcluster_ddl_replication';
