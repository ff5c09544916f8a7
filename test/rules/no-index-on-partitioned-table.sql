--- invalid: an index on a partitioned table of an earlier file
-- 001_orders.sql
CREATE TABLE orders (id uuid, placed_at date, note text, PRIMARY KEY (id, placed_at)) PARTITION BY RANGE (placed_at);
CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- 002_index.sql
CREATE INDEX orders_note ON orders (note); -- expect: no-index-on-partitioned-table

--- invalid: without a partition and without a name, in a transaction
-- mode: transactional-manual
-- 001_orders.sql
CREATE TABLE orders (id uuid, placed_at date, note text, PRIMARY KEY (id, placed_at)) PARTITION BY RANGE (placed_at);
-- 002_index.sql
BEGIN;
CREATE INDEX ON orders (note); -- expect: no-index-on-partitioned-table
COMMIT;

--- invalid: automatic mode, an info
-- mode: transactional-automatic
-- 001_orders.sql
CREATE TABLE orders (id uuid, placed_at date, note text, PRIMARY KEY (id, placed_at)) PARTITION BY RANGE (placed_at);
-- 002_index.sql
CREATE INDEX orders_note ON orders (note); -- expect: no-index-on-partitioned-table

--- invalid: more partitions than are written out, quoted names
-- 001_orders.sql
CREATE TABLE "Orders" (id uuid, "Year" int, PRIMARY KEY (id, "Year")) PARTITION BY LIST ("Year");
CREATE TABLE "Orders_1" PARTITION OF "Orders" FOR VALUES IN (1);
CREATE TABLE "Orders_2" PARTITION OF "Orders" FOR VALUES IN (2);
CREATE TABLE "Orders_3" PARTITION OF "Orders" FOR VALUES IN (3);
CREATE TABLE "Orders_4" PARTITION OF "Orders" FOR VALUES IN (4);
-- 002_index.sql
CREATE UNIQUE INDEX by_year ON "Orders" ("Year" DESC, id); -- expect: no-index-on-partitioned-table

--- valid: the parent with ONLY, the partition by itself
-- 001_orders.sql
CREATE TABLE orders (id uuid, placed_at date, note text, PRIMARY KEY (id, placed_at)) PARTITION BY RANGE (placed_at);
CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- 002_index.sql
CREATE INDEX orders_note ON ONLY orders (note);
CREATE INDEX CONCURRENTLY orders_2026_note ON orders_2026 (note);
ALTER INDEX orders_note ATTACH PARTITION orders_2026_note;

--- valid: a table that the same file creates
CREATE TABLE orders (id uuid, placed_at date, PRIMARY KEY (id, placed_at)) PARTITION BY RANGE (placed_at);
CREATE INDEX orders_placed_at ON orders (placed_at);

--- valid: a table outside of replication
-- not-replicated: audit.log
-- 001_log.sql
CREATE TABLE audit.log (id uuid, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
-- 002_index.sql
CREATE INDEX log_at ON audit.log (at);
