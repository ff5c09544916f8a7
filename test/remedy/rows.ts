import type { Column, Constraint, Expression, QualifiedName, Schema, Table } from '../../src/schema/model.js';
import type { Database } from '../oracle/database.js';

/** So many values are tried before a row is given up that some check or trigger refuses. */
const MOST_TRIES = 4;

export function quoteName({ schema, name }: QualifiedName): string {
  return `${quote(schema)}.${quote(name)}`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export const keyOf = ({ schema, name }: QualifiedName): string => `${schema}.${name}`;

/** The tables that hold rows of their own, those first that others reference. */
export function tablesInOrder(schema: Schema): readonly Table[] {
  const tables = [...schema.allTables()].filter((table) => table.known && table.persistence === 'permanent' && !table.foreign && table.partitionKey === null).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const ordered: Table[] = [];
  const done = new Set<string>();
  const visit = (table: Table, above: ReadonlySet<string>): void => {
    if (done.has(keyOf(table)) || above.has(keyOf(table))) return;
    for (const { references } of foreignKeys(table)) {
      const target = references === null ? undefined : schema.table(references.table);
      if (target !== undefined) visit(target, new Set([...above, keyOf(table)]));
    }
    done.add(keyOf(table));
    ordered.push(table);
  };
  for (const table of tables) visit(table, new Set());
  return ordered;
}

function foreignKeys(table: Table): readonly Constraint[] {
  return table.constraints.filter(({ type }) => type === 'foreign key');
}

/** Puts rows into every table, the same ones each time, and says how many each has got. */
export async function fillTables(database: Database, schema: Schema, rows: number): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of tablesInOrder(schema)) {
    const parents: Parent[] = [];
    for (const { columns, references } of foreignKeys(table)) {
      if (references !== null) parents.push({ columns, keys: await readKeys(database, references.table, references.columns) });
    }
    const attempts = Array.from({ length: rows }, (_, row) => insertRow(table, schema, parents, row * MOST_TRIES, MOST_TRIES));
    await database.run(`DO $fill$ BEGIN ${attempts.join('\n')} END $fill$`);
    counts.set(keyOf(table), Number(await database.queryText(`SELECT count(*)::text FROM ${quoteName(table)}`)));
  }
  return counts;
}

/** What a foreign key may point at. */
interface Parent {
  readonly columns: readonly string[];
  /** Literals, one for each of `columns`. */
  readonly keys: readonly (readonly string[])[];
}

/** PL/pgSQL that inserts a row, with other values where a check of the table's own, a trigger or a key that is there refuses it. */
function insertRow(table: Table, schema: Schema, parents: readonly Parent[], seed: number, tries: number): string {
  if (tries === 0) return 'NULL;';
  const values = valuesOf(table, schema, parents, seed);
  const names = [...values.keys()];
  const rest = names.length === 0 ? 'DEFAULT VALUES' : `(${names.map(quote).join(', ')}) VALUES (${[...values.values()].join(', ')})`;
  return `BEGIN INSERT INTO ${quoteName(table)} ${rest}; EXCEPTION WHEN OTHERS THEN ${insertRow(table, schema, parents, seed + 1, tries - 1)} END;`;
}

function valuesOf(table: Table, schema: Schema, parents: readonly Parent[], seed: number): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { columns, keys } of parents) {
    const found = keys[seed % Math.max(keys.length, 1)];
    columns.forEach((column, position) => {
      const value = found?.[position];
      if (value !== undefined && !values.has(column)) values.set(column, value);
    });
  }
  for (const column of table.columns) {
    if (values.has(column.name) || column.generated !== null || column.identity !== null || parents.some(({ columns }) => columns.includes(column.name))) continue;
    // A default is taken every other time; one that counts, always.
    if (column.default !== null && (column.default.sequence !== null || seed % 2 === 0)) continue;
    values.set(column.name, valueOf(column, table, schema, seed));
  }
  return values;
}

async function readKeys(database: Database, table: QualifiedName, columns: readonly string[]): Promise<readonly (readonly string[])[]> {
  const list = columns.map((column) => `quote_nullable(${quote(column)}::text)`).join(', ');
  const rows = `SELECT json_build_array(${list}) AS found FROM ${quoteName(table)} ORDER BY ${columns.map(quote).join(', ')}`;
  return JSON.parse(await database.queryText(`SELECT coalesce(json_agg(found), '[]')::text FROM (${rows}) AS keys`)) as readonly (readonly string[])[];
}

function valueOf(column: Column, table: Table, schema: Schema, seed: number): string {
  const allowed = literalsFor(column.name, table.constraints.flatMap(({ expression, type }) => (type === 'check' && expression !== null ? [expression] : [])));
  if (allowed.length > 0) return allowed[seed % allowed.length]!;
  const type = schema.type(column.type.base);
  if (column.type.array) return "'{}'";
  if (type?.kind === 'enum') return literal(type.labels[seed % type.labels.length] ?? '');
  const name = (type?.baseType ?? column.type).base.name;
  if (/^(?:int2|int4|int8|float4|float8|numeric)$/.test(name)) return String((seed % 30_000) + 1);
  if (name === 'bool') return seed % 3 === 0 ? 'true' : 'false';
  if (name === 'uuid') return literal(`00000000-0000-4000-8000-${String(seed + 1).padStart(12, '0')}`);
  if (/^(?:timestamp|timestamptz|date)$/.test(name)) return literal(new Date(Date.UTC(2025, 0, 1) + seed * 86_400_000).toISOString().slice(0, 10));
  if (/^(?:time|timetz)$/.test(name)) return "'12:00'";
  if (name === 'interval') return `'${String(seed)} minutes'`;
  if (/^jsonb?$/.test(name)) return `'{"n": ${String(seed)}}'`;
  if (name === 'bytea') return `'\\x${seed.toString(16).padStart(8, '0')}'`;
  if (name === 'inet') return `'10.0.${String(seed % 250)}.1'`;
  const text = `${column.name}-${String(seed)}`;
  const longest = Number(column.type.modifiers[0] ?? Infinity);
  return literal(text.length <= longest ? text : String(seed).padStart(longest, '0').slice(-longest));
}

/** Strings that checks compare a column with: `status IN ('a', 'b')`. */
function literalsFor(column: string, checks: readonly Expression[]): readonly string[] {
  const own = checks.filter(({ columns }) => columns.length === 1 && columns[0] === column);
  return own.flatMap(({ text }) => (/\b(?:in|any)\b/i.test(text) ? (text.match(/'(?:[^']|'')*'/g) ?? []) : []));
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Every row of a table as PostgreSQL prints it, without some columns, in an order that depends on nothing but the rows. */
export async function readRows(database: Database, table: QualifiedName, columns: readonly string[]): Promise<readonly string[]> {
  const row = columns.length === 0 ? "''" : `row(${columns.map(quote).join(', ')})::text`;
  const text = await database.queryText(`SELECT coalesce(json_agg(shown ORDER BY shown), '[]')::text FROM (SELECT ${row} AS shown FROM ${quoteName(table)}) AS lines`);
  return JSON.parse(text) as readonly string[];
}
