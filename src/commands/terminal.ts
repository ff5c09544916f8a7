import { fstatSync, writeSync } from 'node:fs';

/** The descriptors of the two outputs. */
export const STDOUT = 1;
export const STDERR = 2;
/** How long to wait before a full pipe is tried again, in milliseconds. */
const PAUSE = 5;
/** Chunks are gathered to about this many UTF-16 units before they are written. */
const ENOUGH = 1 << 16;

/** Writes a document to standard output. Ends quietly where the reader has closed its end. */
export function writeOut(chunks: Iterable<string>): void {
  writeChunks(STDOUT, chunks);
}

/** Writes words for people to standard error. */
export function writeErr(text: string): void {
  writeChunks(STDERR, [text]);
}

/** Writes a document to an open file, see `writeOut`. */
export function writeChunks(descriptor: number, chunks: Iterable<string>): void {
  let pending = '';
  for (const chunk of chunks) {
    pending += chunk;
    if (pending.length < ENOUGH) continue;
    if (!writeAll(descriptor, pending)) return;
    pending = '';
  }
  if (pending !== '') writeAll(descriptor, pending);
}

/**
 * Synchronous, so that nothing is lost when the process ends, and so that a slow reader slows the writer instead of
 * filling its memory. False where nobody reads any more.
 */
function writeAll(descriptor: number, text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (isClosed(error)) return false;
      if (!isErrorWith(error, 'EAGAIN')) throw error;
      // The pipe was set to non-blocking by whoever shares it, and is full.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
  return true;
}

/** Whether the reader has closed its end: of a pipe, or of a socket with something left to read in it. */
function isClosed(error: unknown): boolean {
  return isErrorWith(error, 'EPIPE') || isErrorWith(error, 'ECONNRESET');
}

/** Whether an error comes from the operating system with this code (`ENOENT`). */
export function isErrorWith(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * Whether a person looks at this output. Node's own answer takes the start of a stream; most often (a pipe, a file) the
 * kind of the descriptor is answer enough.
 */
export function isTerminal(descriptor: typeof STDOUT | typeof STDERR): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
  } catch {
    // The output was closed.
    return false;
  }
  return (descriptor === STDOUT ? process.stdout : process.stderr).isTTY;
}

/** Milliseconds since the process began; the cheapest clock that never jumps. */
export function milliseconds(): number {
  return process.uptime() * 1000;
}

/** What `--color` and `--no-color` said; undefined where neither was given. */
export type ColorFlag = boolean | undefined;

/** Whether to colour what goes to a terminal (or does not), by the flag, then by the environment's conventions. */
export function hasColor(flag: ColorFlag, isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean {
  if (flag !== undefined) return flag;
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (TERM === 'dumb') return false;
  return isTerminal;
}

const BAR_WIDTH = 30;
/** Nothing is drawn before this, in milliseconds, and nothing more often than `FRAME`. */
const PATIENCE = 1000;
const FRAME = 100;

/** A progress bar on standard error for work that takes over a second. */
export class ProgressBar {
  readonly #start: number;
  readonly #now: () => number;
  #drawn = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#start = now();
  }

  update(done: number, total: number): void {
    const elapsed = this.#now() - this.#start;
    if (elapsed < PATIENCE || elapsed - this.#drawn < FRAME) return;
    this.#drawn = elapsed;
    const filled = Math.floor((done / total) * BAR_WIDTH);
    writeErr(`\r\x1b[K${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${String(done)} of ${String(total)} files`);
  }

  /** Takes the bar off the screen. */
  clear(): void {
    if (this.#drawn > 0) writeErr('\r\x1b[K');
    this.#drawn = 0;
  }
}
