--- invalid: fixed keys, both clusters
CREATE TABLE roles (id uuid PRIMARY KEY, name text);
-- 002_seed.sql
INSERT INTO roles (id, name) VALUES ('11111111-1111-1111-1111-111111111111', 'admin'); -- expect: no-data-change
INSERT INTO roles VALUES ('22222222-2222-2222-2222-222222222222', 'reader'), ('33333333-3333-3333-3333-333333333333', 'writer');
-- 003_seed.sql
INSERT INTO roles SELECT '44444444-4444-4444-4444-444444444444', 'auditor' UNION ALL SELECT '55555555-5555-5555-5555-555555555555', 'guest' ON CONFLICT DO NOTHING; -- expect: no-data-change
-- 004_seed.sql
INSERT INTO roles VALUES ('11111111-1111-1111-1111-111111111111', 'root') ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name; -- expect: no-data-change

--- invalid: random keys, numbers, no key, keys of a query
CREATE TABLE a (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text);
CREATE TABLE b (id serial PRIMARY KEY, name text);
CREATE TABLE c (name text);
CREATE TABLE d (id uuid PRIMARY KEY, name text);
CREATE TABLE e (id uuid, site text DEFAULT 'A', PRIMARY KEY (id, site));
-- 002_seed.sql
INSERT INTO a (name) VALUES ('x'); -- expect: no-data-change
INSERT INTO b VALUES (DEFAULT, 'x'); -- expect: no-data-change
INSERT INTO c VALUES ('x'); -- expect: no-data-change
INSERT INTO d SELECT id, name FROM a WHERE name <> ''; -- expect: no-data-change
INSERT INTO e (id) VALUES (gen_random_uuid()); -- expect: no-data-change
-- 003_seed.sql
INSERT INTO d VALUES ('11111111-1111-1111-1111-111111111111', 'x'), (gen_random_uuid(), 'y'); -- expect: no-data-change
INSERT INTO e (id) VALUES ('11111111-1111-1111-1111-111111111111') ON CONFLICT DO NOTHING; -- expect: no-data-change

--- invalid: tables that no migration creates
INSERT INTO legacy.countries (code, name) VALUES ('at', 'Austria'); -- expect: no-data-change
INSERT INTO legacy.tokens (id, name) VALUES (gen_random_uuid(), 'x'); -- expect: no-data-change
INSERT INTO "Legacy"."Users" DEFAULT VALUES; -- expect: no-data-change
UPDATE legacy.countries SET name = 'Österreich' WHERE code = 'at'; -- expect: no-data-change
DELETE FROM legacy.countries WHERE code = 'su'; -- expect: no-data-change

--- invalid: updates that count, and updates that do not
CREATE TABLE accounts (id uuid PRIMARY KEY, balance numeric, name text, tags text[], doc jsonb, seen timestamptz, active bool);
-- 002_fix.sql
UPDATE accounts SET balance = balance / 100; -- expect: no-data-change
-- 003_fix.sql
UPDATE accounts AS a SET balance = a.balance * 2 WHERE a.balance < 10; -- expect: no-data-change
-- 004_fix.sql
UPDATE accounts SET doc = doc || '{"a": 1}', doc2 = jsonb_set(doc2, '{a}', '1'); -- expect: no-data-change
-- 005_fix.sql
UPDATE accounts SET name = lower(name), balance = round(balance, 2), tags = coalesce(tags, '{}'); -- expect: no-data-change
-- 006_fix.sql
UPDATE accounts SET name = name || ' (old)', tags = array_append(tags, 'x'), active = NOT active; -- expect: no-data-change
-- 007_fix.sql
UPDATE accounts SET seen = now(); -- expect: no-data-change
-- 008_fix.sql
UPDATE accounts SET name = 'none' WHERE name IS NULL; -- expect: no-data-change
UPDATE accounts SET name = name || name;
-- 009_fix.sql
UPDATE accounts SET seen = now() WHERE seen IS NULL; -- expect: no-data-change
-- 010_fix.sql
UPDATE accounts SET active = false, name = '', tags = '{}', doc = '{}' WHERE balance = 0; -- expect: no-data-change

--- invalid: what is made of the old value
UPDATE legacy.teams SET login = lower(login), size = coalesce(size, 0); -- expect: no-data-change
-- 002_later.sql
UPDATE legacy.teams AS t SET login = trim(t.login), name = login; -- expect: no-data-change
-- 003_later.sql
UPDATE legacy.teams SET login = lower(login) WHERE login <> lower(login); -- expect: no-data-change
-- 004_later.sql
UPDATE legacy.teams SET login = (SELECT login FROM legacy.users LIMIT 1); -- expect: no-data-change

--- invalid: a field that is taken away from an object
CREATE TABLE plans (id uuid PRIMARY KEY, doc jsonb, tags hstore, price numeric);
-- 002_fix.sql
UPDATE plans SET doc = nullif(doc - 'discount', '{}'), tags = tags - 'old'::text; -- expect: no-data-change
-- 003_fix.sql
UPDATE plans SET doc = doc - 'discount', price = price - 1; -- expect: no-data-change

--- invalid: many statements, some with a condition
UPDATE legacy.users SET active = true WHERE active IS NULL; -- expect: no-data-change
UPDATE legacy.users SET name = 'x' WHERE id = 1;
UPDATE legacy.users SET mail = 'y', name = 'z' WHERE id = 2;

--- invalid: rows that are deleted, by a condition and without one
DELETE FROM legacy.sessions; -- expect: no-data-change
DELETE FROM legacy.tokens WHERE expires_at < '2026-01-01'; -- expect: no-data-change

--- invalid: rows of nothing but defaults
CREATE TABLE secrets (id serial PRIMARY KEY, secret text);
-- 002_seed.sql
INSERT INTO secrets DEFAULT VALUES; -- expect: no-data-change

--- invalid: the worst of many statements speaks
CREATE TABLE settings (name text PRIMARY KEY, value int);
-- 002_fix.sql
UPDATE settings SET value = 1 WHERE name = 'a'; -- expect: no-data-change
UPDATE settings SET (name, value) = ('b', value + 1) WHERE name = 'b';
DELETE FROM settings WHERE name = 'c'; -- expect: no-data-change
MERGE INTO settings s USING (VALUES ('d', 1)) v (name, value) ON s.name = v.name WHEN MATCHED THEN UPDATE SET value = s.value + v.value WHEN NOT MATCHED THEN INSERT VALUES (v.name, v.value); -- expect: no-data-change
INSERT INTO settings VALUES ('d', 1) ON CONFLICT (name) DO UPDATE SET value = settings.value + EXCLUDED.value; -- expect: no-data-change

--- invalid: beside schema changes
ALTER TABLE legacy.users ADD COLUMN full_name text;
UPDATE legacy.users SET full_name = first_name || ' ' || last_name; -- expect: no-data-change

--- invalid: a merge, a copy, a DO block, WITH, EXECUTE
CREATE TABLE t (id int PRIMARY KEY, v text);
CREATE TABLE u (id int PRIMARY KEY, v text);
-- 002_data.sql
MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE; -- expect: no-data-change
COPY t (id, v) FROM stdin; -- expect: no-data-change
1	x
\.
DO $$
BEGIN
  UPDATE t SET v = 'x'; -- expect: no-data-change
  EXECUTE format('DELETE FROM %I', 't'); -- expect: no-data-change
END
$$;
WITH gone AS (DELETE FROM u RETURNING *) INSERT INTO t SELECT * FROM gone; -- expect: no-data-change no-data-change
-- 003_data.sql
COPY t FROM '/tmp/t.csv'; -- expect: no-data-change
COPY u (v) FROM stdin; -- expect: no-data-change
x
\.

--- invalid: one direction, each kind
-- mode: non-transactional
CREATE TABLE roles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text UNIQUE, uses int);
CREATE TABLE log (line text);
-- 002_seed.sql
INSERT INTO roles (name) VALUES ('admin'); -- expect: no-data-change
INSERT INTO log VALUES ('x'); -- expect: no-data-change
UPDATE roles SET uses = uses + 1 WHERE uses = 0; -- expect: no-data-change
DELETE FROM roles WHERE name = 'x'; -- expect: no-data-change
-- 003_seed.sql
INSERT INTO roles (id, name) VALUES ('11111111-1111-1111-1111-111111111111', 'a'); -- expect: no-data-change
UPDATE roles SET name = 'b' WHERE name = 'a'; -- expect: no-data-change
-- 004_seed.sql
INSERT INTO roles (id, name) VALUES ('11111111-1111-1111-1111-111111111111', 'a') ON CONFLICT DO NOTHING; -- expect: no-data-change
UPDATE roles SET name = gen_random_uuid()::text; -- expect: no-data-change
-- 005_seed.sql
UPDATE roles SET name = lower(name); -- expect: no-data-change
-- 006_seed.sql
INSERT INTO roles SELECT * FROM legacy.roles; -- expect: no-data-change
INSERT INTO legacy.roles (name) VALUES ('a'); -- expect: no-data-change

--- invalid: the standby refuses
-- mode: transactional-manual
ALTER TABLE roles ADD COLUMN name text;
INSERT INTO roles VALUES (1), (2); -- expect: no-data-change
INSERT INTO roles VALUES (3);
-- 002_only_data.sql
UPDATE roles SET name = 'x'; -- expect: no-data-change

--- invalid: in semi-automatic mode a new table is replicated at once
-- mode: transactional-semi-automatic
CREATE TABLE roles (id uuid PRIMARY KEY, name text);
INSERT INTO roles VALUES ('11111111-1111-1111-1111-111111111111', 'admin'); -- expect: no-data-change

--- valid: automatic mode runs migrations on the primary
-- mode: transactional-automatic
INSERT INTO roles VALUES (1);

--- valid: a table of the same file is left to no-insert-before-replication
CREATE TABLE roles (id uuid PRIMARY KEY, name text);
INSERT INTO roles VALUES ('11111111-1111-1111-1111-111111111111', 'admin');
UPDATE roles SET name = 'root';

--- valid: a table that comes and goes with the file
CREATE TABLE staging (id int);
INSERT INTO staging SELECT id FROM orders;
DROP TABLE staging;

--- valid: temporary and foreign tables, views, the catalog, tables that are left out of replication
-- not-replicated: public.jobs, audit.log
CREATE FOREIGN TABLE elsewhere (id int) SERVER s;
CREATE VIEW v AS SELECT 1 AS id;
CREATE TEMP TABLE scratch (id int);
INSERT INTO scratch VALUES (1);
INSERT INTO elsewhere VALUES (1);
INSERT INTO v VALUES (1);
INSERT INTO jobs VALUES (1);
DELETE FROM audit.log;
UPDATE pg_catalog.pg_class SET relname = '' WHERE false;
DROP TABLE scratch;
DROP FOREIGN TABLE elsewhere;

--- valid: routine bodies run later
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ INSERT INTO orders VALUES (1); UPDATE orders SET id = id + 1 $$;
SELECT f();

--- valid: reading
SELECT * FROM orders;
COPY orders TO stdout;
