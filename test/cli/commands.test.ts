import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.js';
import { project, xclint } from './command-line.js';

const ORDERS = 'CREATE TABLE orders (id bigserial PRIMARY KEY);\n';

describe('explain', () => {
  for (const { id } of RULES) {
    test.concurrent(`${id}: says what, why, what to do, how severe, how sure, and who says so`, async () => {
      const { code, stdout, stderr } = await xclint(['explain', id], { cwd: project({}) });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const heading of ['Why', 'What to do', 'Severity, YugabyteDB 2025.2', 'How sure we are', 'Sources']) expect(stdout).toContain(`\n${heading}\n`);
      expect(stdout).toMatch(/https:\/\//);
      expect(stdout).toContain(`/docs/rules/${id}.md`);
    });
  }

  test('shows the severities of the version asked for, and marks the configured mode', async () => {
    const { stdout } = await xclint(['explain', 'no-range-sharding', '--yugabytedb', '2024.1.1', '-m', 'non-transactional'], { cwd: project({}) });
    expect(stdout).toMatch(/non-transactional\s+error\s+\(configured\)/);
  });

  test('explains findings that are no rule\'s', async () => {
    const { code, stdout } = await xclint(['explain', 'unanalyzable'], { cwd: project({}) });
    expect(code).toBe(0);
    expect(stdout).toContain('run time');
  });

  test.each(['constructor', '__proto__'])('knows no rule %s', async (id) => {
    const { code, stderr } = await xclint(['explain', id], { cwd: project({}) });
    expect(code).toBe(2);
    expect(stderr).toContain(`There is no rule "${id}".`);
  });
});

describe('rules', () => {
  test('lists every rule with its level, the loudest first', async () => {
    const { code, stdout } = await xclint(['rules'], { cwd: project({}) });
    const listed = stdout.split('\n').flatMap((line) => /^(error|warning|info|off)\s+(\S+)/.exec(line)?.[2] ?? []);
    expect(code).toBe(0);
    expect([...listed].sort()).toEqual(RULES.map(({ id }) => id).sort());
    expect(stdout).toMatch(/^error/);
  });

  test('follows mode, version and config in JSON', async () => {
    const cwd = project({ '.xclintrc.json': '{"rules": {"no-trigger": "off"}}' });
    const { stdout } = await xclint(['rules', '-f', 'json', '-m', 'transactional-automatic'], { cwd });
    const { mode, rules } = JSON.parse(stdout) as { mode: string; rules: { id: string; level: string; own: string }[] };
    expect(mode).toBe('transactional-automatic');
    expect(rules.find(({ id }) => id === 'no-trigger')).toMatchObject({ level: 'off', own: 'info', why: 'config', byVersion: 'info' });
    expect(rules.find(({ id }) => id === 'no-serial')).toMatchObject({ level: 'off', own: 'off', why: 'mode' });
    expect(rules.find(({ id }) => id === 'no-range-sharding')).toMatchObject({ level: 'off', why: 'mode' });
    expect(rules.find(({ id }) => id === 'no-vector-index')).toMatchObject({ level: 'off', why: 'version', byVersion: 'error; off from 2025.2.7.0; warning from 2026.1.0.0' });
  });

  test('says what a level rests on: a release, or the config', async () => {
    const cwd = project({ '.xclintrc.json': '{"rules": {"no-trigger": "off"}}' });
    const { stdout } = await xclint(['rules', '-m', 'bidirectional', '--yugabytedb', '2024.2.3.0'], { cwd });
    expect(stdout).toMatch(/^error +no-range-sharding .* \(error; off from 2\.20\.11\.0, 2024\.1\.6\.1 and 2024\.2\.3\.1\)$/m);
    expect(stdout).toMatch(/^off +no-trigger .* \(config or flag; by itself error\)$/m);
    expect(stdout).toMatch(/^error +no-serial [^(]*$/m);
  });
});

describe('schema', () => {
  const files = { 'm/001.sql': ORDERS, 'm/002.sql': 'ALTER TABLE orders ADD COLUMN :COLUMN text;\n' };

  test('prints what the migrations leave, with placeholders put in', async () => {
    const { code, stdout } = await xclint(['schema', '-f', 'json', '--placeholder', 'COLUMN=note', 'm'], { cwd: project(files) });
    expect(code).toBe(0);
    const { tables, unanalyzable } = JSON.parse(stdout) as { tables: { name: string; columns: { name: string }[] }[]; unanalyzable: unknown[] };
    expect(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([['orders', ['id', 'note']]]);
    expect(unanalyzable).toEqual([]);
  });

  test('tells what it could not apply', async () => {
    const { code, stdout, stderr } = await xclint(['schema', 'm'], { cwd: project({ ...files, 'm/002.sql': 'ALTER TABLE orders :ACTION;\n' }) });
    expect(code).toBe(0);
    expect(stdout).toContain('orders');
    expect(stderr).toContain('m/002.sql:1:');
  });

  test('leaves a script out that is none of the migrations, and says so', async () => {
    const { code, stdout, stderr } = await xclint(['schema', 'm'], { cwd: project({ 'm/1.sql': ORDERS, 'm/loose.sql': 'CREATE TABLE stray (id int);\n' }) });
    expect(code).toBe(0);
    expect(stdout).not.toContain('stray');
    expect(stderr).toContain('m/loose.sql: left out');
  });

  test('refuses two schemas at once', async () => {
    const { code, stderr } = await xclint(['schema'], { cwd: project({ '.xclintrc.json': '{"migrations": ["a", "b"]}', 'a/1.sql': ORDERS, 'b/1.sql': ORDERS }) });
    expect(code).toBe(2);
    expect(stderr).toContain('2 schemas (a, b)');
  });
});

describe('init', () => {
  test('writes a commented config for what it detects, which the next run takes', async () => {
    const cwd = project({ 'db/migrations/001_orders.sql': ORDERS });
    const { code, stdout } = await xclint(['init'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('db/migrations');
    const config = readFileSync(path.join(cwd, '.xclintrc.yaml'), 'utf8');
    expect(config).toContain('# ');
    expect((await xclint(['--fail-on', 'never'], { cwd })).code).toBe(0);
  });

  test('never overwrites a config without being told to', async () => {
    const cwd = project({ '.xclintrc.yaml': 'mode: non-transactional\n' });
    const refused = await xclint(['init'], { cwd });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('--force');
    expect(readFileSync(path.join(cwd, '.xclintrc.yaml'), 'utf8')).toBe('mode: non-transactional\n');
    expect((await xclint(['init', '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(path.join(cwd, '.xclintrc.yaml'), 'utf8')).toContain('mode: "bidirectional"');
  });

  for (const [file, text] of [['.xclintrc.json', '{}'], ['package.json', '{\n  "xclint": {}\n}\n'], ['package.json', '{"name":"shop","xclint":{}}']] as const) {
    test(`adds no second config beside ${file}: ${JSON.stringify(text)}`, async () => {
      const cwd = project({ [file]: text });
      expect(await xclint(['init', '--force'], { cwd })).toMatchObject({ code: 2 });
      expect(existsSync(path.join(cwd, '.xclintrc.yaml'))).toBe(false);
    });
  }

  test('takes a package.json that names xclint as a dependency for no config', async () => {
    const cwd = project({ 'package.json': '{"devDependencies": {"xclint": "^0.1.0"}}', 'migrations/1.sql': ORDERS });
    expect(await xclint(['init'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });
});
