--- invalid: a table of an earlier file
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_rename.sql
ALTER TABLE orders RENAME TO purchases; -- expect: no-rename

--- invalid: a column, and one with an index
-- mode: transactional-manual
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text, placed_at timestamptz, buyer uuid);
CREATE INDEX orders_placed_at ON orders (placed_at DESC) INCLUDE (buyer);
-- 002_rename.sql
ALTER TABLE orders RENAME COLUMN note TO remark; -- expect: no-rename
ALTER TABLE orders RENAME placed_at TO "placedAt"; -- expect: no-rename
ALTER TABLE orders RENAME buyer TO buyer_id; -- expect: no-rename

--- invalid: a column of the primary key, which has no index of its own
-- 001_orders.sql
CREATE TABLE orders (number uuid PRIMARY KEY);
-- 002_rename.sql
ALTER TABLE orders RENAME number TO id; -- expect: no-rename

--- invalid: tables that no migration creates
-- mode: non-transactional
ALTER TABLE billing."Invoices" RENAME TO invoices; -- expect: no-rename
ALTER TABLE IF EXISTS legacy RENAME COLUMN a TO b; -- expect: no-rename

--- invalid: automatic mode, a foreign key too
-- mode: transactional-automatic
-- 001_orders.sql
CREATE TABLE customers (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, customer uuid REFERENCES customers, total numeric CHECK (total > 0));
-- 002_rename.sql
ALTER TABLE orders RENAME CONSTRAINT orders_customer_fkey TO orders_customer; -- expect: no-rename
ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO orders_total;
ALTER TABLE customers RENAME TO clients; -- expect: no-rename
ALTER TABLE orders RENAME COLUMN customer TO client; -- expect: no-rename

--- invalid: a new table, in semi-automatic mode
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
ALTER TABLE orders RENAME TO purchases; -- expect: no-rename

--- invalid: in a block, by EXECUTE and in a function
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, a int, b int);
CREATE TABLE items (id uuid PRIMARY KEY);
-- 002_rename.sql
DO $$ BEGIN
  ALTER TABLE orders RENAME a TO c; -- expect: no-rename
  EXECUTE format('ALTER TABLE %I RENAME %I TO %I', 'orders', 'b', 'd'); -- expect: no-rename
END $$;
CREATE FUNCTION swap() RETURNS void LANGUAGE sql AS $$
  ALTER TABLE items RENAME TO items_old; -- expect: no-rename
$$;

--- valid: other names, and a foreign key outside of automatic mode
-- 001_orders.sql
CREATE TABLE customers (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, customer uuid REFERENCES customers);
CREATE INDEX orders_customer ON orders (customer);
CREATE VIEW open_orders AS SELECT id FROM orders;
CREATE SEQUENCE numbers;
-- 002_rename.sql
ALTER TABLE orders RENAME CONSTRAINT orders_customer_fkey TO orders_customer_key;
ALTER INDEX orders_customer RENAME TO orders_by_customer;
ALTER VIEW open_orders RENAME TO all_orders;
ALTER VIEW all_orders RENAME COLUMN id TO order_id;
ALTER SEQUENCE numbers RENAME TO counters;

--- valid: a table that the same file creates
CREATE TABLE orders_new (id uuid PRIMARY KEY, a int);
ALTER TABLE orders_new RENAME a TO b;
ALTER TABLE orders_new RENAME TO orders;

--- valid: tables outside of replication and temporary ones
-- not-replicated: audit.log
ALTER TABLE audit.log RENAME TO entries;
CREATE TEMPORARY TABLE staged (id int);
ALTER TABLE staged RENAME id TO key;
ALTER TABLE staged RENAME TO staged_2;
