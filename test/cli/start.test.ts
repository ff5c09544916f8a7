import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BIN, project, runProgram, type Ended } from './command-line.js';

/** A copy of what is installed, as nobody has started it yet. */
function install(): { readonly dist: string; readonly start: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Ended>; readonly caches: () => readonly string[] } {
  const folder = project({ 'migrations/1_init.sql': 'CREATE TABLE t (id serial PRIMARY KEY);\n' });
  const dist = path.join(folder, 'dist');
  mkdirSync(dist);
  const built = path.dirname(BIN);
  for (const file of readdirSync(built)) if (/\.(?:cjs|wasm)$/.test(file)) cpSync(path.join(built, file), path.join(dist, file));
  cpSync(path.join(built, '../package.json'), path.join(folder, 'package.json'));
  return {
    dist,
    start: (args, env = {}) => runProgram(process.execPath, [path.join(dist, 'xclint.cjs'), ...args], { cwd: folder, env }),
    caches: () => readdirSync(dist).filter((file) => !/\.(?:cjs|wasm)$/.test(file)),
  };
}

/** Whether V8 takes the kept code, under the flags of a start. */
const TAKES = `
  const { readFileSync } = require('node:fs');
  const { setFlagsFromString } = require('node:v8');
  const { Script } = require('node:vm');
  const [code, cache] = process.argv.slice(1);
  for (const flag of ['--liftoff-only', '--wasm-lazy-validation']) setFlagsFromString(flag);
  const source = '(function(exports,require,module,__filename,__dirname){' + readFileSync(code, 'latin1') + '\\n})';
  process.stdout.write(String(new Script(source, { filename: code, cachedData: readFileSync(cache) }).cachedDataRejected === false));
`;

test('the first run over migrations keeps what V8 compiled, and later ones start from it', async () => {
  const { dist, start, caches } = install();
  const first = await start(['migrations', '--format', 'jsonl']);
  expect(caches()).toHaveLength(1);
  const [cache = ''] = caches();
  expect(cache).toMatch(/^cli\.[0-9a-f]{16}\.[\w.-]+\.cache$/);
  const taken = await runProgram(process.execPath, ['-e', TAKES, path.join(dist, 'cli.cjs'), path.join(dist, cache)], { cwd: dist });
  expect(taken).toMatchObject({ code: 0, stdout: 'true' });
  const kept = readFileSync(path.join(dist, cache));
  const second = await start(['migrations', '--format', 'jsonl']);
  // The last line has the time that it took.
  const findings = ({ stdout }: Ended): string => stdout.slice(0, stdout.lastIndexOf('{'));
  expect(findings(first)).toContain('no-serial');
  expect(findings(second)).toBe(findings(first));
  expect(second).toMatchObject({ code: 1, stderr: '' });
  expect(readFileSync(path.join(dist, cache)).equals(kept)).toBe(true);
});

test('code that was kept by much work is taken by a small run', async () => {
  const { dist, start, caches } = install();
  const much = `${'-- '.padEnd(100_000, 'x')}\n`.repeat(30);
  writeFileSync(path.join(dist, '../migrations/2_much.sql'), much);
  expect((await start(['migrations'])).code).toBe(1);
  const taken = await runProgram(process.execPath, ['-e', TAKES, path.join(dist, 'cli.cjs'), path.join(dist, caches()[0] ?? '')], { cwd: dist });
  expect(taken).toMatchObject({ code: 0, stdout: 'true' });
});

test('nothing is kept of a run that reads no migrations, nor where Node is told to keep no code', async () => {
  const { start, caches } = install();
  expect(await start(['--version'])).toMatchObject({ code: 0 });
  expect(await start(['rules'])).toMatchObject({ code: 0 });
  expect(await start(['migrations', '--no-such-flag'])).toMatchObject({ code: 2 });
  expect(await start(['migrations'], { NODE_DISABLE_COMPILE_CACHE: '1' })).toMatchObject({ code: 1 });
  expect(caches()).toEqual([]);
});

test('code that V8 refuses does no harm, and stays', async () => {
  const { dist, start, caches } = install();
  await start(['migrations']);
  const [cache = ''] = caches();
  writeFileSync(path.join(dist, cache), 'not what V8 wrote');
  const ended = await start(['migrations', '--format', 'compact']);
  expect(ended).toMatchObject({ code: 1, stderr: '' });
  expect(ended.stdout).toContain('no-serial');
  expect(readFileSync(path.join(dist, cache), 'utf8')).toBe('not what V8 wrote');
});

test('a cache that cannot be put in its place leaves nothing behind', async () => {
  const { dist, start, caches } = install();
  await start(['migrations']);
  const [cache = ''] = caches();
  // A folder of that name: reading it fails, and so does the renaming.
  rmSync(path.join(dist, cache));
  mkdirSync(path.join(dist, cache, 'full'), { recursive: true });
  expect(await start(['migrations'])).toMatchObject({ code: 1, stderr: '' });
  expect(caches()).toEqual([cache]);
});

test('it starts through a link, as npx and npm make them', async () => {
  const { dist, caches } = install();
  const link = path.join(dist, '../xclint');
  symlinkSync(path.join(dist, 'xclint.cjs'), link);
  const ended = await runProgram(link, ['migrations'], { cwd: path.dirname(link) });
  expect(ended).toMatchObject({ code: 1, stderr: '' });
  expect(caches()).toHaveLength(1);
});
