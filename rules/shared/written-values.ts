import type { ChangeOf, Column, Table } from '../../src/rule.js';
import { drawsFromSequence, isRandom, isRandomFunction } from './generated-values.js';

type Write = ChangeOf<'writeRows'>;
type Value = Write['values'][number];

/** Functions that tell the time, as the model names them. */
const CLOCKS: ReadonlySet<string> = new Set(['now', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp', 'timeofday']);

/** Where the key of inserted rows comes from, the worst of its columns deciding; `column` is the one that does. */
export interface KeySource {
  readonly from: 'literals' | 'a random value' | 'a sequence' | 'a query' | 'nothing' | 'unknown';
  readonly column: string | null;
}

/** What two runs make of the key of the rows that an `INSERT` or a `COPY` writes. */
export function keySource(write: Write, table: Table | undefined): KeySource {
  const key = table?.constraints.find((constraint) => constraint.type === 'primary key');
  if (table === undefined || key === undefined) return keyWithoutTable(write, table);
  let source: KeySource = { from: 'literals', column: null };
  for (const name of key.columns) {
    const column = table.columns.find((own) => own.name === name);
    const from = sourceOf(column, valueFor(name, write, table), write);
    if (from === 'a random value' || from === 'a sequence') return { from, column: name };
    if (from !== 'literals') source = { from, column: name };
  }
  return source;
}

function keyWithoutTable(write: Write, table: Table | undefined): KeySource {
  const drawn = write.values.findIndex((value) => value.calls.some(isRandomFunction));
  const column = write.columns[drawn];
  if (table?.known === true && table.partitionKey === null) return { from: 'nothing', column: null };
  return drawn === -1 || column === undefined ? { from: 'unknown', column: null } : { from: 'a random value', column };
}

/** What the statement writes into the column; undefined where it leaves the column out, null where that cannot be told. */
function valueFor(column: string, write: Write, table: Table): Value | null | undefined {
  if (write.write === 'copy') return write.columns.length > 0 && !write.columns.includes(column) ? undefined : null;
  const position = write.columns.length > 0 ? write.columns.indexOf(column) : table.columns.findIndex((own) => own.name === column);
  // DEFAULT VALUES, or a query.
  if (write.values.length === 0) return write.literal || (write.columns.length > 0 && position === -1) ? undefined : null;
  return write.values[position];
}

function sourceOf(column: Column | undefined, value: Value | null | undefined, write: Write): KeySource['from'] {
  if (value === null) return write.literal ? 'literals' : 'a query';
  if (value === undefined || value.default) return defaultOf(column);
  if (value.literal) return 'literals';
  if (value.calls.some(isRandomFunction)) return 'a random value';
  return value.calls.includes('nextval') ? 'a sequence' : 'a query';
}

function defaultOf(column: Column | undefined): KeySource['from'] {
  if (column === undefined) return 'unknown';
  if (drawsFromSequence(column)) return 'a sequence';
  if (isRandom(column.default)) return 'a random value';
  return column.default?.literal == null ? 'unknown' : 'literals';
}

/** Columns that get another value in every run: by what is written, or by the default of a column that is left out. */
export function changingColumns(write: Write, table: Table | undefined): readonly string[] {
  const written = write.columns.filter((_, i) => write.values[i]?.calls.some((call) => isRandomFunction(call) || CLOCKS.has(call)) === true);
  if (write.write !== 'insert' && write.write !== 'copy') return written;
  const left = (table?.columns ?? []).filter((column) => {
    const value = table === undefined ? null : valueFor(column.name, write, table);
    return (value === undefined || value?.default === true) && (drawsFromSequence(column) || column.default?.calls.some((call) => isRandomFunction(call.name) || CLOCKS.has(call.name)) === true);
  });
  return [...written, ...left.map((column) => column.name)];
}

/** The columns of an `UPDATE`, a `MERGE` or a `DO UPDATE` that a second run changes again. */
export function repeatedColumns(write: Write, table: Table | undefined): readonly string[] {
  return write.relative.filter(({ column, by }) => by !== 'merge' && !(isObject(column, table) && (by === 'join' || by === 'arithmetic'))).map(({ column }) => column);
}

/** Joining the same fields to an object once more leaves it as it is, and so does taking them away, which is written as `-`. */
function isObject(name: string, table: Table | undefined): boolean {
  const type = table?.columns.find((column) => column.name === name)?.type;
  return type !== undefined && !type.array && (type.base.name === 'jsonb' || type.base.name === 'hstore');
}
