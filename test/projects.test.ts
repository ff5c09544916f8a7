import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { xclint } from './bad-input/harness.js';
import { makeFolder } from './folder.js';

/** What is claimed of a project, from its tool's documentation: see the fields of `Outcome`. */
const EXPECTED = 'expected.json';
const PROJECTS = path.join(import.meta.dirname, 'projects');

/** What xclint makes of a project in which nobody says anything. */
interface Outcome {
  readonly roots: readonly { readonly path: string; readonly tool: string; readonly reason: string }[];
  /** In the order of the run; `direction` of the text before any marker, `transaction`: whether the tool opens one, before any directive. */
  readonly migrations: readonly { readonly file: string; readonly version: string | null; readonly direction: string; readonly transaction: boolean }[];
  /** `file:line:column rule`, by file in the order of the run. */
  readonly findings: readonly string[];
  /** All statements, and those that were understood. */
  readonly statements: readonly [number, number];
  /** `file: message`. */
  readonly notes: readonly string[];
  /** `kind file: message`. */
  readonly problems: readonly string[];
  readonly exitCode: number | null;
}

interface Line {
  readonly type: 'run' | 'note' | 'diagnostic' | 'problem' | 'summary';
  readonly kind: string;
  readonly ruleId: string;
  readonly file: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number } };
  readonly statements: number;
  readonly analyzed: number;
}

interface PrintedRoot {
  readonly path: string;
  readonly tool: string;
  readonly reason: string;
  readonly migrations: Outcome['migrations'];
}

for (const name of fs.readdirSync(PROJECTS)) {
  test(`${name}: found, ordered and judged as its tool runs it`, async () => {
    const claimed: unknown = JSON.parse(fs.readFileSync(path.join(PROJECTS, name, EXPECTED), 'utf8'));
    expect(await lintProject(name)).toEqual(claimed);
  });
}

/** Runs the built command line in a copy of the project, which is a repository of its own there. */
async function lintProject(name: string): Promise<Outcome> {
  const folder = makeFolder({ '.git': null });
  fs.cpSync(path.join(PROJECTS, name), folder, { recursive: true, filter: (file) => path.basename(file) !== EXPECTED });
  const [config, report] = await Promise.all([xclint(folder, ['--print-config']), xclint(folder, ['--format', 'jsonl', '--max-diagnostics', '0'])]);
  const { roots } = JSON.parse(config.stdout) as { roots: readonly PrintedRoot[] };
  const lines = report.stdout.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
  const of = (type: Line['type']): readonly Line[] => lines.filter((line) => line.type === type);
  const [summary] = of('summary');
  return {
    roots: roots.map(({ path: root, tool, reason }) => ({ path: root, tool, reason })),
    migrations: roots.flatMap((root) => root.migrations.map(({ file, version, direction, transaction }) => ({ file, version, direction, transaction }))),
    findings: of('diagnostic').map(({ file, range: { start }, ruleId }) => `${file}:${String(start.line)}:${String(start.column)} ${ruleId}`),
    statements: [summary?.statements ?? -1, summary?.analyzed ?? -1],
    notes: of('note').map(({ file, message }) => `${file}: ${message}`),
    problems: of('problem').map(({ kind, file, message }) => `${kind} ${file}: ${message}`),
    exitCode: report.exitCode,
  };
}
