const FILES = 'https://github.com/yugabyte/yugabyte-db/blob/master/src';
const SOURCE_HANDLER = `${FILES}/postgres/yb-extensions/yb_xcluster_ddl_replication/source_ddl_end_handler.c`;
const TARGET_HANDLER = `${FILES}/yb/tserver/xcluster_ddl_queue_handler.cc`;
const TAGS = `${FILES}/postgres/src/include/tcop/cmdtaglist.h`;
const EXTENSION = `${FILES}/postgres/yb-extensions/yb_xcluster_ddl_replication/yb_xcluster_ddl_replication.c`;

/** What automatic mode does with a statement. */
export type Handling =
  /** Carried, with what the standby needs besides the text (identifiers of tables, types, sequences). */
  | 'replicated'
  /** Carried as text. */
  | 'passed through'
  /** Run on the primary, not carried, no error. */
  | 'ignored'
  /** The primary refuses it. */
  | 'refused'
  /** The primary runs and records it; the standby does not know the command, and stops. */
  | 'stalls'
  /** No event trigger sees it: it takes effect where it is issued, and nobody is told. */
  | 'never captured';

interface HandlingFacts {
  readonly tags: readonly string[];
  readonly source: string;
}

const TEXT_SEARCH = ['TEXT SEARCH CONFIGURATION', 'TEXT SEARCH DICTIONARY', 'TEXT SEARCH PARSER', 'TEXT SEARCH TEMPLATE'];

function each(verb: string, kinds: readonly string[]): string[] {
  return kinds.map((kind) => `${verb} ${kind}`);
}

/**
 * PostgreSQL's command tags by what automatic mode does with them, as YugabyteDB's source had them between 2025.2.1 and
 * 2026. For most tags it is not known what 2025.1 did. Read on 2026-11-23.
 */
export const AUTOMATIC_MODE_STATEMENTS: Readonly<Record<Handling, HandlingFacts>> = {
  replicated: {
    tags: [
      ...each('CREATE', ['TABLE', 'INDEX', 'TABLE AS', 'MATERIALIZED VIEW', 'TYPE', 'SEQUENCE']),
      ...each('ALTER', ['TABLE', 'INDEX', 'TYPE', 'SEQUENCE']),
      ...each('DROP', ['TABLE', 'INDEX', 'MATERIALIZED VIEW', 'SEQUENCE', 'TYPE']),
      'SELECT INTO',
      'REFRESH MATERIALIZED VIEW',
      'TRUNCATE TABLE',
    ],
    source: SOURCE_HANDLER,
  },
  'passed through': {
    tags: [
      'COMMENT',
      'GRANT',
      'REVOKE',
      'SECURITY LABEL',
      'IMPORT FOREIGN SCHEMA',
      ...each('CREATE', ['ACCESS METHOD', 'AGGREGATE', 'CAST', 'COLLATION', 'DOMAIN', 'EXTENSION', 'FOREIGN DATA WRAPPER', 'FOREIGN TABLE', 'FUNCTION', 'OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY', 'POLICY', 'PROCEDURE', 'ROUTINE', 'RULE', 'SCHEMA', 'SERVER', 'STATISTICS', 'TRIGGER', 'USER MAPPING', 'VIEW', ...TEXT_SEARCH]),
      ...each('ALTER', ['AGGREGATE', 'CAST', 'COLLATION', 'DEFAULT PRIVILEGES', 'DOMAIN', 'FUNCTION', 'MATERIALIZED VIEW', 'OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY', 'POLICY', 'PROCEDURE', 'ROUTINE', 'RULE', 'SCHEMA', 'STATISTICS', 'TRIGGER', 'VIEW', ...TEXT_SEARCH]),
      ...each('DROP', ['ACCESS METHOD', 'AGGREGATE', 'CAST', 'COLLATION', 'DOMAIN', 'EXTENSION', 'FOREIGN DATA WRAPPER', 'FOREIGN TABLE', 'FUNCTION', 'OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY', 'OWNED', 'POLICY', 'PROCEDURE', 'ROUTINE', 'RULE', 'SCHEMA', 'SERVER', 'STATISTICS', 'TRIGGER', 'USER MAPPING', 'VIEW', ...TEXT_SEARCH]),
    ],
    source: SOURCE_HANDLER,
  },
  ignored: {
    tags: ['CREATE', 'ALTER', 'DROP'].flatMap((verb) => each(verb, ['PUBLICATION', 'SUBSCRIPTION'])),
    source: SOURCE_HANDLER,
  },
  refused: {
    // The drops are of kinds whose catalog the handler of dropped objects does not know.
    tags: [
      ...each('CREATE', ['CONVERSION', 'LANGUAGE', 'TRANSFORM']),
      ...each('ALTER', ['ACCESS METHOD', 'CONVERSION', 'FOREIGN DATA WRAPPER', 'FOREIGN TABLE', 'LANGUAGE', 'LARGE OBJECT', 'SERVER', 'TRANSFORM', 'USER MAPPING']),
      ...each('DROP', ['LANGUAGE', 'TRANSFORM']),
    ],
    source: SOURCE_HANDLER,
  },
  stalls: {
    // Seen in one state of the source only.
    tags: ['ALTER EXTENSION', 'DROP CONVERSION'],
    source: TARGET_HANDLER,
  },
  'never captured': {
    tags: [
      ...['CREATE', 'ALTER', 'DROP'].flatMap((verb) => each(verb, ['DATABASE', 'ROLE', 'TABLESPACE', 'TABLEGROUP', 'EVENT TRIGGER'])),
      ...['GRANT ROLE', 'REVOKE ROLE', 'REASSIGN OWNED', 'ALTER SYSTEM', 'REINDEX', 'CLUSTER', 'BACKFILL INDEX'],
      ...['VACUUM', 'ANALYZE', 'LOCK TABLE', 'COPY', 'DO', 'CALL', 'SET', 'RESET', 'LISTEN', 'NOTIFY', 'UNLISTEN'],
    ],
    source: TAGS,
  },
};

/** Kinds of object that belong to all databases of a cluster: what is granted or said of them fires no event trigger (PostgreSQL's `event_trigger.c`). */
export const GLOBAL_OBJECTS: readonly string[] = ['database', 'role', 'tablespace'];

/** Session settings that take the guard off replication, and what each lets through. Read on 2026-11-23. */
export const GUARD_SETTINGS: ReadonlyMap<string, { readonly lets: 'manual changes' | 'changes on the standby' | 'writes'; readonly source: string }> = new Map([
  // Statements are recorded, but marked, and the standby leaves them to people.
  ['yb_xcluster_ddl_replication.enable_manual_ddl_replication', { lets: 'manual changes', source: EXTENSION }],
  // What the standby's own replay sets for its session.
  ['yb_xcluster_automatic_mode_target_ddl', { lets: 'changes on the standby', source: EXTENSION }],
  ['yb_xcluster_target_ddl_bypass', { lets: 'changes on the standby', source: EXTENSION }],
  ['yb_non_ddl_txn_for_sys_tables_allowed', { lets: 'writes', source: 'https://docs.yugabyte.com/stable/architecture/docdb-replication/async-replication/' }],
]);

const HANDLING_OF: ReadonlyMap<string, Handling> = new Map(
  (Object.keys(AUTOMATIC_MODE_STATEMENTS) as Handling[]).flatMap((handling) => AUTOMATIC_MODE_STATEMENTS[handling].tags.map((tag) => [tag, handling] as const)),
);

/** What automatic mode does with a statement of this command tag; undefined where nobody knows. */
export function handlingOf(tag: string): Handling | undefined {
  return HANDLING_OF.get(tag);
}
