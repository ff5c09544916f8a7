--- invalid: drops one table, creates another
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_swap.sql
DROP TABLE orders;
CREATE TABLE purchases (id uuid PRIMARY KEY); -- expect: no-mixed-create-and-drop
CREATE TABLE items (id uuid PRIMARY KEY);

--- invalid: the other way round, a table that no migration creates
-- mode: transactional-manual
CREATE TABLE IF NOT EXISTS billing."Invoices" (id uuid PRIMARY KEY);
DROP TABLE legacy; -- expect: no-mixed-create-and-drop

--- invalid: partitions
-- mode: non-transactional
-- 001_events.sql
CREATE TABLE events (id uuid, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- 002_next.sql
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
DROP TABLE events_2025; -- expect: no-mixed-create-and-drop

--- invalid: a table that takes the place of another under its name
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_swap.sql
CREATE TABLE orders_new (id uuid PRIMARY KEY, note text);
INSERT INTO orders_new SELECT id FROM orders;
DROP TABLE orders; -- expect: no-mixed-create-and-drop
ALTER TABLE orders_new RENAME TO orders;

--- invalid: in a block
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_swap.sql
DO $$ BEGIN
  CREATE TABLE purchases (id uuid PRIMARY KEY);
  EXECUTE 'DROP TABLE orders'; -- expect: no-mixed-create-and-drop
END $$;

--- valid: one name, made anew
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE items (id uuid PRIMARY KEY);
-- 002_anew.sql
DROP TABLE IF EXISTS orders, items;
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE items (id uuid PRIMARY KEY);

--- valid: a guarded drop of what nobody knows
DROP TABLE IF EXISTS leftovers;
CREATE TABLE orders (id uuid PRIMARY KEY);

--- valid: a table that comes and goes, and a temporary one
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_drop.sql
CREATE TABLE staged (id uuid PRIMARY KEY);
CREATE TABLE staged_2 (id uuid PRIMARY KEY);
ALTER TABLE staged_2 RENAME TO staged_3;
CREATE TEMPORARY TABLE scratch (id int);
DROP TABLE orders;
DROP TABLE staged, staged_3, scratch;

--- valid: a temporary table that goes
CREATE TEMPORARY TABLE scratch (id int);
CREATE TABLE orders (id uuid PRIMARY KEY);
DROP TABLE scratch;

--- valid: in two files
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_create.sql
CREATE TABLE purchases (id uuid PRIMARY KEY);
-- 003_drop.sql
DROP TABLE orders;

--- valid: semi-automatic mode, where tables join and leave by themselves
-- mode: transactional-semi-automatic
DROP TABLE orders;
CREATE TABLE purchases (id uuid PRIMARY KEY);

--- valid: tables outside of replication
-- not-replicated: audit.log, audit.entries
DROP TABLE audit.log;
CREATE TABLE purchases (id uuid PRIMARY KEY);

--- valid: a new table outside of replication
-- not-replicated: audit.log, audit.entries
DROP TABLE purchases;
CREATE TABLE audit.entries (id int);
