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
