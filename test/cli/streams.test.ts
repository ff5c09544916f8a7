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

test('an interrupt ends the run at once, as a shell shows with 130', async () => {
  // Standard input that never ends keeps the command waiting.
  const child = spawn(process.execPath, [BIN, '-'], { cwd: project({}), stdio: ['pipe', 'pipe', 'pipe'] });
  setTimeout(() => child.kill('SIGINT'), 1000);
  await once(child, 'close');
  expect([child.exitCode, child.signalCode]).toEqual([null, 'SIGINT']);
});
