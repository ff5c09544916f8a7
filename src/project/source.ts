import fs from 'node:fs';
import type { SourceFile } from '../source/source-file.js';

const CHUNK_BYTES = 1024 * 1024;
/** Who reads from a place within the file wants a few lines of it. */
const CHUNK_BYTES_WITHIN = 64 * 1024;

/** Opening a FIFO that somebody put in a file's place must not wait for a writer. (Windows has neither; there it is 0.) */
const READ_WITHOUT_WAITING = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;

/** A file that could not be read; the message begins with its name. */
export class UnreadableFileError extends Error {
  /** The message without the name. */
  readonly reason: string;

  constructor(file: string, reason: string) {
    super(`${file}: ${reason}`);
    this.name = 'UnreadableFileError';
    this.reason = reason;
  }
}

/** A file on disk. `shown` is its path as people read it, `location` its absolute path. */
export function fileOnDisk(shown: string, location: string): SourceFile {
  return { path: shown, chunks: (from = 0) => readChunks(shown, location, from), landmarks: [] };
}

/** A text that somebody else holds: stdin, an editor's buffer. It is asked for once, when first read. */
export function fileInMemory(shown: string, read: () => Uint8Array): SourceFile {
  let bytes: Uint8Array | undefined;
  return {
    path: shown,
    chunks(from = 0) {
      bytes ??= read();
      return [from === 0 ? bytes : bytes.subarray(from)];
    },
    landmarks: [],
  };
}

function* readChunks(shown: string, location: string, from: number): Generator<Uint8Array> {
  const descriptor = guard(shown, () => fs.openSync(location, READ_WITHOUT_WAITING));
  try {
    const stats = guard(shown, () => fs.fstatSync(descriptor));
    if (!stats.isFile()) throw new UnreadableFileError(shown, `is ${describeKind(stats)}, not a file.`);
    // A buffer of the file's size, and one more byte, in which its end shows.
    const size = Math.min(from === 0 ? CHUNK_BYTES : CHUNK_BYTES_WITHIN, stats.size + 1);
    const buffer = Buffer.allocUnsafeSlow(size);
    for (let at = from; ; ) {
      const length = guard(shown, () => fs.readSync(descriptor, buffer, 0, size, from === 0 ? null : at));
      if (length === 0) return;
      at += length;
      yield buffer.subarray(0, length);
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function guard<T>(shown: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new UnreadableFileError(shown, explainError(error, 'could not be read'));
  }
}

/** `a FIFO`, `a socket` …: what a thing on disk is that is no file. */
export function describeKind(stats: Pick<fs.Stats, 'isDirectory' | 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'>): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return stats.isBlockDevice() || stats.isCharacterDevice() ? 'a device' : 'something else';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a folder in its path is a file',
  EIO: 'the disk could not be read',
  ENXIO: 'it is a socket or a device that is not there',
};

/** `could not be read: permission denied (EACCES).` */
export function explainError(error: unknown, what: string): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return `${what}: ${error instanceof Error ? error.message : String(error)}`;
  return `${what}: ${REASONS[code] ?? 'the system says no'} (${code}).`;
}
