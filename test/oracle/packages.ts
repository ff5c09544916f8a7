import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Where `graphile-worker` has its migrations: it does not export its own folder by name, but its entry stands in `dist`. */
export const GRAPHILE_WORKER_FOLDER = join(dirname(require.resolve('graphile-worker')), '..', 'sql');

/** Migrations of `graphile-worker`, in order; they name their schema by the placeholder GRAPHILE_WORKER_SCHEMA. */
export function graphileWorkerMigrations(): string[] {
  return readdirSync(GRAPHILE_WORKER_FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readFileSync(join(GRAPHILE_WORKER_FOLDER, name), 'utf8'));
}

interface TableFile {
  readonly name: string;
  readonly text: string;
  /** By `init_order = n`; files without one come last. */
  readonly order: number;
}

/** The files of `@logto/schemas` in the order in which its own loader runs them. */
export function logtoMigrations(): string[] {
  const root = dirname(require.resolve('@logto/schemas/package.json'));
  const read = (name: string): string => readFileSync(join(root, 'tables', `${name}.sql`), 'utf8');
  const names = readdirSync(join(root, 'tables')).flatMap((file) => (/^_(before|after)_/.test(file) || !file.endsWith('.sql') ? [] : file.slice(0, -4)));
  const files: TableFile[] = [
    { name: 'tenants', text: tenantsTable(readFileSync(join(root, 'lib', 'models', 'tenants.js'), 'utf8')), order: 0 },
    ...names.map((name) => ({ name, text: read(name), order: orderOf(read(name)) })),
  ];
  files.sort((a, b) => (a.order === b.order ? (a.name < b.name ? -1 : 1) : a.order - b.order));
  const texts = files.flatMap(({ name, text }) => (/\/\*\*? no_after_each \*\//.test(text) ? [text] : [text, read('_after_each').replaceAll('${name}', name)]));
  return [read('_before_all'), ...texts, read('_after_all')].map((text) => text.replaceAll('${database}', 'logto').replaceAll('${password}', 'secret'));
}

function orderOf(text: string): number {
  const order = /init_order = ([\d.]+)/.exec(text)?.[1];
  return order === undefined ? Infinity : Number(order);
}

/** The one table that is written in JavaScript. */
function tenantsTable(module: string): string {
  const sql = /\/\* Sql \*\/ `([^`]*)`/.exec(module)?.[1];
  if (sql === undefined) throw new Error('the SQL of the tenants table is no longer where it was');
  return sql.replace(/\$\{[^}]*\}/, 'development');
}
