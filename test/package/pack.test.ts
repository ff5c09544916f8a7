import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../cli/command-line.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHOP = path.join(ROOT, 'docs/examples/shop/migrations');

describe('the package', () => {
  let folder = '';
  let packed: { readonly filename: string; readonly files: readonly { readonly path: string; readonly mode: number }[] } = { filename: '', files: [] };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'xclint-package-'));
    const text = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [first] = JSON.parse(text) as (typeof packed)[];
    if (first === undefined) throw new Error('npm packed nothing');
    packed = first;
    writeFileSync(path.join(folder, 'package.json'), '{"name": "elsewhere", "private": true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', path.join(folder, packed.filename)], { cwd: folder, stdio: 'ignore' });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds what runs, its licences, the library and the papers, and nothing else', () => {
    const paths = packed.files.map((file) => file.path);
    for (const wanted of [
      'dist/xclint.cjs', 'dist/pgsql-ast-parser.cjs', 'dist/cosmiconfig.cjs', 'dist/libpg-query.wasm', 'dist/THIRD-PARTY-LICENSES.txt',
      'dist/src/index.js', 'dist/src/index.d.ts', 'dist/rules/index.js', 'docs/config.schema.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'package.json',
    ]) expect(paths).toContain(wanted);
    expect(paths.filter((file) => !/^(dist\/(src|rules)\/.*\.(js|d\.ts)|dist\/[\w.-]+\.(cjs|wasm|txt)|docs\/config\.schema\.json|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/.test(file))).toEqual([]);
    expect(paths.filter((file) => /test|fixture/i.test(file))).toEqual([]);
  });

  test('has an executable bin, and no script that runs at its installation', () => {
    expect((packed.files.find((file) => file.path === 'dist/xclint.cjs')?.mode ?? 0) & 0o111).toBe(0o111);
    const { scripts } = JSON.parse(execFileSync('npm', ['pkg', 'get', '--json'], { cwd: path.join(folder, 'node_modules/xclint'), encoding: 'utf8' })) as { scripts: Record<string, string> };
    for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(name);
  });

  test('lints with npx where it is installed', async () => {
    const { code, stdout } = await runProgram('npx', ['--no-install', 'xclint', SHOP], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Found \d+ errors, /m);
    expect(stdout).toContain('no-serial');
  });

  test('reads a config where it is installed', async () => {
    writeFileSync(path.join(folder, '.xclintrc.yaml'), 'mode: transactional-automatic\n');
    const { stdout } = await runProgram('npx', ['--no-install', 'xclint', '--print-config'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ mode: 'transactional-automatic' });
    rmSync(path.join(folder, '.xclintrc.yaml'));
  });

  test('is a library, too', async () => {
    const program = `
      import { lintText, lintPaths, RULES } from 'xclint';
      const { diagnostics } = await lintText('CREATE TABLE t (id serial PRIMARY KEY);', { only: ['no-serial'], config: false });
      const { summary } = await lintPaths([process.argv[1]], { config: false });
      console.log(JSON.stringify({ ids: diagnostics.map((d) => d.ruleId), help: diagnostics[0].help !== '', files: summary.files, rules: RULES.length > 0 }));`;
    const { stdout, stderr } = await runProgram(process.execPath, ['--input-type=module', '-e', program, SHOP], { cwd: folder });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ ids: ['no-serial'], help: true, files: 6, rules: true });
  });
});
