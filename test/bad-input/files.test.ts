import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectNoBug, GOOD, lintAsJson, makeFolder, places, xclint, type Report } from './harness.js';

const GOOD_PLACE = '2_good.sql:1:23 no-serial';

/** `file: message` of each problem. */
function problems({ problems }: Report): string[] {
  return problems.map(({ kind, file, message }) => `${kind} ${file ?? ''}: ${message}`);
}

/** A module that takes `gone.sql` away, or makes it unreadable, the moment that it is opened. */
function preload(folder: string, action: string): string {
  const file = path.join(folder, 'preload.cjs');
  writeFileSync(
    file,
    `const fs = require('node:fs');
     for (const name of ['openSync', 'readFileSync']) {
       const original = fs[name];
       fs[name] = (file, ...rest) => {
         if (String(file).endsWith('1_gone.sql')) { ${action} }
         return original(file, ...rest);
       };
     }`,
  );
  return file;
}

describe('a file that cannot be read: exit 2 with its name, the others are judged', () => {
  it('a link that leads nowhere', async () => {
    const folder = makeFolder({ '2_good.sql': GOOD });
    symlinkSync('nowhere.sql', path.join(folder, '1_dangling.sql'));
    const ended = await lintAsJson(folder);
    expect(places(ended.report)).toEqual([GOOD_PLACE]);
    expect(problems(ended.report)).toEqual([expect.stringMatching(/^unreadable-file 1_dangling\.sql: .*leads nowhere/)]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(/1_dangling\.sql.*leads nowhere/);
  });

  it('a link that leads nowhere, named', async () => {
    const folder = makeFolder({ '2_good.sql': GOOD });
    symlinkSync('nowhere.sql', path.join(folder, '1_dangling.sql'));
    const ended = await lintAsJson(folder, ['1_dangling.sql', '2_good.sql']);
    expect(places(ended.report)).toEqual([GOOD_PLACE]);
    expect(problems(ended.report)).toEqual([expect.stringMatching(/1_dangling\.sql: /)]);
    expect(ended.exitCode).toBe(2);
  });

  it('links that go round in a circle', async () => {
    const folder = makeFolder({ '2_good.sql': GOOD });
    symlinkSync('1_b.sql', path.join(folder, '1_a.sql'));
    symlinkSync('1_a.sql', path.join(folder, '1_b.sql'));
    const ended = await lintAsJson(folder);
    expect(places(ended.report)).toEqual([GOOD_PLACE]);
    expect(problems(ended.report)).toEqual([expect.stringMatching(/1_a\.sql: .*circle/), expect.stringMatching(/1_b\.sql: .*circle/)]);
    expect(ended.exitCode).toBe(2);
  });

  for (const [how, paths] of [
    ['met in a folder', ['.']],
    ['named', ['1_pipe.sql', '2_good.sql']],
  ] as const) {
    it(`a FIFO that nobody writes to, ${how}`, async () => {
      const folder = makeFolder({ '2_good.sql': GOOD });
      execFileSync('mkfifo', [path.join(folder, '1_pipe.sql')]);
      const ended = await lintAsJson(folder, paths);
      expect(places(ended.report)).toEqual([GOOD_PLACE]);
      expect(problems(ended.report)).toEqual([expect.stringMatching(/^unreadable-file 1_pipe\.sql: .*FIFO/)]);
      expect(ended.exitCode).toBe(2);
    });
  }

  it('a link to a device', async () => {
    const folder = makeFolder({ '2_good.sql': GOOD });
    symlinkSync('/dev/zero', path.join(folder, '1_zero.sql'));
    const ended = await lintAsJson(folder, ['1_zero.sql', '2_good.sql']);
    expect(places(ended.report)).toEqual([GOOD_PLACE]);
    expect(problems(ended.report)).toEqual([expect.stringMatching(/1_zero\.sql: /)]);
    expect(ended.exitCode).toBe(2);
  });

  it('a file that is removed after the folder was listed', async () => {
    const folder = makeFolder({ 'db/1_gone.sql': 'SELECT 1;', 'db/2_good.sql': GOOD });
    const ended = await lintAsJson(folder, ['db'], { preload: preload(folder, 'fs.rmSync(file, { force: true });') });
    expect(existsSync(path.join(folder, 'db/1_gone.sql'))).toBe(false);
    expectNoBug(ended);
    expect(places(ended.report)).toEqual([`db/${GOOD_PLACE}`]);
    expect(problems(ended.report)).toEqual([expect.stringMatching(/^unreadable-file db\/1_gone\.sql: .*no such file/)]);
    expect(ended.exitCode).toBe(2);
  });

  it('a file that may not be read', async () => {
    const folder = makeFolder({ 'db/1_gone.sql': 'SELECT 1;', 'db/2_good.sql': GOOD });
    chmodSync(path.join(folder, 'db/1_gone.sql'), 0o000);
    // Whoever runs the tests as root may read everything, so the system's answer is given for it.
    const denied = "throw Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES' });";
    const ended = await lintAsJson(folder, ['db'], { preload: preload(folder, denied) });
    expectNoBug(ended);
    expect(places(ended.report)).toEqual([`db/${GOOD_PLACE}`]);
    expect(problems(ended.report)).toEqual([expect.stringMatching(/^unreadable-file db\/1_gone\.sql: .*permission denied/)]);
    expect(ended.exitCode).toBe(2);
  });
});

describe('paths', () => {
  it('that do not exist: exit 2 with the name, and no word of success', async () => {
    const ended = await xclint(makeFolder({ '2_good.sql': GOOD }), ['absent.sql']);
    expect(ended.exitCode).toBe(2);
    expect(ended.stdout).not.toMatch(/nothing found/i);
    expect(ended.stderr).toMatch(/absent\.sql/);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  it('a folder with nothing to lint: exit 2', async () => {
    const ended = await xclint(makeFolder({ 'notes.txt': 'no SQL' }), ['.']);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).not.toBe('');
  });

  for (const [how, paths] of [
    ['met in a folder', ['.']],
    ['named', ['x.sql', '2_good.sql']],
  ] as const) {
    it(`a folder with the name of a file, ${how}: what is in it is judged`, async () => {
      const ended = await lintAsJson(makeFolder({ 'x.sql/1_inner.sql': GOOD, '2_good.sql': 'CREATE TABLE other (id bigserial PRIMARY KEY);\n' }), paths);
      expectNoBug(ended);
      expect(places(ended.report).sort()).toEqual(['2_good.sql:1:24 no-serial', 'x.sql/1_inner.sql:1:23 no-serial']);
      expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
    });
  }

  it('an empty folder with the name of a file is nothing to talk about beside a good file', async () => {
    const folder = makeFolder({ '2_good.sql': GOOD });
    mkdirSync(path.join(folder, '1_x.sql'));
    const ended = await lintAsJson(folder);
    expect(places(ended.report)).toEqual([GOOD_PLACE]);
    expect(ended.exitCode).toBe(1);
  });

  it('folders that link to each other: each file once', async () => {
    const folder = makeFolder({ '2_good.sql': GOOD, 'a/3_inner.sql': 'CREATE TABLE inner_one (id bigserial PRIMARY KEY);\n' });
    symlinkSync('.', path.join(folder, 'self'));
    symlinkSync('..', path.join(folder, 'a', 'up'));
    symlinkSync(folder, path.join(folder, 'a', 'top'));
    const ended = await lintAsJson(folder);
    expect(places(ended.report).sort()).toEqual([GOOD_PLACE, 'a/3_inner.sql:1:28 no-serial']);
    expect(ended.report.summary.files).toBe(2);
    expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
  });

  it('a file that is named twice, and by a link, is judged once', async () => {
    const folder = makeFolder({ '2_good.sql': GOOD });
    symlinkSync('2_good.sql', path.join(folder, '3_again.sql'));
    const ended = await lintAsJson(folder, ['2_good.sql', './2_good.sql', '3_again.sql', '.']);
    expect(ended.report.summary.files).toBe(1);
    expect(ended.exitCode).toBe(1);
  });

  for (const name of ['2 good file.sql', '2_größe_и_数.sql', '2_\u{1F40C}.sql', "2_it's \"quoted\" [x] {y} $z.sql", '-2_dash.sql', '2_a%20b#c?d.sql']) {
    for (const [how, paths] of [
      ['met in a folder', ['.']],
      ['named', ['--', name]],
    ] as const) {
      it(`the name ${name}, ${how}: judged and shown as it is`, async () => {
        const folder = makeFolder({ [name]: GOOD });
        const options = how === 'named' ? ['--format', 'json', ...paths] : [...paths, '--format', 'json'];
        const ended = await xclint(folder, options);
        expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
        expect(JSON.parse(ended.stdout)).toMatchObject({ summary: { files: 1 } });
        expect(ended.stdout).toContain(JSON.stringify(name));
        const text = await xclint(folder, ['.']);
        expect(text.stdout).toContain(`${name}:1:23`);
      });
    }
  }

  it('a name with control characters does not reach the terminal raw', async () => {
    const folder = makeFolder({ '2_\u001b[31mred\u0007.sql': GOOD });
    const text = await xclint(folder, ['.']);
    expect(text.exitCode).toBe(1);
    expect(text.stdout).toMatch(/no-serial/);
    expect(text.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  it('a name with a line end breaks no line of the compact format', async () => {
    const compact = await xclint(makeFolder({ '2_a\nb.sql': GOOD }), ['.', '--format', 'compact']);
    expect(compact.exitCode).toBe(1);
    expect(compact.stdout.split('\n').filter((line) => line.includes('no-serial'))).toEqual([expect.stringMatching(/^2_a.+b\.sql:1:23: /)]);
  });

  it('folders 1,500 deep into each other do not exhaust the stack', async () => {
    const folder = makeFolder({ '2_good.sql': GOOD });
    // As deep as a path may be long.
    mkdirSync(path.join(folder, 'd/'.repeat(1500)), { recursive: true });
    const ended = await lintAsJson(folder);
    expect(places(ended.report)).toEqual([GOOD_PLACE]);
    expect(ended.exitCode).toBe(1);
  });
});
