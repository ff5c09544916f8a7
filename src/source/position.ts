import type { Position } from './source-file.js';

/** The first place of a file. A byte order mark before it takes neither column nor offset, as in editors. */
export const FILE_START: Position = { line: 1, column: 1, offset: 0 };

/**
 * The place that lies `to - from` units after `position`, where `text[from]` stands at `position`. A line ends at `\n`,
 * at `\r\n` and at a lone `\r`: what the Language Server Protocol and PostgreSQL's line comments agree on.
 * `hasReturns` may be false only where the text has no `\r`; then lines are found by searching, not by looking at all.
 */
export function advance(position: Position, text: string, from: number, to: number, hasReturns = true): Position {
  let { line } = position;
  let lineStart = from - (position.column - 1);
  const next = hasReturns ? nextLine : nextLineFeed;
  for (let at = next(text, from, to); at !== -1; at = next(text, at, to)) {
    line += 1;
    lineStart = at;
  }
  return { line, column: to - lineStart + 1, offset: position.offset + to - from };
}

/** Where the next line begins, at `to` at the latest; -1 where none does. */
function nextLine(text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10) return i + 1;
    // Of `\r\n` the `\n` ends the line.
    if (unit === 13 && text.charCodeAt(i + 1) !== 10) return i + 1;
  }
  return -1;
}

function nextLineFeed(text: string, from: number, to: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 || at >= to ? -1 : at + 1;
}
