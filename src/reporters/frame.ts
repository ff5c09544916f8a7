import { clusterWidth, graphemesOf, visible } from './display.js';

const TAB = 4;
const ELLIPSIS = '…';

/** A source line as it is printed, and where the marks stand under it, both in columns of the terminal. */
export interface Frame {
  readonly code: string;
  readonly indent: number;
  readonly length: number;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  /** Column of its left edge. */
  readonly column: number;
  /** UTF-16 offsets in the line. */
  readonly begin: number;
  readonly end: number;
}

/** The cells of a part of a line: tabs go to the next stop, controls are drawn. */
function cellsOf(line: string, from: number): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let begin = from;
  for (const cluster of graphemesOf(line)) {
    const isTab = cluster === '\t';
    const text = isTab ? ' '.repeat(TAB - (column % TAB)) : visible(cluster);
    // What `visible` draws is made of single columns.
    const width = isTab || text !== cluster ? text.length : clusterWidth(cluster);
    const end = begin + cluster.length;
    cells.push({ text, width, column, begin, end });
    begin = end;
    column += width;
  }
  return cells;
}

/** The part of a very long line that can matter: enough on both sides of the mark to fill the width. */
function windowOf(line: string, from: number, width: number): { readonly begin: number; readonly end: number } {
  if (line.length <= 8 * width) return { begin: 0, end: line.length };
  let begin = Math.max(0, from - 3 * width);
  // Never between the halves of a surrogate pair.
  if (begin > 0 && /[\udc00-\udfff]/.test(line.charAt(begin))) begin--;
  return { begin, end: Math.min(line.length, from + 4 * width) };
}

/** Where the view begins so that the mark is in it, with what stands around it. */
function viewStart(markStart: number, markEnd: number, total: number, width: number): number {
  if (markEnd < width) return 0;
  const lead = Math.max(4, Math.floor((width - (markEnd - markStart)) / 2));
  const last = Math.max(0, total - width);
  return Math.max(0, Math.min(markStart - lead, last));
}

/** Renders one line at most `width` columns wide, around what stands between the UTF-16 offsets `start` and `stop` (`Infinity`: the rest). */
export function frameOf(line: string, start: number, stop: number, width: number): Frame {
  const from = Math.min(start, line.length);
  const to = stop === Infinity ? line.trimEnd().length : Math.min(stop, line.length);
  const { begin, end } = windowOf(line, from, width);
  const cells = cellsOf(line.slice(begin, end), begin);

  const last = cells.at(-1);
  const total = last === undefined ? 0 : last.column + last.width;
  const markStart = cells.find((cell) => cell.end > from)?.column ?? total;
  const lastMarked = cells.findLast((cell) => cell.begin < to);
  // A place between two characters, or at the end of the line, still gets one mark.
  const markStop = Math.max(markStart + 1, lastMarked === undefined ? 0 : lastMarked.column + lastMarked.width);

  const isCutLeft = begin > 0;
  const isCutRight = end < line.length;
  if (!isCutLeft && !isCutRight && Math.max(total, markStop) <= width) {
    return { code: cells.map(({ text }) => text).join(''), indent: markStart, length: markStop - markStart };
  }

  const left = viewStart(markStart, markStop, Math.max(total, markStop) + (isCutRight ? 1 : 0), width);
  const hasLeft = isCutLeft || left > 0;
  const inner = left + (hasLeft ? 1 : 0);
  const hasRight = isCutRight || total > left + width;
  const right = left + width - (hasRight ? 1 : 0);
  const inView = cells.filter((cell) => cell.column >= inner && cell.column + cell.width <= right);
  // A wide character across the edge leaves a hole that a space fills.
  const hole = ' '.repeat(Math.max(0, (inView[0]?.column ?? inner) - inner));
  const code = `${hasLeft ? ELLIPSIS : ''}${hole}${inView.map(({ text }) => text).join('')}${hasRight ? ELLIPSIS : ''}`;
  const indent = Math.max(markStart, inner) - left;
  return { code, indent, length: Math.max(1, Math.min(markStop, right) - left - indent) };
}
