import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema, Table } from '../../src/schema/model.js';
import { project, readReport, xclint } from '../cli/command-line.js';
import { compareSchemas, type DescribedSchema } from '../oracle/compare.js';
import { DATABASES, type Database } from '../oracle/database.js';
import { graphileWorkerMigrations, logtoMigrations } from '../oracle/packages.js';
import { described, replayed, statementsOf } from '../oracle/replay.js';
import { fillTables, keyOf, quote, quoteName, readRows, tablesInOrder } from './rows.js';

/** Migrations by path. */
type Files = Readonly<Record<string, string>>;

interface Offered {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly mended: readonly { readonly ruleId: string; readonly object: string }[];
  readonly refused: readonly { readonly ruleId: string; readonly object: string; readonly reason: string }[];
}

const ROWS = 120;

const numbered = (texts: readonly string[]): Files => Object.fromEntries(texts.map((text, position) => [`migrations/${String(position + 1).padStart(3, '0')}_step.sql`, text]));

const filesOf = (folder: string): Files => Object.fromEntries(readdirSync(folder).sort().map((name) => [`migrations/${name}`, readFileSync(path.join(folder, name), 'utf8')]));

const PROJECTS: readonly { readonly name: string; readonly files: Files; /** Findings that are mended at least. */ readonly mends: number }[] = [
  { name: 'the example shop', files: filesOf(path.resolve(import.meta.dirname, '../../docs/examples/shop/migrations')), mends: 3 },
  { name: 'a clinic', files: filesOf(path.resolve(import.meta.dirname, 'clinic')), mends: 4 },
  { name: 'graphile-worker', files: numbered(['CREATE SCHEMA graphile_worker;', ...graphileWorkerMigrations().map((text) => text.replaceAll(':GRAPHILE_WORKER_SCHEMA', 'graphile_worker'))]), mends: 0 },
  { name: '@logto/schemas', files: numbered(logtoMigrations()), mends: 1 },
];

async function remedy(cwd: string, ...flags: readonly string[]): Promise<Offered> {
  const { stdout, stderr, code } = await xclint(['remedy', 'migrations', '--format', 'json', ...flags], { cwd });
  if (code === 2) throw new Error(stderr);
  return JSON.parse(stdout) as Offered;
}

async function lintErrors(cwd: string): Promise<readonly string[]> {
  const { stdout } = await xclint(['lint', 'migrations', '--format', 'json', '--fail-on', 'never'], { cwd });
  return readReport(stdout).diagnostics.filter(({ severity }) => severity === 'error').map(({ ruleId, file, message }) => `${ruleId} ${file} ${message}`);
}

/** Runs each in a transaction, but where it says otherwise: by one of its own, or by what no transaction may hold. */
async function runMigrations(database: Database, texts: Iterable<string>): Promise<void> {
  for (const text of texts) {
    const statements = statementsOf(text).map(({ sql }) => sql);
    const isFree = statements.some((sql) => /^\s*BEGIN\b|\bCONCURRENTLY\b/i.test(sql));
    for (const sql of isFree ? statements : ['BEGIN', ...statements, 'COMMIT']) await database.run(sql);
  }
}

for (const { name, open } of DATABASES) {
  describe(`remedies on ${name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
    }, 60_000);
    afterAll(() => database.close());

    for (const { name: title, files, mends } of PROJECTS) {
      it(`keep every row of ${title}, and satisfy the linter`, async () => {
        const cwd = project(files);
        const errorsBefore = await lintErrors(cwd);
        const offered = await remedy(cwd, '--write');
        expect(offered.mended.length).toBeGreaterThanOrEqual(mends);

        await database.reset();
        await runMigrations(database, Object.values(files));
        const before = replayed(Object.values(files)).replay.schema;
        const counts = await fillTables(database, before, ROWS);
        const filled = [...counts.values()].filter((count) => count > 0).length;
        expect(filled / counts.size).toBeGreaterThan(0.8);
        const texts = [...Object.values(files), ...offered.files.map(({ text }) => text)];
        const after = replayed(texts).replay.schema;
        const rows = await readTables(database, before, after);
        const attached = await database.queryText(ATTACHED);
        for (const [position, { path: file, text }] of offered.files.entries()) {
          await runMigrations(database, [text]);
          if (!/_in_place/.test(file)) continue;
          // The application writes again, before the old tables and columns are gone. What it writes is taken back.
          const between = replayed(texts.slice(0, Object.keys(files).length + position + 1)).replay.schema;
          await database.run('BEGIN');
          const grown = await fillTables(database, between, 3);
          const changed = tablesInOrder(before).filter((table) => stableColumns(table, after).length < table.columns.length).map(keyOf);
          expect(changed.length).toBeGreaterThan(0);
          expect(changed.filter((table) => (grown.get(table) ?? 0) <= (counts.get(table) ?? 0))).toEqual([]);
          await database.run('ROLLBACK');
        }
        expect(await readTables(database, before, after)).toEqual(rows);
        expect(await database.queryText(ATTACHED)).toBe(attached);
        expectSameSchema(await database.describe(), described(replayed(texts).replay));
        await expectForeignKeysHold(database);

        const errorsAfter = await lintErrors(cwd);
        expect(errorsAfter.filter((error) => !errorsBefore.includes(error))).toEqual([]);
        expect(errorsAfter.length).toBe(errorsBefore.length - offered.mended.length);
        const again = await remedy(cwd, '--write');
        expect(again.files).toEqual([]);
        expect(again.refused.map(({ object }) => object)).toEqual(offered.refused.map(({ object }) => object));
      }, 240_000);
    }
  });
}

/** What hangs on tables and views of which the model holds nothing, by their names. */
const ATTACHED = `SELECT json_agg(json_build_array(c.relname, c.relacl::text, c.relrowsecurity, obj_description(c.oid),
    (SELECT json_agg(json_build_array(a.attname, a.attacl::text, col_description(c.oid, a.attnum)) ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT json_agg(json_build_array(p.polname, pg_get_expr(p.polqual, c.oid)) ORDER BY p.polname) FROM pg_policy p WHERE p.polrelid = c.oid),
    (SELECT json_agg(pg_get_triggerdef(t.oid) ORDER BY t.tgname) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
  ) ORDER BY c.relname)::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`;

/** Has the model, which rules go by, come to the schema that PostgreSQL has. */
function expectSameSchema(actual: DescribedSchema, expected: DescribedSchema): void {
  const { onlyInPostgres, onlyInXclint } = compareSchemas(actual, expected);
  expect({ onlyInPostgres, onlyInXclint }).toEqual({ onlyInPostgres: [], onlyInXclint: [] });
}

/** The columns of a table that keep their type. */
function stableColumns(table: Table, after: Schema): readonly string[] {
  const then = after.table(table);
  return table.columns.filter(({ name, type }) => then?.columns.find((column) => column.name === name)?.type.text === type.text).map(({ name }) => name);
}

/**
 * What there is in every table, without the columns that get another type; and for every foreign key, which row references which, by
 * the columns that stay. Both by the names that tables and constraints have before and after.
 */
async function readTables(database: Database, before: Schema, after: Schema): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = new Map<string, readonly string[]>();
  const stable = (table: Table): readonly string[] => stableColumns(table, after);
  for (const table of tablesInOrder(before)) {
    rows.set(keyOf(table), await readRows(database, table, stable(table)));
    for (const { name, columns, references } of table.constraints) {
      const target = references === null ? undefined : before.table(references.table);
      if (target === undefined || references === null) continue;
      const list = (alias: string, owner: Table): string => stable(owner).map((column) => `${alias}.${quote(column)}`).join(', ');
      const on = columns.map((column, position) => `a.${quote(column)} = b.${quote(references.columns[position] ?? '')}`).join(' AND ');
      const lines = `SELECT row(row(${list('a', table)}), row(${list('b', target)}))::text AS shown FROM ${quoteName(table)} AS a JOIN ${quoteName(target)} AS b ON ${on}`;
      rows.set(`${keyOf(table)} ${name}`, JSON.parse(await database.queryText(`SELECT coalesce(json_agg(shown ORDER BY shown), '[]')::text FROM (${lines}) AS lines`)) as string[]);
    }
  }
  return rows;
}

/** Has PostgreSQL check every foreign key again. */
async function expectForeignKeysHold(database: Database): Promise<void> {
  await database.run(`DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 LOOP
      UPDATE pg_constraint SET convalidated = false WHERE conname = c.conname AND conrelid = c.owner;
      EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', c.owner, c.conname);
    END LOOP;
  END $$`);
}
