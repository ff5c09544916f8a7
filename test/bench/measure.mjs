import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/**
 * @typedef {object} Command  something to run to its end, its output read through a pipe
 * @property {readonly [string, ...string[]]} argv
 * @property {string} [cwd]
 * @property {number} [exitCode]  the one that means "it did its work"; 0 where absent
 *
 * @typedef {object} Run
 * @property {number} milliseconds  wall clock, from the start of the process until its output is closed
 * @property {string} output  what it wrote to stdout
 * @property {string} extra  what it wrote to file descriptor 3
 */

/**
 * Runs a command once. Throws when it ends otherwise than it should: the time of a failure says nothing.
 * @param {Command} command
 * @returns {Promise<Run>}
 */
export function run({ argv: [file, ...args], cwd, exitCode = 0 }) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const [output, errors, extra] = [child.stdout, child.stderr, child.stdio[3]].map((stream) => {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      return () => Buffer.concat(chunks).toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const milliseconds = performance.now() - begin;
      if (code === exitCode) resolve({ milliseconds, output: output(), extra: extra() });
      else reject(new Error(`${[file, ...args].join(' ')} ended with ${code ?? signal}: ${errors().slice(-2000)}`));
    });
  });
}

/**
 * Runs the commands in turn, A B C A B C …, so that whatever else the machine does falls on all of them alike.
 * Each is run once more before the first round, uncounted: then files are in the system's cache.
 * @param {readonly Command[]} commands
 * @param {number} rounds
 * @returns {Promise<Run[][]>} the runs of each command
 */
export async function interleave(commands, rounds) {
  for (const command of commands) await run(command);
  const runs = commands.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, command] of commands.entries()) runs[index].push(await run(command));
  }
  return runs;
}

/**
 * @param {readonly Run[]} runs
 * @param {(run: Run) => number} [figure]  the wall clock where absent
 */
export function median(runs, figure = (run) => run.milliseconds) {
  const sorted = runs.map(figure).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
