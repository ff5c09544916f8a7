--- invalid: a new table with an index
CREATE TABLE orders (id uuid PRIMARY KEY, status text); -- expect: unreplicated-schema-change
CREATE INDEX orders_status_idx ON orders (status HASH);

--- invalid: every kind of change, one finding a file
-- 001_create.sql
CREATE TABLE orders (id uuid PRIMARY KEY, status text, note text); -- expect: unreplicated-schema-change
CREATE TABLE old_orders (id uuid PRIMARY KEY);
-- 002_change.sql
SET lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN region text, DROP COLUMN note; -- expect: unreplicated-schema-change
CREATE INDEX orders_status_idx ON orders (status HASH);
ALTER TABLE orders ADD CONSTRAINT orders_status_key UNIQUE (status);
ALTER TABLE orders ALTER COLUMN status TYPE varchar(20);
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE shipments (id uuid PRIMARY KEY);
DROP TABLE old_orders;
CREATE VIEW open_orders AS SELECT id FROM orders;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- 003_drop.sql
DROP INDEX orders_status_idx; -- expect: unreplicated-schema-change

--- invalid: what rewrites a table, or an index of it, and what does not
-- 001_create.sql
CREATE TABLE plain (id uuid PRIMARY KEY, name varchar(20)); -- expect: unreplicated-schema-change
CREATE TABLE indexed (id uuid PRIMARY KEY, name varchar(20));
CREATE INDEX indexed_lower ON indexed (lower(name));
CREATE TABLE keyed (id uuid PRIMARY KEY);
-- 002_change.sql
ALTER TABLE plain ALTER name TYPE text, ADD COLUMN n integer DEFAULT 0, ADD COLUMN at timestamptz DEFAULT now(); -- expect: unreplicated-schema-change
ALTER TABLE indexed ALTER name TYPE text;
ALTER TABLE plain ADD COLUMN luck float DEFAULT random();
ALTER TABLE keyed DROP COLUMN id;
ALTER TABLE legacy ALTER name TYPE text; -- expect: unanalyzable

--- invalid: an index on a table of an earlier file, before indexes joined by themselves
-- version: 2024.2.1.0
-- 001_create.sql
CREATE TABLE orders (id uuid PRIMARY KEY, status text); -- expect: unreplicated-schema-change
-- 002_index.sql
CREATE INDEX orders_status_idx ON orders (status HASH); -- expect: unreplicated-schema-change

--- invalid: an index on a table of an earlier file
-- version: 2024.2.2.0
-- 001_create.sql
CREATE TABLE orders (id uuid PRIMARY KEY, status text); -- expect: unreplicated-schema-change
-- 002_index.sql
CREATE INDEX orders_status_idx ON orders (status HASH); -- expect: unreplicated-schema-change

--- invalid: a grant, a schema, an extension
CREATE SCHEMA billing; -- expect: unreplicated-schema-change
CREATE EXTENSION IF NOT EXISTS pgcrypto;
GRANT SELECT ON legacy.items TO app;

--- invalid: inside a DO block
DO $$
BEGIN
  CREATE TABLE orders (id uuid PRIMARY KEY); -- expect: unreplicated-schema-change
END
$$;

--- invalid: one direction, without transactions
-- mode: non-transactional
-- 001_create.sql
CREATE TABLE orders (id uuid PRIMARY KEY, status text); -- expect: unreplicated-schema-change
-- 002_change.sql
ALTER TABLE orders ADD COLUMN region text; -- expect: unreplicated-schema-change
CREATE INDEX orders_status_idx ON orders (status HASH);
-- 003_drop.sql
DROP INDEX orders_status_idx; -- expect: unreplicated-schema-change
DROP TABLE orders;

--- invalid: transactional, manual
-- mode: transactional-manual
-- 001_create.sql
CREATE TABLE orders (id uuid PRIMARY KEY, status text); -- expect: unreplicated-schema-change
-- 002_change.sql
ALTER TABLE orders ADD COLUMN region text; -- expect: unreplicated-schema-change
CREATE INDEX orders_status_idx ON orders (status HASH);
-- 003_drop.sql
DROP INDEX orders_status_idx; -- expect: unreplicated-schema-change
DROP TABLE orders;

--- invalid: transactional, semi-automatic
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY, status text); -- expect: unreplicated-schema-change
ALTER TABLE orders ADD COLUMN region text;
CREATE INDEX orders_status_idx ON orders (status HASH);

--- invalid: what a new table needs goes before it, in the order of the file
CREATE SEQUENCE trade_numbers; -- expect: unreplicated-schema-change
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE trades (id uuid PRIMARY KEY, number bigint DEFAULT nextval('trade_numbers'), note text);
CREATE TRIGGER stamp BEFORE INSERT ON trades FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TABLE fees (id uuid PRIMARY KEY);
ALTER TABLE legacy.accounts ADD COLUMN note text;
CREATE INDEX trades_note ON trades (note HASH);
DROP INDEX trades_note;

--- invalid: an index that takes the place of another
-- 001_create.sql
CREATE TABLE posts (id uuid PRIMARY KEY, title text, CONSTRAINT posts_title_key UNIQUE (title)); -- expect: unreplicated-schema-change
CREATE INDEX posts_title ON posts (title HASH);
-- 002_again.sql
DROP INDEX posts_title; -- expect: unreplicated-schema-change
ALTER TABLE posts RENAME COLUMN title TO headline;
CREATE INDEX posts_title ON posts (headline HASH);
ALTER TABLE posts DROP CONSTRAINT posts_title_key;

--- invalid: a table that is dropped where it exists, and made
DROP TABLE IF EXISTS trades;
CREATE TABLE trades (id uuid PRIMARY KEY); -- expect: unreplicated-schema-change

--- invalid: more steps than are worth writing out
CREATE TABLE posts (id uuid PRIMARY KEY); -- expect: unreplicated-schema-change
ALTER TABLE legacy.a ADD COLUMN a text;
CREATE INDEX ON legacy.a (a);
ALTER TABLE legacy.a ADD COLUMN b text;
CREATE INDEX ON legacy.a (b);
ALTER TABLE legacy.a ADD COLUMN c text;
CREATE INDEX ON legacy.a (c);
ALTER TABLE legacy.a ADD COLUMN d text;
CREATE INDEX ON legacy.a (d);
ALTER TABLE legacy.a ADD COLUMN e text;
CREATE INDEX ON legacy.a (e);
ALTER TABLE legacy.a ADD COLUMN f text;
CREATE INDEX ON legacy.a (f);

--- invalid: changes that leave the columns alone need no pause
CREATE POLICY p ON legacy.users USING (true); -- expect: unreplicated-schema-change
ALTER TABLE legacy.users OWNER TO app, ALTER COLUMN name SET DEFAULT '', ADD CONSTRAINT named CHECK (name <> '') NOT VALID;
ALTER TABLE legacy.users VALIDATE CONSTRAINT named;
ALTER TABLE legacy.users ADD CONSTRAINT of_team FOREIGN KEY (team) REFERENCES legacy.teams;

--- invalid: a trigger on an older table, which may write the new one at once
CREATE TABLE app.log (id uuid PRIMARY KEY); -- expect: unreplicated-schema-change
CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.log VALUES (NEW.id); RETURN NEW; END $$;
CREATE TRIGGER note AFTER INSERT ON legacy.users FOR EACH ROW EXECUTE FUNCTION app.note();
CREATE TABLE app.more (id uuid PRIMARY KEY);

--- valid: rows only
INSERT INTO legacy.settings (id, value) VALUES ('11111111-1111-1111-1111-111111111111', 'x');

--- valid: a session and a temporary table
SET search_path TO app;
CREATE TEMP TABLE staging (id uuid);
CREATE INDEX ON staging (id);
ALTER TABLE staging ADD COLUMN n int;
DROP TABLE staging;
ANALYZE legacy.items;

--- valid: a table that is left out of replication
-- not-replicated: public.jobs
CREATE TABLE jobs (id uuid PRIMARY KEY);
CREATE INDEX jobs_id ON jobs (id);

--- valid: automatic mode replicates schema changes
-- mode: transactional-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
