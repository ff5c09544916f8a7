// DDL as applications have it, made from a fixed seed: every run, on every machine, reads the same bytes.

const SEED = 20251;

const NOUNS = [
  'account', 'address', 'audit_entry', 'cart', 'category', 'comment', 'coupon', 'customer', 'device', 'document',
  'event', 'invoice', 'line_item', 'login', 'message', 'note', 'offer', 'payment', 'price', 'product', 'refund', 'region',
  'report', 'review', 'session', 'shipment', 'stock_level', 'supplier', 'tag', 'ticket', 'transfer', 'warehouse',
];

const COLUMNS = [
  'name text NOT NULL',
  'email varchar(320) NOT NULL',
  'created_at timestamptz NOT NULL DEFAULT now()',
  'updated_at timestamptz',
  "status text NOT NULL DEFAULT 'new'",
  'amount numeric(12, 2) NOT NULL DEFAULT 0',
  'quantity integer NOT NULL DEFAULT 1',
  "settings jsonb NOT NULL DEFAULT '{}'",
  'is_active boolean NOT NULL DEFAULT true',
  'note text',
  'valid_from date',
  'tags text[]',
  'weight double precision',
  'external_id uuid',
];

/** A small generator of pseudo-random numbers in [0, 1) (mulberry32), the same on every machine. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A writer of tables that knows those it wrote before, for foreign keys. */
function createWriter(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const names = [];

  function createTable(columnCount) {
    const name = `${pick(NOUNS)}_${names.length + 1}`;
    const lines = [random() < 0.1 ? 'id bigserial PRIMARY KEY' : 'id uuid PRIMARY KEY DEFAULT gen_random_uuid()'];
    const first = Math.floor(random() * COLUMNS.length);
    for (let index = 0; index < columnCount; index += 1) lines.push(COLUMNS[(first + index) % COLUMNS.length]);
    if (names.length > 0 && random() < 0.2) lines.push(`parent_id uuid REFERENCES ${pick(names)} (id)`);
    names.push(name);
    return { name, column: lines[1]?.split(' ')[0] ?? 'id', sql: `CREATE TABLE ${name} (\n  ${lines.join(',\n  ')}\n)` };
  }

  function createIndex({ name, column }) {
    return `CREATE INDEX ${name}_${column}_idx ON ${name} (${column})`;
  }

  function alterTable({ name }) {
    return random() < 0.7
      ? `ALTER TABLE ${name} ADD COLUMN archived_at timestamptz`
      : `ALTER TABLE ${name} ADD CONSTRAINT ${name}_parent_fkey FOREIGN KEY (id) REFERENCES ${pick(names)} (id)`;
  }

  return { createTable, createIndex, alterTable, random };
}

/**
 * The statements of one long file: `count` tables, with an index on every fifth and an alteration of every twentieth.
 * @param {number} count
 * @param {number} bytesPerTable  what a table takes on average, its index and alteration and all `;\n` included
 * @returns {string[]} without `;`
 */
export function writeTables(count, bytesPerTable) {
  const writer = createWriter(createRandom(SEED));
  const statements = [];
  let bytes = 0;
  const add = (sql) => {
    statements.push(sql);
    bytes += sql.length + 2;
  };
  for (let index = 0; index < count; index += 1) {
    // Wide tables where the file lags behind its size, narrow ones where it is ahead.
    const lag = bytesPerTable * (index + 1) - bytes;
    const table = writer.createTable(lag > 250 ? 6 : lag > bytesPerTable ? 3 : 1);
    add(table.sql);
    if (index % 5 === 0) add(writer.createIndex(table));
    if (index % 20 === 0) add(writer.alterTable(table));
  }
  return statements;
}

/** @param {readonly string[]} statements */
export function joinStatements(statements) {
  return statements.map((sql) => `${sql};\n`).join('');
}

/**
 * A folder of plain migrations, each a table, an index on it and an alteration.
 * @param {number} count
 * @returns {{ name: string, text: string }[]}
 */
export function writeMigrations(count) {
  const writer = createWriter(createRandom(SEED));
  return Array.from({ length: count }, (_, index) => {
    const table = writer.createTable(2 + Math.floor(writer.random() * 5));
    const statements = [table.sql, writer.createIndex(table), writer.alterTable(table)];
    return { name: `${String(index + 1).padStart(4, '0')}_create_${table.name}.sql`, text: joinStatements(statements) };
  });
}

/** One migration of six statements in which the default mode finds nothing: no change outlives its session. */
export const QUIET_MIGRATION = `-- Looks for prices that the autumn campaign would set below cost; stops the deployment where there are any.
BEGIN;
SET LOCAL lock_timeout = '5s';
CREATE TEMPORARY TABLE planned (
  product_id uuid PRIMARY KEY,
  amount numeric(12, 2) NOT NULL CHECK (amount > 0),
  reason text NOT NULL DEFAULT 'autumn'
) ON COMMIT DROP;
INSERT INTO planned (product_id, amount)
SELECT product.id, round(price.amount * 0.9, 2)
FROM product JOIN price ON price.product_id = product.id
WHERE product.is_active AND price.valid_from <= current_date;
SELECT 1 / (count(*) = 0)::int FROM planned JOIN product ON product.id = planned.product_id WHERE planned.amount < product.cost;
COMMIT;
`;

/** One migration with three findings in the default mode. */
export const NOISY_MIGRATION = `CREATE TABLE customer (
  id bigserial PRIMARY KEY,
  email text NOT NULL UNIQUE
);
`;

/** A table and a seed for it: so many `INSERT` statements of a row each, as dumps and exports have them. */
export function writeRows(count) {
  const random = createRandom(SEED);
  const statements = ['CREATE TABLE products (id uuid PRIMARY KEY, name text NOT NULL, price numeric(12, 2), tags text[])'];
  for (let row = 0; row < count; row += 1) {
    const noun = NOUNS[Math.floor(random() * NOUNS.length)];
    const id = `00000000-0000-4000-8000-${row.toString(16).padStart(12, '0')}`;
    statements.push(`INSERT INTO products (id, name, price, tags) VALUES ('${id}', '${noun} ${row}', ${(random() * 1000).toFixed(2)}, '{${noun},new}')`);
  }
  return statements;
}

/** What the rows of a `COPY` block hold, in text format; one kind a table, in turn. */
const ROW_KINDS = [
  (row, random) => `${row}\t${pickFrom(NOUNS, random)} ${row}\t2024-03-0${1 + (row % 9)} 12:00:00.${row % 1000}+00\t${(random() * 1000).toFixed(2)}\t\\N`,
  (row, random) => `${row}\t{"name": "${pickFrom(NOUNS, random)}", "path": "C:\\\\\\\\data", "tags": ["a", "b;"]}\t\\N\t0.00\tit's; -- no comment`,
  (row, random) => `${row}\tfirst line\\nsecond line\\tof ${pickFrom(NOUNS, random)}\t\\N\t${row}\t\\\\x${row.toString(16).padStart(64, '0')}`,
  (row, random) => `${row}\tGröße ${pickFrom(NOUNS, random)} – 東京 🚚\t\\N\t${random().toFixed(6)}\t$$`,
  (row) => `${row}\t\t\\N\t\\N\t`,
];

function pickFrom(list, random) {
  return list[Math.floor(random() * list.length)];
}

/**
 * A dump as `pg_dump` writes it: all tables with their sequences and defaults, the data of each, then keys, indexes, foreign keys and triggers.
 * @param {number} count  of tables
 * @param {number} bytes  of all data together
 * @returns {Generator<string>} pieces of the text, a table's data in one
 */
export function* writeDump(count, bytes) {
  const random = createRandom(SEED);
  const names = Array.from({ length: count }, (_, index) => `${NOUNS[index % NOUNS.length]}_${index + 1}`);
  const heading = (name, type) => `\n--\n-- Name: ${name}; Type: ${type}; Schema: public; Owner: app\n--\n\n`;
  yield `--\n-- PostgreSQL database dump\n--\n\n\\restrict xZ5vN2k\n\nSET statement_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n`;
  yield `SELECT pg_catalog.set_config('search_path', '', false);\nSET check_function_bodies = false;\nSET default_tablespace = '';\n`;
  yield `${heading('touch()', 'FUNCTION')}CREATE FUNCTION public.touch() RETURNS trigger\n    LANGUAGE plpgsql\n    AS $$\nBEGIN\n  NEW.changed_at := now();\n  RETURN NEW;\nEND;\n$$;\n`;
  for (const name of names) {
    yield `${heading(name, 'TABLE')}CREATE TABLE public.${name} (\n    id bigint NOT NULL,\n    name text,\n    changed_at timestamp with time zone,\n    amount numeric(12,2),\n    note text\n);\n`;
    yield `\n\nALTER TABLE public.${name} OWNER TO app;\n${heading(`${name}_id_seq`, 'SEQUENCE')}CREATE SEQUENCE public.${name}_id_seq\n    START WITH 1\n    INCREMENT BY 1\n    NO MINVALUE\n    NO MAXVALUE\n    CACHE 1;\n`;
    yield `\n\nALTER SEQUENCE public.${name}_id_seq OWNED BY public.${name}.id;\n${heading(`${name} id`, 'DEFAULT')}ALTER TABLE ONLY public.${name} ALTER COLUMN id SET DEFAULT nextval('public.${name}_id_seq'::regclass);\n`;
  }
  for (const [index, name] of names.entries()) {
    const write = ROW_KINDS[index % ROW_KINDS.length];
    const block = [];
    let size = 0;
    for (let row = 1; size < bytes / count; row += 1) {
      const line = write(row, random);
      block.push(line);
      size += line.length + 1;
    }
    yield `${heading(name, 'TABLE DATA')}COPY public.${name} (id, name, changed_at, amount, note) FROM stdin;\n${block.join('\n')}\n\\.\n\n`;
    yield `\nSELECT pg_catalog.setval('public.${name}_id_seq', ${block.length}, true);\n`;
  }
  for (const name of names) yield `${heading(`${name} ${name}_pkey`, 'CONSTRAINT')}ALTER TABLE ONLY public.${name}\n    ADD CONSTRAINT ${name}_pkey PRIMARY KEY (id);\n`;
  for (const name of names) yield `${heading(`${name}_name_idx`, 'INDEX')}CREATE INDEX ${name}_name_idx ON public.${name} USING btree (name);\n`;
  for (const name of names.filter((_, index) => index % 10 === 0)) yield `${heading(`${name} touch`, 'TRIGGER')}CREATE TRIGGER touch BEFORE UPDATE ON public.${name} FOR EACH ROW EXECUTE FUNCTION public.touch();\n`;
  for (const name of names.filter((_, index) => index % 5 === 0)) yield `${heading(`${name} ${name}_fkey`, 'FK CONSTRAINT')}ALTER TABLE ONLY public.${name}\n    ADD CONSTRAINT ${name}_fkey FOREIGN KEY (id) REFERENCES public.${names[0]}(id);\n`;
  yield `\n\\unrestrict xZ5vN2k\n\n--\n-- PostgreSQL database dump complete\n--\n\n`;
}
