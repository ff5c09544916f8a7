import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const CLI = join(import.meta.dirname, '../../dist/xclint.cjs');
const RULES = ['--no-config', '--mode', 'transactional-manual', '--only', 'require-constraint-name', '--fail-on', 'info'];
const SQL = '\ufeffCREATE TABLE t (\r\n  a int UNIQUE, -- é\r\n  b int\r\n);\r\nCREATE INDEX ON t (b);\r\n';
const FIXED = '\ufeffCREATE TABLE t (\r\n  a int CONSTRAINT t_a_key UNIQUE, -- é\r\n  b int\r\n);\r\nCREATE INDEX t_b_idx ON t (b);\r\n';

describe('--fix', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'xclint-fix-'));
  });
  afterEach(() => {
    rmSync(cwd, { recursive: true });
  });
  const run = (...args: readonly string[]) => spawnSync(process.execPath, [CLI, ...RULES, ...args], { cwd, encoding: 'utf8' });
  const write = (name: string, text: string | Uint8Array) => {
    writeFileSync(join(cwd, name), text);
  };
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');

  it('writes what is safe, keeps mark, line ends and mode, and has nothing to do the second time', () => {
    write('1.sql', SQL);
    chmodSync(join(cwd, '1.sql'), 0o640);
    expect(run('--fix', '1.sql')).toMatchObject({ status: 0, stderr: 'Fixed 2 findings in 1 file.\n' });
    expect(read('1.sql')).toBe(FIXED);
    expect(statSync(join(cwd, '1.sql')).mode & 0o777).toBe(0o640);
    expect(run('--fix', '1.sql')).toMatchObject({ status: 0, stderr: 'Fixed 0 findings in 0 files.\n' });
    expect(read('1.sql')).toBe(FIXED);
    expect(readdirSync(cwd)).toEqual(['1.sql']);
  });

  it('writes none of several files where one is read-only', () => {
    write('1.sql', 'CREATE TABLE t (a int UNIQUE);\n');
    write('2.sql', 'CREATE INDEX ON t (a);\n');
    chmodSync(join(cwd, '2.sql'), 0o444);
    const { status, stderr } = run('--fix', '1.sql', '2.sql');
    expect(status).toBe(2);
    expect(stderr).toContain('2.sql is read-only; nothing was written.');
    expect(read('1.sql')).toBe('CREATE TABLE t (a int UNIQUE);\n');
    expect(readdirSync(cwd)).toEqual(['1.sql', '2.sql']);
  });

  it('writes nothing in a dry run, and reports as if it had', () => {
    write('1.sql', SQL);
    expect(run('--fix-dry-run', '1.sql')).toMatchObject({ status: 0, stderr: 'Would fix 2 findings in 1 file.\n' });
    expect(read('1.sql')).toBe(SQL);
  });

  it('shows the lines as they would be', () => {
    write('1.sql', 'CREATE TABLE t (id serial PRIMARY KEY, a int UNIQUE);\n');
    const { stdout } = run('--fix-dry-run', '--only', 'no-serial', '1.sql');
    expect(stdout).toContain('1 | CREATE TABLE t (id serial PRIMARY KEY, a int CONSTRAINT t_a_key UNIQUE);\n');
  });

  it('keeps every byte of a file that is read in pieces', () => {
    const filler = Array.from({ length: 60_000 }, (_, i) => `-- line ${String(i)} of a long file\n`).join('');
    write('1.sql', `CREATE TABLE t (a int);\n${filler}CREATE INDEX ON t (a);\n`);
    expect(run('--fix', '1.sql')).toMatchObject({ status: 0, stderr: 'Fixed 1 finding in 1 file.\n' });
    expect(read('1.sql')).toBe(`CREATE TABLE t (a int);\n${filler}CREATE INDEX t_a_idx ON t (a);\n`);
  });

  it('changes no SQL that stands in code', () => {
    const code = "exports.up = (pgm) => { pgm.sql('CREATE INDEX ON t (a)'); };\n";
    mkdirSync(join(cwd, 'migrations'));
    write('package.json', '{ "dependencies": { "node-pg-migrate": "8" } }');
    write('migrations/1_a.js', code);
    const { status, stderr, stdout } = run('--fix', 'migrations');
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'Fixed 0 findings in 0 files.\n' });
    expect(stdout).toContain('1 info');
    expect(read('migrations/1_a.js')).toBe(code);
  });

  it('changes nothing that the tool keeps a hash of', () => {
    const committed = '--! Previous: -\n--! Hash: sha1:x\n\nCREATE TABLE t (a int UNIQUE);\n';
    mkdirSync(join(cwd, 'migrations/committed'), { recursive: true });
    write('.gmrc', '{}');
    write('migrations/committed/000001.sql', committed);
    write('migrations/current.sql', 'CREATE TABLE u (a int UNIQUE);\n');
    expect(run('--fix', 'migrations').stderr).toContain('Fixed 1 finding in 1 file.\n');
    expect(read('migrations/committed/000001.sql')).toBe(committed);
    expect(read('migrations/current.sql')).toBe('CREATE TABLE u (a int CONSTRAINT u_a_key UNIQUE);\n');
  });

  it('leaves unsafe fixes alone unless asked', () => {
    const unsafe = ['--only', 'no-unique-constraint', '--mode', 'bidirectional', '--no-config'];
    const sql = 'CREATE TABLE t (id uuid PRIMARY KEY, a int);\nCREATE UNIQUE INDEX i ON t (a);\n';
    const lint = (...args: readonly string[]) => spawnSync(process.execPath, [CLI, ...unsafe, ...args, '1.sql'], { cwd, encoding: 'utf8' });
    write('1.sql', sql);
    expect(lint('--fix').status).toBe(1);
    expect(read('1.sql')).toBe(sql);
    expect(lint('--unsafe-fixes')).toMatchObject({ status: 2 });
    expect(lint('--fix', '--unsafe-fixes').status).toBe(0);
    expect(read('1.sql')).toBe(sql.replace('UNIQUE ', ''));
  });

  it('mends all that one statement has, also where the next moves to the place of what went', () => {
    const names = Array.from({ length: 12 }, (_, i) => `c${String(i + 10)}`);
    write('1.sql', `CREATE TABLE t (\n  id uuid PRIMARY KEY,\n${names.map((name) => `  ${name} int,\n`).join('')}${names.map((name) => `  CONSTRAINT u_${name} UNIQUE (${name})`).join(',\n')}\n);\n`);
    const lint = (...args: readonly string[]) => spawnSync(process.execPath, [CLI, '--no-config', '--mode', 'bidirectional', '--only', 'no-unique-constraint', ...args, '1.sql'], { cwd, encoding: 'utf8' });
    expect(lint('--fix', '--unsafe-fixes')).toMatchObject({ status: 0, stderr: 'Fixed 12 findings in 1 file.\n' });
    expect(read('1.sql').match(/^CREATE INDEX u_c\d\d ON t \(c\d\d\);$/gm)).toHaveLength(12);
    expect(read('1.sql')).not.toContain('UNIQUE');
    expect(lint('--fix', '--unsafe-fixes').stderr).toBe('Fixed 0 findings in 0 files.\n');
  });

  it('changes nothing that files beside it may need, where nobody says that they are one schema', () => {
    const users = 'CREATE TABLE users (\n  id serial PRIMARY KEY,\n  email text UNIQUE\n);\n';
    const orders = 'CREATE TABLE orders (id uuid PRIMARY KEY, customer int REFERENCES users);\n';
    mkdirSync(join(cwd, 'tables'));
    write('tables/users.sql', users);
    const lint = (...args: readonly string[]) => spawnSync(process.execPath, [CLI, '--mode', 'bidirectional', '--only', 'no-unique-constraint,no-serial', ...args, 'tables'], { cwd, encoding: 'utf8' });
    expect(lint('--fix-dry-run', '--unsafe-fixes').stderr).toContain('Would fix 2 findings in 1 file.\n');
    write('tables/orders.sql', orders);
    const alone = lint('--fix', '--unsafe-fixes');
    expect(alone.stderr).toContain('Fixed 0 findings in 0 files.\n');
    expect(alone.stdout).toContain('= no fix: the file is judged by itself');
    expect(read('tables/users.sql')).toBe(users);
    write('.xclintrc', 'migrations: [{ path: tables }]\n');
    write('tables/zz.sql', 'SELECT 1;\n');
    expect(lint('--fix', '--unsafe-fixes').stderr).not.toContain('Fixed 0 findings');
  });

  it('looks through more migrations than a report for people does', () => {
    write('1.sql', 'CREATE TABLE t (id serial PRIMARY KEY);\n');
    write('2.sql', `SELECT '${'x'.repeat(1 << 17)}';\n`);
    const lint = (...args: readonly string[]) => spawnSync(process.execPath, [CLI, '--no-config', '--mode', 'bidirectional', '--only', 'no-serial', ...args, '.'], { cwd, encoding: 'utf8' });
    expect(lint().stdout.replace(/\s+/g, ' ')).toContain('no fix: the migrations are more text than is looked through here for uses of the column; --diff looks through more');
    expect(lint('--format', 'json').stdout).toContain('Make \\"t.id\\" a uuid');
    expect(lint('--diff', '--unsafe-fixes').stdout).toContain('+CREATE TABLE t (id uuid DEFAULT gen_random_uuid() PRIMARY KEY);');
  });

  it('reads the history and changes no file of it', () => {
    write('1_a.sql', 'CREATE TABLE a (x int UNIQUE);\n');
    write('2_b.sql', 'CREATE TABLE b (x int UNIQUE);\n');
    expect(run('--fix', '2_b.sql').status).toBe(0);
    expect(read('1_a.sql')).toBe('CREATE TABLE a (x int UNIQUE);\n');
    expect(read('2_b.sql')).toBe('CREATE TABLE b (x int CONSTRAINT b_x_key UNIQUE);\n');
  });

  it('says that it leaves a file alone that is not UTF-8', () => {
    const bytes = Buffer.from('-- caf\xe9\nCREATE TABLE t (a int UNIQUE);\n', 'latin1');
    write('1.sql', bytes);
    const { status, stderr } = run('--fix', '1.sql');
    expect(status).toBe(1);
    expect(stderr).toContain('is not UTF-8, and so is not fixed');
    expect(readFileSync(join(cwd, '1.sql'))).toEqual(bytes);
  });

  it('changes what a link points at, and keeps the link', () => {
    mkdirSync(join(cwd, 'real'));
    write('real/1.sql', SQL);
    symlinkSync(join('real', '1.sql'), join(cwd, '1.sql'));
    expect(run('--fix', '1.sql').status).toBe(0);
    expect(lstatSync(join(cwd, '1.sql')).isSymbolicLink()).toBe(true);
    expect(read('real/1.sql')).toBe(FIXED);
  });

  it('refuses standard input', () => {
    expect(spawnSync(process.execPath, [CLI, ...RULES, '--fix', '-'], { cwd, input: SQL, encoding: 'utf8' }).status).toBe(2);
  });

  describe('of several files together', () => {
    const KEYS = ['--no-config', '--only', 'no-serial', '--fix', '--unsafe-fixes'];
    const fix = (...args: readonly string[]) => spawnSync(process.execPath, [CLI, ...KEYS, ...args], { cwd, encoding: 'utf8' });
    const names = Array.from({ length: 120 }, (_, i) => `${String(i + 1)}.sql`);
    // Each table's key references the one before it: all change together, or none.
    const text = (i: number, type: string) => `CREATE TABLE t${String(i)} (id ${type} PRIMARY KEY${i === 0 ? '' : ` REFERENCES t${String(i - 1)}`});\n${'-- \n'.repeat(2000)}`;
    const before = (i: number) => text(i, i === 0 ? 'bigserial' : 'bigint');
    const after = (i: number) => text(i, i === 0 ? 'uuid DEFAULT gen_random_uuid()' : 'uuid');
    const writeAll = () => {
      names.forEach((name, i) => {
        write(name, before(i));
      });
    };
    /** Kills the process when it has written the first file. */
    const kill = async () => {
      writeAll();
      const child = spawn(process.execPath, [CLI, ...KEYS, '.'], { cwd, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      while (child.exitCode === null && !read('1.sql').includes('uuid')) await new Promise((resolve) => setTimeout(resolve, 0));
      child.kill('SIGKILL');
      await ended;
      names.forEach((name, i) => {
        expect([before(i), after(i)]).toContain(read(name));
      });
      return names.filter((name, i) => read(name) === before(i));
    };

    it('is gone on with by the next run where it was killed between two', async () => {
      const left = await kill();
      expect(left.length).toBeGreaterThan(0);
      expect(readdirSync(cwd)).toContain('.xclint-fix.json');
      const { status, stderr } = fix('.');
      expect({ status, stderr }).toEqual({ status: 0, stderr: `note: An interrupted run of --fix was completed first: ${String(left.length)} ${left.length === 1 ? 'file' : 'files'}.\nFixed 0 findings in 0 files.\n` });
      names.forEach((name, i) => {
        expect(read(name)).toBe(after(i));
      });
      expect(readdirSync(cwd).filter((name) => !name.endsWith('.sql') && !name.endsWith('.xclint-tmp'))).toEqual([]);
    }, 60_000);

    it('is left as it is where a file has changed since', async () => {
      const [left = ''] = await kill();
      write(left, '-- by hand\n');
      const { status, stderr } = fix('.');
      expect(status).toBe(2);
      expect(stderr).toContain(`${left} has changed since a run of --fix was interrupted`);
      expect(read(left)).toBe('-- by hand\n');
    }, 60_000);

    it('is not gone on with on other paths', async () => {
      await kill();
      mkdirSync(join(cwd, 'other'));
      write('other/1.sql', 'CREATE TABLE t (id serial PRIMARY KEY);\n');
      const { status, stderr } = fix('other');
      expect(status).toBe(2);
      expect(read('other/1.sql')).toContain('serial');
      expect(stderr).toContain('A run of --fix was interrupted before it had written all files');
    }, 60_000);

    it('changes nothing where it cannot write down what it is to do', () => {
      writeAll();
      mkdirSync(join(cwd, '.xclint-fix.json'));
      expect(fix('.').status).toBe(2);
      names.forEach((name, i) => {
        expect(read(name)).toBe(before(i));
      });
    });
  });

  it('leaves each file old or new when it is killed', async () => {
    const text = (i: number) => `CREATE TABLE t${String(i)} (x int UNIQUE);\n${'-- \n'.repeat(2000)}`;
    const names = Array.from({ length: 150 }, (_, i) => `${String(i + 1)}.sql`);
    names.forEach((name, i) => {
      write(name, text(i));
    });
    const child = spawn(process.execPath, [CLI, ...RULES, '--fix', '.'], { cwd, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // The first file that is written tells that it is in the middle of it.
    while (child.exitCode === null && !read('1.sql').includes('CONSTRAINT')) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGKILL');
    await ended;
    const after = (i: number) => text(i).replace('UNIQUE', `CONSTRAINT t${String(i)}_x_key UNIQUE`);
    names.forEach((name, i) => {
      expect([text(i), after(i)]).toContain(read(name));
    });
    expect(run('--fix', '.').status).toBe(0);
    names.forEach((name, i) => {
      expect(read(name)).toBe(after(i));
    });
  }, 60_000);
});

describe('--diff', () => {
  const FILES = {
    'api/1 mark and returns.sql': SQL,
    'api/2_é "quoted".sql': 'CREATE TABLE u (\n  a int\n);\nCREATE INDEX ON u (a)',
    'api/3_nothing.sql': 'CREATE TABLE v (a int);\n',
    'shop/1.sql': `CREATE TABLE w (a int UNIQUE);\n${'-- a line\n'.repeat(20)}CREATE INDEX ON w (a);\n`,
  };
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'xclint-diff-'));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(join(cwd, name, '..'), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
  });
  afterEach(() => {
    rmSync(cwd, { recursive: true });
  });
  const read = () => Object.fromEntries(Object.keys(FILES).map((name) => [name, readFileSync(join(cwd, name), 'utf8')]));
  const restore = () => {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
  };
  const run = (args: readonly string[], input = '') => spawnSync(process.execPath, [CLI, ...RULES, ...args], { cwd, input, encoding: 'utf8' });

  it.each([
    ['git', ['apply', '-']],
    ['patch', ['-p1', '--binary', '--no-backup-if-mismatch']],
  ])('prints what %s makes of the files what --fix makes of them', (program, args) => {
    run(['--fix', 'api', 'shop']);
    const fixed = read();
    expect(fixed['api/1 mark and returns.sql']).toBe(FIXED);
    restore();
    const { status, stdout, stderr } = run(['--diff', 'api', 'shop']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'Would fix 5 findings in 3 files.\n' });
    expect(read()).toEqual(FILES);
    spawnSync('git', ['init', '-q'], { cwd });
    expect(spawnSync(program, args, { cwd, input: stdout, encoding: 'utf8' })).toMatchObject({ status: 0 });
    expect(read()).toEqual(fixed);
    expect(run(['--diff', 'api', 'shop'])).toMatchObject({ status: 0, stdout: '', stderr: 'Would fix 0 findings in 0 files.\n' });
  });

  it('shows three lines around each change, and where a last line ends in none', () => {
    expect(run(['--diff', 'shop']).stdout).toBe(
      [
        '--- a/shop/1.sql',
        '+++ b/shop/1.sql',
        '@@ -1,4 +1,4 @@',
        '-CREATE TABLE w (a int UNIQUE);',
        '+CREATE TABLE w (a int CONSTRAINT w_a_key UNIQUE);',
        ' -- a line',
        ' -- a line',
        ' -- a line',
        '@@ -19,4 +19,4 @@',
        ' -- a line',
        ' -- a line',
        ' -- a line',
        '-CREATE INDEX ON w (a);',
        '+CREATE INDEX w_a_idx ON w (a);',
        '',
      ].join('\n'),
    );
    expect(run(['--diff', 'api']).stdout).toContain('-CREATE INDEX ON u (a)\n\\ No newline at end of file\n+CREATE INDEX u_a_idx ON u (a)\n\\ No newline at end of file\n');
  });

  it('makes unsafe fixes where they are asked for', () => {
    const diff = (...args: readonly string[]) =>
      spawnSync(process.execPath, [CLI, '--no-config', '--mode', 'bidirectional', '--only', 'no-unique-constraint', '--diff', ...args, 'shop'], { cwd, encoding: 'utf8' });
    writeFileSync(join(cwd, 'shop/1.sql'), 'CREATE TABLE w (a int);\nCREATE UNIQUE INDEX i ON w (a);\n');
    expect(diff()).toMatchObject({ status: 0, stdout: '' });
    expect(diff('--unsafe-fixes').stdout).toContain('\n+CREATE INDEX i ON w (a);\n');
  });

  it('reads standard input, under the name that it is given', () => {
    const { status, stdout } = run(['--diff', '--stdin-filename', 'db/9.sql', '-'], 'CREATE TABLE x (a int UNIQUE);\n');
    expect(status).toBe(1);
    expect(stdout).toContain('--- a/db/9.sql\n+++ b/db/9.sql\n');
  });

  it('leaves standard output to the diff', () => {
    expect(run(['--diff', '--format', 'json', 'api'])).toMatchObject({ status: 2, stdout: '' });
    const { stdout } = run(['--diff', '--format', 'json=report.json', 'api']);
    expect(stdout.startsWith('--- a/')).toBe(true);
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toMatchObject({ diagnostics: [] });
    expect(run(['--diff', '--fix', 'api'])).toMatchObject({ status: 2, stdout: '' });
  });

  it('ends with 2 where a file cannot be fixed or read', () => {
    expect(run(['--diff', 'nowhere.sql', 'api'])).toMatchObject({ status: 2 });
  });
});
