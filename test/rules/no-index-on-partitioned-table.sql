--- invalid: a partitioned table with partitions
CREATE TABLE events (id uuid, at date, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (kind);
CREATE TABLE events_2026_a PARTITION OF events_2026 FOR VALUES IN ('a');
-- 002_later.sql
CREATE INDEX events_kind ON events (kind HASH, at DESC) WHERE kind <> 'x'; -- expect: no-index-on-partitioned-table

--- invalid: without known partitions, unique, in another schema
CREATE TABLE "Log"."Events" (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
CREATE UNIQUE INDEX "By id" ON "Log"."Events" (id, at); -- expect: no-index-on-partitioned-table

--- invalid: written CONCURRENTLY
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
CREATE INDEX CONCURRENTLY events_at ON events (at); -- expect: no-index-on-partitioned-table

--- invalid: neither the word NONCONCURRENTLY nor the transaction is said besides
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
BEGIN;
CREATE INDEX NONCONCURRENTLY events_at ON events (at); -- expect: no-index-on-partitioned-table
COMMIT;

--- invalid: a release that builds it
-- mode: non-transactional
-- version: 2024.2
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
CREATE INDEX events_at ON events (at); -- expect: no-index-on-partitioned-table

--- invalid: the first release that refuses it
-- mode: transactional-manual
-- version: 2025.1.0
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
CREATE INDEX events_at ON events (at); -- expect: no-index-on-partitioned-table

--- invalid: automatic mode
-- mode: transactional-automatic
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- 002_later.sql
CREATE INDEX events_at ON events (at); -- expect: no-index-on-partitioned-table

--- invalid: in semi-automatic mode a new table is replicated at once
-- mode: transactional-semi-automatic
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
CREATE INDEX events_at ON events (at); -- expect: no-index-on-partitioned-table

--- invalid: a DO block
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
DO $$ BEGIN
  CREATE INDEX events_at ON events (at); -- expect: no-index-on-partitioned-table
END $$;

--- invalid: without a partition and without a name, in a transaction
-- mode: transactional-manual
-- 001_orders.sql
CREATE TABLE orders (id uuid, placed_at date, note text, PRIMARY KEY (id, placed_at)) PARTITION BY RANGE (placed_at);
-- 002_index.sql
BEGIN;
CREATE INDEX ON orders (note); -- expect: no-index-on-partitioned-table
COMMIT;

--- invalid: more partitions than are written out, quoted names
-- 001_orders.sql
CREATE TABLE "Orders" (id uuid, "Year" int, PRIMARY KEY (id, "Year")) PARTITION BY LIST ("Year");
CREATE TABLE "Orders_1" PARTITION OF "Orders" FOR VALUES IN (1);
CREATE TABLE "Orders_2" PARTITION OF "Orders" FOR VALUES IN (2);
CREATE TABLE "Orders_3" PARTITION OF "Orders" FOR VALUES IN (3);
CREATE TABLE "Orders_4" PARTITION OF "Orders" FOR VALUES IN (4);
-- 002_index.sql
CREATE UNIQUE INDEX by_year ON "Orders" ("Year" DESC, id); -- expect: no-index-on-partitioned-table

--- valid: a new partitioned table
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
CREATE INDEX events_at ON events (at);

--- valid: one partition after the other
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- 002_later.sql
CREATE INDEX events_at ON ONLY events (at);
CREATE INDEX CONCURRENTLY events_2025_at ON events_2025 (at);
ALTER INDEX events_at ATTACH PARTITION events_2025_at;

--- valid: a plain table, an unknown one, one outside of replication
-- not-replicated: public.events
CREATE TABLE orders (id uuid PRIMARY KEY, code text);
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
CREATE INDEX orders_code ON orders (code);
CREATE INDEX elsewhere_code ON elsewhere (code);
CREATE INDEX events_at ON events (at);
