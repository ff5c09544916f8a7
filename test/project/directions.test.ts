import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.js';
import { findMigrations } from '../../src/project/find.js';
import { readMigration } from '../../src/sql/read.js';
import { makeFolder } from '../folder.js';

/** `↑` goes up, `↓` goes down, `!` runs outside a transaction of the tool's. */
const TEXTS: Readonly<Record<string, readonly [text: string, statements: readonly string[]]>> = {
  goose: [
    '-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nselect 1\n-- +goose StatementEnd\nselect 2;\n-- +goose Down\nselect 3;\n',
    ['↑! select 1', '↑! select 2', '↓! select 3'],
  ],
  dbmate: [
    '-- migrate:up\nselect 1;\n-- migrate:down transaction:false\nselect 2;\n-- migrate:up transaction:false\nselect 3\n-- migrate:down\nselect 4',
    ['↑ select 1', '↓! select 2', '↑! select 3', '↓ select 4'],
  ],
  'sql-migrate': ['-- +migrate Up notransaction\nselect 1;\n\n-- +migrate Down\nselect 2;', ['↑! select 1', '↓ select 2']],
  tern: ['select 1;\n---- create above / drop below ----\nselect 2;', ['↑ select 1', '↓ select 2']],
  mybatis: ['-- // first\nselect 1\n-- //@UNDO\nselect 2;', ['↑ select 1', '↓ select 2']],
  liquibase: [
    '--liquibase formatted sql\n--changeset a:1\nselect 1;\n--rollback drop table a;\n--changeset a:2 runInTransaction:false\nselect 2\n/* liquibase rollback\ndrop table b;\n*/\n--changeset a:3 dbms:mysql\nselect `3`;\n--changeset a:4\nselect 4;',
    ['↑ select 1', '↑! select 2', '↑ select 4'],
  ],
  'node-pg-migrate': ['-- Up Migration\nselect 1;\n-- Down Migration\nselect 2;', ['↑ select 1', '↓ select 2']],
  sqlx: ['-- no-transaction\nselect 1;', ['↑! select 1']],
  drizzle: ['select 1\n--> statement-breakpoint\nselect 2;--> statement-breakpoint\nselect 3', ['↑ select 1', '↑ select 2', '↑ select 3']],
};

async function read(tree: Readonly<Record<string, string>>, folder = 'm', wanted = '2_x.sql'): Promise<{ readonly tool: string | undefined; readonly statements: readonly string[] }> {
  const cwd = makeFolder({ '.git': '', ...tree });
  const config = await loadConfig({ cwd, configPath: null, search: true, ruleIds: [] });
  const { roots } = findMigrations({ paths: [folder], config, cwd, stdin: null, stdinFilename: null, readHistory: true });
  const migration = roots.flatMap((root) => root.migrations).find(({ file }) => file.path.endsWith(wanted));
  const statements: string[] = [];
  for (const event of migration === undefined ? [] : readMigration(migration, { placeholders: new Map() })) {
    if (event.kind !== 'statement') continue;
    const { direction, inToolTransaction, text } = event.statement;
    statements.push(`${direction === 'up' ? '↑' : '↓'}${inToolTransaction ? '' : '!'} ${text}`);
  }
  return { tool: roots[0]?.tool, statements };
}

const MANIFESTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'node-pg-migrate': { 'package.json': '{ "devDependencies": { "node-pg-migrate": "8" } }' },
  drizzle: { 'm/meta/_journal.json': '{}' },
  sqlx: { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' },
};

for (const [tool, [text, statements]] of Object.entries(TEXTS)) {
  test(`${tool}: each statement goes its own way, in and out of transactions`, async () => {
    expect(await read({ ...MANIFESTS[tool], 'm/2_x.sql': text })).toEqual({ tool, statements });
  });

  test(`${tool}: no down part is up in a folder whose tool is not recognised`, async () => {
    // Three files that say nothing hide the tool.
    const found = await read({ 'm/1_a.sql': '', 'm/1_b.sql': '', 'm/1_c.sql': '', 'm/2_x.sql': text });
    expect(found.tool).toBe('plain');
    expect(found.statements.map((statement) => statement.replace('!', ''))).toEqual(statements.map((statement) => statement.replace('!', '')));
  });
}

test('sqlx: a comment that is not the very first of the file switches no transaction off', async () => {
  const found = await read({ ...MANIFESTS['sqlx'], 'm/2_x.sql': '\n-- no-transaction\nselect 1;\n-- no-transaction\nselect 2;' });
  expect(found).toEqual({ tool: 'sqlx', statements: ['↑ select 1', '↑ select 2'] });
});

test('Flyway leaves its transaction where PostgreSQL wants none', async () => {
  const outside = [
    'CREATE INDEX CONCURRENTLY i ON a (b)',
    'create unique /* why */ index -- here\n concurrently i ON a (b)',
    'DROP INDEX CONCURRENTLY IF EXISTS i',
    'CREATE TABLESPACE s LOCATION x',
    'ALTER SYSTEM SET a = 1',
    'VACUUM a',
    'REINDEX SCHEMA s',
  ];
  const inside = ['CREATE INDEX i ON a (b)', 'CREATE INDEX concurrently_made ON a (b)', 'CREATE INDEX NONCONCURRENTLY i ON a (b)', 'REINDEX INDEX i', "SELECT 'CREATE INDEX CONCURRENTLY'"];
  const found = await read({ 'm/V2_x__x.sql': '', 'm/V2__2_x.sql': `-- first\n${[...outside, ...inside].join(';\n')};` });
  expect(found).toEqual({ tool: 'flyway', statements: [...outside.map((sql) => `↑! ${sql}`), ...inside.map((sql) => `↑ ${sql}`)] });
});

test.each([
  ['golang-migrate', 'm/1_a.up.sql', 'm/2_x.up.sql'],
  ['prisma', 'm/1_a/migration.sql', 'm/2_x/migration.sql'],
  ['supabase', 'supabase/migrations/20260101000000_a.sql', 'supabase/migrations/20260102000000_2_x.sql'],
])('%s sends a file at once: several statements are one transaction, a single one is none', async (tool, first, second) => {
  const find = async (text: string): Promise<readonly string[]> => {
    const found = await read({ 'm/migration_lock.toml': '', [first]: '', [second]: text }, tool === 'supabase' ? 'supabase/migrations' : 'm', second);
    expect(found.tool).toBe(tool);
    return found.statements;
  };
  expect(await find('-- one\nselect 1;\n-- end')).toEqual(['↑! select 1']);
  expect(await find('select 1;\n-- and\nselect 2;\nselect 3')).toEqual(['↑ select 1', '↑ select 2', '↑ select 3']);
  expect(await find('')).toEqual([]);
});
