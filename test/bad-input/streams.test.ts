import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, end, GOOD, lintAsJson, makeFolder, places, xclint } from './harness.js';

/** Enough findings to fill any pipe many times over. */
const MANY = Array.from({ length: 3000 }, (_, index) => `CREATE TABLE t${String(index)} (id bigserial PRIMARY KEY, code text UNIQUE);\n`).join('');
const FORMATS = ['text', 'compact', 'json', 'jsonl', 'lsp', 'github'] as const;

/** Runs xclint, and closes the pipe: once the first bytes are read, or with everything still in it. */
function readLittle(folder: string, args: readonly string[], reads: 'first' | 'nothing' = 'first'): Promise<{ exitCode: number | null; signal: string | null; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    let stderr = '';
    if (reads === 'first') child.stdout.once('data', () => child.stdout.destroy());
    else child.stdout.once('readable', () => setTimeout(() => child.stdout.destroy(), 500));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      resolve({ exitCode, signal, stderr });
    });
  });
}

describe('a pipe that is closed', () => {
  for (const format of FORMATS) {
    it(`${format}: ends quietly, with the exit code of the findings`, async () => {
      const folder = makeFolder({ '1_many.sql': MANY });
      const ended = await readLittle(folder, ['.', '--format', format, '--max-diagnostics', '0']);
      expect(ended).toEqual({ exitCode: 1, signal: null, stderr: '' });
    });
  }

  it('ends as quietly where what was written is thrown away unread', async () => {
    const folder = makeFolder({ '1_many.sql': MANY });
    const ended = await readLittle(folder, ['.', '--format', 'json'], 'nothing');
    expect(ended).toEqual({ exitCode: 1, signal: null, stderr: '' });
  });

  it('| head -1 prints one line and nothing on standard error', async () => {
    const folder = makeFolder({ '1_many.sql': MANY });
    const ended = await end(['sh', '-c', `"$0" "$1" . --format compact | head -1`, process.execPath, BIN], folder);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^1_many\.sql:1:\d+: .*\n$/);
  });

  for (const [what, redirect] of [
    ['standard output', '>&-'],
    ['standard error', '2>&-'],
    ['standard input', '<&-'],
  ] as const) {
    it(`${what} that is closed from the start changes no exit code`, async () => {
      const folder = makeFolder({ '1_good.sql': GOOD });
      const ended = await end(['sh', '-c', `"$0" "$1" . ${redirect}`, process.execPath, BIN], folder);
      expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
    });
  }

  it('a disk that is full is said, exit 2', async () => {
    const folder = makeFolder({ '1_good.sql': GOOD });
    const ended = await end(['sh', '-c', `"$0" "$1" . >/dev/full`, process.execPath, BIN], folder);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(/ENOSPC|space/);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });
});

describe('a reader that is slow', () => {
  it('gets the whole document', async () => {
    const folder = makeFolder({ '1_many.sql': MANY });
    const whole = await xclint(folder, ['.', '--format', 'compact']);
    const slow = await end(['sh', '-c', `"$0" "$1" . --format compact | (sleep 1; cat)`, process.execPath, BIN], folder);
    const withoutTime = (text: string) => text.replace(/ in [\d.]+ m?s /, ' ');
    expect(withoutTime(slow.stdout)).toBe(withoutTime(whole.stdout));
    expect(slow.stdout.length).toBeGreaterThan(500_000);
  });
});

describe('standard input', () => {
  it('is judged alone, under the name that it is given', async () => {
    const folder = makeFolder();
    const unnamed = await lintAsJson(folder, ['-'], { stdin: GOOD });
    expect(unnamed.exitCode).toBe(1);
    expect(unnamed.report.summary).toMatchObject({ files: 1, statements: 1 });
    const named = await lintAsJson(folder, ['-', '--stdin-filename', 'db/7_new one.sql'], { stdin: GOOD });
    expect(places(named.report)).toEqual(['db/7_new one.sql:1:23 no-serial']);
  });

  for (const [what, stdin, exitCode] of [
    ['empty', '', 0],
    ['of comments', '-- nothing', 0],
    ['cut off', "INSERT INTO t VALUES ('", 1],
    ['binary', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256)), 0],
  ] as const) {
    it(`that is ${what}: exit ${String(exitCode)}`, async () => {
      const ended = await lintAsJson(makeFolder(), ['-'], { stdin });
      expect(ended).toMatchObject({ exitCode, stderr: '' });
      expect(ended.report.problems).toEqual([]);
      expect(ended.report.summary.files).toBe(1);
    });
  }

  it('of 5 MB that comes slowly, in pieces', async () => {
    const folder = makeFolder();
    writeFileSync(path.join(folder, 'half'), '-- a comment that fills the pipe\n'.repeat(80_000));
    writeFileSync(path.join(folder, 'rest'), GOOD);
    const ended = await end(['sh', '-c', `(cat half; sleep 1; cat half rest) | "$0" "$1" - --format json`, process.execPath, BIN], folder);
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain('"line":160001');
  });

  it('beside files: both are judged', async () => {
    const ended = await lintAsJson(makeFolder({ '2_good.sql': GOOD }), ['-', '2_good.sql'], { stdin: 'CREATE TABLE other (id bigserial PRIMARY KEY);' });
    expect(ended.exitCode).toBe(1);
    expect(ended.report.summary.files).toBe(2);
  });
});
