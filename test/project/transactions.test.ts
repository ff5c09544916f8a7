import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { TOOLS } from '../../src/project/tools/index.js';
import { project, xclint } from '../cli/command-line.js';

/** A statement that no transaction must hold, and one that shares its file. */
const INDEX = 'CREATE INDEX CONCURRENTLY i ON orders (code);';
const OTHER = 'ALTER TABLE orders ADD COLUMN code text;';

interface Example {
  /** Where the migration stands in a folder of its own, and its text. */
  readonly file: string;
  readonly text: string;
  /** What lies around it. */
  readonly beside?: Readonly<Record<string, string>>;
  /** What the message says of the transaction; null where the index is in none. */
  readonly says: string | null;
  /** What the help says of a way out. */
  readonly advises?: string;
  /** What `--fix` makes of the text; absent: nothing. */
  readonly mended?: string;
}

const each = (tool: string, unit = 'each file'): string => `${tool} runs ${unit} in one`;
const atOnce = (tool: string): string => `${tool} sends the statements of a file as one text, which PostgreSQL runs as one`;
const NO_WAY = 'has no way to run SQL without a transaction';
const ALONE = 'with no other statement in its file';

const SQLX = { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' };
const DIESEL = { 'diesel.toml': '' };
const REFINERY = { 'Cargo.toml': '[dependencies]\nrefinery = "0.8"\n' };
const NODE_PG = { 'package.json': '{ "dependencies": { "node-pg-migrate": "8" } }' };
const POSTGRES_MIGRATIONS = { 'package.json': '{ "dependencies": { "postgres-migrations": "5" } }' };
const PRAIRIELEARN = { 'package.json': '{ "dependencies": { "@prairielearn/migrations": "4" } }' };
const HEADER = '--! Previous: -\n--! Hash: x\n\n';

/** By tool, as the tools' own sources and documentation have it. */
const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  flyway: [
    { file: 'V1__a.sql', text: 'CREATE INDEX i ON orders (code);', says: each('Flyway'), advises: 'with CONCURRENTLY in it, at the sight of which Flyway opens no transaction', mended: INDEX },
    { file: 'V1__a.sql', text: INDEX, says: null },
    { file: 'V1__a.sql', text: `BEGIN;\n${INDEX}\nCOMMIT;`, says: 'BEGIN has opened one' },
    { file: 'V1__a.sql', text: 'CREATE INDEX i ON orders (code);', beside: { 'V1__a.sql.conf': 'executeInTransaction=false\n' }, says: null },
    { file: 'V1__a.sql', text: 'CREATE INDEX i ON orders (code);', beside: { 'V1__a.sql.conf': 'encoding=UTF-8\n', 'V2__b.sql.conf': 'executeInTransaction=false\n' }, says: each('Flyway'), mended: INDEX },
  ],
  liquibase: [
    { file: 'a.sql', text: `--liquibase formatted sql\n--changeset a:1\n${INDEX}`, says: each('Liquibase', 'each changeset'), advises: 'with "runInTransaction:false" in its changeset line', mended: `--liquibase formatted sql\n--changeset a:1 runInTransaction:false\n${INDEX}` },
    { file: 'a.sql', text: `--liquibase formatted sql\n--changeset a:1\n${OTHER}\n--changeset a:2 runInTransaction:false\n${INDEX}`, says: null },
    { file: 'a.sql', text: `--liquibase formatted sql\n--changeset a:1 runInTransaction:false\n${OTHER}\n--changeset a:2\n${INDEX}`, says: each('Liquibase', 'each changeset'), mended: `--liquibase formatted sql\n--changeset a:1 runInTransaction:false\n${OTHER}\n--changeset a:2 runInTransaction:false\n${INDEX}` },
  ],
  'golang-migrate': [
    { file: '1_a.up.sql', text: INDEX, beside: { '1_a.down.sql': 'DROP INDEX i;' }, says: null },
    { file: '1_a.up.sql', text: `-- first\n${OTHER}\n${INDEX}`, says: atOnce('golang-migrate'), advises: ALONE },
    { file: '1_a.up.sql', text: `${INDEX}\n${OTHER}`, says: atOnce('golang-migrate') },
    { file: '1_a.up.sql', text: `BEGIN;\n${OTHER}\nCOMMIT;\n${INDEX}`, says: atOnce('golang-migrate') },
    { file: '1_a.up.sql', text: `-- morph:nontransactional\n${INDEX}`, says: null },
  ],
  dbmate: [
    { file: '1_a.sql', text: `-- migrate:up\n${INDEX}\n-- migrate:down\nDROP INDEX i;`, says: each('dbmate'), advises: 'with "-- migrate:up transaction:false"', mended: `-- migrate:up transaction:false\n${INDEX}\n-- migrate:down\nDROP INDEX i;` },
    { file: '1_a.sql', text: `-- migrate:up transaction:false\n${INDEX}\n-- migrate:down\nDROP INDEX i;\n${OTHER}`, says: null },
    { file: '1_a.sql', text: `-- migrate:up transaction:false\n${OTHER}\n${INDEX}\n-- migrate:down\nDROP INDEX i;`, says: atOnce('dbmate'), advises: ALONE },
  ],
  goose: [
    { file: '1_a.sql', text: `-- +goose Up\n${INDEX}`, says: each('goose'), advises: 'with "-- +goose NO TRANSACTION"', mended: `-- +goose NO TRANSACTION\n-- +goose Up\n${INDEX}` },
    { file: '1_a.sql', text: `\uFEFF-- +goose Up\n${INDEX}`, says: each('goose') },
    { file: '1_a.sql', text: `-- why\r\n-- +goose Up\r\n${INDEX}\r\n-- +goose Down\r\nDROP INDEX i;\r\n`, says: each('goose'), mended: `-- +goose NO TRANSACTION\r\n-- why\r\n-- +goose Up\r\n${INDEX}\r\n-- +goose Down\r\nDROP INDEX i;\r\n` },
    { file: '1_a.sql', text: `-- +goose Up\n${INDEX}\n-- +goose Down\nDROP INDEX i;\n${OTHER}`, says: each('goose') },
    { file: '1_a.sql', text: `-- +goose NO TRANSACTION\n-- +goose Up\n${OTHER}\n${INDEX}`, says: null },
    { file: '1_a.sql', text: `-- +goose Up\n-- +goose NO TRANSACTION\n${INDEX}\n-- +goose Down\nDROP INDEX i;`, says: null },
  ],
  'sql-migrate': [
    { file: '1_a.sql', text: `-- +migrate Up\n${INDEX}`, says: each('sql-migrate'), advises: 'with "-- +migrate Up notransaction"', mended: `-- +migrate Up notransaction\n${INDEX}` },
    { file: '1_a.sql', text: `-- +migrate Up notransaction\n${OTHER}\n${INDEX}`, says: null },
  ],
  sqitch: [
    { file: 'deploy/a.sql', text: `${OTHER}\n${INDEX}`, beside: { 'sqitch.plan': '' }, says: null },
    { file: 'deploy/a.sql', text: `BEGIN;\n${INDEX}\nCOMMIT;`, beside: { 'sqitch.plan': '' }, says: 'BEGIN has opened one', advises: 'Create it before BEGIN or after COMMIT' },
  ],
  'node-pg-migrate': [
    { file: 'm/1_a.sql', text: INDEX, beside: NODE_PG, says: each('node-pg-migrate', 'all pending files'), advises: 'pgm.noTransaction()' },
    { file: 'm/1_a.sql', text: `-- Up Migration\n${INDEX}\n-- Down Migration\nDROP INDEX i;`, beside: NODE_PG, says: each('node-pg-migrate', 'all pending files') },
  ],
  knex: [
    { file: 'migrations/1_a.js', text: `exports.up = (knex) => knex.raw('${INDEX}');\nexports.down = () => {};\n`, says: each('Knex'), advises: 'exports.config = { transaction: false }' },
    { file: 'migrations/1_a.js', text: `exports.up = (knex) => knex.raw('${INDEX}');\nexports.config = { transaction: false };\n`, says: null },
  ],
  kysely: [
    {
      file: 'migrations/1_a.ts',
      text: `import { sql, type Kysely } from 'kysely';\nexport async function up(db: Kysely<unknown>): Promise<void> {\n  await sql\`${INDEX}\`.execute(db);\n}\n`,
      says: each('Kysely', 'all pending files'),
      advises: NO_WAY,
    },
  ],
  'mikro-orm': [
    {
      file: 'migrations/Migration20240101120000.ts',
      text: `import { Migration } from '@mikro-orm/migrations';\nexport class Migration20240101120000 extends Migration {\n  async up(): Promise<void> {\n    this.addSql('${INDEX}');\n  }\n}\n`,
      says: each('MikroORM', 'all pending files'),
    },
  ],
  sequelize: [
    {
      file: 'migrations/20240101120000-a.js',
      text: `module.exports = {\n  up: (queryInterface) => queryInterface.sequelize.query('${INDEX}'),\n};\n`,
      says: null,
    },
  ],
  typeorm: [
    {
      file: 'migrations/1700000000000-A.ts',
      text: `import type { MigrationInterface, QueryRunner } from 'typeorm';\nexport class A1700000000000 implements MigrationInterface {\n  async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query('${INDEX}');\n  }\n  async down(): Promise<void> {}\n}\n`,
      says: each('TypeORM', 'all pending files'),
      advises: 'transaction = false',
    },
    {
      file: 'migrations/1700000000000-A.ts',
      text: `import type { MigrationInterface, QueryRunner } from 'typeorm';\nexport class A1700000000000 implements MigrationInterface {\n  transaction = false;\n  async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query('${INDEX}');\n  }\n  async down(): Promise<void> {}\n}\n`,
      says: null,
    },
  ],
  prisma: [
    { file: '20240101000000_a/migration.sql', text: `-- CreateIndex\n${INDEX}`, beside: { 'migration_lock.toml': '' }, says: null },
    { file: '20240101000000_a/migration.sql', text: `${OTHER}\n${INDEX}`, beside: { 'migration_lock.toml': '' }, says: atOnce('Prisma'), advises: ALONE },
  ],
  drizzle: [
    { file: '0000_a.sql', text: INDEX, beside: { 'meta/_journal.json': '{}' }, says: each('Drizzle', 'all pending files'), advises: NO_WAY },
    { file: '0000_a.sql', text: `${OTHER}\n--> statement-breakpoint\nCOMMIT;--> statement-breakpoint\n${INDEX}`, beside: { 'meta/_journal.json': '{}' }, says: null },
    { file: '0000_a.sql', text: `COMMIT;--> statement-breakpoint\n${OTHER}--> statement-breakpoint\nBEGIN;--> statement-breakpoint\n${INDEX}`, beside: { 'meta/_journal.json': '{}' }, says: 'BEGIN has opened one' },
    { file: '20240101_a/migration.sql', text: INDEX, beside: { '20240101_a/snapshot.json': '{}' }, says: each('Drizzle', 'all pending files') },
  ],
  supabase: [
    { file: 'supabase/migrations/20240101000000_a.sql', text: INDEX, says: null },
    { file: 'supabase/migrations/20240101000000_a.sql', text: `${INDEX}\n${OTHER}`, says: atOnce('Supabase'), advises: ALONE },
  ],
  sqlx: [
    { file: 'm/1_a.sql', text: INDEX, beside: SQLX, says: each('sqlx'), advises: 'that begins with "-- no-transaction"', mended: `-- no-transaction\n${INDEX}` },
    { file: 'm/1_a.sql', text: `-- no-transaction\n${INDEX}`, beside: SQLX, says: null },
    { file: 'm/1_a.sql', text: `-- no-transaction\n${OTHER}\n${INDEX}`, beside: SQLX, says: atOnce('sqlx'), advises: ALONE },
    { file: 'm/1_a.sql', text: `-- why\n-- no-transaction\n${INDEX}`, beside: SQLX, says: each('sqlx'), mended: `-- no-transaction\n-- why\n-- no-transaction\n${INDEX}` },
    { file: 'm/1_a.sql', text: `COMMIT;\n${INDEX}`, beside: SQLX, says: atOnce('sqlx') },
  ],
  diesel: [
    { file: '2020-01-01-000000_a/up.sql', text: INDEX, beside: DIESEL, says: each('diesel', 'each migration'), advises: 'with "run_in_transaction = false" in its metadata.toml' },
    { file: '2020-01-01-000000_a/up.sql', text: INDEX, beside: { ...DIESEL, '2020-01-01-000000_a/metadata.toml': 'run_in_transaction = false\n' }, says: null },
    { file: '2020-01-01-000000_a/up.sql', text: `${OTHER}\n${INDEX}`, beside: { ...DIESEL, '2020-01-01-000000_a/metadata.toml': 'run_in_transaction = false\n' }, says: atOnce('diesel'), advises: ALONE },
  ],
  pop: [
    { file: '1_a.postgres.up.sql', text: INDEX, says: each('pop'), advises: 'with ".autocommit" before ".up.sql" in its name' },
    { file: '1_a.postgres.autocommit.up.sql', text: INDEX, says: null },
    { file: '1_a.autocommit.up.sql', text: `${OTHER}\n${INDEX}`, says: atOnce('pop'), advises: ALONE },
    { file: '1_a.up.sql', text: INDEX, beside: { '2_b.yugabyte.up.sql': '' }, says: null },
  ],
  refinery: [{ file: 'm/V1__a.sql', text: INDEX, beside: REFINERY, says: each('refinery'), advises: NO_WAY }],
  hasura: [{ file: '1595524527514_a/up.sql', text: INDEX, beside: { '1595524527514_a/down.sql': 'DROP INDEX i;' }, says: each('Hasura'), advises: NO_WAY }],
  'graphile-migrate': [
    { file: '000001.sql', text: `${HEADER}${INDEX}`, says: each('graphile-migrate'), advises: 'that begins with "--! no-transaction"' },
    { file: 'migrations/current.sql', text: INDEX, beside: { '.gmrc': '{}', 'migrations/committed/000001.sql': HEADER }, says: each('graphile-migrate'), mended: `--! no-transaction\n${INDEX}` },
    { file: 'migrations/current.sql', text: `--! Message: i\n\n${INDEX}`, beside: { '.gmrc': '{}', 'migrations/committed/000001.sql': HEADER }, says: each('graphile-migrate') },
    { file: 'migrations/current/1.sql', text: INDEX, beside: { '.gmrc': '{}', 'migrations/committed/000001.sql': HEADER }, says: each('graphile-migrate') },
    { file: '000001.sql', text: `${HEADER}--! no-transaction\n${INDEX}`, says: null },
    { file: '000001.sql', text: `${HEADER}--! no-transaction\n${OTHER}\n${INDEX}`, says: atOnce('graphile-migrate'), advises: ALONE },
  ],
  atlas: [
    { file: '1_a.sql', text: INDEX, beside: { 'atlas.sum': 'h1:x' }, says: each('Atlas'), advises: 'with "-- atlas:txmode none" and an empty line at the top', mended: `-- atlas:txmode none\n\n${INDEX}` },
    { file: '1_a.sql', text: `-- atlas:delimiter \\n\\n\n\n${INDEX}`, beside: { 'atlas.sum': 'h1:x' }, says: each('Atlas') },
    { file: '1_a.sql', text: `-- atlas:txmode none\n\n${OTHER}\n${INDEX}`, beside: { 'atlas.sum': 'h1:x' }, says: null },
  ],
  morph: [
    { file: '000001_a.up.sql', text: INDEX, beside: { 'go.mod': 'module x\n\nrequire github.com/mattermost/morph v1.1.0\n' }, says: each('morph'), advises: 'that begins with "-- morph:nontransactional"', mended: `-- morph:nontransactional\n${INDEX}` },
    { file: '000001_a.up.sql', text: `-- morph:nontransactional\n${INDEX}`, says: null },
  ],
  'postgres-migrations': [
    { file: 'm/1-a.sql', text: INDEX, beside: POSTGRES_MIGRATIONS, says: each('postgres-migrations'), advises: 'that begins with "-- postgres-migrations disable-transaction"', mended: `-- postgres-migrations disable-transaction\n${INDEX}` },
    { file: 'm/1-a.sql', text: `-- postgres-migrations disable-transaction\n${INDEX}`, beside: POSTGRES_MIGRATIONS, says: null },
  ],
  'prairielearn-migrations': [
    { file: 'm/20240101000000_a.sql', text: INDEX, beside: PRAIRIELEARN, says: each('@prairielearn/migrations'), mended: `-- prairielearn:migrations NO TRANSACTION\n${INDEX}` },
    { file: 'm/20240101000000_a.sql', text: `-- prairielearn:migrations NO TRANSACTION\n${INDEX}`, beside: PRAIRIELEARN, says: null },
  ],
  rails: [{ file: 'db/structure.sql', text: `SET statement_timeout = 0;\nSET lock_timeout = 0;\n${OTHER}\n${INDEX}`, says: null }],
  pg_dump: [{ file: 'dump.sql', text: `--\n-- PostgreSQL database dump\n--\n${OTHER}\n${INDEX}`, says: null }],
  tern: [
    { file: '001_a.sql', text: `${INDEX}\n---- create above / drop below ----\nDROP INDEX i;`, says: each('tern'), advises: 'with the line "---- tern: disable-tx ----"', mended: `---- tern: disable-tx ----\n${INDEX}\n---- create above / drop below ----\nDROP INDEX i;` },
    { file: '001_a.sql', text: `---- tern: disable-tx ----\n${OTHER}\n${INDEX}\n---- create above / drop below ----\nDROP INDEX i;`, says: null },
  ],
  mybatis: [{ file: '20180307100840_a.sql', text: `-- // an index\n${INDEX}\n-- //@UNDO\nDROP INDEX i;`, says: each('MyBatis Migrations'), advises: 'that runs with auto_commit=true' }],
  plain: [
    { file: 'a.sql', text: `${OTHER}\n${INDEX}`, says: null },
    { file: '001_a.sql', text: `${OTHER}\n${INDEX}`, says: null },
    { file: '4_a.sql', text: `-- migrate:up\n${INDEX}`, beside: { '1_a.sql': '', '2_a.sql': '', '3_a.sql': '' }, says: 'by its comments the file is for a migration tool that runs it in one', advises: 'that runs in no transaction' },
    { file: '001_a.sql', text: `START TRANSACTION;\n${INDEX}\nCOMMIT;`, says: 'BEGIN has opened one' },
  ],
};

interface Said {
  readonly ruleId: string;
  readonly file: string;
  readonly message: string;
  readonly help: string;
}

const keyOf = ({ ruleId, file }: Said): string => `${file} ${ruleId}`;

const cases = Object.entries(EXAMPLES).flatMap(([tool, examples]) => examples.map((example, number) => ({ tool, folder: `${tool}-${String(number)}`, ...example })));

describe('an index and the transactions of the tools', () => {
  let findings: readonly Said[] = [];
  /** What is found when everything has been mended. */
  let left: readonly Said[] = [];
  let folderOfAll = '';

  beforeAll(async () => {
    const files = Object.fromEntries(
      cases.flatMap(({ folder, file, text, beside = {} }) => Object.entries({ ...beside, [file]: text }).map(([name, content]) => [`${folder}/${name}`, content])),
    );
    folderOfAll = project(files);
    const lint = async (...args: readonly string[]): Promise<readonly Said[]> => {
      const { stdout } = await xclint(['--format', 'json', ...args, ...cases.map(({ folder }) => folder)], { cwd: folderOfAll });
      return (JSON.parse(stdout) as { readonly diagnostics: readonly Said[] }).diagnostics;
    };
    findings = await lint();
    const fixed = await lint('--fix');
    left = await lint();
    expect(fixed.map(keyOf)).toEqual(left.map(keyOf));
  });

  test.each(cases)('$folder: $text', ({ folder, file, says, advises = '' }) => {
    const found = findings.filter((finding) => finding.file === `${folder}/${file}` && finding.ruleId === 'no-create-index-in-transaction');
    expect(found.map(({ message }) => message)).toEqual(says === null ? [] : [expect.stringContaining(says)]);
    for (const { help } of found) expect(help).toContain(advises);
    // Whatever else is said of it, it is refused for one reason.
    expect(findings.some((finding) => finding.file === `${folder}/${file}` && finding.ruleId === 'require-simultaneous-index')).toBe(says === null);
  });

  test.each(cases)('mended where its tool has a comment for that: $folder: $text', ({ folder, file, text, says, mended }) => {
    expect(readFileSync(path.join(folderOfAll, folder, file), 'utf8')).toBe(mended ?? text);
    const isLeft = left.some((finding) => finding.file === `${folder}/${file}` && finding.ruleId === 'no-create-index-in-transaction');
    expect(isLeft).toBe(says !== null && mended === undefined);
  });
});

test('every tool has an example', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(TOOLS.map(({ name }) => name).sort());
});
