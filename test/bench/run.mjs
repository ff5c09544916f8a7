// `npm run bench [-- GROUP… | --write | --against FILE]`: measures, prints a table, and with --write keeps it in
// docs/benchmarks.md. With --against, another build's `dist/xclint.cjs` runs the same cases in turn.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureAgainst, measureDump, measureFiles, measureGrowth, measureLargeFile, measureStart } from './cases.mjs';
import { installPeers } from './peers.mjs';

const GROUPS = { start: measureStart, files: measureFiles, growth: measureGrowth, large: measureLargeFile, dump: measureDump };
const DOCUMENT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const PEERS = fileURLToPath(new URL('../../node_modules/.cache/xclint-bench', import.meta.url));
const BEGIN = '<!-- written by `npm run bench -- --write` -->';
const END = '<!-- end of what it writes -->';

const args = process.argv.slice(2);
const write = args.includes('--write');
const other = args[0] === '--against' && args.length === 2 ? args[1] : undefined;
const asked = other === undefined ? args.filter((arg) => arg !== '--write') : [];
const unknown = asked.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0 || (write && asked.length > 0)) {
  process.stderr.write(`usage: npm run bench [-- --write | --against DIST/xclint.cjs | ${Object.keys(GROUPS).join(' | ')} …]\n`);
  process.exit(2);
}

const peers = other === undefined ? installPeers(PEERS) : { versions: {} };
const folder = mkdtempSync(join(tmpdir(), 'xclint-bench-'));
const lines = [];
try {
  if (other !== undefined) lines.push(...(await measureAgainst({ folder, other: resolve(other) })));
  else for (const name of asked.length > 0 ? asked : Object.keys(GROUPS)) {
    process.stderr.write(`measuring: ${name}\n`);
    lines.push(...(await GROUPS[name]({ folder, peers })));
  }
} finally {
  rmSync(folder, { recursive: true });
}
const text = printReport(lines, peers.versions);
process.stdout.write(text);
if (write) {
  const [before, rest] = readFileSync(DOCUMENT, 'utf8').split(BEGIN);
  const after = rest.split(END)[1];
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${text}\n${END}${after}`);
}

/**
 * @param {readonly import('./cases.mjs').Line[]} measured
 * @param {Readonly<Record<string, string>>} versions
 */
function printReport(measured, versions) {
  const peerNames = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${[`${availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.versions.node}`, ...peerNames].join(', ')}.`,
    '',
    '| what | goal | measured | met | medians |',
    '| :-- | --: | --: | :-- | --: |',
    ...measured.map((line) => `| ${[line.what, `≤ ${print(line.goal, line)}`, print(line.figure, line), judge(line), line.detail].join(' | ')} |`),
    '',
  ].join('\n');
}

function print(figure, { unit = '×' }) {
  return unit === '×' ? `${figure.toFixed(2)} ×` : `${Math.round(figure)} ${unit}`;
}

function judge({ figure, goal }) {
  return figure <= goal ? 'yes' : `no, by ${Math.round((figure / goal - 1) * 100)} %`;
}
