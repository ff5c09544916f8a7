--- invalid: added columns next to each other, which one statement can add
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_columns.sql
ALTER TABLE orders ADD COLUMN note text NOT NULL DEFAULT '', ADD COLUMN total numeric(10, 2);
ALTER TABLE orders ADD buyer uuid -- who pays -- expect: no-split-alter
  REFERENCES buyers (id);
ALTER TABLE orders ADD COLUMN "At" timestamptz;

--- invalid: comments between, for people and for tools
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_columns.sql
alter table orders add column a int /* one */; -- the first
-- and "the second"
--
alter table public.orders -- expect: no-split-alter
  add b text, add column c text default 'c'; alter table orders add d int
-- 003_marked.sql
ALTER TABLE orders ADD COLUMN e int;
-- migrate:up
ALTER TABLE orders ADD COLUMN f int; -- expect: no-split-alter

--- invalid: other changes, other statements between
-- mode: transactional-semi-automatic
ALTER TABLE billing."Invoices" ADD COLUMN a int;
COMMENT ON TABLE billing."Invoices" IS 'bills';
ALTER TABLE billing."Invoices" ALTER COLUMN b TYPE bigint; -- expect: no-split-alter, unanalyzable

--- invalid: a column and a check of the table, which stay apart
-- mode: transactional-manual
ALTER TABLE orders ADD COLUMN a int, ADD CHECK (a > 0);
ALTER TABLE orders ADD COLUMN b int; -- expect: no-split-alter

--- invalid: a rename, under the new name
-- mode: non-transactional
ALTER TABLE orders RENAME TO purchases;
ALTER TABLE items ADD COLUMN a int;
ALTER TABLE purchases RENAME COLUMN a TO b; -- expect: no-split-alter

--- invalid: two tables, one finding each
ALTER TABLE orders ADD COLUMN a int;
ALTER TABLE items DROP COLUMN b;
ALTER TABLE orders DROP COLUMN c; -- expect: no-split-alter
ALTER TABLE items DROP COLUMN IF EXISTS d; -- expect: no-split-alter
ALTER TABLE orders DROP COLUMN e;

--- invalid: a column under the name of one that goes
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, total integer);
-- 002_total.sql
ALTER TABLE orders DROP COLUMN total;
ALTER TABLE orders ADD COLUMN total numeric; -- expect: no-split-alter

--- invalid: rows that are written in between
-- mode: transactional-manual
ALTER TABLE orders ADD COLUMN total numeric;
UPDATE orders SET total = price * pieces;
ALTER TABLE orders DROP COLUMN price, DROP COLUMN pieces; -- expect: no-split-alter

--- invalid: in a block
DO $$ BEGIN
  ALTER TABLE orders ADD COLUMN a int;
  EXECUTE 'ALTER TABLE orders ADD COLUMN b int'; -- expect: no-split-alter
END $$;

--- invalid: a new table, in semi-automatic mode
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
ALTER TABLE orders ADD COLUMN a int;
ALTER TABLE orders ADD COLUMN b int; -- expect: no-split-alter

--- valid: what is no column
ALTER TABLE orders ADD COLUMN total numeric;
ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0;
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);
ALTER TABLE orders OWNER TO app;
CREATE INDEX orders_total ON orders (total);
COMMENT ON COLUMN orders.total IS 'in cents';

--- valid: one statement, and one for each table
ALTER TABLE orders ADD COLUMN a int, DROP COLUMN b, ADD COLUMN c bigint;
ALTER TABLE items ADD COLUMN a int;

--- valid: what the table has to leave the replication for
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, total integer, at timestamp, region text);
-- 002_change.sql
CREATE TYPE currency AS ENUM ('EUR', 'USD');
CREATE FUNCTION make_code() RETURNS text LANGUAGE sql AS $$ SELECT md5(random()::text) $$;
ALTER TABLE orders ALTER total TYPE bigint;
ALTER TABLE orders ALTER at TYPE timestamptz;
ALTER TABLE orders ADD COLUMN code text DEFAULT make_code();
ALTER TABLE orders ALTER region TYPE currency USING region::currency;
ALTER TABLE orders DROP COLUMN id;
ALTER TABLE orders ADD COLUMN note text;

--- valid: one for each file
-- 001_a.sql
ALTER TABLE orders ADD COLUMN a int;
-- 002_b.sql
ALTER TABLE orders ADD COLUMN b int;

--- valid: a table that the file creates, also in the place of an old one
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
ALTER TABLE orders ADD COLUMN a int;
ALTER TABLE orders ADD COLUMN b int;
CREATE TABLE items_new (id uuid PRIMARY KEY);
ALTER TABLE items_new RENAME TO items;
ALTER TABLE items ADD COLUMN a int;
-- 002_anew.sql
DROP TABLE orders;
CREATE TABLE orders (id uuid PRIMARY KEY);
ALTER TABLE orders ADD COLUMN a int;
ALTER TABLE orders ADD COLUMN b int;

--- valid: a column that is there already
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, a int);
-- 002_again.sql
ALTER TABLE orders ADD COLUMN IF NOT EXISTS a int;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS b int;

--- valid: automatic mode
-- mode: transactional-automatic
ALTER TABLE orders ADD COLUMN a int;
ALTER TABLE orders ADD COLUMN b int;

--- valid: tables outside of replication, temporary ones, a function
-- not-replicated: audit.log
ALTER TABLE audit.log ADD COLUMN a int;
ALTER TABLE audit.log ADD COLUMN b int;
CREATE TEMPORARY TABLE staged (id int);
ALTER TABLE staged ADD COLUMN a int;
ALTER TABLE staged ADD COLUMN b int;
DROP TABLE staged;
CREATE FUNCTION widen() RETURNS void LANGUAGE sql AS $$
  ALTER TABLE orders ADD COLUMN a int;
  ALTER TABLE orders ADD COLUMN b int;
$$;
