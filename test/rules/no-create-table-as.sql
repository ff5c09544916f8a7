--- invalid: a copy of a table
CREATE TABLE orders (id uuid PRIMARY KEY, placed_at timestamptz);
CREATE TABLE orders_2025 AS SELECT * FROM orders WHERE placed_at < '2026-01-01'; -- expect: no-create-table-as

--- invalid: SELECT INTO, another schema and quoted names
-- mode: transactional-manual
SELECT id, note INTO archive."Orders" FROM orders; -- expect: no-create-table-as

--- invalid: in a block, and in a function in SQL
-- mode: transactional-semi-automatic
DO $$
BEGIN
  CREATE UNLOGGED TABLE totals AS SELECT 1 AS total; -- expect: no-create-table-as
END
$$;
CREATE PROCEDURE take_copy() LANGUAGE sql AS 'CREATE TABLE copy AS SELECT 1 AS one'; -- expect: no-create-table-as

--- invalid: text that is run
-- mode: non-transactional
DO $$
BEGIN
  EXECUTE format('CREATE TABLE %I AS SELECT 1 AS total', 'Totals'); -- expect: no-create-table-as
END
$$;

--- invalid: automatic mode before 2025.2.1
-- mode: transactional-automatic
-- version: 2025.2.0.9
CREATE TABLE orders_2025 AS SELECT * FROM orders; -- expect: no-create-table-as

--- invalid: without rows, from a prepared statement
-- mode: non-transactional
CREATE TABLE "Empty" AS TABLE orders WITH NO DATA; -- expect: no-create-table-as
PREPARE latest AS SELECT 1 AS one;
CREATE TABLE kept AS EXECUTE latest; -- expect: no-create-table-as

--- invalid: without rows, in automatic mode before 2025.2.1
-- mode: transactional-automatic
-- version: 2025.1
CREATE TABLE IF NOT EXISTS empty AS TABLE orders WITH NO DATA; -- expect: no-create-table-as

--- invalid: dropped in the same file, and one that a later file keys
-- mode: transactional-manual
-- 001_copies.sql
CREATE TABLE copied AS SELECT * FROM orders; -- expect: no-create-table-as
DROP TABLE copied;
CREATE TABLE kept AS SELECT * FROM orders; -- expect: no-create-table-as
-- 002_key.sql
ALTER TABLE kept ADD PRIMARY KEY (id);

--- valid: a table, then its rows
CREATE TABLE orders_2025 (id uuid PRIMARY KEY, placed_at timestamptz);
INSERT INTO orders_2025 SELECT * FROM orders WHERE placed_at < '2026-01-01';

--- valid: automatic mode from 2025.2.1
-- mode: transactional-automatic
-- version: 2025.2.1.0
CREATE TABLE orders_2025 AS SELECT * FROM orders;

--- valid: an assignment in PL/pgSQL
CREATE FUNCTION latest() RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  result timestamptz;
BEGIN
  SELECT max(placed_at) INTO result FROM orders;
  RETURN result;
END
$$;

--- valid: temporary tables, tables outside of replication, one that is there
-- not-replicated: archive.orders
CREATE TEMPORARY TABLE chosen AS SELECT id FROM orders;
SELECT id INTO TEMP picked FROM orders;
CREATE TABLE archive.orders AS SELECT * FROM orders;
CREATE TABLE totals (id uuid PRIMARY KEY);
CREATE TABLE IF NOT EXISTS totals AS SELECT 1;
