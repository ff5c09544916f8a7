import { quoteIdentifier } from '../../../src/rule.js';
import type { Json, Row } from './document.js';

/** A table as the model stores it: the user's, or an index. */
export interface Relation {
  /** `schema.name`, not quoted. */
  readonly id: string;
  /** Quoted for SQL. */
  readonly sql: string;
  readonly key: readonly string[];
  /** The columns besides the key that are written: not those that PostgreSQL computes from others. */
  readonly columns: readonly string[];
  /** Of an index: a query for the entries that the rows of its table ask for. */
  readonly expected?: string;
}

/** What the catalog says of a table of the user. */
interface CatalogTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly required: boolean; readonly generated: boolean }[];
  readonly key: readonly string[] | null;
  /** Columns that an index or a foreign key holds. */
  readonly watched: readonly string[];
  readonly checks: readonly { readonly name: string; readonly expression: string }[];
  readonly indexes: readonly CatalogIndex[];
  /** Triggers that are set to fire in replication, by what they are set to: `A` always, `R` there only. */
  readonly triggers: readonly { readonly name: string; readonly enabled: 'A' | 'R' }[];
}

interface CatalogIndex {
  readonly name: string;
  readonly constraint: boolean;
  readonly unique: boolean;
  readonly nullsDistinct: boolean;
  readonly keys: readonly string[];
  readonly included: readonly string[];
  readonly predicate: string | null;
}

/** Schema of the tables that stand for indexes, and of the log of changes. */
const OWN = 'docdb';

const CATALOG = `
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'schema', n.nspname, 'name', c.relname,
  'columns', (SELECT jsonb_agg(jsonb_build_object('name', attname, 'required', attnotnull, 'generated', attgenerated <> '') ORDER BY attnum)
    FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
  'key', (SELECT jsonb_agg(a.attname ORDER BY k.n) FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (attnum, n), pg_attribute a
    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum),
  'watched', (SELECT coalesce(jsonb_agg(DISTINCT a.attname), '[]') FROM pg_attribute a WHERE a.attrelid = c.oid AND (
    EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND (f.conrelid = c.oid AND a.attnum = ANY (f.conkey) OR f.confrelid = c.oid AND a.attnum = ANY (f.confkey)))
    OR EXISTS (SELECT FROM pg_index i JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = c.oid AND d.refobjsubid = a.attnum WHERE i.indrelid = c.oid)
    OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND a.attnum = ANY (i.indkey)))),
  'checks', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', conname, 'expression', pg_get_expr(conbin, conrelid)) ORDER BY conname), '[]')
    FROM pg_constraint WHERE conrelid = c.oid AND contype = 'c'),
  'indexes', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', x.relname, 'unique', i.indisunique, 'nullsDistinct', NOT i.indnullsnotdistinct,
      'constraint', EXISTS (SELECT FROM pg_constraint u WHERE u.conindid = i.indexrelid AND u.contype = 'u'),
      'keys', (SELECT jsonb_agg(pg_get_indexdef(i.indexrelid, n, true) ORDER BY n) FROM generate_series(1, i.indnkeyatts) n),
      'included', (SELECT coalesce(jsonb_agg(pg_get_indexdef(i.indexrelid, n, true) ORDER BY n), '[]') FROM generate_series(i.indnkeyatts + 1, i.indnatts) n),
      'predicate', pg_get_expr(i.indpred, i.indrelid)) ORDER BY x.relname), '[]')
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND NOT i.indisprimary),
  'triggers', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', tgname, 'enabled', tgenabled) ORDER BY tgname), '[]')
    FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled IN ('A', 'R'))
) ORDER BY n.nspname, c.relname), '[]')::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', '${OWN}') AND n.nspname !~ '^pg_'`;

/** The log of what the transactions of one cluster write: rows of the user's tables and entries of indexes alike. */
const LOG = `
CREATE SCHEMA ${OWN};
CREATE TABLE ${OWN}.log (place bigint GENERATED ALWAYS AS IDENTITY, relation text, operation text, old jsonb, new jsonb);
CREATE FUNCTION ${OWN}.record() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO ${OWN}.log (relation, operation, old, new)
  VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP, CASE WHEN TG_OP IN ('UPDATE', 'DELETE') THEN to_jsonb(OLD) END, CASE WHEN TG_OP IN ('UPDATE', 'INSERT') THEN to_jsonb(NEW) END);
  RETURN NULL;
END $f$;
-- For an UPDATE that names a column; its argument is the column.
CREATE FUNCTION ${OWN}.record_set() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO ${OWN}.log (relation, operation, old, new)
  VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, 'SET', to_jsonb(TG_ARGV[0]), to_jsonb(NEW));
  RETURN NULL;
END $f$;`;

/** What the log holds of one row. */
export interface LogRecord {
  readonly relation: string;
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE' | 'SET';
  /** The row before; of `SET` the name of the column. */
  readonly old: Row | string | null;
  readonly new: Row | null;
}

/** Reads and clears the log, in one statement. */
export const TAKE_LOG = `
WITH taken AS (DELETE FROM ${OWN}.log RETURNING *)
SELECT coalesce(jsonb_agg(jsonb_build_object('relation', relation, 'operation', operation, 'old', old, 'new', new) ORDER BY place), '[]')::text FROM taken`;

/** What the model needs of a database: statements, and the first column of the first row of a query. */
export interface Session {
  run(sql: string): Promise<void>;
  queryText(sql: string): Promise<string>;
}

/**
 * Makes of a schema of the user what the model stores, and gives the tables and the indexes that have rows:
 *
 * - an index is a table of its own, with one row under each key, which triggers of the user's table maintain;
 * - NOT NULL and CHECK are tested by a trigger. Like the user's own triggers and PostgreSQL's for foreign keys, it fires for what
 *   is written here, and not for what replication brings;
 * - a table without a primary key gets a random one.
 */
export async function store(session: Session): Promise<readonly Relation[]> {
  await session.run(LOG);
  const tables = JSON.parse(await session.queryText(CATALOG)) as readonly CatalogTable[];
  const relations: Relation[] = [];
  for (const table of tables) {
    const relation = relationOf(table);
    await session.run([...storeTable(table, relation), ...recordChanges(relation)].join(';\n'));
    relations.push(relation);
    for (const index of table.indexes) {
      const entries = entriesOf(index);
      await session.run(recordChanges(entries).join(';\n'));
      relations.push({ ...entries, expected: selectEntry(index, relation.key, relation.sql) });
    }
  }
  return relations;
}

function relationOf({ schema, name, columns, key }: CatalogTable): Relation {
  const keys = key ?? ['ybrowid'];
  return {
    id: `${schema}.${name}`,
    sql: `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
    key: keys,
    columns: columns.filter((column) => !column.generated && !keys.includes(column.name)).map((column) => column.name),
  };
}

/** The table that stands for an index. */
export function entriesOf(index: { readonly name: string }): Relation {
  return { id: `${OWN}.${index.name}`, sql: `${OWN}.${quoteIdentifier(index.name)}`, key: ['key'], columns: ['row', 'included'] };
}

function storeTable(table: CatalogTable, { sql, key }: Relation): string[] {
  const required = table.columns.filter((column) => column.required && !key.includes(column.name));
  return [
    ...(table.key === null ? [`ALTER TABLE ${sql} ADD COLUMN ybrowid uuid DEFAULT gen_random_uuid() PRIMARY KEY`] : []),
    ...required.map(({ name }) => `ALTER TABLE ${sql} ALTER COLUMN ${quoteIdentifier(name)} DROP NOT NULL`),
    ...table.checks.map(({ name }) => `ALTER TABLE ${sql} DROP CONSTRAINT ${quoteIdentifier(name)}`),
    // No statement runs where rows arrive, so there is nothing for a trigger to fire on, whatever it is set to.
    ...table.triggers.map(({ name, enabled }) => `ALTER TABLE ${sql} ${enabled === 'A' ? 'ENABLE' : 'DISABLE'} TRIGGER ${quoteIdentifier(name)}`),
    ...table.indexes.flatMap((index) => [
      index.constraint ? `ALTER TABLE ${sql} DROP CONSTRAINT ${quoteIdentifier(index.name)}` : `DROP INDEX ${quoteIdentifier(table.schema)}.${quoteIdentifier(index.name)}`,
      `CREATE TABLE ${entriesOf(index).sql} (key jsonb PRIMARY KEY, "row" jsonb, included jsonb)`,
    ]),
    ...table.columns
      .filter(({ name, generated }) => !generated && !key.includes(name) && !table.watched.includes(name))
      .map(({ name }) => `CREATE TRIGGER ${quoteIdentifier(`!set ${name}`)} AFTER UPDATE OF ${quoteIdentifier(name)} ON ${sql} FOR EACH ROW EXECUTE FUNCTION ${OWN}.record_set(${literal(name)})`),
    checkFunction(table, key, required.map(({ name }) => name)),
    `CREATE TRIGGER "!check" AFTER INSERT OR UPDATE OR DELETE ON ${sql} FOR EACH ROW EXECUTE FUNCTION ${checkName(table)}()`,
    ...(table.indexes.length === 0 ? [] : emptyIndexes(table, sql)),
  ];
}

/** A TRUNCATE empties the indexes too. */
function emptyIndexes(table: CatalogTable, sql: string): string[] {
  const name = `${OWN}.${quoteIdentifier(`empty ${table.schema}.${table.name}`)}`;
  return [
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $empty$ BEGIN TRUNCATE ${table.indexes.map((index) => entriesOf(index).sql).join(', ')}; RETURN NULL; END $empty$`,
    `CREATE TRIGGER "!empty" AFTER TRUNCATE ON ${sql} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
  ];
}

/** Triggers fire by name, and these before the user's: what those write is later in the log than what fired them. */
function recordChanges({ sql }: Relation): string[] {
  return [
    `CREATE TRIGGER "!record" AFTER INSERT OR UPDATE OR DELETE ON ${sql} FOR EACH ROW EXECUTE FUNCTION ${OWN}.record()`,
    `CREATE TRIGGER "!truncate" AFTER TRUNCATE ON ${sql} FOR EACH STATEMENT EXECUTE FUNCTION ${OWN}.record()`,
  ];
}

function checkName({ schema, name }: CatalogTable): string {
  return `${OWN}.${quoteIdentifier(`check ${schema}.${name}`)}`;
}

/** Tests what the query layer tests, and writes the entries of the indexes. */
function checkFunction(table: CatalogTable, key: readonly string[], required: readonly string[]): string {
  const raise = (code: string, message: string): string => `RAISE EXCEPTION USING ERRCODE = '${code}', MESSAGE = ${literal(message)}`;
  const fails = (condition: string): string => `(SELECT ${condition} FROM (SELECT NEW.*) AS written)`;
  return `CREATE FUNCTION ${checkName(table)}() RETURNS trigger LANGUAGE plpgsql AS $check$
#variable_conflict use_column
DECLARE
  before jsonb;
  after jsonb;
BEGIN
  IF TG_OP <> 'DELETE' THEN
    ${[
      ...required.map((name) => `IF ${fails(`${quoteIdentifier(name)} IS NULL`)} THEN ${raise('not_null_violation', `null value in column "${name}" of relation "${table.name}" violates not-null constraint`)}; END IF;`),
      ...table.checks.map(({ name, expression }) => `IF ${fails(`NOT (${expression})`)} THEN ${raise('check_violation', `new row for relation "${table.name}" violates check constraint "${name}"`)}; END IF;`),
    ].join('\n    ')}
  END IF;
  ${table.indexes.map((index) => maintain(index, key)).join('\n  ')}
  RETURN NULL;
END $check$`;
}

/** A query for the entries of rows: what is indexed, with the row's own key where rows may share that; the row's key; what is included. */
function selectEntry(index: CatalogIndex, key: readonly string[], from: string): string {
  const row = `jsonb_build_array(${key.map(quoteIdentifier).join(', ')})`;
  const hasNull = index.keys.map((expression) => `(${expression}) IS NULL`).join(' OR ');
  const own = index.unique ? (index.nullsDistinct ? `CASE WHEN ${hasNull} THEN ${row} END` : 'NULL') : row;
  const values = `jsonb_build_array(${index.keys.join(', ')})`;
  const included = `jsonb_build_array(${index.included.join(', ')})`;
  return `SELECT jsonb_build_object('key', jsonb_build_object('values', ${values}, 'row', ${own}), 'row', ${row}, 'included', ${included}) AS entry FROM ${from}${index.predicate === null ? '' : ` WHERE ${index.predicate}`}`;
}

/**
 * An entry that goes is deleted by what is indexed: of a unique index that is the key, whichever row the entry points at. One
 * whose key stays and whose included columns change is changed in place.
 */
function maintain(index: CatalogIndex, key: readonly string[]): string {
  const { sql } = entriesOf(index);
  const entry = (variable: string): string => `(${selectEntry(index, key, `(SELECT ${variable}.*) AS written`)})`;
  const insert = `INSERT INTO ${sql} VALUES (after -> 'key', after -> 'row', after -> 'included')`;
  return `before := CASE WHEN TG_OP <> 'INSERT' THEN ${entry('OLD')} END;
  after := CASE WHEN TG_OP <> 'DELETE' THEN ${entry('NEW')} END;
  IF before -> 'key' IS DISTINCT FROM after -> 'key' THEN
    DELETE FROM ${sql} WHERE key = before -> 'key';
    IF after IS NOT NULL THEN
      ${
        index.unique
          ? `${insert} ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = ${literal(`duplicate key value violates unique constraint "${index.name}"`)}; END IF;`
          : `DELETE FROM ${sql} WHERE key = after -> 'key';
      ${insert};`
      }
    END IF;
  ELSIF before IS DISTINCT FROM after THEN
    UPDATE ${sql} SET "row" = after -> 'row', included = after -> 'included' WHERE key = after -> 'key';
  END IF;`;
}

/** Makes a row of a relation what it is to be; null: there is none. Nothing is checked and nothing fires. */
export function placeRow({ sql, key, columns }: Relation, id: Row, row: Row | null): string {
  const record = (value: Row): string => `jsonb_populate_record(NULL::${sql}, ${literal(JSON.stringify(value))})`;
  const keys = key.map(quoteIdentifier).join(', ');
  if (row === null) return `DELETE FROM ${sql} WHERE (${keys}) = (SELECT ${keys} FROM ${record(id)})`;
  const names = [...key, ...columns].map(quoteIdentifier).join(', ');
  const updates = columns.map(quoteIdentifier).map((name) => `${name} = EXCLUDED.${name}`);
  return `INSERT INTO ${sql} (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM ${record(row)} ON CONFLICT (${keys}) DO ${updates.length === 0 ? 'NOTHING' : `UPDATE SET ${updates.join(', ')}`}`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The columns of a row that a relation stores under a key, and the key. */
export function split({ key, columns }: Relation, row: Row): { readonly key: Row; readonly columns: Row } {
  const pick = (names: readonly string[]): Row => Object.fromEntries(names.map((name): [string, Json] => [name, row[name] ?? null]));
  return { key: pick(key), columns: pick(columns) };
}
