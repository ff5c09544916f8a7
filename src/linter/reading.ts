import type { SourceFile } from '../source/source-file.js';

/** The operating system would not give us a file. */
export class UnreadableFile extends Error {}

/** The same file, whose reading throws `UnreadableFile`, so that it is told from a bug. */
export function guardReading(file: SourceFile): SourceFile {
  return {
    path: file.path,
    *chunks() {
      try {
        yield* file.chunks();
      } catch (error) {
        throw new UnreadableFile(reasonOf(error));
      }
    },
  };
}

/** `EACCES: permission denied, open '/a/b'` says the code and the path, which people do not need. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
