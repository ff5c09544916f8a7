import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { idsOf, project, readReport, xclint, type Report } from './command-line.js';

const CLEAN = 'CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), body text);\n';
const SERIAL = 'CREATE TABLE orders (id bigserial PRIMARY KEY, email text UNIQUE);\n';
/** Two errors and nothing else when only these rules speak. */
const ONLY = ['--only', 'no-serial,no-unique-constraint'];

async function lintJson(args: readonly string[], cwd: string, stdin = ''): Promise<Report & { readonly code: number | null }> {
  const { code, stdout } = await xclint(['-f', 'json', ...args], { cwd, stdin });
  return { ...readReport(stdout), code };
}

describe('the exit code', () => {
  const errors = { 'm/001_orders.sql': SERIAL };
  const cases: readonly (readonly [string, Record<string, string>, readonly string[], number])[] = [
    ['is 0 where nothing is found', { 'm/001_notes.sql': CLEAN }, [...ONLY, 'm'], 0],
    ['is 1 where an error is found', errors, [...ONLY, 'm'], 1],
    ['is 0 where only warnings are found', errors, [...ONLY, '--severity', 'no-serial=warning', '--severity', 'no-unique-constraint=warning', 'm'], 0],
    ['is 1 for warnings with --fail-on warning', errors, ['--only', 'no-serial', '--severity', 'no-serial=warning', '--fail-on', 'warning', 'm'], 1],
    ['is 1 for infos with --fail-on info', errors, ['--only', 'no-serial', '--severity', 'no-serial=info', '--fail-on', 'info', 'm'], 1],
    ['is 0 for infos with --fail-on warning', errors, ['--only', 'no-serial', '--severity', 'no-serial=info', '--fail-on', 'warning', 'm'], 0],
    ['is 0 for errors with --fail-on never', errors, ['--fail-on', 'never', 'm'], 0],
    ['is 1 where there are more warnings than --max-warnings', errors, ['--only', 'no-serial', '--severity', 'no-serial=warning', '--max-warnings', '0', 'm'], 1],
    ['is 0 where there are as many warnings as --max-warnings', errors, ['--only', 'no-serial', '--severity', 'no-serial=warning', '--max-warnings', '1', 'm'], 0],
    ['does not count schema changes that wait for the other cluster', { 'm/001_notes.sql': CLEAN }, ['--only', 'unreplicated-schema-change', '--max-warnings', '0', 'm'], 0],
    ['is 1 for a syntax error', { 'm/001_x.sql': 'CREATE TABEL x ();\n' }, ['m'], 1],
    ['is 2 for a path that matches nothing', errors, ['m', 'nowhere/*.sql'], 2],
    ['is not 2 for it with --no-error-on-unmatched-pattern', errors, ['--no-error-on-unmatched-pattern', '--fail-on', 'never', 'm', 'nowhere/*.sql'], 0],
    ['is 2 where nothing is named and nothing is found', { 'readme.md': '' }, [], 2],
  ];
  for (const [name, files, args, code] of cases) {
    test.concurrent(name, async () => {
      expect(await xclint(args, { cwd: project(files) })).toMatchObject({ code });
    });
  }
});

test('what else matches is judged where one path matches nothing', async () => {
  const report = await lintJson([...ONLY, 'm', 'nowhere'], project({ 'm/001.sql': SERIAL }));
  expect(report.code).toBe(2);
  expect(report.problems.map(({ kind }) => kind)).toEqual(['unmatched-path']);
  expect(idsOf(report)).toEqual(['no-serial', 'no-unique-constraint']);
});

test('a machine document stands alone on standard output, words for people on standard error', async () => {
  const { stdout, stderr } = await xclint(['-f', 'json', 'm', 'nowhere'], { cwd: project({ 'm/001.sql': SERIAL }) });
  expect(readReport(stdout).problems).toHaveLength(1);
  expect(stderr).toContain('nowhere');
});

describe('what is read', () => {
  test('the folder of the config, where no path is named', async () => {
    const report = await lintJson(ONLY, project({ '.xclintrc.json': '{"migrations": ["sql/changes"]}', 'sql/changes/1.sql': SERIAL, 'other/1.sql': SERIAL }));
    expect([...new Set(report.diagnostics.map(({ file }) => file))]).toEqual(['sql/changes/1.sql']);
  });

  test('the folder of the migration tool, where neither config nor path name one', async () => {
    const report = await lintJson(ONLY, project({ 'migrations/001_orders.sql': SERIAL }));
    expect(report.diagnostics.map(({ file }) => file)).toEqual(['migrations/001_orders.sql', 'migrations/001_orders.sql']);
  });

  test('standard input for -, by the name that it is given', async () => {
    const report = await lintJson([...ONLY, '--stdin-filename', 'new.sql', '-'], project({}), SERIAL);
    expect(report.diagnostics.map(({ file }) => file)).toEqual(['new.sql', 'new.sql']);
    expect(report.summary['files']).toBe(1);
  });

  test('a file whose name begins with a dash, after --', async () => {
    const report = await lintJson([...ONLY, '--', '-odd.sql'], project({ '-odd.sql': SERIAL }));
    expect(report.diagnostics.map(({ file }) => file)).toEqual(['-odd.sql', '-odd.sql']);
  });

  test('the history of a chosen file, of which nothing is reported', async () => {
    const files = { 'm/001_orders.sql': 'CREATE TABLE orders (id uuid PRIMARY KEY, email text);\n', 'm/002_unique.sql': 'ALTER TABLE orders ADD UNIQUE (email);\n', 'm/003_drop.sql': SERIAL.replace('orders', 'later') };
    const report = await lintJson([...ONLY, 'm/002_unique.sql'], project(files));
    expect(idsOf(report)).toEqual(['no-unique-constraint']);
    expect(report.summary['files']).toBe(1);
  });

  test('placeholders, from the flag before the config', async () => {
    const files = { '.xclintrc.json': '{"placeholders": {"KIND": "bigint", "NAME": "orders"}}', 'm/1.sql': 'CREATE TABLE :NAME (id :KIND PRIMARY KEY);\n' };
    const report = await lintJson(['--only', 'no-serial', '--placeholder', 'KIND=bigserial', 'm'], project(files));
    expect(idsOf(report)).toEqual(['no-serial']);
  });
});

describe('rules', () => {
  const files = { '.xclintrc.json': '{"rules": {"no-serial": "info", "no-unique-constraint": "off"}}', 'm/1.sql': SERIAL };
  const severities = (report: Report) => report.diagnostics.map(({ ruleId, severity }) => `${ruleId} ${severity}`);

  test('have the levels of the config', async () => {
    expect(severities(await lintJson([...ONLY, 'm'], project(files)))).toEqual(['no-serial info']);
  });

  test('have their own levels with --no-config', async () => {
    expect(severities(await lintJson([...ONLY, '--no-config', 'm'], project(files)))).toEqual(['no-serial error', 'no-unique-constraint error']);
  });

  test('have the levels of --severity before the config', async () => {
    expect(severities(await lintJson([...ONLY, '--severity', 'no-serial=warning', 'm'], project(files)))).toEqual(['no-serial warning']);
  });

  test('are off with --skip', async () => {
    expect(idsOf(await lintJson(['--skip', 'no-serial', '--no-config', 'm'], project(files)))).not.toContain('no-serial');
  });

  test('do not make a suppression unused by being skipped', async () => {
    const silenced = { 'm/1.sql': `-- xclint-disable-next-line no-serial, no-unique-constraint -- kept\n${SERIAL}` };
    expect(idsOf(await lintJson(['--skip', 'no-serial,unreplicated-schema-change', 'm'], project(silenced)))).not.toContain('unused-suppression');
  });

  test('leave comments that are wrong by themselves reported, whatever is skipped', async () => {
    const comments = { 'm/1.sql': '-- xclint-disable-next-line no-triger -- mistyped\nSELECT 1;\n-- xclint-disable-next-line no-trigger until=2020-01-01 -- long ago\nSELECT 1;\n' };
    const { diagnostics } = await lintJson(['--skip', 'no-serial', 'm'], project(comments));
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('There is no rule "no-triger"'), expect.stringContaining('expired on 2020-01-01')]);
  });

  test('follow --mode and --yugabytedb', async () => {
    const report = await lintJson(['-m', 'transactional-automatic', '--yugabytedb', '2025.2.1', '--no-config', ...ONLY, 'm'], project(files));
    expect([report.mode, report.yugabytedb, idsOf(report)]).toEqual(['transactional-automatic', '2025.2.1', []]);
  });

  test('demand reasons with --require-reason', async () => {
    const silenced = { 'm/1.sql': `-- xclint-disable-next-line no-serial\n${SERIAL}` };
    expect(idsOf(await lintJson(['--only', 'no-serial', 'm'], project(silenced)))).toEqual([]);
    expect(idsOf(await lintJson(['--only', 'no-serial', '--require-reason', 'm'], project(silenced)))).toContain('no-serial');
  });
});

describe('output', () => {
  const files = { 'm/1.sql': SERIAL };

  test('goes to the files that --format names, without colours', async () => {
    const cwd = project(files);
    const { stdout } = await xclint([...ONLY, '--color', '-f', 'text=report.txt', '-f', 'json=report.json', '-f', 'compact', 'm'], { cwd });
    expect(idsOf(readReport(readFileSync(path.join(cwd, 'report.json'), 'utf8')))).toEqual(['no-serial', 'no-unique-constraint']);
    expect(readFileSync(path.join(cwd, 'report.txt'), 'utf8')).not.toContain('\x1b[');
    expect(stdout).toContain('m/1.sql:1:');
  });

  test('leaves nothing but the exit code with --format none', async () => {
    expect(await xclint([...ONLY, '-f', 'none', 'm'], { cwd: project(files) })).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  test('has errors only with --quiet, and counts the others', async () => {
    const report = await lintJson([...ONLY, '--quiet', '--severity', 'no-serial=warning', 'm'], project(files));
    expect(idsOf(report)).toEqual(['no-unique-constraint']);
    expect(report.summary).toMatchObject({ errors: 1, warnings: 1 });
  });

  test('lists infos in text with --level info only', async () => {
    const args = ['--only', 'no-serial', '--severity', 'no-serial=info', 'm'];
    expect((await xclint(args, { cwd: project(files) })).stdout).not.toContain('no-serial');
    expect((await xclint(['--level', 'info', ...args], { cwd: project(files) })).stdout).toContain('no-serial');
  });

  test('stops at --max-diagnostics in text, and says so', async () => {
    const many = { 'm/1.sql': Array.from({ length: 30 }, (_, i) => `CREATE TABLE t${String(i)} (id bigserial PRIMARY KEY);\n`).join('') };
    const listed = (text: string) => text.match(/m\/1\.sql:\d+:\d+/g)?.length;
    const { stdout } = await xclint(['--only', 'no-serial', '--max-diagnostics', '3', 'm'], { cwd: project(many) });
    expect(listed(stdout)).toBe(3);
    expect(stdout).toContain('27 more errors');
    expect(listed((await xclint(['--only', 'no-serial', '--max-diagnostics', '0', 'm'], { cwd: project(many) })).stdout)).toBe(30);
  });

  const colours: readonly (readonly [string, readonly string[], NodeJS.ProcessEnv, boolean])[] = [
    ['has no colours in a pipe', [], {}, false],
    ['has colours with --color', ['--color'], {}, true],
    ['has colours with FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['has none with FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
    ['has none with NO_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['follows --color before NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
    ['follows --no-color before FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
  ];
  for (const [name, args, env, hasColor] of colours) {
    test.concurrent(name, async () => {
      const { stdout } = await xclint([...ONLY, ...args, 'm'], { cwd: project(files), env });
      expect(stdout.includes('\x1b[')).toBe(hasColor);
    });
  }

  test('says with --stats where the time went, on standard error', async () => {
    const { stdout, stderr } = await xclint(['-f', 'json', '--stats', 'm'], { cwd: project(files) });
    expect(readReport(stdout).summary['files']).toBe(1);
    expect(stderr).toMatch(/judging\s+\d+ ms for 1 statements in 1 files/);
  });
});

describe('--print-config', () => {
  test('prints every setting as it holds, and lints nothing', async () => {
    const cwd = project({ '.xclintrc.yaml': 'mode: non-transactional\nclusters: [west, east]\n', 'm/1.sql': SERIAL });
    const { code, stdout } = await xclint(['--print-config', '--yugabytedb', '2024.2', 'm'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ configFile: '.xclintrc.yaml', mode: 'non-transactional', yugabytedb: '2024.2', clusters: ['west', 'east'], onUnanalyzable: 'warn' });
  });
});

test('a wrong config is told with all that is wrong, and ends with 2', async () => {
  const { code, stdout, stderr } = await xclint(['m'], { cwd: project({ '.xclintrc.json': '{"mdoe": "bidirectional", "rules": {"no-seriall": "off"}}', 'm/1.sql': SERIAL }) });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('mode');
  expect(stderr).toContain('no-serial');
});

test('a config that is code is not run unless it is named', async () => {
  const hostile = "require('fs').writeFileSync('owned', ''); module.exports = {};";
  const cwd = project({
    'xclint.config.js': hostile, '.xclintrc.js': hostile, '.xclintrc.cjs': hostile, 'xclint.config.cjs': hostile,
    '.config/config.js': hostile, '.config/xclintrc.js': hostile, 'm/1.sql': CLEAN, 'package.json': '{"type": "commonjs"}',
  });
  expect((await xclint(['--fail-on', 'never', 'm'], { cwd })).code).toBe(0);
  expect(existsSync(path.join(cwd, 'owned'))).toBe(false);
});
