import type { Citation } from '../../src/rule.js';

const DOCS = 'https://docs.yugabyte.com/stable';
const STATEMENTS = `${DOCS}/api/ysql/the-sql-language/statements`;
const REPLICATION = `${DOCS}/deploy/multi-dc/async-replication`;

/** The day on which the pages and issues were read. */
const CHECKED = '2026-11-23';

/** Pages of YugabyteDB's documentation that several rules rest on. */
export const PAGES = {
  architecture: { title: 'xCluster replication (architecture)', url: `${DOCS}/architecture/docdb-replication/async-replication/` },
  multiMaster: { title: 'Active-active multi-master', url: `${DOCS}/develop/build-global-apps/active-active-multi-master/` },
  deployment: { title: 'Deploy xCluster replication', url: `${REPLICATION}/async-deployment/` },
  transactionalTables: { title: 'Manage tables in transactional manual mode', url: `${REPLICATION}/async-transactional-tables/` },
  semiAutomatic: { title: 'Set up semi-automatic transactional replication', url: `${REPLICATION}/async-transactional-setup-semi-automatic/` },
  automatic: { title: 'Set up automatic transactional replication', url: `${REPLICATION}/async-transactional-setup-automatic/` },
  failover: { title: 'Unplanned failover', url: `${REPLICATION}/async-transactional-failover/` },
  managedDdl: {
    title: 'Manage tables and indexes (YugabyteDB Anywhere)',
    url: `${DOCS}/yugabyte-platform/manage-deployments/xcluster-replication/xcluster-replication-ddl/`,
  },
  createTable: { title: 'CREATE TABLE (YSQL)', url: `${STATEMENTS}/ddl_create_table/` },
  createIndex: { title: 'CREATE INDEX (YSQL)', url: `${STATEMENTS}/ddl_create_index/` },
  alterTable: { title: 'ALTER TABLE (YSQL)', url: `${STATEMENTS}/ddl_alter_table/` },
  colocation: { title: 'Colocating tables', url: `${DOCS}/additional-features/colocation/` },
  pgCron: { title: 'pg_cron extension', url: `${DOCS}/additional-features/pg-extensions/extension-pgcron/` },
  pgPartman: { title: 'pg_partman extension', url: `${DOCS}/additional-features/pg-extensions/extension-pgpartman/` },
  pgvector: { title: 'pgvector extension', url: `${DOCS}/additional-features/pg-extensions/extension-pgvector/` },
  indexRewriteAdvisory: { title: 'Technical advisory TA-24007', url: `${DOCS}/releases/techadvisories/ta-24007/` },
  rangeShardingAdvisory: { title: 'Technical advisory TA-27380', url: `${DOCS}/releases/techadvisories/ta-27380/` },
} as const;

/** A page, and what it says in our words. */
export function cite(page: { readonly title: string; readonly url: string }, fact: string): Citation {
  return { ...page, fact, checked: CHECKED };
}

/** An issue or a pull request of YugabyteDB, and what it says in our words. */
export function citeIssue(number: number, fact: string): Citation {
  return { title: `yugabyte-db issue ${String(number)}`, url: `https://github.com/yugabyte/yugabyte-db/issues/${String(number)}`, fact, checked: CHECKED };
}

/** A file of YugabyteDB's source, and what it says in our words. */
export function citeFile(path: string, fact: string): Citation {
  return { title: `yugabyte-db, ${path.slice(path.lastIndexOf('/') + 1)}`, url: `https://github.com/yugabyte/yugabyte-db/blob/master/${path}`, fact, checked: CHECKED };
}

/** Files of YugabyteDB's source that several rules rest on. */
export const FILES = {
  ddlEndHandler: 'src/postgres/yb-extensions/yb_xcluster_ddl_replication/source_ddl_end_handler.c',
  ddlReadme: 'src/postgres/yb-extensions/yb_xcluster_ddl_replication/README.md',
  ddlQueueHandler: 'src/yb/tserver/xcluster_ddl_queue_handler.cc',
  commandTags: 'src/postgres/src/include/tcop/cmdtaglist.h',
  xclusterManager: 'src/yb/master/xcluster/xcluster_manager.cc',
  updateOptimization: 'src/postgres/src/backend/executor/ybOptimizeModifyTable.c',
  extensionTests: 'src/yb/integration-tests/xcluster/sql/pgonly_extensions_create.sql',
} as const;
