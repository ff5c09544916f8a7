import { decodeText } from '../source/decode.js';
import type { SourceFile } from '../source/source-file.js';

/**
 * Finds lines of files again for reports that show them. Lines are asked for in any order; the file that was asked for
 * last is kept in memory, for findings come file by file.
 */
export function excerpts(files: Iterable<SourceFile>): (file: string, line: number) => string | undefined {
  let byPath: Map<string, SourceFile> | undefined;
  let current: { readonly path: string; readonly lines: readonly string[] } | undefined;
  return (wanted, line) => {
    if (current?.path !== wanted) {
      byPath ??= new Map(Array.from(files, (file) => [file.path, file]));
      current = { path: wanted, lines: readLines(byPath.get(wanted)) };
    }
    return current.lines[line - 1];
  };
}

/** None where the file can no longer be read, or is not text. */
function readLines(file: SourceFile | undefined): readonly string[] {
  if (file === undefined) return [];
  let text = '';
  try {
    for (const piece of decodeText(file.chunks())) {
      if (piece.kind === 'text') text += piece.text;
    }
  } catch (error) {
    // It was readable when it was judged; now only its lines cannot be shown.
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
  return text.split(/\r\n|\r|\n/);
}
