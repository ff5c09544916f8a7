import type { Mode } from './mode.js';

const DOCS = 'https://docs.yugabyte.com/stable';
const PARTMAN = `${DOCS}/additional-features/pg-extensions/extension-pgpartman/`;
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

/** What the documentation says of `pg_partman` in the modes that do not replicate schema changes. Read on 2026-11-23. */
export const PARTMAN_SUPPORT: Readonly<Record<Exclude<Mode, 'transactional-automatic'>, { readonly verdict: 'not recommended' | 'not supported' | 'extra steps'; readonly source: string }>> = {
  bidirectional: { verdict: 'not recommended', source: PARTMAN },
  'non-transactional': { verdict: 'not recommended', source: PARTMAN },
  'transactional-manual': { verdict: 'not supported', source: PARTMAN },
  'transactional-semi-automatic': { verdict: 'extra steps', source: PARTMAN },
};

/** The extension that runs jobs: in the same modes it belongs in a database outside of the replication. Read on 2026-11-23. */
export const JOB_EXTENSION = { name: 'pg_cron', source: PARTMAN } as const;

/** The extension in whose schema automatic mode keeps its records; replication creates it. */
export const REPLICATION_EXTENSION = 'yb_xcluster_ddl_replication';
