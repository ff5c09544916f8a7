import { decodeText, TextReader } from '../source/decode.js';
import { detach } from '../source/detach.js';
import type { Landmark, SourceFile } from '../source/source-file.js';

/** Findings come file by file, and what belongs to one often stands in one other file. */
const KEPT = 2;
/** The place of every so-manieth line is noted: enough to find any line at once, and little to keep. */
const STEP = 64;
/** A text with more UTF-16 code units is not kept, only the lines of it that are shown. */
const LONGEST_KEPT = 1 << 24;
/** How much of a long text is read at a time. */
const PIECE = 1 << 14;
/** Bytes that are read sooner than the file is opened anew behind them. */
const NEAR = 1 << 17;
const LINE_END = /\r\n|[\r\n]/g;

/** Gives a line of a text, without its line end; undefined where the text has none of that number. */
type Lines = (line: number) => string | undefined;

/**
 * Finds lines of files again for reports that show them. Lines may be asked for in any order.
 * `linesOf`: all lines of a file that may be asked for; only asked about long files.
 */
export function excerpts(files: Iterable<SourceFile>, linesOf: (file: string) => Iterable<number>): (file: string, line: number) => string | undefined {
  let byPath: Map<string, SourceFile> | undefined;
  const kept: { readonly path: string; readonly lines: Lines }[] = [];
  return (wanted, line) => {
    const at = kept.findIndex(({ path }) => path === wanted);
    let [found] = at < 0 ? [] : kept.splice(at, 1);
    if (found === undefined) {
      byPath ??= new Map(Array.from(files, (file) => [file.path, file]));
      found = { path: wanted, lines: readLines(byPath.get(wanted), () => linesOf(wanted)) };
    }
    kept.unshift(found);
    kept.length = Math.min(kept.length, KEPT);
    return found.lines(line);
  };
}

/** Those of a file that can no longer be had are all undefined. */
function readLines(file: SourceFile | undefined, wanted: () => Iterable<number>): Lines {
  if (file === undefined) return () => undefined;
  try {
    const text = readText(file);
    if (text !== null) return linesOfText(text);
    const lines = readFewLines(file, wanted());
    return (line) => lines.get(line);
  } catch (error) {
    // It was readable when it was judged; now only its lines cannot be shown.
    if (error instanceof Error && 'code' in error) return () => undefined;
    throw error;
  }
}

/** Null where the text is too long to be kept. */
function readText(file: SourceFile): string | null {
  if ((file.landmarks?.at(-1)?.byte ?? 0) > LONGEST_KEPT) return null;
  let text = '';
  for (const piece of decodeText(file.chunks())) {
    if (piece.kind === 'text') text += piece.text;
    if (text.length > LONGEST_KEPT) return null;
  }
  return text;
}

function linesOfText(text: string): Lines {
  /** Offsets of the lines 1, 1 + STEP, 1 + 2 × STEP …, as far as lines were asked for. */
  const marks = [0];
  const lineEnd = new RegExp(LINE_END);
  return (line) => {
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
  };
}

/** Reads a long file once more for some of its lines, from landmarks where they are known. */
function readFewLines(file: SourceFile, wanted: Iterable<number>): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const numbers = [...new Set(wanted)].sort((a, b) => a - b);
  const landmarks = file.landmarks ?? [];
  let start: Landmark | undefined;
  let last: Landmark | undefined;
  let from = 0;
  for (const [index, line] of numbers.entries()) {
    const before = landmarkBefore(landmarks, line);
    if (before !== undefined && before.byte - (last?.byte ?? 0) > NEAR) {
      readLinesFrom(file, start, numbers.slice(from, index), found);
      start = before;
      from = index;
    }
    last = before;
  }
  readLinesFrom(file, start, numbers.slice(from), found);
  return found;
}

/** The last one that is not behind a line. */
function landmarkBefore(landmarks: readonly Landmark[], line: number): Landmark | undefined {
  let low = 0;
  let high = landmarks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((landmarks[middle]?.line ?? Infinity) <= line) low = middle + 1;
    else high = middle;
  }
  return landmarks[low - 1];
}

/** Reads lines, given in order, from a landmark or the beginning on, and passes over the others undecoded where it can. */
function readLinesFrom(file: SourceFile, landmark: Landmark | undefined, numbers: readonly number[], found: Map<number, string>): void {
  if (numbers.length === 0) return;
  const reader = new TextReader(file.chunks(landmark?.byte), landmark);
  try {
    let text = '';
    let current = landmark?.line ?? 1;
    for (let at = 0; at < numbers.length; ) {
      const line = numbers[at] ?? Infinity;
      const pieces = reader.read(PIECE);
      const isEnd = pieces === null;
      for (const piece of pieces ?? []) if (piece.kind === 'text') text += piece.text;
      let start = 0;
      for (const end of text.matchAll(LINE_END)) {
        // The other half of `\r\n` may come yet.
        if (!isEnd && end[0] === '\r' && end.index + 1 === text.length) break;
        if (current === numbers[at]) {
          found.set(current, detach(text.slice(start, end.index)));
          at += 1;
        }
        current += 1;
        start = end.index + end[0].length;
      }
      text = text.slice(start);
      if (isEnd) {
        if (current === numbers[at]) found.set(current, text);
        break;
      }
      if (current >= line || text.endsWith('\r')) continue;
      let left = line - current;
      const passed = reader.skipLines({ isMidLine: text !== '', judge: () => (left-- <= (text === '' ? 0 : 1) ? 'stop' : 'pass'), least: 0, passesNul: true });
      if (passed !== null && passed.lines > 0) {
        current += passed.lines;
        text = '';
      }
    }
  } finally {
    reader.close();
  }
}
