import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { BIN, project, runProgram, type Surroundings } from './command-line.js';

/** Runs the built command line on a terminal; what it shows comes with the terminal's line ends. */
async function onTerminal(args: string, surroundings: Surroundings) {
  const { code, stdout } = await runProgram('script', ['-qec', `"${process.execPath}" "${BIN}" ${args}`, '/dev/null'], surroundings);
  return { code, shown: stdout };
}

const ONE = { 'm/1.sql': 'CREATE TABLE orders (id bigserial PRIMARY KEY);\n' };
/** Work of several seconds. */
const MANY = Object.fromEntries(
  Array.from({ length: 150 }, (_, file) => [`m/${String(file)}.sql`, Array.from({ length: 300 }, (_, i) => `CREATE TABLE t${String(file)}_${String(i)} (id bigserial PRIMARY KEY, email text UNIQUE);\n`).join('')]),
);

describe('on a terminal', () => {
  test('a report has colours', async () => {
    const { code, shown } = await onTerminal('--only no-serial m', { cwd: project(ONE) });
    expect(code).toBe(1);
    expect(shown).toContain('\x1b[');
  });

  test('a report has none with NO_COLOR, nor in a dumb terminal', async () => {
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      expect((await onTerminal('--only no-serial m', { cwd: project(ONE), env })).shown).not.toContain('\x1b[');
    }
  });

  test('a terminal that does not tell its width gets a report of the usual width', async () => {
    const { shown } = await onTerminal('--only no-serial m', { cwd: project(ONE), env: { NO_COLOR: '1' } });
    expect(Math.max(...shown.split('\r\n').map((line) => line.length))).toBeGreaterThan(70);
  });

  test('long work shows a bar that is taken off the screen again, short work shows none', async () => {
    const { shown } = await onTerminal('-f none m', { cwd: project(MANY) });
    expect(shown).toMatch(/\r\x1b\[K█*░* \d+ of 150 files/);
    expect(shown.endsWith('\r\x1b[K')).toBe(true);
    expect((await onTerminal('-f none m', { cwd: project(ONE) })).shown).toBe('');
  });

  test('init asks before it replaces a config, and takes everything but yes for no', async () => {
    const cwd = project({ '.xclintrc.yaml': 'mode: non-transactional\n' });
    const config = () => readFileSync(path.join(cwd, '.xclintrc.yaml'), 'utf8');
    const refused = await onTerminal('init', { cwd, stdin: 'n\n' });
    expect(refused.code).toBe(2);
    expect(refused.shown).toContain('Replace .xclintrc.yaml? [y/N]');
    expect(config()).toBe('mode: non-transactional\n');
    expect((await onTerminal('init', { cwd, stdin: 'y\n' })).code).toBe(0);
    expect(config()).toContain('mode: "bidirectional"');
  });
});

test('long work shows no bar where standard error is no terminal', async () => {
  const { stderr } = await runProgram(process.execPath, [BIN, '-f', 'none', 'm'], { cwd: project(MANY) });
  expect(stderr).toBe('');
});
