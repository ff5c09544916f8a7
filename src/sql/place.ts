import { advance } from '../source/position.js';
import type { Position } from '../source/source-file.js';
import { byteOfUnit, unitOfByte } from './bytes.js';
import { toOriginal } from './rewrite.js';
import type { Statement } from './statement.js';
import { tokenize } from './tokens.js';
import type { Token } from './tokens.js';

/** From this length on a statement has an index, so that ten thousand places in it cost no ten thousand walks. */
const LONG = 1 << 13;
const STRIDE = 1 << 10;

interface Index {
  /** UTF-8 bytes of `sql` before every STRIDE-th unit. */
  readonly bytes: readonly number[];
  /** The place in the file of every STRIDE-th unit of `text`. */
  readonly places: readonly Position[];
  readonly tokens: readonly Token[];
}

const INDEXES = new WeakMap<Statement, Index>();

function findIndex(statement: Statement): Index | undefined {
  const { sql, text } = statement;
  if (sql.length < LONG && text.length < LONG) return undefined;
  const known = INDEXES.get(statement);
  if (known !== undefined) return known;
  const bytes = [0];
  for (let unit = 0; unit < sql.length; unit += STRIDE) {
    const stride = sql.slice(unit, unit + STRIDE);
    bytes.push((bytes.at(-1) ?? 0) + byteOfUnit(stride, stride.length));
  }
  const places = [statement.start];
  for (let unit = 0; unit < text.length; unit += STRIDE) {
    places.push(advance(places.at(-1) ?? statement.start, text, unit, Math.min(unit + STRIDE, text.length)));
  }
  const index: Index = { bytes, places, tokens: tokenize(sql) };
  INDEXES.set(statement, index);
  return index;
}

/** The tokens of a statement's `sql`. */
export function tokensOf(statement: Statement): readonly Token[] {
  return findIndex(statement)?.tokens ?? tokenize(statement.sql);
}

/** From the parser's byte offset to a UTF-16 offset in `sql`. */
export function sqlUnit(statement: Statement, byte: number): number {
  const index = findIndex(statement);
  if (index === undefined) return unitOfByte(statement.sql, byte);
  let low = 0;
  let high = index.bytes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.bytes[middle] ?? 0) <= byte) low = middle;
    else high = middle - 1;
  }
  const start = low * STRIDE;
  return start + unitOfByte(statement.sql.slice(start, start + STRIDE), byte - (index.bytes[low] ?? 0));
}

/** The place in the file of a UTF-16 offset in `sql`. Inside a replaced stretch: its start or its end. */
export function placeOf(statement: Statement, unit: number, side: 'start' | 'end'): Position {
  const { text, rewrites, start } = statement;
  const offset = rewrites.length === 0 ? unit : toOriginal(rewrites, unit, side);
  const index = findIndex(statement);
  if (index === undefined) return advance(start, text, 0, offset);
  const stride = Math.floor(offset / STRIDE);
  return advance(index.places[stride] ?? start, text, stride * STRIDE, offset);
}
