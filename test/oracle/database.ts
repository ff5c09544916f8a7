import { PGlite } from '@electric-sql/pglite';
import { CATALOG_QUERY } from './catalog.js';
import { parseDescription, type DescribedSchema } from './compare.js';
import { startServer } from './server.js';

/** A PostgreSQL that runs what the model only reads. */
export interface Database {
  /** Runs a text of statements; throws PostgreSQL's message. */
  run(sql: string): Promise<void>;
  /** The first column of the first row that a query gives. */
  queryText(sql: string): Promise<string>;
  /** Describes the schema as a new session with the default search path sees it. */
  describe(): Promise<DescribedSchema>;
  /** Leaves nothing but an empty `public` and a new session. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** One at a time: several statements sent at once are one transaction, in which `DISCARD` is refused. */
const RESET = [
  'ROLLBACK',
  'DISCARD ALL',
  `DO $$ DECLARE s name; BEGIN
    FOR s IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP EXECUTE format('DROP EXTENSION %I CASCADE', s); END LOOP;
    FOR s IN SELECT nspname FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^pg_' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP;
  END $$`,
  'CREATE SCHEMA public',
];

/** PGlite's own default is `pg_catalog` alone. */
const DEFAULT_PATH = 'SET search_path TO "$user", public';

/** What the tests run on: PostgreSQL in the process, and a server too where XCLINT_PG_BIN names the folder of its programs. */
export const DATABASES: readonly { readonly name: string; readonly open: () => Promise<Database> }[] = [
  { name: 'PGlite', open: async () => databaseOver(await openPglite()) },
  ...serverFolders().map((folder) => ({ name: 'PostgreSQL', open: async () => databaseOver(await openServer(folder)) })),
];

function serverFolders(): readonly string[] {
  const folder = process.env['XCLINT_PG_BIN'];
  return folder === undefined || folder === '' ? [] : [folder];
}

function databaseOver(driver: Driver): Database {
  return {
    run: (sql) => driver.run(sql),
    queryText: (sql) => driver.queryText(sql),
    async describe() {
      await driver.run(DEFAULT_PATH);
      return parseDescription(await driver.queryText(`SELECT described.schema::text FROM (${CATALOG_QUERY}) AS described`));
    },
    async reset() {
      for (const statement of [...RESET, DEFAULT_PATH]) await driver.run(statement);
    },
    close: () => driver.close(),
  };
}

/** What the two kinds of database differ in. */
type Driver = Pick<Database, 'run' | 'queryText' | 'close'>;

async function openPglite(): Promise<Driver> {
  const pglite = await PGlite.create();
  return {
    async run(sql) {
      await pglite.exec(sql);
    },
    async queryText(sql) {
      const { rows } = await pglite.query<[string]>(sql, [], { rowMode: 'array' });
      return rows[0]?.[0] ?? '';
    },
    close: () => pglite.close(),
  };
}

async function openServer(folder: string): Promise<Driver> {
  const server = await startServer(folder);
  return {
    async run(sql) {
      await server.query(sql);
    },
    async queryText(sql) {
      return (await server.query(sql))[0] ?? '';
    },
    close: () => server.close(),
  };
}
