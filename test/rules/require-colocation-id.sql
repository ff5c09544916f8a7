--- invalid: a colocated database
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY, note text); -- expect: require-colocation-id
CREATE INDEX orders_note_idx ON orders (note); -- expect: require-colocation-id
CREATE TABLE "Lines" (id uuid PRIMARY KEY, sku text UNIQUE) WITH (colocation_id = 20001); -- expect: require-colocation-id
CREATE TABLE billing.invoices (id uuid PRIMARY KEY) WITH (colocation = true); -- expect: require-colocation-id

--- invalid: manual
-- mode: transactional-manual
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY); -- expect: require-colocation-id

--- invalid: semi-automatic
-- mode: transactional-semi-automatic
-- colocated: true
CREATE UNLOGGED TABLE orders (id uuid PRIMARY KEY); -- expect: require-colocation-id

--- invalid: non-transactional, in the oldest series
-- mode: non-transactional
-- version: 2.18
-- colocated: true
CREATE TABLE orders AS SELECT 1 AS id; -- expect: require-colocation-id

--- invalid: the table says so itself, or has an id
CREATE TABLE orders (id uuid PRIMARY KEY, note text) WITH (colocation = true); -- expect: require-colocation-id
CREATE TABLE lines (id uuid PRIMARY KEY, note text) WITH (colocated = true); -- expect: require-colocation-id
CREATE TABLE items (id uuid PRIMARY KEY, note text) WITH (colocation_id = 20001);
CREATE INDEX ON items (note); -- expect: require-colocation-id

--- invalid: the database that psql connects to
CREATE DATABASE shop WITH COLOCATION = true;
CREATE TABLE elsewhere (id uuid PRIMARY KEY);
\c shop
CREATE TABLE orders (id uuid PRIMARY KEY); -- expect: require-colocation-id
CREATE TABLE large (id uuid PRIMARY KEY) WITH (colocation = false);
\c postgres
CREATE TABLE users (id uuid PRIMARY KEY);

--- invalid: partitions, patterns, added later, on a table that nobody created
-- colocated: true
CREATE TABLE events (id uuid, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); -- expect: require-colocation-id
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); -- expect: require-colocation-id
CREATE INDEX events_at_idx ON events (at); -- expect: require-colocation-id
CREATE TABLE a (id uuid PRIMARY KEY, n int UNIQUE WITH (colocation_id = 20002)) WITH (colocation_id = 20001);
CREATE TABLE b (LIKE a INCLUDING ALL) WITH (colocation_id = 20003); -- expect: require-colocation-id
ALTER TABLE a ADD COLUMN m int UNIQUE; -- expect: require-colocation-id
CREATE INDEX elsewhere_idx ON elsewhere (n); -- expect: require-colocation-id

--- invalid: in a block, and in a body
-- colocated: true
DO $$ BEGIN
  CREATE TABLE orders (id uuid PRIMARY KEY); -- expect: require-colocation-id
END $$;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  EXECUTE 'CREATE TABLE lines (id uuid PRIMARY KEY)'; -- expect: require-colocation-id
END $$;

--- valid: ids
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY, note text, UNIQUE (note) WITH (colocation_id = 20003)) WITH (COLOCATION_ID = 20001);
CREATE INDEX orders_note_idx ON orders (note) WITH (colocation_id = 20002);
CREATE INDEX orders_pair_idx ON orders (note, id) WITH (colocation_id = 20004);

--- valid: not colocated, not replicated, dropped again
-- colocated: true
-- not-replicated: audit.log
CREATE TABLE large (id uuid PRIMARY KEY, note text UNIQUE) WITH (colocation = false);
CREATE INDEX ON large (note);
CREATE TABLE hot (id uuid PRIMARY KEY) TABLEGROUP hot;
CREATE TEMPORARY TABLE draft (id uuid PRIMARY KEY, note text UNIQUE);
CREATE TABLE audit.log (id uuid PRIMARY KEY, note text UNIQUE);
CREATE VIEW v AS SELECT 1 AS id;
CREATE TABLE gone (id uuid PRIMARY KEY);
DROP TABLE gone;

--- valid: a database that is not colocated
CREATE TABLE orders (id uuid PRIMARY KEY, note text UNIQUE);
CREATE DATABASE shop;
\c shop
CREATE TABLE users (id uuid PRIMARY KEY);

--- valid: automatic mode
-- mode: transactional-automatic
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY, note text UNIQUE);
