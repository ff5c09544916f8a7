import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** The bin as it is shipped. */
export const BIN = path.resolve(import.meta.dirname, '../../dist/xclint.cjs');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end. */
export function runProgram(program: string, args: readonly string[], { cwd, stdin = '', env }: Surroundings): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: '', FORCE_COLOR: undefined, ...env }, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // Who does not read what it is given closes its end.
    child.stdin.on('error', () => undefined).end(stdin);
  });
}

/** Runs the built command line to its end. */
export function xclint(args: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return runProgram(process.execPath, [BIN, ...args], surroundings);
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder with these files (by path), gone when the file's tests have ended. A `.git` in it keeps configs above it out of sight. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'xclint-'));
  folders.push(folder);
  mkdirSync(path.join(folder, '.git'));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/** What a test needs of the `json` format. */
export interface Report {
  readonly mode: string;
  readonly yugabytedb: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly problems: readonly { readonly kind: string; readonly file?: string; readonly message: string }[];
  readonly diagnostics: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly file: string;
    readonly message: string;
    readonly range: { readonly start: { readonly line: number; readonly column: number } };
  }[];
}

/** Reads a document of the `json` format. */
export function readReport(text: string): Report {
  return JSON.parse(text) as Report;
}

/** The ids of the findings, in their order. */
export function idsOf(report: Report): readonly string[] {
  return report.diagnostics.map(({ ruleId }) => ruleId);
}
