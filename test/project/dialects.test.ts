import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.js';
import { findMigrations } from '../../src/project/find.js';
import { makeFolder } from '../folder.js';

/** The files below `db` that are judged, and what is said about the others. */
async function judge(...names: readonly string[]): Promise<{ readonly files: readonly string[]; readonly notes: readonly string[] }> {
  const cwd = makeFolder(Object.fromEntries(names.map((name) => [`db/${name}`, 'SELECT 1;'])));
  const config = await loadConfig({ cwd, configPath: null, search: false, ruleIds: [] });
  const { roots, notes } = findMigrations({ paths: ['db'], config, cwd, stdin: null, stdinFilename: null, readHistory: true });
  return { files: roots.flatMap((root) => root.migrations.map(({ file }) => file.path.slice(3))).sort(), notes: notes.map(({ file, message }) => `${file ?? ''}: ${message}`) };
}

test('folders for other databases are left alone, and it is said', async () => {
  expect(await judge('postgres/1_a.sql', 'mysql/1_a.sql', 'jdbc-SQLite/deep/1_a.sql', 'mssql_migrations/1.sql')).toEqual({
    files: ['postgres/1_a.sql'],
    notes: ['db: what is for other databases was left alone: jdbc-SQLite/ (SQLite), mssql_migrations/ (SQL Server), mysql/ (MySQL).'],
  });
});

test('names that are words of other trades count beside a database', async () => {
  expect((await judge('oracle/1_prices.sql', 'h2/1_a.sql')).files).toEqual(['h2/1_a.sql', 'oracle/1_prices.sql']);
  expect((await judge('oracle/1_a.sql', 'PostgreSQL/1_a.sql')).files).toEqual(['PostgreSQL/1_a.sql']);
  expect((await judge('oracle/1_a.sql', 'sqlserver/1_a.sql', '1_a.sql')).files).toEqual(['1_a.sql']);
});

test('whole words count, and not those of what a migration does', async () => {
  const names = ['archived/1_a.sql', '20240101_sqlite_import/migration.sql', 'mysql-to-postgres/1_a.sql', '1_add_mysql_import.sql', '2_sqlite.sql', 'yb_or_mysql_yugabyte/1.sql'];
  expect(await judge(...names)).toEqual({ files: names.toSorted(), notes: [] });
});

test('a few names count at the end of a longer word, for no other word ends so', async () => {
  expect((await judge('appsqlite/1_a.sql', 'archive/1_a.sql', 'sqlitement/1_a.sql')).files).toEqual(['archive/1_a.sql', 'sqlitement/1_a.sql']);
});

test('segments of a file name count, and a last word beside a twin', async () => {
  const { files, notes } = await judge('1_a.up.sql', '1_a.mysql.up.sql', '1_a.cockroach.autocommit.up.sql', '2_a.postgres.up.sql', 'schema_sqlite.sql', 'schema_postgres.sql', 'x-h2.sql', 'x-pg.sql');
  expect(files).toEqual(['1_a.up.sql', '2_a.postgres.up.sql']);
  expect(notes).toEqual([
    'db: what is for other databases was left alone: files for CockroachDB, files for H2, files for MySQL, files for SQLite.',
    'db: 2 files that pop does not run as migrations were left alone: schema_postgres.sql, x-pg.sql.',
  ]);
});

test('what is named is judged', async () => {
  const cwd = makeFolder({ 'mysql/1_a.sql': 'SELECT 1;', '1.mysql.sql': 'SELECT 1;' });
  const config = await loadConfig({ cwd, configPath: null, search: false, ruleIds: [] });
  const { roots, notes } = findMigrations({ paths: ['mysql', '1.mysql.sql'], config, cwd, stdin: null, stdinFilename: null, readHistory: true });
  expect(roots.map((root) => root.migrations.map(({ file }) => file.path))).toEqual([['1.mysql.sql'], ['mysql/1_a.sql']]);
  expect(notes).toEqual([]);
});
