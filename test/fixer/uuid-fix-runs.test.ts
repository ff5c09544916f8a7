import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.js';
import { makeFix } from '../../src/fixer/fix.js';
import { lintTexts } from '../linter/run.js';

const TABLES = `CREATE TABLE orders (id bigserial PRIMARY KEY, placed timestamptz);
CREATE TABLE items (id uuid PRIMARY KEY, order_id bigint REFERENCES orders, price int, label text);
`;

/** Uses of the key, of every kind: some go on working with uuids, most do not. */
const EXPRESSIONS = [
  'o.id', 'i.order_id', 'o.id::text', 'o.id::varchar(9)', 'o.id::int', 'o.id::numeric', "'a' || o.id", "o.id || 'b'", 'i.label || o.id', 'o.id || i.label', 'count(o.id)', 'count(DISTINCT o.id)', 'coalesce(i.order_id, o.id)', 'coalesce(o.id, 0)',
  'coalesce(o.id, i.price)', 'nullif(o.id, i.order_id)', 'nullif(o.id, 0)', 'to_jsonb(o)', 'to_json(o.id)', 'row_to_json(o)', 'row(o.id)', 'o', 'o.*', 'array_agg(o.id)', 'min(o.id)', 'max(i.order_id)', 'sum(o.id)', 'avg(o.id)', 'o.id = i.order_id',
  'o.id IN (i.order_id)', 'o.id IN (i.order_id, 4)', '(SELECT id FROM orders LIMIT 1)', '(SELECT max(price) FROM items)', 'o.id IS NULL', 'lag(o.id) OVER (ORDER BY o.id)', 'lag(o.id, 1, 0) OVER ()', 'lag(o.id, 1) OVER ()', 'first_value(o.id) OVER (PARTITION BY i.order_id)',
  'nth_value(o.id, 2) OVER ()', 'json_agg(o.id ORDER BY o.id)', 'jsonb_object_agg(o.id, o.placed)', 'CASE WHEN o.id = i.order_id THEN o.id END', 'CASE WHEN true THEN o.id ELSE 0 END', 'CASE o.id WHEN i.order_id THEN 1 ELSE 2 END', 'CASE o.id WHEN 3 THEN 1 END', '- o.id', 'o.id - 1',
  'o.id > 5', 'o.id > i.order_id', 'o.id % 2', 'hashint8(o.id)', 'greatest(o.id, i.order_id)', "format('%s', o.id)", "format('%s', VARIADIC ARRAY[o.id])", "concat(o.id, 'x')", 'md5(o.id::text)', "to_char(o.id, '9')", 'i.price + 1', 'EXISTS (SELECT 1 FROM items WHERE order_id = o.id)',
  'EXISTS (SELECT 1 FROM items WHERE order_id = 2)', '(o.id, i.order_id) = (i.order_id, o.id)', '(o.id, 1) = (i.order_id, 2)', '(o.id, 1) = (1, 1)', '(o.id, i.price) IN (SELECT order_id, price FROM items)', '(i.price, o.id) IN (SELECT order_id, price FROM items)', 'ARRAY[o.id]', 'ARRAY(SELECT id FROM orders)',
  'bit_and(o.id)', "string_agg(o.id::text, ',')", 'mode() WITHIN GROUP (ORDER BY o.id)', 'percentile_disc(0.5) WITHIN GROUP (ORDER BY o.id)', 'percentile_cont(0.5) WITHIN GROUP (ORDER BY o.id)', 'rank() OVER (ORDER BY o.id)', 'rank(5) WITHIN GROUP (ORDER BY o.id)', 'ntile(o.id::int) OVER ()',
  'ntile(2) OVER (ORDER BY o.id)', 'num_nulls(o.id)', 'pg_typeof(o.id)', 'quote_literal(o.id)', "json_build_object('a', o.id)", 'o.id BETWEEN SYMMETRIC 1 AND 2', 'o.id IS DISTINCT FROM i.order_id', 'o.id IS NOT DISTINCT FROM 5', 'o.id = ANY (SELECT order_id FROM items)', 'o.id = ALL (ARRAY[1, 2])',
  'o.id NOT IN (SELECT order_id FROM items)', 'o.id > ALL (SELECT order_id FROM items)', 'generate_series(1, o.id)', 'o.id <> 0', "o.id = '1'", 'o.id = NULL', 'abs(o.id)', 'o.id::text::bigint', 'o.id::regclass', 'sum(i.price) OVER (ORDER BY o.id RANGE 1 PRECEDING)', 'sum(i.price) OVER (ORDER BY o.id ROWS 1 PRECEDING)',
  'count(*) FILTER (WHERE o.id = i.order_id)', 'count(*) FILTER (WHERE o.id = 1)', '(o).id + 1', '(o).id', '(SELECT x.id + 1 FROM (SELECT o.id) x)', '(SELECT y FROM (SELECT o.id) x (y))', '(SELECT y + 1 FROM (SELECT o.id) x (y))', '(SELECT z.y FROM LATERAL (SELECT o.id AS y) z WHERE z.y = i.order_id)',
  '(WITH w AS (SELECT id FROM orders) SELECT id FROM w WHERE id = o.id)', '(WITH w (k) AS (SELECT id FROM orders) SELECT k FROM w WHERE k = 1)', '(WITH RECURSIVE w AS (SELECT id FROM orders UNION SELECT w.id FROM w JOIN items t ON t.order_id = w.id) SELECT id FROM w LIMIT 1)',
  '(WITH RECURSIVE w AS (SELECT id, 1 AS n FROM orders UNION SELECT w.id + 1, n FROM w) SELECT id FROM w LIMIT 1)', '(SELECT id FROM orders UNION SELECT 1 LIMIT 1)', '(SELECT id FROM orders INTERSECT SELECT order_id FROM items LIMIT 1)', '(SELECT k FROM (VALUES (o.id)) t (k))', '(SELECT k FROM (VALUES (o.id), (1)) t (k) LIMIT 1)',
  '(SELECT n FROM generate_series(1, 3) n WHERE n = o.id)', '(SELECT n.n FROM unnest(ARRAY[1]) n WHERE n.n = i.order_id)', '(SELECT count(*) FROM orders JOIN items USING (id))', '(SELECT count(*) FROM orders a JOIN orders b USING (id))', '(SELECT count(*) FROM orders NATURAL JOIN items)', '(SELECT count(*) FROM orders a NATURAL JOIN orders b)',
  'least(o.id, 3)', "o.id::text LIKE '1%'", "o.id LIKE '1%'", 'bool_and(o.id = i.order_id)', 'xmlelement(name x, o.id)', 'o.id::money', 'ROW(o.*) IS NULL', 'o = o', 'o IS NULL', 'grouping(o.id)', 'random() < o.id', "jsonb_build_array(o.id) @> '[1]'", 'o.id & 1', 'o.id ^ 2', 'make_interval(days => o.id::int)', "date '2026-01-01' + o.id::int",
] as const;

const FROM = 'FROM orders o JOIN items i ON true';
const CONTEXTS: readonly ((expression: string) => string)[] = [
  (x) => `CREATE VIEW v AS SELECT ${x} AS x ${FROM};`,
  (x) => `CREATE VIEW v AS SELECT 1 AS one ${FROM} WHERE (${x}) IS NOT NULL;`,
  (x) => `CREATE VIEW v AS SELECT ${x} AS x ${FROM}; CREATE VIEW w AS SELECT x FROM v JOIN orders ON orders.id = v.x;`,
  (x) => `CREATE VIEW v AS SELECT ${x} AS x ${FROM}; CREATE VIEW w AS SELECT y + 1 AS z FROM (SELECT * FROM v) s (y);`,
  (x) => `CREATE MATERIALIZED VIEW v (y) AS SELECT ${x} AS x ${FROM}; CREATE INDEX ON v (y); SELECT FROM v WHERE y = 4;`,
  (x) => `SELECT 1 ${FROM} GROUP BY ${x};`,
  (x) => `SELECT 1 ${FROM} GROUP BY o.id, i.order_id, o.placed, i.price, i.label HAVING (${x}) IS NULL ORDER BY ${x};`,
  (x) => `CREATE TABLE c AS SELECT ${x} AS x ${FROM}; INSERT INTO c VALUES (1);`,
  (x) => `INSERT INTO items (id, order_id) SELECT gen_random_uuid(), ${x} ${FROM};`,
  (x) => `INSERT INTO items (price) SELECT ${x} ${FROM};`,
  (x) => `INSERT INTO items SELECT gen_random_uuid(), ${x}, 1 ${FROM} ON CONFLICT (id) DO UPDATE SET order_id = excluded.order_id;`,
  (x) => `UPDATE items SET order_id = ${x} ${FROM} WHERE items.id = i.id;`,
  (x) => `UPDATE items SET (price, order_id) = (SELECT 1, ${x} ${FROM} LIMIT 1);`,
  (x) => `DELETE FROM items USING orders o, items i WHERE items.order_id = ${x};`,
  (x) => `CREATE FUNCTION f() RETURNS SETOF bigint LANGUAGE sql AS $$ SELECT ${x} ${FROM} $$;`,
  (x) => `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ DECLARE n bigint; BEGIN SELECT ${x} INTO n ${FROM}; PERFORM ${x} ${FROM}; IF EXISTS (SELECT ${x} ${FROM}) THEN n := 1; END IF; END $$; SELECT f();`,
  (x) => `DO $$ BEGIN PERFORM 1 ${FROM} WHERE (${x}) IS NULL; END $$;`,
  (x) => `CREATE POLICY p ON items USING (EXISTS (SELECT 1 FROM orders o, items i WHERE (${x}) IS NULL));`,
  (x) => `CREATE INDEX ON items ((${x.replaceAll('o.id', 'order_id').replaceAll('i.', '')}));`,
  (x) => `ALTER TABLE items ADD CHECK ((${x.replaceAll('o.id', 'order_id').replaceAll('i.', '')}) IS NULL);`,
  (x) => `ALTER TABLE items ADD COLUMN made text GENERATED ALWAYS AS ((${x.replaceAll('o.id', 'order_id').replaceAll('i.', '')})::text) STORED;`,
];

/** The migration after the fix of its key; null where there is none. */
function fixed(sql: string): string | null {
  const { diagnostics } = lintTexts(sql, RULES, { options: { printFix: makeFix }, settings: { levelFor: (id) => (id === 'no-serial' ? undefined : 'off') } });
  const edits = diagnostics.find(({ ruleId }) => ruleId === 'no-serial')?.fixes[0]?.edits;
  return edits?.reduceRight((text, { range, text: put }) => text.slice(0, range.start.offset) + put + text.slice(range.end.offset), sql) ?? null;
}

/** One of so many pairs is tried. */
const SHARE = 6;

describe('a fix that is offered', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  }, 60_000);
  afterAll(() => database.close());

  /** PostgreSQL's message; null where it runs. */
  const fails = async (sql: string): Promise<string | null> => {
    try {
      await database.exec(`BEGIN; ${sql}`);
      return null;
    } catch (error) {
      return String(error);
    } finally {
      await database.exec('ROLLBACK');
    }
  };

  it('leaves migrations that run', async () => {
    const counts = { run: 0, fixed: 0 };
    const broken: string[] = [];
    for (const [i, expression] of EXPRESSIONS.entries()) {
      // Of each expression some: all of them take minutes.
      for (const context of CONTEXTS.filter((_, j) => (i + j) % SHARE === 0)) {
        const sql = TABLES + context(expression);
        if ((await fails(sql)) !== null) continue;
        counts.run += 1;
        const after = fixed(sql);
        if (after === null) continue;
        counts.fixed += 1;
        const error = await fails(after);
        if (error !== null) broken.push(`${context(expression)}: ${error}`);
      }
    }
    expect(broken).toEqual([]);
    // Refusing everything would be no feat.
    expect(counts.fixed).toBeGreaterThan(counts.run / 4);
  }, 600_000);
});
