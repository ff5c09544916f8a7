import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { BIN, project, readReport, runProgram, xclint } from './command-line.js';

const MANY = { 'm/1.sql': Array.from({ length: 4000 }, (_, i) => `CREATE TABLE t${String(i)} (id bigserial PRIMARY KEY);\n`).join('') };

test('a long document arrives whole through a pipe', async () => {
  const { code, stdout } = await xclint(['-f', 'json', '--only', 'no-serial', 'm'], { cwd: project(MANY) });
  expect(code).toBe(1);
  expect(readReport(stdout).diagnostics).toHaveLength(4000);
});

test('a disk that is full is told as that, not as a bug', async () => {
  const script = `"${process.execPath}" "${BIN}" m >/dev/full`;
  expect(await runProgram('bash', ['-c', script], { cwd: project(MANY) })).toEqual({ code: 2, stdout: '', stderr: 'ENOSPC: no space left on device, write\n' });
});

describe('a reader that goes away', () => {
  test('ends the run quietly, with the exit code of the findings', async () => {
    const script = `"${process.execPath}" "${BIN}" -f json --only no-serial m | head -c 100 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    expect(await runProgram('bash', ['-c', script], { cwd: project(MANY) })).toEqual({ code: 0, stdout: '1\n', stderr: '' });
  });

  test('ends it quietly with 0 where nothing counts', async () => {
    const script = `"${process.execPath}" "${BIN}" -f json --fail-on never m | head -c 100 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    expect(await runProgram('bash', ['-c', script], { cwd: project(MANY) })).toEqual({ code: 0, stdout: '0\n', stderr: '' });
  });
});

describe('an interrupt', () => {
  test('ends the run at once, by the signal, as programs that start it expect', async () => {
    // Standard input that never ends keeps the command waiting.
    const child = spawn(process.execPath, [BIN, '-'], { cwd: project({}), stdio: ['pipe', 'pipe', 'pipe'] });
    setTimeout(() => child.kill('SIGINT'), 1000);
    await once(child, 'close');
    expect([child.exitCode, child.signalCode]).toEqual([null, 'SIGINT']);
  });

  // Judging is one long computation: whatever waits for a turn of the event loop would wait for its end.
  const long = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`m/${String(i)}.sql`, MANY['m/1.sql'].replaceAll(' t', ` s${String(i)}_`)]));
  const command = `"${process.execPath}" "${BIN}" -f none m`;

  test('is 130 to a shell in the middle of long work', async () => {
    const script = `${command} & child=$!; sleep 2; kill -INT $child; wait $child; echo $?`;
    expect(await runProgram('bash', ['-c', script], { cwd: project(long) })).toEqual({ code: 0, stdout: '130\n', stderr: '' });
  });

  test('is 130 to timeout, which keeps what a program ends with', async () => {
    expect(await runProgram('timeout', ['--preserve-status', '-s', 'INT', '2', process.execPath, BIN, '-f', 'none', 'm'], { cwd: project(long) })).toEqual({ code: 130, stdout: '', stderr: '' });
  });

  test('of a whole process group ends the shell script that runs xclint, too', async () => {
    const child = spawn('bash', ['-c', `${command}; echo "went on"`], { cwd: project(long), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    setTimeout(() => process.kill(-(child.pid ?? Number.NaN), 'SIGINT'), 2000);
    await once(child, 'close');
    expect([child.signalCode, stdout]).toEqual(['SIGINT', '']);
  });
});
