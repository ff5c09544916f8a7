--- invalid: commands that are refused
-- mode: transactional-automatic
ALTER SERVER "Files" OPTIONS (SET host 'db2'); -- expect: no-unsupported-statement
ALTER SERVER files OWNER TO app; -- expect: no-unsupported-statement
ALTER FOREIGN DATA WRAPPER w OPTIONS (ADD debug 'on'); -- expect: no-unsupported-statement
ALTER FOREIGN DATA WRAPPER w RENAME TO w2; -- expect: no-unsupported-statement
ALTER USER MAPPING FOR app SERVER files OPTIONS (SET password 'x'); -- expect: no-unsupported-statement
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal)); -- expect: no-unsupported-statement
CREATE CONVERSION c FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1; -- expect: no-unsupported-statement
ALTER CONVERSION c RENAME TO d; -- expect: no-unsupported-statement
CREATE LANGUAGE plsample HANDLER plsample_call_handler; -- expect: no-unsupported-statement
ALTER LANGUAGE plsample OWNER TO app; -- expect: no-unsupported-statement
ALTER LARGE OBJECT 42 OWNER TO app; -- expect: no-unsupported-statement
DROP LANGUAGE plsample; -- expect: no-unsupported-statement
DROP TRANSFORM FOR int LANGUAGE sql; -- expect: no-unsupported-statement
DROP CONVERSION d; -- expect: no-unsupported-statement

--- invalid: foreign tables, by what is written
-- mode: transactional-automatic
CREATE FOREIGN TABLE ext.prices (sku text) SERVER files;
ALTER FOREIGN TABLE ext.prices ADD COLUMN price numeric, ADD COLUMN at date; -- expect: no-unsupported-statement
ALTER FOREIGN TABLE ext.prices RENAME COLUMN price TO amount; -- expect: no-unsupported-statement
ALTER FOREIGN TABLE ext.prices OWNER TO app; -- expect: no-unsupported-statement
ALTER FOREIGN TABLE ext.prices SET SCHEMA public; -- expect: no-unsupported-statement
ALTER FOREIGN TABLE "Nobody's" RENAME TO somebodys; -- expect: no-unsupported-statement
ALTER TABLE public.prices ADD COLUMN note text;
DROP FOREIGN TABLE public.prices;

--- invalid: blocks and bodies
-- mode: transactional-automatic
DO $$ BEGIN
  ALTER SERVER files OWNER TO app; -- expect: no-unsupported-statement
END $$;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  EXECUTE format('ALTER SERVER %I OWNER TO app', 'files'); -- expect: no-unsupported-statement
END $$;

--- invalid: colocated tables, before they are supported
-- mode: transactional-automatic
-- version: 2025.2.0
-- colocated: true
-- not-replicated: audit.log
CREATE TABLE orders (id uuid PRIMARY KEY, note text); -- expect: no-unsupported-statement
ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b int; -- expect: no-unsupported-statement
CREATE INDEX orders_a_idx ON orders (a); -- expect: no-unsupported-statement
DROP INDEX orders_a_idx; -- expect: no-unsupported-statement
TRUNCATE elsewhere; -- expect: no-unsupported-statement
DROP TABLE "Old"; -- expect: no-unsupported-statement
CREATE TABLE large (id uuid PRIMARY KEY) WITH (colocation = false);
ALTER TABLE large ADD COLUMN note text;
CREATE TEMPORARY TABLE draft (id int);
CREATE TABLE audit.log (id uuid PRIMARY KEY);
INSERT INTO orders VALUES (gen_random_uuid(), 'x');
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  ALTER TABLE orders DROP COLUMN note; -- expect: no-unsupported-statement
END $$;

--- invalid: a table that is colocated by itself
-- mode: transactional-automatic
-- version: 2025.1
CREATE TABLE orders (id uuid PRIMARY KEY) WITH (colocation = true); -- expect: no-unsupported-statement
CREATE TABLE lines (id uuid PRIMARY KEY);

--- invalid: one text, before several schema changes in one are supported
-- mode: transactional-automatic
-- version: 2025.1
-- sends-at-once: true
CREATE ROLE app;
CREATE TABLE orders (id uuid PRIMARY KEY);
INSERT INTO orders VALUES (gen_random_uuid());
CREATE TABLE lines (id uuid PRIMARY KEY); -- expect: no-unsupported-statement
CREATE TABLE stock (id uuid PRIMARY KEY);

--- invalid: a second change outside of the current schema
-- mode: transactional-automatic
-- version: 2025.2.2.9
CREATE TABLE app.orders (id uuid PRIMARY KEY);
TRUNCATE app.orders; -- expect: no-unsupported-statement
ALTER TABLE app.orders ADD COLUMN note text;
SET search_path TO app;
CREATE TABLE public.users (id uuid PRIMARY KEY);
ALTER TABLE public.users ADD COLUMN note text; -- expect: no-unsupported-statement
CREATE TABLE lines (id uuid PRIMARY KEY);
ALTER TABLE lines ADD COLUMN note text;
RESET search_path;
BEGIN;
SET LOCAL search_path TO app;
ALTER TABLE app.lines ADD COLUMN more text;
COMMIT;
ALTER TABLE app.lines ADD COLUMN yet_more text;
ALTER TABLE app.lines DROP COLUMN more; -- expect: no-unsupported-statement

--- valid: a second change outside of the current schema, from 2025.2.3 on
-- mode: transactional-automatic
-- version: 2025.2.3
CREATE TABLE app.orders (id uuid PRIMARY KEY);
TRUNCATE app.orders;

--- valid: one statement a table, its indexes and triggers, in another file
-- mode: transactional-automatic
-- version: 2025.2.2
-- not-replicated: audit.log
-- 001_first.sql
CREATE TABLE app.orders (id uuid PRIMARY KEY, note text);
CREATE INDEX orders_note_idx ON app.orders (note);
CREATE TRIGGER t BEFORE INSERT ON app.orders FOR EACH ROW EXECUTE FUNCTION f();
CREATE TABLE audit.log (id uuid PRIMARY KEY);
ALTER TABLE audit.log ADD COLUMN note text;
CREATE TABLE IF NOT EXISTS app.orders (id uuid PRIMARY KEY);
-- 002_second.sql
ALTER TABLE app.orders ADD COLUMN at timestamptz, ADD COLUMN by text;

--- valid: colocated tables and several schema changes, once they are supported
-- mode: transactional-automatic
-- version: 2025.2.1
-- colocated: true
-- sends-at-once: true
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE lines (id uuid PRIMARY KEY);

--- valid: one schema change in one text, the rest is none
-- mode: transactional-automatic
-- version: 2025.1
-- sends-at-once: true
SET lock_timeout = '1s';
CREATE ROLE app;
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TEMPORARY TABLE draft (id int);
UPDATE users SET note = 'x';

--- valid: each statement by itself
-- mode: transactional-automatic
-- version: 2025.1
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE lines (id uuid PRIMARY KEY);

--- valid: what automatic mode takes, as text or with more
-- mode: transactional-automatic
CREATE EXTENSION postgres_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER postgres_fdw;
CREATE USER MAPPING FOR app SERVER files;
IMPORT FOREIGN SCHEMA public FROM SERVER files INTO ext;
DROP USER MAPPING FOR app SERVER files;
DROP SERVER files;
DROP FOREIGN DATA WRAPPER postgres_fdw;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
ALTER AGGREGATE total(int) RENAME TO sum_of;
CREATE CAST (text AS int) WITH INOUT;
CREATE COLLATION german FROM "de-x-icu";
ALTER COLLATION german RENAME TO deutsch;
CREATE OPERATOR CLASS by_length FOR TYPE text USING btree AS FUNCTION 1 cmp(text, text);
ALTER OPERATOR CLASS by_length USING btree RENAME TO by_len;
DROP OPERATOR CLASS by_len USING btree;
CREATE OPERATOR FAMILY fam USING btree;
ALTER OPERATOR FAMILY fam USING btree RENAME TO fam2;
CREATE STATISTICS st (ndistinct) ON a, b FROM t;
ALTER STATISTICS st RENAME TO st2;
DROP STATISTICS st2;
CREATE TEXT SEARCH CONFIGURATION german (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION german OWNER TO app;
ALTER TEXT SEARCH PARSER p RENAME TO q;
DROP TEXT SEARCH TEMPLATE tt;
CREATE RULE r AS ON INSERT TO t DO NOTHING;
ALTER RULE r ON t RENAME TO r2;
DROP RULE r2 ON t;
ALTER POLICY p ON t RENAME TO q;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app;
SECURITY LABEL FOR audit ON TABLE t IS 'low';
ALTER VIEW v RENAME TO w;
ALTER MATERIALIZED VIEW m OWNER TO app;
ALTER DOMAIN d RENAME CONSTRAINT a TO b;
DROP ACCESS METHOD am;
ALTER EXTENSION pgcrypto UPDATE;
CREATE PUBLICATION p FOR TABLE t;
VACUUM;

--- valid: another mode
-- mode: transactional-semi-automatic
ALTER SERVER files OWNER TO app;
DROP LANGUAGE plsample;
