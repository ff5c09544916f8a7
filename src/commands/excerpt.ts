import { decodeText } from '../source/decode.js';
import type { SourceFile } from '../source/source-file.js';

/** Findings come file by file, and what belongs to one often stands in one other file. */
const KEPT = 2;
/** The place of every so-manieth line is noted: enough to find any line at once, and little to keep. */
const STEP = 64;

interface Text {
  readonly path: string;
  /** Undefined where it can no longer be had. */
  readonly text: string | undefined;
  /** Offsets of the lines 1, 1 + STEP, 1 + 2 × STEP …, as far as lines were asked for. */
  readonly marks: number[];
}

/** Finds lines of files again for reports that show them. Lines may be asked for in any order. */
export function excerpts(files: Iterable<SourceFile>): (file: string, line: number) => string | undefined {
  let byPath: Map<string, SourceFile> | undefined;
  const kept: Text[] = [];
  return (wanted, line) => {
    const at = kept.findIndex(({ path }) => path === wanted);
    let [found] = at < 0 ? [] : kept.splice(at, 1);
    if (found === undefined) {
      byPath ??= new Map(Array.from(files, (file) => [file.path, file]));
      found = { path: wanted, text: readText(byPath.get(wanted)), marks: [0] };
    }
    kept.unshift(found);
    kept.length = Math.min(kept.length, KEPT);
    return lineOf(found, line);
  };
}

function lineOf({ text, marks }: Text, line: number): string | undefined {
  if (text === undefined) return undefined;
  const lineEnd = /\r\n|[\r\n]/g;
  const mark = Math.min(Math.floor((line - 1) / STEP), marks.length - 1);
  let start = marks[mark] ?? 0;
  for (let current = mark * STEP + 1; ; current++) {
    if ((current - 1) % STEP === 0) marks[(current - 1) / STEP] = start;
    lineEnd.lastIndex = start;
    const end = lineEnd.exec(text);
    if (current === line) return text.slice(start, end?.index);
    if (end === null) return undefined;
    start = lineEnd.lastIndex;
  }
}

function readText(file: SourceFile | undefined): string | undefined {
  if (file === undefined) return undefined;
  let text = '';
  try {
    for (const piece of decodeText(file.chunks())) {
      if (piece.kind === 'text') text += piece.text;
    }
  } catch (error) {
    // It was readable when it was judged; now only its lines cannot be shown.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
  return text;
}
