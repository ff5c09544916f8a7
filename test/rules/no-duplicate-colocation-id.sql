--- invalid: tables and indexes
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY, note text) WITH (colocation_id = 20001);
CREATE TABLE "Lines" (id uuid PRIMARY KEY) WITH (colocation_id = 20001); -- expect: no-duplicate-colocation-id
CREATE INDEX orders_note_idx ON orders (note) WITH (colocation_id = 20001); -- expect: no-duplicate-colocation-id
CREATE TABLE billing.invoices (id uuid PRIMARY KEY, no int UNIQUE WITH (colocation_id = 20002)) WITH (colocation_id = 20002); -- expect: no-duplicate-colocation-id

--- invalid: after a drop, in a later file, under another name
-- colocated: true
-- 001_first.sql
CREATE TABLE orders (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
CREATE TABLE users (id uuid PRIMARY KEY) WITH (colocation_id = 20002);
ALTER TABLE users RENAME TO people;
-- 002_second.sql
DROP TABLE orders;
CREATE TABLE orders (id uuid PRIMARY KEY) WITH (colocation_id = 20001); -- expect: no-duplicate-colocation-id
CREATE TABLE users (id uuid PRIMARY KEY) WITH (colocation_id = 20002); -- expect: no-duplicate-colocation-id

--- invalid: every mode
-- mode: transactional-automatic
CREATE TABLE a (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
CREATE TABLE b (id uuid PRIMARY KEY) WITH (colocation_id = 20001); -- expect: no-duplicate-colocation-id

--- invalid: semi-automatic
-- mode: transactional-semi-automatic
CREATE TABLE a (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
CREATE TABLE b (id uuid PRIMARY KEY) WITH (colocation_id = 20001); -- expect: no-duplicate-colocation-id

--- invalid: a block, and a body
CREATE TABLE a (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
DO $$ BEGIN
  CREATE TABLE b (id uuid PRIMARY KEY) WITH (colocation_id = 20001); -- expect: no-duplicate-colocation-id
END $$;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  CREATE TABLE c (id uuid PRIMARY KEY) WITH (colocation_id = 20001); -- expect: no-duplicate-colocation-id
END $$;

--- valid: each its own, guarded, dropped, another database
-- colocated: true
-- not-replicated: audit.log
CREATE TABLE orders (id uuid PRIMARY KEY, note text) WITH (colocation_id = 20001);
CREATE TABLE IF NOT EXISTS orders (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
CREATE TABLE partitioned (id uuid, n int) PARTITION BY HASH (id) WITH (colocation_id = 20002);
CREATE INDEX partitioned_n_idx ON partitioned (n) WITH (colocation_id = 20003);
CREATE TABLE part PARTITION OF partitioned FOR VALUES WITH (MODULUS 1, REMAINDER 0) WITH (colocation_id = 20004);
CREATE TABLE gone (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
DROP TABLE gone;
CREATE TABLE audit.log (id uuid PRIMARY KEY) WITH (colocation_id = 20001);
\c other
CREATE TABLE users (id uuid PRIMARY KEY) WITH (colocation_id = 20001);

--- valid: no ids
-- colocated: true
CREATE TABLE a (id uuid PRIMARY KEY);
CREATE TABLE b (id uuid PRIMARY KEY);
