--- invalid: tables, columns, indexes and types
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text, old text);
CREATE INDEX orders_old ON orders (old);
CREATE TYPE mood AS ENUM ('good');
-- 002_guarded.sql
CREATE TABLE IF NOT EXISTS items (id uuid PRIMARY KEY); -- expect: no-guarded-ddl
ALTER TABLE orders ADD COLUMN IF NOT EXISTS total numeric; -- expect: no-guarded-ddl
ALTER TABLE orders DROP COLUMN IF EXISTS note; -- expect: no-guarded-ddl
ALTER TABLE IF EXISTS orders ADD COLUMN buyer uuid; -- expect: no-guarded-ddl
ALTER TABLE IF EXISTS orders ALTER COLUMN buyer SET NOT NULL; -- expect: no-guarded-ddl
CREATE INDEX IF NOT EXISTS orders_total ON orders (total); -- expect: no-guarded-ddl
ALTER INDEX IF EXISTS orders_old RENAME TO orders_older; -- expect: no-guarded-ddl
DROP INDEX IF EXISTS orders_older; -- expect: no-guarded-ddl
DROP INDEX IF EXISTS nobody_knows; -- expect: no-guarded-ddl
DROP TYPE IF EXISTS mood; -- expect: no-guarded-ddl
DROP TABLE IF EXISTS orders CASCADE; -- expect: no-guarded-ddl

--- invalid: one finding a statement
-- mode: transactional-manual
ALTER TABLE IF EXISTS billing."Orders"
  ADD COLUMN IF NOT EXISTS a int, -- expect: no-guarded-ddl
  ADD COLUMN IF NOT EXISTS b int UNIQUE,
  ALTER COLUMN c SET DEFAULT 1;
DROP TABLE IF EXISTS one, two, three; -- expect: no-guarded-ddl
CREATE TABLE IF NOT EXISTS copy AS SELECT 1 AS a; -- expect: no-guarded-ddl

--- invalid: a name that is there already, which is the point
-- mode: non-transactional
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_again.sql
CREATE TABLE IF NOT EXISTS orders (id uuid PRIMARY KEY, note text); -- expect: no-guarded-ddl

--- invalid: in a block and in a function
-- mode: transactional-semi-automatic
DO $$ BEGIN
  CREATE TABLE IF NOT EXISTS orders (id uuid PRIMARY KEY); -- expect: no-guarded-ddl
  EXECUTE 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS a int'; -- expect: no-guarded-ddl
END $$;
CREATE FUNCTION clean() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DROP TABLE IF EXISTS leftovers; -- expect: no-guarded-ddl
END
$$;

--- valid: without a guard, and guards on other things
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE SCHEMA IF NOT EXISTS billing;
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
ALTER TABLE orders DROP COLUMN note;
CREATE INDEX orders_id ON orders (id);
ALTER INDEX orders_id RENAME TO orders_by_id;
DROP VIEW IF EXISTS open_orders;
DROP FUNCTION IF EXISTS f();
DROP TRIGGER IF EXISTS touch ON orders;
CREATE SEQUENCE IF NOT EXISTS numbers;

--- valid: automatic mode, where a change runs once
-- mode: transactional-automatic
CREATE TABLE IF NOT EXISTS orders (id uuid PRIMARY KEY);
DROP TABLE IF EXISTS items;

--- valid: tables outside of replication and temporary ones
-- not-replicated: audit.log
CREATE TABLE IF NOT EXISTS audit.log (id int);
CREATE INDEX IF NOT EXISTS log_id ON audit.log (id);
CREATE TEMPORARY TABLE IF NOT EXISTS staged (id int);
DROP TABLE IF EXISTS staged;
