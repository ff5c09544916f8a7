--- invalid: a temporary and a permanent table
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id int);
CREATE TABLE orders (id uuid PRIMARY KEY);
DROP TABLE staged, orders; -- expect: no-mixed-temporary-objects

--- invalid: views, sequences, and a table that nobody here made
-- mode: transactional-automatic
CREATE TEMPORARY VIEW seen AS SELECT 1 AS one;
CREATE TEMPORARY SEQUENCE numbers;
CREATE TEMP TABLE picked (id int);
DROP VIEW IF EXISTS reports."Daily", seen; -- expect: no-mixed-temporary-objects
DROP SEQUENCE numbers, order_numbers; -- expect: no-mixed-temporary-objects
DROP TABLE legacy, pg_temp.picked CASCADE; -- expect: no-mixed-temporary-objects

--- invalid: in a block
-- mode: transactional-automatic
DO $$
BEGIN
  CREATE TEMP TABLE picked (id int);
  DROP TABLE picked, orders; -- expect: no-mixed-temporary-objects
END
$$;

--- invalid: indexes, types and routines
-- mode: transactional-automatic
CREATE TEMP TABLE picked (id int);
CREATE INDEX picked_id ON picked (id);
CREATE TYPE pg_temp.mood AS ENUM ('sad');
CREATE FUNCTION pg_temp.one() RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP INDEX picked_id, orders_id; -- expect: no-mixed-temporary-objects
DROP TYPE public.mood, pg_temp.mood; -- expect: no-mixed-temporary-objects
DROP FUNCTION pg_temp.one(), two(); -- expect: no-mixed-temporary-objects

--- invalid: a temporary view that goes with what it reads
-- mode: transactional-automatic
CREATE TABLE orders (id uuid PRIMARY KEY, note text, "Total" numeric);
CREATE VIEW totals AS SELECT "Total" FROM orders;
CREATE TEMP VIEW seen AS SELECT id FROM orders;
CREATE TEMP VIEW noted AS SELECT note FROM orders;
CREATE TEMP VIEW summed AS SELECT * FROM totals;
ALTER TABLE orders DROP COLUMN note CASCADE; -- expect: no-mixed-temporary-objects
DROP VIEW totals CASCADE; -- expect: no-mixed-temporary-objects
DROP TABLE orders CASCADE; -- expect: no-mixed-temporary-objects

--- invalid: in routines' bodies
-- mode: transactional-automatic
CREATE FUNCTION clean() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE picked (id int);
  DROP TABLE picked, orders; -- expect: no-mixed-temporary-objects
END
$$;

--- invalid: in a transaction that is taken back, which fails all the same
-- mode: transactional-automatic
-- version: 2025.1
BEGIN;
CREATE TEMP TABLE picked (id int);
DROP TABLE picked, orders; -- expect: no-mixed-temporary-objects
ROLLBACK;

--- valid: one kind in each statement
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id int);
CREATE TEMPORARY TABLE picked (id int);
CREATE TABLE orders (id uuid PRIMARY KEY);
DROP TABLE staged, picked;
DROP TABLE orders;

--- valid: CASCADE that takes no temporary view along
-- mode: transactional-automatic
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
CREATE TABLE lines (id uuid PRIMARY KEY);
CREATE TEMP VIEW seen AS SELECT id FROM orders;
CREATE TEMP VIEW gone AS SELECT id FROM lines;
ALTER TABLE orders DROP COLUMN note CASCADE;
DROP VIEW gone;
DROP TABLE lines CASCADE;
DROP VIEW seen;
DROP TABLE orders CASCADE;

--- valid: a view of an earlier file, whose session is over
-- mode: transactional-automatic
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TEMP VIEW seen AS SELECT id FROM orders;
-- 002_drop.sql
DROP TABLE orders CASCADE;

--- valid: a table that a routine makes for its session
-- mode: transactional-automatic
CREATE FUNCTION collect() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE IF NOT EXISTS collected (id int);
END
$$;
CREATE TEMP TABLE picked (id int);
DROP TABLE IF EXISTS collected, picked;

--- valid: temporary tables and what belongs to them, as automatic mode takes it
-- mode: transactional-automatic
CREATE TEMP TABLE parents (id int PRIMARY KEY);
CREATE TEMP TABLE children (id serial PRIMARY KEY, parent_id int CONSTRAINT parent REFERENCES parents, email text UNIQUE, age int CHECK (age > 0) DEFAULT 1);
CREATE INDEX children_email ON children (email);
CREATE TEMP VIEW seen AS SELECT * FROM children;
ALTER TABLE children DROP COLUMN age CASCADE;
ALTER TABLE children DROP CONSTRAINT parent, ALTER COLUMN email SET DEFAULT 'x';
DROP INDEX children_email;
DROP TABLE parents, children CASCADE;

--- valid: a view over a temporary table, which is temporary too
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id int);
CREATE VIEW seen AS SELECT * FROM staged;
DROP VIEW seen;

--- valid: modes that carry no schema changes
CREATE TEMPORARY TABLE staged (id int);
DROP TABLE staged, orders;
