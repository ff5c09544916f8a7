// What is measured, one function a group of goals. Ratios only: seconds say more of the machine than of xclint.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinStatements, NOISY_MIGRATION, QUIET_MIGRATION, writeDump, writeMigrations, writeRows, writeTables } from './generate.mjs';
import { interleave, median, run } from './measure.mjs';

/**
 * @typedef {object} Line  a line of the table
 * @property {string} what
 * @property {number} goal
 * @property {number} figure
 * @property {string} detail  the medians behind the figure
 * @property {string} [unit]  `×` where absent
 *
 * @typedef {object} Place
 * @property {string} folder  an empty one, for the inputs
 * @property {import('./peers.mjs').Peers} peers
 */

const XCLINT = fileURLToPath(new URL('../../dist/xclint.cjs', import.meta.url));
const COUNT_NEWLINES = fileURLToPath(new URL('count-newlines.mjs', import.meta.url));
const PARSE_ALONE = fileURLToPath(new URL('parse-alone.mjs', import.meta.url));
const PEAK_MEMORY = new URL('peak-memory.mjs', import.meta.url).href;

const NODE_ALONE = { argv: [process.execPath, '-e', '0'] };

/** The file of the issue: 59,000 tables in 10 MB. */
const TABLES = 59_000;
const BYTES_PER_TABLE = 10_000_000 / TABLES;

/** A dump as large as people have them. */
const DUMPED_TABLES = 5000;
const DUMPED_BYTES = 1_000_000_000;

/** So many rows, a statement each. */
const ROWS = 100_000;

/** @returns {import('./measure.mjs').Command} */
function xclint(cwd, args, exitCode = 1) {
  return { argv: [process.execPath, XCLINT, ...args], cwd, exitCode };
}

/** Start-up: what a hook or an editor waits for. */
export async function measureStart({ folder }) {
  writeFileSync(join(folder, 'quiet.sql'), QUIET_MIGRATION);
  writeFileSync(join(folder, 'noisy.sql'), NOISY_MIGRATION);
  const quiet = xclint(folder, ['quiet.sql'], 0);
  const noisy = xclint(folder, ['noisy.sql']);
  await expectShown(folder, quiet, 0);
  await expectShown(folder, noisy, 3);
  const [node, without, three] = (await interleave([NODE_ALONE, quiet, noisy], 31)).map((runs) => median(runs));
  return [
    ratio('one small file without findings, to `node -e 0`', 2.5, without, node),
    ratio('one small file with three findings, to `node -e 0`', 3.0, three, node),
  ];
}

/** A team's whole history. */
export async function measureFiles({ folder, peers }) {
  writeFolder(join(folder, 'migrations'), 1000);
  const [own, languageServer, squawk] = (
    await interleave(
      [
        xclint(folder, ['migrations']),
        { argv: [peers.languageServer, 'check', '--disable-db', 'migrations'], cwd: folder },
        { argv: [peers.squawk, 'migrations/*.sql'], cwd: folder, exitCode: 1 },
      ],
      15,
    )
  ).map((runs) => median(runs));
  return [
    ratio('1,000 files of 3 statements, to `postgres-language-server check --disable-db`', 1.5, own, languageServer),
    ratio('1,000 files of 3 statements, to `squawk`', 1.3, own, squawk),
  ];
}

/** Ten times the work, Node's start taken off both sides. */
export async function measureGrowth({ folder }) {
  writeFileSync(join(folder, 'tables-5900.sql'), joinStatements(writeTables(TABLES / 10, BYTES_PER_TABLE)));
  writeFileSync(join(folder, 'tables-59000.sql'), joinStatements(writeTables(TABLES, BYTES_PER_TABLE)));
  writeFolder(join(folder, 'files-600'), 600);
  writeFolder(join(folder, 'files-6000'), 6000);
  const inputs = ['tables-5900.sql', 'tables-59000.sql', 'files-600', 'files-6000'];
  const [node, small, large, few, many] = (
    await interleave([NODE_ALONE, ...inputs.map((input) => xclint(folder, [input]))], 5)
  ).map((runs) => median(runs));
  return [
    ratio('a file of 59,000 tables, to one of 5,900 (Node’s start taken off both)', 11, large - node, small - node),
    ratio('6,000 files of 3 statements, to 600 (Node’s start taken off both)', 11, many - node, few - node),
  ];
}

/** One file of 10 MB. */
export async function measureLargeFile({ folder, peers }) {
  const statements = writeTables(TABLES, BYTES_PER_TABLE);
  writeFileSync(join(folder, 'large.sql'), joinStatements(statements));
  writeFileSync(join(folder, 'large.json'), JSON.stringify(statements));
  const [node, own, squawk, parse] = await interleave(
    [
      NODE_ALONE,
      { argv: [process.execPath, '--import', PEAK_MEMORY, XCLINT, 'large.sql'], cwd: folder, exitCode: 1 },
      { argv: [peers.squawk, '--reporter', 'json', 'large.sql'], cwd: folder, exitCode: 1 },
      { argv: [process.execPath, PARSE_ALONE, 'large.json'], cwd: folder },
    ],
    5,
  );
  const parsing = median(parse, ({ output }) => Number(output));
  const megabytes = median(own, ({ extra }) => Number(extra) / 1000);
  return [
    ratio('59,000 tables in one file of 10 MB, to `squawk --reporter json`', 1, median(own), median(squawk)),
    ratio('the same file, to what `libpg-query` alone needs for its statements (Node’s start taken off)', 1.5, median(own) - median(node), parsing),
    { what: 'the same file, most memory held', goal: 500, figure: megabytes, unit: 'MB', detail: `${statements.length} statements` },
  ];
}

/** A dump, nearly all of it data that nobody judges, to the least that a reader of it does. */
export async function measureDump({ folder }) {
  const file = join(folder, 'dump.sql');
  const descriptor = openSync(file, 'w');
  for (const text of writeDump(DUMPED_TABLES, DUMPED_BYTES)) writeSync(descriptor, text);
  closeSync(descriptor);
  const count = (way) => ({ argv: [process.execPath, COUNT_NEWLINES, file, way] });
  const [own, stream, streamSearch, readSearch] = await interleave(
    [{ argv: [process.execPath, '--import', PEAK_MEMORY, XCLINT, 'dump.sql'], cwd: folder, exitCode: 1 }, count('stream'), count('stream-search'), count('read-search')],
    5,
  );
  const megabytes = median(own, ({ extra }) => Number(extra) / 1000);
  const others = [['searched with `indexOf`', streamSearch], ['searched, read into one buffer', readSearch]].map(([what, runs]) => `${(median(own) / median(runs)).toFixed(1)} × where they are ${what} (${Math.round(median(runs))} ms)`);
  const line = ratio('a dump of 5,000 tables and 1 GB of data, to a stream of Node’s whose newlines are counted byte by byte', 4, median(own), median(stream));
  return [
    { ...line, detail: `${line.detail}; ${others.join(', ')}` },
    { what: 'the same file, most memory held', goal: 300, figure: megabytes, unit: 'MB', detail: '5,000 tables' },
  ];
}

/**
 * The same work by this build and by another one, in turn: what a change costs. Memory is compared too.
 * @param {{ folder: string, other: string }} place  `other`: the other build's `dist/xclint.cjs`
 */
export async function measureAgainst({ folder, other }) {
  writeFileSync(join(folder, 'quiet.sql'), QUIET_MIGRATION);
  writeFileSync(join(folder, 'noisy.sql'), NOISY_MIGRATION);
  writeFolder(join(folder, 'migrations'), 1000);
  writeFolder(join(folder, 'files-6000'), 6000);
  writeFileSync(join(folder, 'large.sql'), joinStatements(writeTables(TABLES, BYTES_PER_TABLE)));
  writeFileSync(join(folder, 'rows.sql'), joinStatements(writeRows(ROWS)));
  const cases = [
    ['one small file without findings', 'quiet.sql', 31],
    ['one small file with three findings', 'noisy.sql', 31],
    ['1,000 files of 3 statements', 'migrations', 15],
    ['6,000 files of 3 statements', 'files-6000', 7],
    ['59,000 tables in one file of 10 MB', 'large.sql', 7],
    ['100,000 INSERT statements in one file', 'rows.sql', 7],
  ];
  const lines = [];
  for (const [what, input, rounds] of cases) {
    const command = (build) => ({ argv: [process.execPath, '--import', PEAK_MEMORY, build, '--fail-on', 'never', input], cwd: folder });
    const [own, others] = await interleave([command(XCLINT), command(other)], rounds);
    const memory = (runs) => median(runs, ({ extra }) => Number(extra) / 1000);
    lines.push(ratio(`${what}, to the other build`, 1.1, median(own), median(others)));
    lines.push({ what: `${what}, most memory held, to the other build`, goal: 1.1, figure: memory(own) / memory(others), detail: `${Math.round(memory(own))} MB, ${Math.round(memory(others))} MB` });
  }
  return lines;
}

/** @returns {Line} */
function ratio(what, goal, own, other) {
  return { what, goal, figure: own / other, detail: `${Math.round(own)} ms, ${Math.round(other)} ms` };
}

function writeFolder(folder, count) {
  mkdirSync(folder);
  for (const { name, text } of writeMigrations(count)) writeFileSync(join(folder, name), text);
}

/** A case must be what its line says: so many findings shown in text (infos are counted there, not shown). */
async function expectShown(folder, command, count) {
  const { output } = await run({ ...command, argv: [...command.argv, '--format', 'json'] });
  const shown = JSON.parse(output).diagnostics.filter(({ severity }) => severity !== 'info');
  if (shown.length !== count) throw new Error(`${command.argv.at(-1)}: ${shown.length} findings, not ${count}: ${shown.map(({ ruleId }) => ruleId)}`);
}
