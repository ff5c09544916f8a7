import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.js';
import { findMigrations } from '../../src/project/find.js';
import { BIN, runProgram } from '../cli/command-line.js';
import { makeFolder, type Tree } from '../folder.js';

const KNEX = "import type { Knex } from 'knex';\nexport async function up(knex: Knex) { await knex.raw('SELECT 1'); }\n";
const SQL = 'CREATE TABLE a (id uuid PRIMARY KEY);\n';

/** The roots that are found where nobody says anything: `path (tool, reason): files`. */
async function rootsOf(tree: Tree): Promise<readonly string[]> {
  const cwd = makeFolder({ '.git': null, ...tree });
  const config = await loadConfig({ cwd, configPath: null, search: true, ruleIds: [] });
  const { roots } = findMigrations({ paths: ['.'], config, cwd, stdin: null, stdinFilename: null, readHistory: true });
  return roots.map(({ path: root, tool, reason, migrations }) => `${root} (${tool}, ${reason}): ${migrations.map(({ file }) => path.basename(file.path)).join(' ')}`);
}

describe('what a tool is known by', () => {
  test.each<readonly [string, Tree, readonly string[]]>([
    ['its name in the code', { 'migrations/1_a.ts': KNEX }, ['migrations (knex, "Knex" in 1_a.ts): 1_a.ts']],
    ['its name in the code of a folder called anything', { 'db/changes/1_a.ts': KNEX }, ['db/changes (knex, "Knex" in 1_a.ts): 1_a.ts']],
    ['its settings above', { 'knexfile.js': '', 'db/migrations/1_a.js': 'exports.up = (db) => db.raw("SELECT 1");' }, ['db/migrations (knex, knexfile.js): 1_a.js']],
    ['package.json above', { 'package.json': '{ "dependencies": { "sequelize": "6" } }', 'db/migrations/1_a.js': 'module.exports = { up(q) {} };' }, ['db/migrations (sequelize, package.json): 1_a.js']],
    ['the class where names have no number', { 'src/migration/Users.ts': 'export class Users1700000000000 implements MigrationInterface {\n  up() {}\n}' }, ['src/migration (typeorm, "MigrationInterface" in Users.ts): Users.ts']],
  ])('%s', async (_, tree, roots) => {
    expect(await rootsOf(tree)).toEqual(roots);
  });

  test.each<readonly [string, Tree]>([
    ['seeds', { 'seeds/01_users.ts': "import type { Knex } from 'knex';\nexport async function seed(knex: Knex) {}\n" }],
    ['seeders, which go up and down', { 'db/seeders/20240101000000-users.js': 'module.exports = { up: (queryInterface) => queryInterface.bulkInsert("a", []), down() {} };' }],
    ['numbered parts of an application that use the library', { 'src/steps/1_load.ts': "import type { Knex } from 'knex';\n// Sets up what the next step needs.\nexport const load = (knex: Knex) => knex.raw('SELECT 1');\n" }],
    ['an application about migrations', { 'package.json': '{ "dependencies": { "typeorm": "1" } }', 'src/migration-service/users.service.ts': 'export class Users { start(queryRunner) { return queryRunner.query("SELECT 1"); } }' }],
    ['what lies beside migrations to gather them', { 'migrations/index.ts': "export * from './1_a';" }],
    ['declarations and tests', { 'migrations/1_a.d.ts': KNEX, 'migrations/1_a.test.ts': KNEX }],
    ['numbered code in a folder of migrations of nobody knows what', { 'migrations/1_a.ts': 'export const x = 1;' }],
  ])('not %s', async (_, tree) => {
    expect(await rootsOf(tree)).toEqual([]);
  });

  test('what was compiled beside its source counts once', async () => {
    expect(await rootsOf({ 'migrations/1_a.ts': KNEX, 'migrations/1_a.js': 'exports.up = (knex) => knex.raw("SELECT 1");' })).toEqual(['migrations (knex, "Knex" in 1_a.ts): 1_a.ts']);
  });
});

describe('much code', () => {
  test('two thousand files of an application are not taken', async () => {
    const tree: Record<string, string> = { 'package.json': '{ "dependencies": { "knex": "3" } }' };
    for (let i = 0; i < 2_000; i++) tree[`src/part${String(i % 40)}/${i % 2 === 0 ? '' : 'file'}${String(i)}-x.ts`] = "import type { Knex } from 'knex';\nexport const q = (knex: Knex) => knex.raw('SELECT 1');\n";
    for (let i = 0; i < 10; i++) tree[`migrations/2024010100000${String(i)}_t.ts`] = KNEX;
    expect(await rootsOf(tree)).toEqual([expect.stringMatching(/^migrations \(knex, "Knex" in 20240101000000_t\.ts\): (?:2024010100000\d_t\.ts ?){10}$/)]);
  });

  test('the parser of code is loaded where there is code, and only there', async () => {
    const folder = makeFolder({ '.git': null, 'db/1_a.sql': SQL, 'migrations/1_a.ts': KNEX, 'dist/.keep': '' });
    fs.copyFileSync(path.resolve(import.meta.dirname, '../../package.json'), path.join(folder, 'package.json'));
    for (const name of fs.readdirSync(path.dirname(BIN))) {
      if (/\.(?:cjs|wasm)$/.test(name) && name !== 'babel-parser.cjs') fs.copyFileSync(path.join(path.dirname(BIN), name), path.join(folder, 'dist', name));
    }
    const run = (...args: readonly string[]): ReturnType<typeof runProgram> => runProgram(process.execPath, [path.join(folder, 'dist', path.basename(BIN)), ...args], { cwd: folder });
    expect(await run('--version')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('--print-config')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('--no-config', 'db/1_a.sql')).toMatchObject({ code: 0, stderr: expect.not.stringContaining('internal') as unknown, stdout: expect.stringContaining('db/1_a.sql:1:1') as unknown });
    // The file that is missing is one that is needed here.
    expect((await run('migrations')).stderr).toContain('babel-parser.cjs');
  });
});
