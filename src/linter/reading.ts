import type { SourceFile } from '../source/source-file.js';

/** The file could not be read; the message says why, without the file's name. */
export class UnreadableFile extends Error {}

/** A file that was judged by itself turns out to be included further on. */
export class IncludedLate extends Error {}

/** The same file, whose reading throws `UnreadableFile`, so that it is told from a bug. */
export function guardReading(file: SourceFile): SourceFile {
  const { path, landmarks } = file;
  return {
    path,
    ...(landmarks === undefined ? {} : { landmarks }),
    *chunks(from) {
      try {
        yield* file.chunks(from);
      } catch (error) {
        throw new UnreadableFile(explain(path, error));
      }
    },
  };
}

/** Who makes the files may have found words already; the operating system's are `EACCES: permission denied, open '/a/b'`. */
function explain(path: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith(`${path}: `)) return message.slice(path.length + 2);
  return `could not be read: ${/^E[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message}.`;
}
