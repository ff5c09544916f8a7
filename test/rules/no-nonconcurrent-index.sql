--- invalid: an older table
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id); -- expect: no-nonconcurrent-index

--- invalid: a unique one, of quoted names in another schema
CREATE UNIQUE INDEX NONCONCURRENTLY "Codes" ON "Sales"."Orders" ("Code" HASH); -- expect: no-nonconcurrent-index

--- invalid: a release that refuses nothing
-- mode: transactional-manual
-- version: 2024.2
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id); -- expect: no-nonconcurrent-index

--- invalid: the first release that refuses it
-- mode: transactional-manual
-- version: 2025.1.0.0
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id); -- expect: no-nonconcurrent-index

--- invalid: one direction, older and newer
-- mode: non-transactional
-- version: 2.20
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id); -- expect: no-nonconcurrent-index

--- invalid: both clusters, an old release
-- version: 2024.1
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id); -- expect: no-nonconcurrent-index

--- invalid: in semi-automatic mode a new table is replicated at once
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id); -- expect: no-nonconcurrent-index

--- invalid: a table of an earlier file, and in a transaction
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
-- 002_later.sql
BEGIN;
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id) INCLUDE (id) WHERE customer_id IS NOT NULL; -- expect: no-nonconcurrent-index
COMMIT;

--- invalid: in a function, which runs later
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
CREATE FUNCTION add_index() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id)'; -- expect: no-nonconcurrent-index
END
$$;

--- invalid: a unique one, in a transaction, on a table that no migration creates
-- mode: transactional-manual
BEGIN;
CREATE UNIQUE INDEX NONCONCURRENTLY "Codes_code" ON billing."Codes" (code, lower("Region")); -- expect: no-nonconcurrent-index
COMMIT;

--- invalid: an old release, which runs it
-- mode: non-transactional
-- version: 2024.2
CREATE INDEX NONCONCURRENTLY ON orders (placed_at); -- expect: no-nonconcurrent-index

--- valid: a table that the file creates
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id);

--- valid: automatic mode takes it
-- mode: transactional-automatic
CREATE INDEX NONCONCURRENTLY orders_customer ON orders (customer_id);

--- valid: no such word, or a name like it
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX CONCURRENTLY orders_code ON orders (code);
CREATE INDEX "NONCONCURRENTLY" ON orders (code);

--- valid: tables outside of replication
-- not-replicated: audit.log
CREATE INDEX NONCONCURRENTLY log_at ON audit.log (at);
CREATE TEMP TABLE staging (id uuid);
CREATE INDEX NONCONCURRENTLY staging_id ON staging (id);
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;
CREATE INDEX NONCONCURRENTLY totals_one ON totals (one);

--- valid: a vector index, which another rule reports
CREATE INDEX NONCONCURRENTLY docs_embedding ON docs USING ybhnsw (embedding vector_l2_ops);

--- valid: a partitioned table, which another rule reports
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
CREATE INDEX NONCONCURRENTLY events_at ON events (at);

--- valid: one that is there already
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
CREATE INDEX orders_customer ON orders (customer_id);
-- 002_later.sql
CREATE INDEX NONCONCURRENTLY IF NOT EXISTS orders_customer ON orders (customer_id);
