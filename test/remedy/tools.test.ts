import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { project, readReport, xclint, type Report } from '../cli/command-line.js';

const USERS = 'CREATE TABLE users (\n  id uuid PRIMARY KEY,\n  email text NOT NULL UNIQUE\n);';

/** A project of each tool that xclint writes for: its files, and those that mend its unique constraint, without what moments name. */
const WRITTEN: Readonly<Record<string, { readonly files: Readonly<Record<string, string>>; readonly added: readonly string[] }>> = {
  plain: { files: { 'migrations/001-users.sql': USERS }, added: ['migrations/002-create-users-email-idx.sql', 'migrations/003-drop-users-email-key.sql'] },
  flyway: {
    files: { 'db/migration/V1__schema.sql': 'CREATE SCHEMA app;', 'db/migration/V1_2__users.sql': USERS, 'db/migration/R__views.sql': 'CREATE OR REPLACE VIEW v AS SELECT email FROM users;' },
    added: ['db/migration/V1_3__create_users_email_idx.sql', 'db/migration/V1_4__drop_users_email_key.sql'],
  },
  'golang-migrate': {
    files: { 'migrations/000009_users.up.sql': USERS, 'migrations/000009_users.down.sql': 'DROP TABLE users;' },
    added: ['migrations/000010_create_users_email_idx.down.sql', 'migrations/000010_create_users_email_idx.up.sql', 'migrations/000011_drop_users_email_key.down.sql', 'migrations/000011_drop_users_email_key.up.sql'],
  },
  goose: { files: { 'sql/00001_users.sql': `-- +goose Up\n${USERS}\n-- +goose Down\nDROP TABLE users;\n` }, added: ['sql/00002_create_users_email_idx.sql', 'sql/00003_drop_users_email_key.sql'] },
  dbmate: {
    files: { 'db/migrations/20240101120000_users.sql': `-- migrate:up\n${USERS}\n\n-- migrate:down\nDROP TABLE users;\n` },
    added: ['db/migrations/<14>_create_users_email_idx.sql', 'db/migrations/<14>_drop_users_email_key.sql'],
  },
  'sql-migrate': { files: { 'db/1-users.sql': `-- +migrate Up\n${USERS}\n\n-- +migrate Down\nDROP TABLE users;\n` }, added: ['db/2-create-users-email-idx.sql', 'db/3-drop-users-email-key.sql'] },
  tern: { files: { 'migrations/tern.conf': '', 'migrations/001_users.sql': `${USERS}\n\n---- create above / drop below ----\n\nDROP TABLE users;\n` }, added: ['migrations/002_create_users_email_idx.sql', 'migrations/003_drop_users_email_key.sql'] },
  sqlx: {
    files: { 'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n', 'migrations/20240101120000_users.up.sql': USERS, 'migrations/20240101120000_users.down.sql': 'DROP TABLE users;' },
    added: ['migrations/<14>_create_users_email_idx.down.sql', 'migrations/<14>_create_users_email_idx.up.sql', 'migrations/<14>_drop_users_email_key.down.sql', 'migrations/<14>_drop_users_email_key.up.sql'],
  },
  diesel: {
    files: { 'diesel.toml': '', 'migrations/2024-01-01-120000_users/up.sql': USERS, 'migrations/2024-01-01-120000_users/down.sql': 'DROP TABLE users;' },
    added: ['create_users_email_idx/down.sql', 'create_users_email_idx/metadata.toml', 'create_users_email_idx/up.sql', 'drop_users_email_key/down.sql', 'drop_users_email_key/up.sql'].map((file) => `migrations/<4-2-2-6>_${file}`),
  },
  prisma: {
    files: { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n', 'prisma/migrations/20240101120000_users/migration.sql': USERS },
    added: ['prisma/migrations/<14>_create_users_email_idx/migration.sql', 'prisma/migrations/<14>_drop_users_email_key/migration.sql'],
  },
  supabase: { files: { 'supabase/migrations/20240101120000_users.sql': USERS }, added: ['supabase/migrations/<14>_create_users_email_idx.sql', 'supabase/migrations/<14>_drop_users_email_key.sql'] },
  'liquibase, formatted SQL': {
    files: { 'changelog/01_users.sql': `--liquibase formatted sql\n\n--changeset ada:1\n${USERS}\n--rollback DROP TABLE users;\n` },
    added: ['changelog/02_create_users_email_idx.sql', 'changelog/03_drop_users_email_key.sql'],
  },
  atlas: { files: { 'migrations/atlas.sum': '', 'migrations/20240101120000_users.sql': USERS }, added: ['migrations/<14>_create_users_email_idx.sql', 'migrations/<14>_drop_users_email_key.sql'] },
  pop: {
    files: { 'migrations/20240101120000_users.postgres.up.sql': USERS, 'migrations/20240101120000_users.postgres.down.sql': 'DROP TABLE users;' },
    added: ['migrations/<14>_create_users_email_idx.autocommit.down.sql', 'migrations/<14>_create_users_email_idx.autocommit.up.sql', 'migrations/<14>_drop_users_email_key.down.sql', 'migrations/<14>_drop_users_email_key.up.sql'],
  },
  morph: {
    files: { 'db/000001_users.up.sql': USERS, 'db/000001_users.down.sql': '-- morph:nontransactional\nDROP INDEX CONCURRENTLY i;' },
    added: ['db/000002_create_users_email_idx.down.sql', 'db/000002_create_users_email_idx.up.sql', 'db/000003_drop_users_email_key.down.sql', 'db/000003_drop_users_email_key.up.sql'],
  },
  'postgres-migrations': {
    files: { 'package.json': '{"dependencies": {"postgres-migrations": "1"}}', 'migrations/1_users.sql': USERS },
    added: ['migrations/2_create_users_email_idx.sql', 'migrations/3_drop_users_email_key.sql'],
  },
  'prairielearn-migrations': {
    files: { 'package.json': '{"dependencies": {"@prairielearn/migrations": "1"}}', 'migrations/20240101120000_users.sql': USERS },
    added: ['migrations/<14>_create_users_email_idx.sql', 'migrations/<14>_drop_users_email_key.sql'],
  },
};

/** Tools whose files run in a transaction whatever is in them: what needs none is written, a plain index is not. */
const IN_TRANSACTION: Readonly<Record<string, { readonly files: Readonly<Record<string, string>>; readonly added: readonly string[] }>> = {
  refinery: { files: { 'refinery.toml': '', 'migrations/V1__users.sql': '@' }, added: ['migrations/V2__drop_users_email_key.sql'] },
  hasura: {
    files: { 'config.yaml': 'metadata_directory: metadata\n', 'migrations/1704110400000_users/up.sql': '@', 'migrations/1704110400000_users/down.sql': '' },
    added: ['migrations/<13>_drop_users_email_key/down.sql', 'migrations/<13>_drop_users_email_key/up.sql'],
  },
  'node-pg-migrate': { files: { 'package.json': '{"dependencies": {"node-pg-migrate": "7"}}', 'migrations/1704110400000_users.sql': '-- Up Migration\n@\n-- Down Migration\n' }, added: ['migrations/<13>_drop_users_email_key.sql'] },
  mybatis: { files: { 'environments/development.properties': '', 'scripts/bootstrap.sql': '', 'scripts/20240101120000_users.sql': '-- // users\n@\n-- //@UNDO\n' }, added: ['scripts/<14>_drop_users_email_key.sql'] },
};

/** Those that nothing is written for, with the words of the refusal. */
const REFUSED: Readonly<Record<string, { readonly files: Readonly<Record<string, string>>; readonly why: string }>> = {
  sqitch: { files: { 'sqitch.conf': '[core]\n\tengine = pg\n', 'sqitch.plan': '%project=x\n\nusers 2024-01-01T12:00:00Z Ada <a@example.org>\n', 'deploy/users.sql': USERS }, why: 'what its plan names' },
  drizzle: { files: { 'drizzle/meta/_journal.json': '{"dialect": "postgresql", "entries": [{"idx": 0, "when": 1, "tag": "0000_users"}]}', 'drizzle/0000_users.sql': USERS }, why: 'keeps a journal' },
  'graphile-migrate': { files: { '.gmrc': '{}', 'migrations/committed/000001.sql': `--! Previous: -\n--! Hash: sha1:0\n\n${USERS}` }, why: 'one migration at a time' },
  'liquibase, by changelog': {
    files: {
      'db/changelog/db.changelog-master.yaml': 'databaseChangeLog:\n  - include:\n      file: 01_users.sql\n      relativeToChangelogFile: true\n',
      'db/changelog/01_users.sql': `--liquibase formatted sql\n--changeset ada:1\n${USERS}\n`,
    },
    why: 'has no place for a new file',
  },
  'a file by itself': { files: { 'schema.sql': USERS }, why: 'no series of migrations' },
};

/** Every file of a folder, without what begins with a dot. */
function filesIn(folder: string, below = ''): string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name === '.git') return [];
    return entry.isDirectory() ? filesIn(folder, name) : [name];
  });
}

/** A name without its moment: `<14>` for fourteen digits. */
function withoutMoment(name: string): string {
  return name.replace(/\d{4}-\d\d-\d\d-\d{6}/g, '<4-2-2-6>').replace(/\d{13,}/g, (digits) => `<${String(digits.length)}>`);
}

const pathsOf = (files: Readonly<Record<string, string>>): string[] => (Object.keys(files).join() === 'schema.sql' ? ['schema.sql'] : []);

async function lint(cwd: string): Promise<Report> {
  const { stdout } = await xclint(['lint', '--format', 'json', '--fail-on', 'never'], { cwd });
  return readReport(stdout);
}

describe('new migrations', () => {
  for (const [tool, { files, added }] of Object.entries(WRITTEN)) {
    it(`are written for ${tool}, are read by it in their order, and satisfy the linter`, async () => {
      const cwd = project(files);
      const first = await xclint(['remedy', '--write'], { cwd });
      expect(first.stderr).toContain('1 finding mended');
      expect(first.code).toBe(0);
      const fresh = filesIn(cwd).filter((file) => !(file in files));
      expect(fresh.map(withoutMoment).sort()).toEqual([...added].sort());
      expect(fresh.map((file) => `-- ${withoutMoment(file)}\n${readFileSync(path.join(cwd, file), 'utf8')}`).join('')).toMatchSnapshot();
      for (const [file, text] of Object.entries(files)) expect(readFileSync(path.join(cwd, file), 'utf8')).toBe(text);
      const { diagnostics } = await lint(cwd);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      // Both are read as migrations: the change of either is reported.
      const changed = diagnostics.filter(({ ruleId, file }) => ruleId === 'unreplicated-schema-change' && fresh.includes(file));
      expect(changed).toHaveLength(2);
      const second = await xclint(['remedy', '--write'], { cwd });
      expect(second.stderr).toContain('Nothing to mend');
      expect(filesIn(cwd)).toHaveLength(Object.keys(files).length + fresh.length);
    });
  }

  for (const [tool, { files, added }] of Object.entries(IN_TRANSACTION)) {
    it(`are written for ${tool} where they may run in its transaction, and refused where they may not`, async () => {
      const withTable = (sql: string): string => project(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text.replace('@', sql)])));
      const indexed = withTable(`${USERS}\nCREATE INDEX users_email ON users (email);`);
      expect((await xclint(['remedy', '--write'], { cwd: indexed })).code).toBe(0);
      expect(filesIn(indexed).filter((file) => !(file in files)).map(withoutMoment).sort()).toEqual([...added].sort());
      expect((await lint(indexed)).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const bare = withTable(USERS);
      const refused = await xclint(['remedy', '--write'], { cwd: bare });
      expect(refused.stderr).toContain('is built outside of a transaction');
      expect(refused.code).toBe(1);
      expect(filesIn(bare)).toHaveLength(Object.keys(files).length);
    });
  }

  for (const [tool, { files, why }] of Object.entries(REFUSED)) {
    it(`are refused for ${tool} with the reason`, async () => {
      const cwd = project(files);
      const { code, stderr, stdout } = await xclint(['remedy', '--write', ...pathsOf(files)], { cwd });
      expect(stderr).toContain(why);
      expect(stdout).toBe('');
      expect(code).toBe(1);
      expect(filesIn(cwd)).toHaveLength(Object.keys(files).length);
    });
  }

  it('leave the numbers alone that migrations in other languages have', async () => {
    const cwd = project({ 'sql/00001_users.sql': `-- +goose Up\n${USERS}\n`, 'sql/00007_rows.go': 'package sql' });
    await xclint(['remedy', '--write', 'sql'], { cwd });
    expect(filesIn(cwd).sort()).toEqual(['sql/00001_users.sql', 'sql/00007_rows.go', 'sql/00008_create_users_email_idx.sql', 'sql/00009_drop_users_email_key.sql']);
  });

  it('are printed where nobody asks for files, with what is not mended on standard error', async () => {
    const cwd = project({ 'migrations/1_users.sql': `${USERS}\nCREATE TABLE orders (id uuid PRIMARY KEY, number serial);` });
    const { code, stdout, stderr } = await xclint(['remedy', 'migrations'], { cwd });
    expect(stdout).toMatch(/^-- file: migrations\/2_create_users_email_idx\.sql\n[^]*^-- file: migrations\/3_drop_users_email_key\.sql$/m);
    expect(stderr).toBe(
      [
        'migrations/1_users.sql:5:50: no-serial: no migration for public.orders.number: "number" is no key: what the number is for, and what may take its place, no schema says. Two clusters cannot count together.',
        '1 finding mended by 2 new files; --write creates them.',
        'Run the migrations one at a time, each as the comment at its top says, and not all at once.',
        '',
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(filesIn(cwd)).toEqual(['migrations/1_users.sql']);
  });

  it('come with what is to be done by hand, in either format', async () => {
    const cwd = project(WRITTEN['atlas']?.files ?? {});
    expect((await xclint(['remedy', 'migrations'], { cwd })).stderr).toContain('Run "atlas migrate hash"');
    const { stdout, stderr } = await xclint(['remedy', 'migrations', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ written: false, afterwards: [expect.stringContaining('Run "atlas migrate hash"')], refused: [] });
    expect(stderr).toBe('');
  });

  it('are for the rules that are named', async () => {
    const cwd = project({ 'migrations/1_cars.sql': 'CREATE TABLE cars (id serial PRIMARY KEY, plate text UNIQUE);' });
    const run = async (...flags: readonly string[]) => await xclint(['remedy', 'migrations', ...flags], { cwd });
    expect((await run('--skip', 'no-serial')).stderr).toContain('1 finding mended by 2 new files');
    expect((await run('--only', 'no-serial')).stderr).toContain('"cars_plate_key" of "cars" is unique besides the key');
    expect((await run()).stderr).toContain('2 findings mended');
    expect(await run('--only', 'no-trigger')).toMatchObject({ code: 0, stdout: '' });
    expect(await run('--only', 'no-triger')).toMatchObject({ code: 2 });
    expect(await run('-')).toMatchObject({ code: 2 });
  });

  it('bring no error in the place of the one that they mend', async () => {
    const trigger = 'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (id) VALUES (gen_random_uuid()); RETURN NEW; END $$;\nCREATE TRIGGER t AFTER INSERT ON cars FOR EACH ROW EXECUTE FUNCTION f();';
    const cwd = project({ 'migrations/1_cars.sql': `CREATE TABLE log (id uuid PRIMARY KEY);\nCREATE TABLE cars (id serial PRIMARY KEY);\n${trigger}` });
    const { code, stdout, stderr } = await xclint(['remedy', 'migrations'], { cwd });
    expect(stderr).toContain('no migration for public.cars.id: It would bring an error in its place, no-trigger:');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('are none where the release builds no index on both clusters at once', async () => {
    const cwd = project({ 'migrations/1_users.sql': USERS });
    const { stderr } = await xclint(['remedy', 'migrations', '--yugabytedb', '2024.1'], { cwd });
    expect(stderr).toContain('It would bring an error in its place, require-simultaneous-index:');
  });

  it('never take the place of a file that is there', async () => {
    const cwd = project({ 'migrations/1_users.sql': USERS, 'migrations/2_create_users_email_idx.sql/x': '' });
    expect((await xclint(['remedy', '--write', 'migrations'], { cwd })).stderr).toContain('already has migrations/2_create_users_email_idx.sql');
    expect(existsSync(path.join(cwd, 'migrations/3_drop_users_email_key.sql'))).toBe(false);
  });

  it('are all created or none, whichever folder of migrations they are for', async () => {
    const files = { 'a/migrations/1_users.sql': USERS, 'b/migrations/1_users.sql': USERS };
    const cwd = project(files);
    symlinkSync('nowhere', path.join(cwd, 'b/migrations/2_create_users_email_idx.sql'));
    const { code, stderr } = await xclint(['remedy', '--write', 'a/migrations', 'b/migrations'], { cwd });
    expect(stderr).toContain('b/migrations/2_create_users_email_idx.sql is there already, and is not overwritten.');
    expect(code).toBe(2);
    expect(filesIn(cwd).sort()).toEqual([...Object.keys(files), 'b/migrations/2_create_users_email_idx.sql']);
  });
});
