--- invalid: an index on a table of an earlier file
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, placed_at timestamptz);
-- 002_index.sql
CREATE INDEX NONCONCURRENTLY orders_placed_at ON orders (placed_at DESC); -- expect: no-nonconcurrent-index

--- invalid: a unique one, in a transaction, on a table that no migration creates
-- mode: transactional-manual
BEGIN;
CREATE UNIQUE INDEX NONCONCURRENTLY "Codes_code" ON billing."Codes" (code, lower("Region")); -- expect: no-nonconcurrent-index
COMMIT;

--- invalid: an old release, which runs it
-- mode: non-transactional
-- version: 2024.2
CREATE INDEX NONCONCURRENTLY ON orders (placed_at); -- expect: no-nonconcurrent-index

--- invalid: in semi-automatic mode a new table is replicated at once
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY, placed_at timestamptz);
CREATE INDEX NONCONCURRENTLY orders_placed_at ON orders (placed_at); -- expect: no-nonconcurrent-index

--- invalid: in a function, which runs later
CREATE TABLE orders (id uuid PRIMARY KEY, placed_at timestamptz);
CREATE PROCEDURE add_index() LANGUAGE plpgsql AS $$
BEGIN
  CREATE INDEX NONCONCURRENTLY orders_placed_at ON orders (placed_at); -- expect: no-nonconcurrent-index
END
$$;

--- valid: a table that the same file creates
CREATE TABLE orders (id uuid PRIMARY KEY, placed_at timestamptz);
CREATE INDEX NONCONCURRENTLY orders_placed_at ON orders (placed_at);

--- valid: automatic mode
-- mode: transactional-automatic
CREATE INDEX NONCONCURRENTLY orders_placed_at ON orders (placed_at);

--- valid: tables outside of replication, temporary ones, and the usual way
-- not-replicated: audit.log
CREATE TEMPORARY TABLE staged (id int);
CREATE INDEX NONCONCURRENTLY ON staged (id);
CREATE INDEX NONCONCURRENTLY ON audit.log (at);
CREATE INDEX CONCURRENTLY orders_placed_at ON orders (placed_at);
CREATE INDEX orders_note ON orders (note);

--- valid: on a partitioned table, another rule speaks
-- 001_orders.sql
CREATE TABLE orders (id uuid, placed_at date, PRIMARY KEY (id, placed_at)) PARTITION BY RANGE (placed_at);
-- 002_index.sql
CREATE INDEX NONCONCURRENTLY orders_placed_at ON orders (placed_at);

--- valid: an index that is already there
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, placed_at timestamptz);
CREATE INDEX orders_placed_at ON orders (placed_at);
-- 002_again.sql
CREATE INDEX NONCONCURRENTLY IF NOT EXISTS orders_placed_at ON orders (placed_at);
