import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { CATALOG_QUERY } from './catalog.js';
import { parseDescription, type DescribedSchema } from './compare.js';

/** A PostgreSQL that runs what the model only reads. */
export interface Database {
  readonly name: string;
  /** Runs a text of statements; throws PostgreSQL's message. */
  run(sql: string): Promise<void>;
  /** Describes the schema as a new session with the default search path sees it. */
  describe(): Promise<DescribedSchema>;
  /** Leaves nothing but an empty `public`. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const RESET = `ROLLBACK; RESET ALL;
DO $$ DECLARE s name; BEGIN
  FOR s IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP EXECUTE format('DROP EXTENSION %I CASCADE', s); END LOOP;
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^pg_' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP;
END $$;
CREATE SCHEMA public; DISCARD ALL`;

/** PGlite's own default is `pg_catalog` alone. */
const DEFAULT_PATH = 'SET search_path TO "$user", public';

/** PostgreSQL in the process, or a server of its own where XCLINT_PG_BIN names the folder of its programs. */
export async function openDatabase(): Promise<Database> {
  const folder = process.env['XCLINT_PG_BIN'];
  return folder === undefined || folder === '' ? openPglite() : openServer(folder);
}

async function openPglite(): Promise<Database> {
  const pglite = await PGlite.create();
  const run = async (sql: string): Promise<void> => {
    await pglite.exec(sql);
  };
  return {
    name: 'PGlite',
    run,
    async describe() {
      await pglite.exec(DEFAULT_PATH);
      const { rows } = await pglite.query<{ schema: DescribedSchema }>(CATALOG_QUERY);
      const [row] = rows;
      if (row === undefined) throw new Error('the catalog query gave no row');
      return row.schema;
    },
    async reset() {
      for (const statement of RESET.split(/;\s*(?=DO|RESET|CREATE|DISCARD)/)) await pglite.exec(statement);
      await pglite.exec(DEFAULT_PATH);
    },
    async close() {
      await pglite.close();
    },
  };
}

/** A server in a folder of its own, reached by `psql` over its socket. It refuses to run as root. */
function openServer(folder: string): Promise<Database> {
  const data = mkdtempSync(join(tmpdir(), 'xclint-pg-'));
  const asUser = process.getuid?.() === 0 ? ['runuser', '-u', 'nobody', '--'] : [];
  const call = (program: string, ...args: string[]): string => {
    const [first, ...rest] = [...asUser, join(folder, program), ...args];
    return execFileSync(first ?? program, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  };
  if (asUser.length > 0) execFileSync('chown', ['nobody', data]);
  call('initdb', '-D', join(data, 'db'), '-U', 'xclint', '-A', 'trust', '-E', 'UTF8', '--locale=C');
  call('pg_ctl', '-D', join(data, 'db'), '-w', '-l', join(data, 'log'), '-o', `-c listen_addresses= -c fsync=off -k ${data}`, 'start');
  const psql = (sql: string): string => {
    const args = [...asUser, join(folder, 'psql'), '-XqAt', '-h', data, '-U', 'xclint', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-f', '-'];
    const result = spawnSync(args[0] ?? 'psql', args.slice(1), { encoding: 'utf8', input: sql, maxBuffer: 1 << 28 });
    if (result.status !== 0) throw new Error(result.stderr);
    return result.stdout;
  };
  const database: Database = {
    name: 'PostgreSQL',
    run(sql) {
      psql(sql);
      return Promise.resolve();
    },
    describe() {
      return Promise.resolve(parseDescription(psql(`${CATALOG_QUERY};`)));
    },
    reset() {
      psql(`${RESET};`);
      return Promise.resolve();
    },
    close() {
      call('pg_ctl', '-D', join(data, 'db'), '-m', 'immediate', 'stop');
      rmSync(data, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
  return Promise.resolve(database);
}
