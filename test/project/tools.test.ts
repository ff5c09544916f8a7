import { expect, test } from 'vitest';
import { compareLists } from '../../src/project/order.js';
import type { MigrationName } from '../../src/project/tool.js';
import { TOOLS } from '../../src/project/tools/index.js';
import type { Directive } from '../../src/sql/migration.js';

type Name = readonly [path: string, version: string | null, direction: 'up' | 'down'] | readonly [path: string, other: 'skip' | 'not its own'];

/** For each tool names in the order in which they run, and names that are not its own. */
const NAMES: Readonly<Record<string, readonly Name[]>> = {
  plain: [
    ['0/2_x.up.sql', '2', 'up'],
    ['0/2_x.down.sql', '2', 'down'],
    ['0/10_x.up.sql', '10', 'up'],
    ['1_a.sql', '1', 'up'],
    ['1.5-b.sql', '1.5', 'up'],
    ['1.10 c.sql', '1.10', 'up'],
    ['2.sql', '2', 'up'],
    ['v0009__y.sql', '0009', 'up'],
    ['10/001_x.SQL', '001', 'up'],
    ['up/011_x.sql', '011', 'up'],
    ['down/011_x.sql', '011', 'down'],
    ['020_x.undo.sql', '020', 'down'],
    ['021_x/up.sql', '021', 'up'],
    ['021_x/down.sql', '021', 'down'],
    ['2024-01-02-x/migration.sql', '2024-01-02', 'up'],
    ['20240101120000_z.sql', '20240101120000', 'up'],
    ['schema.sql', 'not its own'],
    ['2fa_codes.sql', 'not its own'],
    ['views.sql', 'not its own'],
  ],
  flyway: [
    ['beforeMigrate.sql', null, 'up'],
    ['beforeEachMigrate__role.sql', null, 'up'],
    ['V1__a.sql', '1', 'up'],
    ['U1__a.sql', '1', 'down'],
    ['V1_2__a__b.sql', '1.2', 'up'],
    ['sub/V1.10__c.sql', '1.10', 'up'],
    ['V9__x.sql', '9', 'up'],
    ['V10__x.SQL', '10', 'up'],
    ['V20240101.1__x.sql', '20240101.1', 'up'],
    ['afterVersioned.sql', null, 'up'],
    ['beforeRepeatables__a.sql', null, 'up'],
    ['R__10.sql', null, 'up'],
    ['R__9.sql', null, 'up'],
    ['views/R__a_view.sql', null, 'up'],
    ['R__b_view.sql', null, 'up'],
    ['afterMigrateApplied__z.sql', null, 'up'],
    ['afterMigrate.sql', null, 'up'],
    ['afterMigrate__grants.sql', null, 'up'],
    ['beforeUndo.sql', null, 'down'],
    ['afterMigrateError__note.sql', null, 'down'],
    ['afterMigrateX.sql', 'not its own'],
    ['v2__lower.sql', 'not its own'],
    ['R1__x.sql', 'not its own'],
    ['V1_no_separator.sql', 'not its own'],
    ['V__x.sql', 'not its own'],
  ],
  refinery: [
    ['V1__initial.sql', '1', 'up'],
    ['U2__late.sql', '2', 'up'],
    ['sub/V10__x.sql', '10', 'up'],
    ['R__x.sql', 'not its own'],
  ],
  diesel: [
    ['00000000000000_diesel_initial_setup/up.sql', '00000000000000', 'up'],
    ['00000000000000_diesel_initial_setup/down.sql', '00000000000000', 'down'],
    ['20170102131034_b/up.sql', '20170102131034', 'up'],
    ['2017-08-31-230457_a/up.sql', '20170831230457', 'up'],
    ['2017-08-31-230457_a/down.sql', '20170831230457', 'down'],
    ['20180101000000_c/up.sql', '20180101000000', 'up'],
    ['20180101000000_c/other.sql', 'not its own'],
    ['name/up.sql', 'not its own'],
  ],
  supabase: [
    ['10_late.sql', '10', 'up'],
    ['20240101120000_init.sql', '20240101120000', 'up'],
    ['20240102120000_x.down.sql', '20240102120000', 'up'],
    ['seed.sql', 'not its own'],
    ['old/20240101120000_x.sql', 'not its own'],
  ],
  hasura: [
    ['9_x/up.sql', '9', 'up'],
    ['9_x/down.sql', '9', 'down'],
    ['1595524527514_create/up.sql', '1595524527514', 'up'],
  ],
  prisma: [
    ['0_init/migration.sql', '0', 'up'],
    ['1_first/migration.sql', '1', 'up'],
    ['15_add_share/migration.sql', '15', 'up'],
    ['20240917183001_x/migration.sql', '20240917183001', 'up'],
    ['9_late/migration.sql', '9', 'up'],
    ['baseline/migration.sql', null, 'up'],
    ['20240917183001_x/other.sql', 'not its own'],
    ['migration.sql', 'not its own'],
  ],
  knex: [
    ['20240101120000_users.js', '20240101120000', 'up'],
    ['20240102120000_orders.ts', '20240102120000', 'up'],
    ['20240102120000_orders.d.ts', 'not its own'],
    ['sub/20240102120000_orders.ts', 'not its own'],
  ],
  kysely: [
    ['0001_users.ts', '0001', 'up'],
    ['0002_orders.mts', '0002', 'up'],
    ['0002_orders.sql', 'not its own'],
  ],
  'mikro-orm': [['Migration20240101120000.ts', '20240101120000', 'up']],
  sequelize: [['20240101120000-users.js', '20240101120000', 'up']],
  typeorm: [
    ['1700000000000-Users.ts', '1700000000000', 'up'],
    ['Users.ts', 'not its own'],
  ],
  drizzle: [
    ['0000_careless.sql', '0000', 'up'],
    ['0001_foamy.sql', '0001', 'up'],
    ['20240101000000_x/migration.sql', '20240101000000', 'up'],
    ['meta/x.sql', 'not its own'],
  ],
  sqitch: [
    ['deploy/a.sql', null, 'up'],
    ['revert/a.sql', null, 'down'],
    ['deploy/users@v1.sql', null, 'up'],
    ['verify/a.sql', 'skip'],
    ['a.sql', 'not its own'],
  ],
  goose: [
    ['2_x.sql', '2', 'up'],
    ['00010_x.sql', '00010', 'up'],
    ['20240101000000_x.sql', '20240101000000', 'up'],
    ['x.sql', 'not its own'],
    ['sub/1_x.sql', 'not its own'],
    ['00000_x.sql', 'skip'],
    ['3_x.SQL', 'not its own'],
  ],
  dbmate: [
    ['10_x.sql', '10', 'up'],
    ['20240101_x.sql', '20240101', 'up'],
    ['9_x.sql', '9', 'up'],
    ['x.sql', 'not its own'],
  ],
  'sql-migrate': [
    ['2_x.sql', '2', 'up'],
    ['10_x.sql', '10', 'up'],
    ['initial.sql', null, 'up'],
  ],
  tern: [
    ['001_x.sql', '001', 'up'],
    ['010_x.sql', '010', 'up'],
    ['shared/x.sql', 'skip'],
    ['x.sql', 'not its own'],
  ],
  'node-pg-migrate': [
    ['001_x.up.sql', '001', 'up'],
    ['001_x.down.sql', '001', 'down'],
    // A moment in milliseconds, then the same kind of moment as a date.
    ['1704067199999_x.sql', '1704067199999', 'up'],
    ['20240101000000000_x.sql', '20240101000000000', 'up'],
    ['1704067200001_y.sql', '1704067200001', 'up'],
  ],
  liquibase: [
    ['2.sql', '2', 'up'],
    ['10.sql', '10', 'up'],
    ['tables.sql', null, 'up'],
  ],
  morph: [
    ['000001_a.up.sql', '000001', 'up'],
    ['000001_a.down.sql', '000001', 'down'],
    ['000002_b.up.sql', '000002', 'up'],
  ],
  'postgres-migrations': [
    ['1-a.sql', '1', 'up'],
    ['02_b.sql', '02', 'up'],
    ['0010-c.sql', '0010', 'up'],
    ['a.sql', 'not its own'],
  ],
  'prairielearn-migrations': [
    ['20221208212318_a.sql', '20221208212318', 'up'],
    ['20230303193423_b__c.sql', '20230303193423', 'up'],
    ['001_a.sql', 'not its own'],
  ],
  rails: [
    ['animals_structure.sql', null, 'up'],
    ['structure.sql', null, 'up'],
    ['schema.sql', 'not its own'],
  ],
  pg_dump: [
    ['schema.sql', null, 'up'],
    ['sub/schema.sql', 'not its own'],
  ],
  mybatis: [
    ['bootstrap.sql', null, 'up'],
    ['20180307100840_create.sql', '20180307100840', 'up'],
    ['onabort.sql', null, 'down'],
    ['seed.sql', 'not its own'],
  ],
  'graphile-migrate': [
    ['000001.sql', '000001', 'up'],
    ['000010-users.sql', '000010', 'up'],
    ['committed/000011.sql', '000011', 'up'],
    ['current/2-a.sql', null, 'up'],
    ['current/10-b.sql', null, 'up'],
    ['fixtures/a.sql', 'skip'],
    ['afterReset.sql', 'not its own'],
  ],
  'golang-migrate': [
    ['2_x.up.sql', '2', 'up'],
    ['2_x.down.sql', '2', 'down'],
    ['0010_1.9.0_schema.up.sql', '0010', 'up'],
    ['0011_x.sql', 'not its own'],
    ['18446744073709551616_x.up.sql', 'not its own'],
  ],
  pop: [
    ['0010_x.up.sql', '0010', 'up'],
    ['0010_x.down.sql', '0010', 'down'],
    ['10_x.up.sql', '10', 'up'],
    ['20240101000000_x.postgres.autocommit.up.sql', '20240101000000', 'up'],
    ['20240101000001_x.autocommit.up.sql', '20240101000001', 'up'],
    ['20240101000002_x.mysql.up.sql', 'not its own'],
    ['20240101000002_x.sql', 'not its own'],
  ],
  sqlx: [
    ['2_x.sql', '2', 'up'],
    ['3_x.up.sql', '3', 'up'],
    ['3_x.down.sql', '3', 'down'],
    ['20210713130000_x.sql', '20210713130000', 'up'],
    ['x.sql', 'not its own'],
  ],
  atlas: [
    ['20250216223557.sql', '20250216223557', 'up'],
    ['20250216223558_x.sql', '20250216223558', 'up'],
    ['baseline.sql', null, 'up'],
  ],
};

test('every tool has names to be tested by', () => {
  expect(Object.keys(NAMES).sort()).toEqual(TOOLS.map((tool) => tool.name).sort());
});

for (const tool of TOOLS) {
  const names = NAMES[tool.name] ?? [];
  for (const name of names) {
    const read = tool.readName(name[0]);
    test(`${tool.name}: ${name[0]} is ${name.length === 3 ? `${name[1] ?? 'without version'}, ${name[2]}` : name[1]}`, () => {
      if (name.length === 2) expect(read).toBe(name[1] === 'skip' ? 'skip' : undefined);
      else expect(read).toMatchObject({ version: name[1], direction: name[2] });
    });
  }

  test(`${tool.name}: names are in the order in which they run`, () => {
    const migrations = names.flatMap(([path]) => {
      const read = tool.readName(path);
      return typeof read === 'object' ? [{ path, read }] : [];
    });
    const sorted = [...migrations].reverse().sort((a, b) => compare(a.read, b.read, tool.compare));
    expect(sorted.map(({ path }) => path)).toEqual(migrations.map(({ path }) => path));
  });
}

function compare(a: MigrationName, b: MigrationName, one: (a: string, b: string) => number): number {
  return compareLists(a.order, b.order, one) || Number(a.direction === 'down') - Number(b.direction === 'down');
}

const UP = { direction: 'up', boundary: true } as const;
const DOWN = { direction: 'down', boundary: true } as const;
const CHANGESET = { boundary: true, transaction: true, ignored: false, together: false, delimiter: null } as const;
const SKIP_TO_END = { boundary: true, skip: /^--\s*ignoreLines\s*:\s*end\s*$/i } as const;

/** Comments at the start of a line, as the tool and as a folder of no known tool reads them. */
const COMMENTS: readonly (readonly [tool: string, comment: string, own: Directive | null, plain: Directive | null])[] = [
  ['goose', '-- +goose Up', UP, UP],
  ['goose', '-- +goose Down', DOWN, DOWN],
  ['goose', '--+goose down  ', DOWN, DOWN],
  ['goose', '-- +goose StatementBegin', { boundary: true, together: true }, { boundary: true, together: true }],
  ['goose', '-- +goose StatementEnd', { boundary: true, together: false }, { boundary: true, together: false }],
  ['goose', '-- +goose NO TRANSACTION', { transaction: false }, { transaction: false }],
  ['goose', '-- +goose Up and away', null, null],
  ['goose', '-- use +goose Down', null, null],
  ['dbmate', '-- migrate:up', { ...UP, transaction: true }, { ...UP, transaction: true }],
  ['dbmate', '-- migrate:up transaction:false', { ...UP, transaction: false }, { ...UP, transaction: false }],
  ['dbmate', '-- migrate:down', { ...DOWN, transaction: true }, { ...DOWN, transaction: true }],
  ['dbmate', '-- migrate:upward', null, null],
  ['dbmate', '-- see migrate:down', null, null],
  ['sql-migrate', '-- +migrate Up', { ...UP, transaction: true }, { ...UP, transaction: true }],
  ['sql-migrate', '-- +migrate Up notransaction', { ...UP, transaction: false }, { ...UP, transaction: false }],
  ['sql-migrate', '-- +migrate Down', { ...DOWN, transaction: true }, { ...DOWN, transaction: true }],
  ['sql-migrate', '-- +migrate StatementBegin', { boundary: true, together: true }, { boundary: true, together: true }],
  ['tern', '---- create above / drop below ----', { ...DOWN, transaction: true }, { ...DOWN, transaction: true }],
  ['tern', '---- tern: disable-tx ---- ', null, null],
  ['goose', '-- +GOOSE UP', null, null],
  ['goose', '-- +goose UP', UP, UP],
  ['goose', '-- +goose ENVSUB ON', { expandsEnvironment: true }, { expandsEnvironment: true }],
  ['goose', '-- +goose envsub off', { expandsEnvironment: false }, { expandsEnvironment: false }],
  ['sql-migrate', '--  +migrate Down', null, null],
  ['sql-migrate', '-- +migrate up', null, null],
  ['postgres-migrations', '-- postgres-migrations disable-transaction', { transaction: false }, null],
  ['postgres-migrations', '-- postgres-migrations ignore', { ignored: true }, null],
  ['prairielearn-migrations', '-- prairielearn:migrations NO TRANSACTION', { transaction: false }, null],
  ['tern', '---- tern: disable-tx ----', { transaction: false }, { transaction: false }],
  ['tern', '-- create above / drop below', null, null],
  ['node-pg-migrate', '-- Up Migration', UP, UP],
  ['node-pg-migrate', '-- Down Migration', DOWN, DOWN],
  ['node-pg-migrate', '-- - DOWN  MIGRATION ---', DOWN, DOWN],
  ['node-pg-migrate', '-- Up Migration for notification_db', UP, null],
  ['node-pg-migrate', '-- Down migration is not possible', DOWN, null],
  ['node-pg-migrate', '-- the up migration', null, null],
  ['mybatis', '-- //@UNDO', DOWN, DOWN],
  ['mybatis', '--//@UNDO', DOWN, DOWN],
  ['mybatis', '-- see //@UNDO', null, null],
  ['drizzle', '--> statement-breakpoint', { boundary: true }, { boundary: true }],
  ['liquibase', '--changeset ann:1', CHANGESET, CHANGESET],
  ['liquibase', '-- changeset "ann b":"x y" runInTransaction:false', { ...CHANGESET, transaction: false }, { ...CHANGESET, transaction: false }],
  ['liquibase', '--changeset ann:2 dbms:mysql,h2', { ...CHANGESET, ignored: true }, { ...CHANGESET, ignored: true }],
  ['liquibase', '--changeset ann:3 dbms:postgresql', CHANGESET, CHANGESET],
  ['liquibase', '--changeset ann:4 dbms:!postgresql', { ...CHANGESET, ignored: true }, { ...CHANGESET, ignored: true }],
  ['liquibase', '--rollback DROP TABLE a;', null, null],
  ['liquibase', '/* liquibase rollback\nDROP TABLE a;\n*/', null, null],
  ['liquibase', '-- a changeset of: many', null, null],
  ['liquibase', '--ignoreLines:start', SKIP_TO_END, SKIP_TO_END],
  ['liquibase', '--ignoreLines:2', { boundary: true, skip: 2 }, { boundary: true, skip: 2 }],
  ['liquibase', '--ignoreLines:end', null, null],
  ['liquibase', '--liquibase formatted sql', { boundary: true, ignored: true }, { boundary: true, ignored: true }],
  ['liquibase', '--property name:owner value:app dbms:postgresql', { placeholder: { name: 'owner', value: 'app' } }, { placeholder: { name: 'owner', value: 'app' } }],
  ['liquibase', '--property name:owner value:app dbms:mysql', null, null],
  ['liquibase', '--changeset ann:5 endDelimiter:/ rollbackEndDelimiter:; ignore:true', { ...CHANGESET, ignored: true, delimiter: '\n/' }, { ...CHANGESET, ignored: true, delimiter: '\n/' }],
  ['liquibase', '--changeset ann:6 rollbackEndDelimiter:@@', CHANGESET, CHANGESET],
  ['liquibase', '--changeset ann:7 splitStatements:false', { ...CHANGESET, together: true }, { ...CHANGESET, together: true }],
  ['liquibase', '--changeset ann', { boundary: true, ignored: false }, { boundary: true, ignored: false }],
  ['sqlx', '-- no-transaction', { transaction: false }, { transaction: false }],
  // Atlas wants an empty line after it, which a comment alone does not tell.
  ['atlas', '-- atlas:txmode none', null, { transaction: false }],
  ['atlas', String.raw`-- atlas:delimiter \n\n`, { delimiter: '\n\n' }, null],
  ['atlas', '-- atlas:nolint', null, null],
  // The tool wants it in the first line, which a comment alone does not tell.
  ['graphile-migrate', '--! no-transaction', null, { transaction: false }],
  ['graphile-migrate', '--!include roles/app.sql', { include: 'roles/app.sql', boundary: true }, null],
  ['graphile-migrate', '--! Previous: -', null, null],
  ['golang-migrate', '-- morph:nontransactional', { transaction: false }, { transaction: false }],
  ['plain', '-- drop the old table, then migrate up', null, null],
  ['plain', '/* +goose Down */', null, null],
];

for (const [name, comment, own, plain] of COMMENTS) {
  test(`${name}: ${JSON.stringify(comment)}`, () => {
    const read = (tool: string): Directive | null | undefined => TOOLS.find((one) => one.name === tool)?.readDirective(comment, true, true);
    expect(read(name)).toEqual(own);
    expect(read('plain')).toEqual(plain);
  });
}

test('a mark after code on its line switches nothing, but for Drizzle\'s', () => {
  for (const [name, comment] of COMMENTS) {
    for (const tool of TOOLS) {
      const direction = tool.readDirective(comment, false, false)?.direction;
      if (name !== 'mybatis' && tool.name === 'plain') expect(direction, comment).toBeUndefined();
    }
  }
  expect(TOOLS.find((tool) => tool.name === 'plain')?.readDirective('--> statement-breakpoint', false, false)).toEqual({ boundary: true });
});

test('where the tool is only guessed from what is near, no down part of another one is read as up', () => {
  const downs = COMMENTS.filter(([name, , own]) => own?.direction === 'down' && name !== 'node-pg-migrate');
  expect(downs.length).toBeGreaterThan(5);
  for (const name of ['sqlx', 'atlas', 'node-pg-migrate', 'plain']) {
    for (const [, comment] of downs) expect(TOOLS.find((tool) => tool.name === name)?.readDirective(comment, true, false)?.direction, `${name}: ${comment}`).toBe('down');
  }
});
