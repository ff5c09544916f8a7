--- invalid: on tables, indexes and constraints
-- mode: transactional-automatic
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY, note text) WITH (COLOCATION_ID = 20001); -- expect: no-colocation-id
CREATE TABLE "Lines" (id uuid PRIMARY KEY, sku text UNIQUE WITH (colocation_id = 20003)) WITH (colocation = true, colocation_id = 20002); -- expect: no-colocation-id no-colocation-id
CREATE INDEX orders_note_idx ON orders (note) WITH (colocation_id = 20004); -- expect: no-colocation-id

--- invalid: the first version that has the mode, a tablegroup, a query
-- mode: transactional-automatic
-- version: 2025.1
CREATE TABLE hot (id uuid PRIMARY KEY) WITH (colocation_id = 20001) TABLEGROUP hot; -- expect: no-colocation-id
CREATE TABLE totals WITH (colocation_id = 20002) AS SELECT 1 AS id; -- expect: no-colocation-id
DO $$ BEGIN
  CREATE TABLE billing.invoices (id uuid PRIMARY KEY) WITH (colocation_id = 20003); -- expect: no-colocation-id
END $$;

--- invalid: among other options, the key's too
-- mode: transactional-automatic
CREATE TABLE orders ( -- expect: no-colocation-id
  id uuid,
  note text, CONSTRAINT orders_pkey PRIMARY KEY (id) WITH (fillfactor = 70, colocation_id = 20002), -- expect: no-colocation-id
  UNIQUE (note) WITH (colocation_id = 20003, fillfactor = 70) DEFERRABLE -- expect: no-colocation-id
) WITH (
  colocation_id = 20001, -- the table's
  autovacuum_enabled = false
);
ALTER TABLE orders ADD CONSTRAINT orders_both UNIQUE (id, note) WITH (colocation_id = 20004); -- expect: no-colocation-id

--- valid: none, temporary, dropped again
-- mode: transactional-automatic
-- colocated: true
-- not-replicated: audit.log
CREATE TABLE orders (id uuid PRIMARY KEY, note text UNIQUE);
CREATE TABLE large (id uuid PRIMARY KEY) WITH (colocation = false);
CREATE TEMPORARY TABLE draft (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
CREATE TABLE audit.log (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
CREATE TABLE gone (id uuid PRIMARY KEY) WITH (colocation_id = 20002);
DROP TABLE gone;

--- valid: another mode
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
