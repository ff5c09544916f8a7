import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

/** The built command line: what users run. */
export const BIN = fileURLToPath(new URL('../../dist/xclint.cjs', import.meta.url));

/** Nothing here is allowed to take longer, on a busy machine either; a run that does is killed and fails its test. */
const HARD_LIMIT = 60_000;

/** A migration with one error, `no-serial` in line 1, column 23: proof that a file was judged. */
export const GOOD = 'CREATE TABLE good (id bigserial PRIMARY KEY);\n';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The part of the JSON format that these tests look at. */
export interface Report {
  readonly summary: { readonly files: number; readonly statements: number; readonly analyzed: number; readonly unanalyzable: number };
  readonly problems: readonly { readonly kind: string; readonly file?: string; readonly message: string }[];
  readonly diagnostics: readonly Finding[];
}

export interface Finding {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number; readonly offset: number } };
}

/** A new folder with these files in it (name to content), gone when the test is. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'xclint-bad-input-')));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

export interface RunOptions {
  /** What it reads from standard input, which is empty otherwise. */
  readonly stdin?: string | Uint8Array;
  /** Modules to load before xclint, to make something happen at a moment that a test cannot hit. */
  readonly preload?: string;
}

/** Runs the built xclint in a folder. */
export function xclint(folder: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const preload = options.preload === undefined ? [] : ['--require', options.preload];
  return end([process.execPath, ...preload, BIN, ...args], folder, options.stdin);
}

/** Runs any command. Rejects when it has to be killed. */
export function end(argv: readonly string[], folder: string, stdin: string | Uint8Array = ''): Promise<Ended> {
  const [command = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1' }, stdio: 'pipe' });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`still running after ${String(HARD_LIMIT)} ms: ${argv.join(' ')}`));
    }, HARD_LIMIT);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A child that ends without reading its input is no mistake of the test's.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') });
    });
  });
}

/** Runs `xclint --format json` and reads what it prints. */
export async function lintAsJson(folder: string, args: readonly string[] = ['.'], options: RunOptions = {}): Promise<Ended & { readonly report: Report }> {
  const ended = await xclint(folder, [...args, '--format', 'json'], options);
  return { ...ended, report: readReport(ended) };
}

function readReport({ stdout, stderr }: Ended): Report {
  const report: unknown = JSON.parse(stdout === '' ? `{"empty": ${JSON.stringify(stderr)}}` : stdout);
  if (!isReport(report)) throw new Error(`not a report: ${stdout}${stderr}`);
  return report;
}

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'diagnostics' in value && 'problems' in value && 'summary' in value;
}

/** `file:line:column ruleId` of the findings that are errors, and of those that are about the reading. */
export function places({ diagnostics }: Report): string[] {
  return diagnostics
    .filter(({ ruleId, severity }) => severity === 'error' || ruleId === 'unanalyzable')
    .map(({ file, range: { start }, ruleId }) => `${file}:${String(start.line)}:${String(start.column)} ${ruleId}`);
}

/** The only finding of a rule. */
export function theOnly(report: Report, ruleId: string): Finding {
  const [finding, ...more] = report.diagnostics.filter((each) => each.ruleId === ruleId);
  if (finding === undefined || more.length > 0) throw new Error(`${String(more.length + (finding === undefined ? 0 : 1))} findings of ${ruleId}`);
  return finding;
}

/** Checks that no bug was caught on the way: a problem of ours is never the answer to bad input. */
export function expectNoBug(ended: Ended & { readonly report: Report }): void {
  expect(ended.report.problems.filter(({ kind }) => kind === 'internal-error')).toEqual([]);
}
