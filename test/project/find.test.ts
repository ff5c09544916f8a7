import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UsageError, loadConfig } from '../../src/config/config.js';
import { detectProject, findMigrations, type FindRequest, type FoundMigrations } from '../../src/project/find.js';
import { makeFolder, type Tree } from '../folder.js';

const SQL = 'select 1;';

type Options = Partial<Omit<FindRequest, 'config' | 'paths'>>;

async function find(cwd: string, paths: readonly string[], options: Options = {}): Promise<FoundMigrations> {
  const config = await loadConfig({ cwd, configPath: null, search: true, ruleIds: [] });
  return findMigrations({ paths, config, cwd, stdin: null, stdinFilename: null, readHistory: true, ...options });
}

/** `path (tool): file, -history, file↓`; a dash for what is only read, an arrow for what goes down. */
function summarize(found: FoundMigrations): readonly string[] {
  return found.roots.map(({ path: root, tool, migrations }) => {
    const files = migrations.map(({ file, chosen, direction }) => `${chosen ? '' : '-'}${file.path}${direction === 'down' ? '↓' : ''}`);
    return `${root} (${tool}): ${files.join(', ')}`;
  });
}

/** Files of one content, named only. */
function files(...names: readonly string[]): Tree {
  return Object.fromEntries(names.map((name) => [name, SQL]));
}

test('a folder is read with those in it, in the order of the numbers', async () => {
  const cwd = makeFolder(files('db/10_c.sql', 'db/9_b.sql', 'db/001_a.SQL', 'db/readme.md', 'db/old/1_x.sql'));
  const found = await find(cwd, ['db']);
  expect(summarize(found)).toEqual(['db (plain): db/001_a.SQL, db/9_b.sql, db/10_c.sql', 'db/old (plain): db/old/1_x.sql']);
  expect(found).toMatchObject({ problems: [], notes: [] });
});

test('a numbered file is judged after its neighbours, which are only read', async () => {
  const cwd = makeFolder(files('db/1_a.sql', 'db/2_b.sql', 'db/3_c.sql', 'db/seed.sql'));
  expect(summarize(await find(cwd, ['db/2_b.sql']))).toEqual(['db (plain): -db/1_a.sql, db/2_b.sql, -db/3_c.sql']);
  expect(summarize(await find(cwd, ['db/2_b.sql'], { readHistory: false }))).toEqual(['db (plain): db/2_b.sql']);
});

test('files without number are judged each alone', async () => {
  const cwd = makeFolder(files('db/users.sql', 'db/orders.sql', 'db/1_a.sql'));
  expect(summarize(await find(cwd, ['db']))).toEqual(['db (plain): db/1_a.sql', 'db/orders.sql (plain): db/orders.sql', 'db/users.sql (plain): db/users.sql']);
});

test('numbered folders are steps of one series', async () => {
  const cwd = makeFolder(files('db/1/01_a.up.sql', 'db/1/01_a.down.sql', 'db/10/01_c.up.sql', 'db/2/01_b.up.sql'));
  expect(summarize(await find(cwd, ['db/2/01_b.up.sql']))).toEqual(['db (plain): -db/1/01_a.up.sql, -db/1/01_a.down.sql↓, db/2/01_b.up.sql, -db/10/01_c.up.sql']);
});

test('folders of up and down files are one series', async () => {
  const cwd = makeFolder(files('db/up/1_a.sql', 'db/up/2_b.sql', 'db/down/1_a.sql', 'db/down/2_b.sql'));
  expect(summarize(await find(cwd, ['db/up/2_b.sql']))).toEqual(['db (plain): -db/up/1_a.sql, -db/down/1_a.sql↓, db/up/2_b.sql, -db/down/2_b.sql↓']);
});

test('Flyway\'s migrations are one root with all folders in it', async () => {
  const cwd = makeFolder(files('m/V1__a.sql', 'm/V10__c.sql', 'm/V9__b.sql', 'm/U9__b.sql', 'm/views/R__v.sql', 'm/afterMigrate.sql'));
  expect(summarize(await find(cwd, ['m']))).toEqual([
    'm (flyway): m/V1__a.sql, m/V9__b.sql, m/U9__b.sql↓, m/V10__c.sql, m/views/R__v.sql, m/afterMigrate.sql',
  ]);
  expect(summarize(await find(cwd, ['m/views/R__v.sql']))).toEqual(['m (flyway): -m/V1__a.sql, -m/V9__b.sql, -m/U9__b.sql↓, -m/V10__c.sql, m/views/R__v.sql, -m/afterMigrate.sql']);
});

test('dialects beside each other are roots of their own', async () => {
  const cwd = makeFolder(files('m/postgresql/V1__a.sql', 'm/mysql/V1__a.sql'));
  expect((await find(cwd, ['m/postgresql'])).roots.map((root) => root.path)).toEqual(['m/postgresql']);
});

test('a baseline is judged apart from the migrations that it stands for', async () => {
  const cwd = makeFolder(files('m/V1__a.sql', 'm/V3__c.sql', 'm/B2__base.sql'));
  expect(summarize(await find(cwd, ['m']))).toEqual(['m (flyway): m/V1__a.sql, m/V3__c.sql', 'm/B2__base.sql (flyway): m/B2__base.sql']);
  const fresh = makeFolder(files('m/V3__c.sql', 'm/B2__base.sql'));
  expect(summarize(await find(fresh, ['m']))).toEqual(['m (flyway): m/B2__base.sql, m/V3__c.sql']);
});

test('diesel, Hasura and Prisma keep one folder a migration', async () => {
  const cwd = makeFolder({
    ...files('d/2017-08-31-230457_b/up.sql', 'd/2017-08-31-230457_b/down.sql', 'd/20170102131034_a/up.sql', 'h/1595524527514_a/up.sql', 'h/1595524527515_b/up.sql', 'h/1595524527515_b/down.sql'),
    ...files('p/20240101000000_a/migration.sql', 'p/20240102000000_b/migration.sql'),
  });
  expect(summarize(await find(cwd, ['.']))).toEqual([
    'd (diesel): d/20170102131034_a/up.sql, d/2017-08-31-230457_b/up.sql, d/2017-08-31-230457_b/down.sql↓',
    'h (hasura): h/1595524527514_a/up.sql, h/1595524527515_b/up.sql, h/1595524527515_b/down.sql↓',
    'p (prisma): p/20240101000000_a/migration.sql, p/20240102000000_b/migration.sql',
  ]);
  expect(summarize(await find(cwd, ['p/20240102000000_b/migration.sql']))).toEqual(['p (prisma): -p/20240101000000_a/migration.sql, p/20240102000000_b/migration.sql']);
});

test('diesel runs outside a transaction what its metadata.toml says', async () => {
  const cwd = makeFolder({
    ...files('d/2020-01-01-000000_a/up.sql', 'd/2020-01-02-000000_b/up.sql', 'd/2020-01-03-000000_c/up.sql'),
    'd/2020-01-02-000000_b/metadata.toml': 'run_in_transaction = false\n',
    'd/2020-01-03-000000_c/metadata.toml': 'run_in_transaction = true # yes\n',
  });
  const [root] = (await find(cwd, ['d'])).roots;
  expect(root?.migrations.map((migration) => migration.wrapsTransaction)).toEqual([true, false, true]);
});

test('sqitch without a plan deploys up, reverts down, and its checks are left alone', async () => {
  const cwd = makeFolder(files('deploy/a.sql', 'deploy/sub/b.sql', 'revert/a.sql', 'verify/a.sql'));
  const found = await find(cwd, ['.']);
  expect(summarize(found)).toEqual(['. (sqitch): deploy/a.sql, revert/a.sql↓, deploy/sub/b.sql']);
  expect(found.notes).toEqual([{ file: 'verify/a.sql', message: 'checks what another script did and changes no schema; it was left alone.' }]);
});

test('Flyway: its own settings say where scripts are, how they are named and how they run', async () => {
  const cwd = makeFolder({
    'flyway.toml': '[flyway]\nlocations = ["filesystem:db/scripts", "filesystem:db/hooks", "filesystem:gone"]\nsqlMigrationPrefix = "M"\n[flyway.placeholders]\nowner = "shop"\n',
    ...files('db/scripts/M2__item.sql', 'db/scripts/M1_0__schema.sql', 'db/scripts/M10__index.sql', 'db/scripts/views/R__names.sql', 'db/hooks/afterMigrate.sql', 'db/other/M3__x.sql'),
    'db/scripts/M10__index.sql.conf': 'executeInTransaction=false\n',
  });
  const found = await find(cwd, ['db/scripts', 'db/hooks']);
  expect(summarize(found)).toEqual(['db (flyway): db/scripts/M1_0__schema.sql, db/scripts/M2__item.sql, db/scripts/M10__index.sql, db/scripts/views/R__names.sql, db/hooks/afterMigrate.sql']);
  expect(found.roots[0]?.reason).toBe('flyway.toml');
  expect(found.roots[0]?.migrations.map(({ wrapsTransaction }) => wrapsTransaction)).toEqual([true, true, false, true, true]);
  expect(found.roots[0]?.migrations[0]?.placeholders?.get('OWNER')).toBe('shop');
  expect(found.notes).toEqual([{ file: 'db', message: "the location filesystem:gone of Flyway's settings is not there." }]);
});

test('Liquibase: SQL runs in the order of the changelogs that include it', async () => {
  const cwd = makeFolder({
    'db/changeLog.xml': `<databaseChangeLog>
      <include file="b/tables.sql" relativeToChangelogFile="true"/>
      <include file="db/a/changelog.yaml"/>
      <changeSet id="1" author="a" runInTransaction="false"><sqlFile path="z.sql" relativeToChangelogFile="true"/><rollback><sqlFile path="classpath:db/undo.sql"/></rollback></changeSet>
      <changeSet id="2" author="a"><createTable tableName="t"/><sql>SELECT 1</sql></changeSet>
      <changeSet id="3" author="a" dbms="mysql"><sqlFile path="db/mysql.sql"/></changeSet>
    </databaseChangeLog>`,
    'db/a/changelog.yaml': 'databaseChangeLog:\n  - includeAll: {path: all, relativeToChangelogFile: true}\n  - include: {file: db/changeLog.xml}\n',
    ...files('db/a/all/2.sql', 'db/a/all/10.sql', 'db/b/tables.sql', 'db/z.sql', 'db/undo.sql', 'db/unused.sql'),
    'changelog.json': '{ "releases": [] }',
    'scripts/x.sql': SQL,
  });
  const found = await find(cwd, ['db/z.sql']);
  expect(summarize(found)).toEqual(['db (liquibase): -db/b/tables.sql, -db/a/all/10.sql, -db/a/all/2.sql, db/z.sql, -db/undo.sql↓, -db/changeLog.xml']);
  expect(found.roots[0]?.reason).toBe('changeLog.xml');
  expect(found.roots[0]?.migrations.map(({ wrapsTransaction }) => wrapsTransaction)).toEqual([true, true, true, false, false, true]);
  expect(found.problems).toEqual([{ kind: 'broken-project', file: 'db/changeLog.xml', message: 'includes itself, by way of the changelogs that it includes.' }]);
  expect(found.notes).toEqual([{ file: 'db/changeLog.xml', message: 'leads to a change that is no SQL file and could not be judged: 1 createTable.' }]);
});

test('Liquibase: what is missing or outside is said', async () => {
  const cwd = makeFolder({
    '.git': null,
    'db/changelog.json': JSON.stringify({
      databaseChangeLog: [
        { include: { file: 'a.sql', relativeToChangelogFile: true } },
        { include: { file: 'gone.sql' } },
        { include: { file: 'maybe.sql', errorIfMissing: false } },
        { includeAll: { path: '../../..', relativeToChangelogFile: true } },
        { include: { file: 'broken.xml', relativeToChangelogFile: true } },
      ],
    }),
    'db/broken.xml': '<databaseChangeLog>\n<changeSet>\n</databaseChangeLog>',
    'db/a.sql': SQL,
  });
  const found = await find(cwd, ['db']);
  expect(summarize(found)).toEqual(['db (liquibase): db/a.sql']);
  expect(found.problems.map(({ kind, file, message }) => `${kind} ${file}: ${message.slice(0, 45)}`)).toEqual([
    'missing-file db/changelog.json: names gone.sql, which does not exist.',
    'broken-project db/changelog.json: names ../../.., which lies outside of the pro',
    'broken-project db/broken.xml: is a changelog that could not be read: line 3',
  ]);
});

test('MyBatis Migrations: bootstrap first, variables and the delimiter from the environment', async () => {
  const cwd = makeFolder({
    'environments/development.properties': 'url=jdbc:x\nauto_commit=true\ndelimiter=@@\nfull_line_delimiter=true\nowner=app\n',
    ...files('scripts/bootstrap.sql', 'scripts/onabort.sql', 'scripts/20200102_b.sql', 'scripts/20200101_a.sql'),
  });
  const found = await find(cwd, ['scripts']);
  expect(summarize(found)).toEqual(['scripts (mybatis): scripts/bootstrap.sql, scripts/20200101_a.sql, scripts/20200102_b.sql, scripts/onabort.sql↓']);
  const [, first] = found.roots[0]?.migrations ?? [];
  expect(first).toMatchObject({ wrapsTransaction: false, delimiter: '\n@@' });
  expect([...(first?.placeholders ?? [])]).toEqual([['owner', 'app']]);
});

const MARKED: readonly (readonly [tool: string, text: string, wraps: boolean, separator?: string])[] = [
  ['goose', '-- +goose Up\nselect 1;', true],
  ['dbmate', '\uFEFF-- comment\r\n-- migrate:up\r\nselect 1;', true],
  ['sql-migrate', '-- +migrate Up\nselect 1;', true],
  ['tern', 'select 1;\n---- create above / drop below ----\n', true],
  ['liquibase', '\n--liquibase formatted sql\n--changeset a:1\n', true],
  ['mybatis', '-- // create a table\nselect 1;', true],
  ['graphile-migrate', '--! Previous: -\n--! Hash: x\n\nselect 1;', true, '-'],
  ['plain', '-- an up migration for +goose and migrate:up\nselect 1;', false],
];

for (const [tool, text, wraps, separator = '_'] of MARKED) {
  test(`${tool} is known by the text of its files`, async () => {
    const cwd = makeFolder({ [`m/000001${separator}a.sql`]: text, [`m/000002${separator}b.sql`]: SQL });
    const [root] = (await find(cwd, ['m'])).roots;
    expect(root).toMatchObject({ path: 'm', tool });
    expect(root?.migrations.map((migration) => migration.wrapsTransaction)).toEqual([wraps, wraps]);
  });
}

const NEARBY: readonly (readonly [tool: string, tree: Tree])[] = [
  ['sqlx', { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n', 'm/1_a.sql': SQL }],
  ['plain', { 'Cargo.toml': '[dependencies]\nserde = "1"\n', 'm/1_a.sql': SQL }],
  ['refinery', { 'Cargo.toml': '[dependencies]\nrefinery = "0.8"\n', 'm/V1__a.sql': SQL, 'm/U2__b.sql': SQL }],
  ['tern', { 'tern.conf': '', 'm/001_a.sql': SQL }],
  ['tern', { 'tern.docker.conf': '', 'm/001_a.sql': SQL }],
  ['plain', { 'go.mod': 'require github.com/jackc/tern/v2 v2.1.1 // indirect\n', 'm/001_a.sql': SQL }],
  ['atlas', { 'm/atlas.sum': 'h1:x', 'm/1_a.sql': SQL }],
  ['golang-migrate', { 'm/atlas.sum': 'h1:x', 'm/1_a.up.sql': SQL, 'm/1_a.down.sql': SQL }],
  ['node-pg-migrate', { 'package.json': '{ "dependencies": { "node-pg-migrate": "8" } }', 'm/1_a.sql': SQL }],
  ['drizzle', { 'm/meta/_journal.json': '{}', 'm/0000_a.sql': SQL }],
  ['drizzle', { 'm/20240101_a/snapshot.json': '{}', 'm/20240101_a/migration.sql': SQL }],
  ['prisma', { 'm/migration_lock.toml': '', 'm/init/migration.sql': SQL }],
  ['plain', { 'm/1_a.up.sql': SQL, 'm/2_b.sql': SQL }],
];

for (const [tool, tree] of NEARBY) {
  test(`${tool} is known by ${Object.keys(tree).join(' ')}`, async () => {
    const cwd = makeFolder({ '.git': null, ...tree });
    expect((await find(cwd, ['m'])).roots.map((root) => `${root.path} ${root.tool}`)).toEqual([`m ${tool}`]);
  });
}

test('numbered files in a folder of a tool that does not run them are no series of their own', async () => {
  const cwd = makeFolder({ '.git': null, ...files('db/V1__a.sql', 'db/V2__b.sql', 'db/rollback/1__a.sql', 'db/rollback/2__b.sql') });
  const found = await find(cwd, []);
  expect(summarize(found)).toEqual(['db (flyway): db/V1__a.sql, db/V2__b.sql']);
  expect(found.notes).toEqual([{ file: 'db', message: '2 files that flyway does not run as migrations were left alone: rollback/1__a.sql, rollback/2__b.sql.' }]);
  expect(summarize(await find(cwd, ['db/rollback/2__b.sql']))).toEqual(['db/rollback/2__b.sql (plain): db/rollback/2__b.sql↓']);
});

test('a root of the config holds every file in it, in the order of the paths', async () => {
  const cwd = makeFolder({ '.xclintrc': 'migrations: [db]', ...files('db/b/2.sql', 'db/b/10.sql', 'db/a.sql', 'db/1_x.sql', 'other/1.sql') });
  expect(summarize(await find(cwd, ['db/b/10.sql', 'other']))).toEqual([
    'db (plain): -db/1_x.sql, -db/a.sql, -db/b/2.sql, db/b/10.sql',
    'other (plain): other/1.sql',
  ]);
});

test('a root of the config keeps the order of the tool that is detected in it', async () => {
  const cwd = makeFolder({ '.xclintrc': 'migrations: [db]', ...files('db/V10__b.sql', 'db/V9__a.sql', 'db/R__v.sql', 'db/sub/V9_5__c.sql') });
  expect(summarize(await find(cwd, []))).toEqual(['db (flyway): db/V9__a.sql, db/sub/V9_5__c.sql, db/V10__b.sql, db/R__v.sql']);
});

test('the inner of two roots holds a file, and each has its own settings', async () => {
  const cwd = makeFolder({ '.xclintrc': 'migrations: [db, { path: db/audit, mode: non-transactional }]', ...files('db/1.sql', 'db/audit/1.sql') });
  const { roots } = await find(cwd, ['.']);
  expect(summarize({ roots, files: [], problems: [], notes: [] })).toEqual(['db (plain): db/1.sql', 'db/audit (plain): db/audit/1.sql']);
  expect(roots.map((root) => root.config.mode)).toEqual(['bidirectional', 'non-transactional']);
});

test('a tool that the config names reads the root', async () => {
  const cwd = makeFolder({ '.xclintrc': 'migrations: [{ path: db, tool: goose }]', ...files('db/2_b.sql', 'db/10_c.sql', 'db/notes.sql') });
  const [root] = (await find(cwd, [])).roots;
  expect(root?.tool).toBe('goose');
  expect(root?.migrations.map((migration) => [migration.file.path, migration.wrapsTransaction])).toEqual([
    ['db/2_b.sql', true],
    ['db/10_c.sql', true],
    ['db/notes.sql', true],
  ]);
});

test('the schema to start from is read first and not judged', async () => {
  const cwd = makeFolder({ '.xclintrc': 'migrations: [{ path: db/m, startFrom: db/structure.sql }]', ...files('db/m/1.sql', 'db/structure.sql') });
  expect(summarize(await find(cwd, []))).toEqual(['db/m (plain): -db/structure.sql, db/m/1.sql']);
});

test('a root of the config that is not there is a problem', async () => {
  const cwd = makeFolder({ '.xclintrc': 'migrations: [nope]' });
  expect((await find(cwd, [])).problems).toEqual([{ kind: 'unmatched-path', file: 'nope', message: 'there is no such file or folder.' }]);
});

test('without paths and config the folder of the detected tool is taken', async () => {
  const cwd = makeFolder(files('src/main/resources/db/migration/V1__a.sql', 'docs/x.sql'));
  expect(summarize(await find(cwd, []))).toEqual(['src/main/resources/db/migration (flyway): src/main/resources/db/migration/V1__a.sql']);
  const config = await loadConfig({ cwd, configPath: null, search: true, ruleIds: [] });
  expect(detectProject(cwd, config)).toEqual([{ folder: 'src/main/resources/db/migration', tool: 'flyway' }]);
});

test('without a folder that is usual the repository is searched', async () => {
  const cwd = makeFolder({ '.git': null, ...files('services/shop/migrations/1_a.sql', 'services/pay/sql/V1__a.sql', 'docs/1_example.sql') });
  expect((await find(cwd, [])).roots.map((root) => `${root.path} ${root.tool}`)).toEqual(['services/pay/sql flyway', 'services/shop/migrations plain']);
});

test('in a repository the folders of every service are found, those among tests and examples only where there are no others', async () => {
  const names = ['db/migrations/1_a.sql', 'services/pay/db/V1__a.sql', 'services/pay/src/test/resources/V1__a.sql', 'examples/tour/V1__a.sql'];
  const cwd = makeFolder({ '.git': null, ...files(...names) });
  const found = await find(cwd, []);
  expect(found.roots.map((root) => `${root.path} ${root.tool}, ${root.reason}`)).toEqual(['db/migrations plain, numbered files', 'services/pay/db flyway, names like V1__a.sql']);
  expect(found.notes).toEqual([{ file: 'examples/tour', message: 'lies among tests or examples and was left alone; name it to have it judged. So was 1 more of the kind.' }]);
  expect((await find(path.join(cwd, 'examples'), [])).roots.map((root) => root.path)).toEqual(['tour']);
  expect(summarize(await find(cwd, ['examples/tour']))).toEqual(['examples/tour (flyway): examples/tour/V1__a.sql']);
});

test('what cannot be read elsewhere in the repository is no problem', async () => {
  const cwd = makeFolder({ '.git': null, ...files('db/migrations/1_a.sql') });
  fs.symlinkSync('nowhere', path.join(cwd, 'old.sql'));
  expect((await find(cwd, [])).problems).toEqual([]);
  fs.symlinkSync('nowhere', path.join(cwd, 'db/migrations/2_b.sql'));
  expect((await find(cwd, [])).problems).toMatchObject([{ kind: 'unreadable-file', file: 'db/migrations/2_b.sql' }]);
});

test('the folder one stands in may be the folder of migrations', async () => {
  const cwd = makeFolder({ '.git': null, ...files('db/migrations/1_a.sql', 'db/1_x.sql') });
  expect(summarize(await find(path.join(cwd, 'db/migrations'), []))).toEqual(['. (plain): 1_a.sql']);
});

test('outside of a repository only the folders that are usual are looked at', async () => {
  const cwd = makeFolder(files('db/migrations/1_a.sql', 'services/pay/V1__a.sql'));
  expect((await find(cwd, [])).roots.map((root) => root.path)).toEqual(['db/migrations']);
});

test('a version that two migrations have is said where the tool refuses it', async () => {
  const cwd = makeFolder({ ...files('plain/1_a.sql', 'plain/1_b.sql', 'go/01_a.up.sql', 'go/01_a.down.sql', 'go/1_b.up.sql'), 'fly/V1__a.sql': SQL, 'fly/V1_0__b.sql': SQL, 'fly/x/V01__c.sql': SQL });
  const { notes, problems } = await find(cwd, ['plain', 'go', 'fly']);
  expect(problems).toEqual([
    { kind: 'broken-project', file: 'fly/V1__a.sql', message: 'has version 1, as V1_0__b.sql has: flyway refuses the two.' },
  ]);
  // Whose files it is, and whether one run reads both folders, is not certain.
  expect(notes).toEqual([
    { file: 'go/1_b.up.sql', message: 'has version 1, as 01_a.up.sql has: golang-migrate refuses the two.' },
    { file: 'fly/x/V01__c.sql', message: 'has version 01, as V1_0__b.sql has: flyway refuses the two.' },
  ]);
  for (const [text, expected] of [['module own\n', 0], ['require github.com/golang-migrate/migrate/v4 v4.17.0\n', 1]] as const) {
    const own = await find(makeFolder({ '.git': null, 'go.mod': text, ...files('m/1_a.up.sql', 'm/1_b.up.sql') }), ['m']);
    expect([own.problems.length, own.notes.length]).toEqual([expected, 0]);
  }
});

test('without anything to find the command line is at fault', async () => {
  await expect(find(makeFolder(files('x.sql')), [])).rejects.toThrow(UsageError);
});

test('globs are walked, and what they match is read', async () => {
  const cwd = makeFolder(files('a/m/1.sql', 'a/n/1.sql', 'b/m/1.sql', 'b/m/deep/1.sql', 'c/x.txt', 'm/1.sql'));
  const chosen = async (glob: string): Promise<readonly string[]> => (await find(cwd, [glob])).roots.flatMap((root) => root.migrations.filter(({ chosen: is }) => is).map(({ file }) => file.path));
  expect(await chosen('*/m/*.sql')).toEqual(['a/m/1.sql', 'b/m/1.sql']);
  expect(await chosen('./*/m')).toEqual(['a/m/1.sql', 'b/m/1.sql', 'b/m/deep/1.sql']);
  expect(await chosen('**/n/**')).toEqual(['a/n/1.sql']);
  expect(await chosen('{a,b}/m/1.sql')).toEqual(['a/m/1.sql', 'b/m/1.sql']);
  expect(await chosen(`${cwd}/b/**/*.sql`)).toEqual(['b/m/1.sql', 'b/m/deep/1.sql']);
  expect((await find(path.join(cwd, 'a'), ['../b/*/*.sql'])).roots.map((root) => root.path)).toEqual(['../b/m']);
});

test('a file whose name looks like a glob is that file', async () => {
  const cwd = makeFolder(files('[1] {a}*.sql'));
  expect(summarize(await find(cwd, ['[1] {a}*.sql']))).toEqual(['[1] {a}*.sql (plain): [1] {a}*.sql']);
});

test('a path that leads to nothing is a problem, and the rest is judged', async () => {
  const cwd = makeFolder({ ...files('1.sql'), empty: null, 'text/x.txt': '' });
  const found = await find(cwd, ['nope.sql', 'empty', 'no/*.sql', 'text', '1.sql']);
  expect(found.problems).toEqual([
    { kind: 'unmatched-path', file: 'nope.sql', message: 'there is no such file or folder.' },
    { kind: 'unmatched-path', file: 'empty', message: 'there is no .sql file in this folder.' },
    { kind: 'unmatched-path', file: 'no/*.sql', message: 'no .sql file matches this pattern.' },
    { kind: 'unmatched-path', file: 'text', message: 'there is no .sql file in this folder.' },
  ]);
  expect(found.roots).toHaveLength(1);
});

test('a named file is read whatever its ending, and extensions say what a folder stands for', async () => {
  const cwd = makeFolder({ '.xclintrc': 'extensions: [.ddl, .sql]', ...files('db/1.DDL', 'db/2.sql', 'db/3.txt') });
  expect(summarize(await find(cwd, ['db', 'db/3.txt']))).toEqual([
    'db (plain): db/1.DDL, db/2.sql, db/3.txt',
  ]);
});

test('names with spaces, letters of any script and line ends come through', async () => {
  const cwd = makeFolder(files('my db/1 größe.sql', 'my db/2\n3.sql', 'my db/3 表 😀.sql'));
  const [root] = (await find(cwd, ['my db'])).roots;
  expect(root?.migrations.map(({ file }) => file.path)).toEqual(['my db/1 größe.sql', 'my db/2\n3.sql', 'my db/3 表 😀.sql']);
});

test('a folder with the name of a file is a folder', async () => {
  const cwd = makeFolder(files('x.sql/1.sql'));
  expect(summarize(await find(cwd, ['.']))).toEqual(['x.sql (plain): x.sql/1.sql']);
});

test('.git and node_modules are not walked into, and read when they are named', async () => {
  const cwd = makeFolder(files('1.sql', '.git/2.sql', 'node_modules/a/3.sql', 'sub/node_modules/4.sql'));
  expect(summarize(await find(cwd, ['.']))).toEqual(['. (plain): 1.sql']);
  expect(summarize(await find(cwd, ['node_modules/a']))).toEqual(['node_modules/a (plain): node_modules/a/3.sql']);
});

test('.gitignore is honoured in walks, nested ones too, and not for what is named', async () => {
  const cwd = makeFolder({
    '.git': null,
    '.gitignore': '# made by tools\n/build/\n*.tmp.sql\n!keep.tmp.sql\nlocal/**\ndata/*.sql\n',
    'db/.gitignore': '/draft.sql\nsub/\n!x.tmp.sql\n\\!odd.sql\nspace\\ \n',
    ...files('build/1.sql', 'db/build/2.sql', 'a.tmp.sql', 'db/keep.tmp.sql', 'db/x.tmp.sql', 'db/draft.sql', 'db/deep/draft.sql', 'db/sub/3.sql', 'db/!odd.sql'),
    ...files('local/4.sql', 'data/5.sql', 'data/deep/6.sql'),
  });
  const chosen = (await find(cwd, ['.'])).roots.map((root) => root.migrations.map(({ file }) => file.path)).flat();
  expect(chosen).toEqual(['data/deep/6.sql', 'db/build/2.sql', 'db/deep/draft.sql', 'db/keep.tmp.sql', 'db/x.tmp.sql']);
  expect((await find(cwd, ['build'])).roots).toHaveLength(1);
  expect((await find(cwd, ['a.tmp.sql'])).roots).toHaveLength(1);
  expect((await find(path.join(cwd, 'db'), ['.'])).roots.flatMap((root) => root.migrations.map(({ file }) => file.path))).not.toContain('draft.sql');
  expect((await find(cwd, ['local'])).problems).toEqual([
    { kind: 'unmatched-path', file: 'local', message: 'there is no .sql file in this folder; what .gitignore names was left out.' },
  ]);
});

test('what git ignores is what a walk leaves out', async () => {
  const lines = ['*.log.sql', '/a', 'b/', 'c/d', '!c/d/keep.sql', '**/e', 'f/**', 'g/**/h.sql', '[xy]1.sql', 'z?.sql', 'i/*', '!i/j', 'k', '!k/'];
  const names = ['a', 'b/1', 'sub/a', 'sub/b/1', 'c/d/1', 'c/d/keep', 'sub/c/d/1', 'e/1', 'sub/e/1', 'f/1', 'f/g/1', 'g/h', 'g/1/h', 'g/1/2/h', 'x1', 'z2', 'zz2', 'i/1', 'i/j/1', 'k/1', 'o.log', 'sub/o.log'];
  const cwd = makeFolder({ '.gitignore': `${lines.join('\n')}\n`, ...files(...names.map((name) => `${name}.sql`)) });
  const git = (...args: readonly string[]): string => execFileSync('git', [...args], { cwd, encoding: 'utf8' });
  git('init', '-q');
  const kept = git('ls-files', '--others', '--exclude-standard', '*.sql').trim().split('\n').sort();
  const walked = (await find(cwd, ['.'])).roots.flatMap((root) => root.migrations.map(({ file }) => file.path)).sort();
  expect(walked).toEqual(kept);
});

test('each real path is read once, by its own name', async () => {
  const cwd = makeFolder(files('db/1.sql', 'db/2.sql'));
  fs.symlinkSync('1.sql', path.join(cwd, 'db/0_link.sql'));
  fs.symlinkSync('db', path.join(cwd, 'also'));
  expect(summarize(await find(cwd, ['db/0_link.sql', '.', 'db', './db/1.sql']))).toEqual(['db (plain): db/0_link.sql, db/2.sql']);
  expect(summarize(await find(cwd, ['.', 'db/0_link.sql', 'also/2.sql']))).toEqual(['db (plain): db/1.sql, db/2.sql']);
});

test('links that go round in a circle end', async () => {
  const cwd = makeFolder(files('db/1.sql'));
  fs.symlinkSync('..', path.join(cwd, 'db/up'));
  fs.symlinkSync('.', path.join(cwd, 'db/self'));
  fs.symlinkSync('b', path.join(cwd, 'db/a'));
  fs.symlinkSync('a', path.join(cwd, 'db/b'));
  fs.symlinkSync('c.sql', path.join(cwd, 'db/c.sql'));
  const found = await find(cwd, ['.']);
  expect(summarize(found)).toEqual(['db (plain): db/1.sql']);
  expect(found.problems).toEqual([{ kind: 'unreadable-file', file: 'db/c.sql', message: 'is a link that cannot be followed: its links go round in a circle (ELOOP).' }]);
});

test('links inside the repository are followed, links out of it are not', async () => {
  const outside = makeFolder(files('secret.sql', 'more/1.sql'));
  const cwd = makeFolder({ '.git': null, ...files('shared/2.sql', 'db/1.sql') });
  fs.symlinkSync('../shared', path.join(cwd, 'db/shared'));
  fs.symlinkSync(path.join(outside, 'secret.sql'), path.join(cwd, 'db/3.sql'));
  fs.symlinkSync(path.join(outside, 'more'), path.join(cwd, 'db/more'));
  const found = await find(cwd, ['db']);
  expect(summarize(found)).toEqual(['db (plain): db/1.sql', 'db/shared (plain): db/shared/2.sql']);
  expect(found.notes).toEqual([
    { file: 'db/3.sql', message: 'is a link that leads out of the project; it was not followed.' },
    { file: 'db/more', message: 'is a link that leads out of the project; it was not followed.' },
  ]);
  expect(found.problems).toEqual([]);
});

test('a dangling link is a problem, met or named; other dangling links are nobody\'s business', async () => {
  const cwd = makeFolder(files('db/1.sql'));
  fs.symlinkSync('gone.sql', path.join(cwd, 'db/2.sql'));
  fs.symlinkSync('gone', path.join(cwd, 'db/socket'));
  const problem = { kind: 'unreadable-file', file: 'db/2.sql' };
  expect((await find(cwd, ['db'])).problems).toEqual([{ ...problem, message: 'is a link that leads nowhere: there is no such file (ENOENT).' }]);
  expect((await find(cwd, ['db/2.sql'])).problems).toEqual([{ ...problem, message: 'is a link that leads nowhere.' }]);
});

test('a FIFO, a socket and a device are problems and never waited for', async () => {
  const cwd = makeFolder(files('db/1.sql'));
  execFileSync('mkfifo', [path.join(cwd, 'db/2.sql')]);
  const server = net.createServer().listen(path.join(cwd, 'db/3.sql'));
  onTestFinished(() => {
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  fs.symlinkSync('/dev/zero', path.join(cwd, 'db/4.sql'));
  const found = await find(cwd, ['db', 'db/2.sql']);
  expect(summarize(found)).toEqual(['db (plain): db/1.sql']);
  expect(found.problems.map(({ file, message }) => `${file ?? ''} ${message}`)).toEqual([
    'db/2.sql is a FIFO, not a file.',
    'db/3.sql is a socket, not a file.',
    'db/4.sql is a link to a device, not to a file.',
  ]);
});

test('stdin stands alone, or for the file that it is named after', async () => {
  const cwd = makeFolder(files('db/1.sql', 'db/2.sql'));
  const stdin = (): Uint8Array => Buffer.from('select 42;');
  expect(summarize(await find(cwd, ['-'], { stdin }))).toEqual(['- (plain): -']);
  const named = await find(cwd, ['-'], { stdin, stdinFilename: 'db/2.sql' });
  expect(summarize(named)).toEqual(['db (plain): -db/1.sql, db/2.sql']);
  expect(Buffer.concat([...(named.roots[0]?.migrations[1]?.file.chunks() ?? [])]).toString()).toBe('select 42;');
  expect(summarize(await find(cwd, ['-'], { stdin, stdinFilename: 'db/3.sql' }))).toEqual(['db (plain): -db/1.sql, -db/2.sql, db/3.sql']);
  expect(summarize(await find(cwd, ['-'], { stdin, stdinFilename: 'gone/3.sql' }))).toEqual(['gone (plain): gone/3.sql']);
  await expect(find(cwd, ['-'])).rejects.toThrow(UsageError);
});

test('a file is read in pieces, again and again, and one that is gone says so by name', async () => {
  const cwd = makeFolder({ 'db/1.sql': Buffer.alloc(2.5 * 1024 * 1024, 'a'), 'db/2.sql': '' });
  const [root] = (await find(cwd, ['db'])).roots;
  const [big, empty] = root?.migrations.map(({ file }) => file) ?? [];
  for (let time = 0; time < 2; time++) {
    const chunks = Array.from(big?.chunks() ?? [], (chunk) => Buffer.from(chunk));
    expect(chunks.length).toBeGreaterThan(2);
    expect(Buffer.concat(chunks).equals(Buffer.alloc(2.5 * 1024 * 1024, 'a'))).toBe(true);
  }
  expect([...(empty?.chunks() ?? [])]).toEqual([]);
  fs.rmSync(path.join(cwd, 'db/2.sql'));
  expect(() => [...(empty?.chunks() ?? [])]).toThrow('db/2.sql: could not be read: there is no such file (ENOENT).');
  execFileSync('mkfifo', [path.join(cwd, 'db/2.sql')]);
  expect(() => [...(empty?.chunks() ?? [])]).toThrow('db/2.sql: is a FIFO, not a file.');
});

test('a file is read from any byte on, on disk and in memory', async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
  const cwd = makeFolder({ 'db/1.sql': Buffer.from(bytes) });
  const onDisk = (await find(cwd, ['db'])).roots[0]?.migrations[0]?.file;
  const inMemory = (await find(cwd, ['-'], { stdin: () => bytes })).roots[0]?.migrations[0]?.file;
  for (const file of [onDisk, inMemory]) {
    for (const from of [0, 1, 70_000, 299_999, 300_000, 300_001]) {
      const read = Array.from(file?.chunks(from) ?? [], (chunk) => Buffer.from(chunk));
      expect(Buffer.concat(read).equals(bytes.subarray(from))).toBe(true);
    }
  }
});

test('the path of a file outside the working directory begins with dots', async () => {
  const cwd = makeFolder(files('a/1.sql', 'b/2.sql'));
  expect(summarize(await find(path.join(cwd, 'a'), ['../b/2.sql']))).toEqual(['../b (plain): ../b/2.sql']);
});
