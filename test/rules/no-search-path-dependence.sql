--- invalid: a function in a default, as in the issue
-- mode: transactional-automatic
SET search_path TO repl_test, public;
CREATE TABLE orders (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), -- expect: no-search-path-dependence
  made timestamptz DEFAULT now()
);

--- invalid: found in the second schema
-- mode: transactional-automatic
CREATE TYPE public.color AS ENUM ('red');
CREATE TABLE public.parents (id uuid PRIMARY KEY);
CREATE SEQUENCE public.numbers;
CREATE FUNCTION public.f(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
SET search_path = app, public;
CREATE TABLE a (id uuid PRIMARY KEY, c color); -- expect: no-search-path-dependence
CREATE TABLE b (id uuid PRIMARY KEY, parent uuid REFERENCES parents); -- expect: no-search-path-dependence
CREATE TABLE c (id uuid PRIMARY KEY, n bigint DEFAULT nextval('numbers')); -- expect: no-search-path-dependence
CREATE TABLE d (id uuid PRIMARY KEY, n bigint DEFAULT nextval('numbers'::regclass)); -- expect: no-search-path-dependence
CREATE TABLE e (id uuid PRIMARY KEY, t text CHECK (f(t) = t)); -- expect: no-search-path-dependence
CREATE INDEX ON e (f(t)); -- expect: no-search-path-dependence
CREATE TABLE g () INHERITS (parents); -- expect: no-search-path-dependence
CREATE TABLE h (LIKE parents); -- expect: no-search-path-dependence
CREATE TABLE i (v text DEFAULT f('x'), c color[], p uuid REFERENCES parents); -- expect: no-search-path-dependence
CREATE VIEW v AS SELECT f('x') AS x FROM parents; -- expect: no-search-path-dependence

--- invalid: on what is there
-- mode: transactional-automatic
CREATE TABLE public.orders (id uuid PRIMARY KEY);
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
SET search_path = app, public;
ALTER TABLE orders ADD COLUMN note text; -- expect: no-search-path-dependence
CREATE INDEX ON orders (note); -- expect: no-search-path-dependence
CREATE TRIGGER t BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION touch(); -- expect: no-search-path-dependence
COMMENT ON TABLE orders IS 'x'; -- expect: no-search-path-dependence
COMMENT ON COLUMN orders.note IS 'x'; -- expect: no-search-path-dependence
GRANT SELECT ON orders TO PUBLIC; -- expect: no-search-path-dependence
ALTER TABLE orders RENAME TO purchases; -- expect: no-search-path-dependence
DROP FUNCTION touch(); -- expect: no-search-path-dependence
DROP TABLE purchases, unknown; -- expect: no-search-path-dependence
CREATE SEQUENCE s OWNED BY elsewhere.n; -- expect: no-search-path-dependence

--- invalid: the other modes
CREATE TABLE public.parents (id uuid PRIMARY KEY);
SELECT set_config('search_path', '"App", public', false);
CREATE TABLE b (id uuid PRIMARY KEY, parent uuid REFERENCES parents); -- expect: no-search-path-dependence
CREATE TABLE c (id uuid PRIMARY KEY, parent uuid REFERENCES nowhere, a citext, b ltree); -- expect: no-search-path-dependence

--- invalid: in a block, of which each statement is judged
-- mode: transactional-automatic
SET search_path TO app, public;
DO $$
BEGIN
  ALTER TABLE orders ADD COLUMN note text; -- expect: no-search-path-dependence
  EXECUTE 'ALTER TABLE orders ADD COLUMN remark text'; -- expect: no-search-path-dependence
END
$$;

--- invalid: a path that later sessions have
-- mode: transactional-automatic
-- 001_path.sql
CREATE TABLE public.orders (id uuid PRIMARY KEY);
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path TO app, public', 'shop'); END $$;
ALTER TABLE orders ADD COLUMN a int;
-- 002_later.sql
ALTER TABLE orders ADD COLUMN b int; -- expect: no-search-path-dependence
ALTER DATABASE shop RESET search_path;
-- 003_last.sql
ALTER TABLE orders ADD COLUMN c int;
ALTER ROLE ALL SET search_path = app, public;
-- 004_roles.sql
ALTER TABLE orders ADD COLUMN d int; -- expect: no-search-path-dependence

--- valid: all in the first schema, qualified, or PostgreSQL's own
-- mode: transactional-automatic
SET search_path TO app, public;
CREATE TABLE nodes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  n serial,
  parent uuid REFERENCES nodes,
  name varchar(10) NOT NULL DEFAULT lower('X') CHECK (length(name) > 0),
  tags _text,
  made timestamptz DEFAULT CURRENT_TIMESTAMP,
  kind public.color DEFAULT public.f('x'),
  other uuid REFERENCES public.parents
);
CREATE INDEX ON nodes USING gin (to_tsvector('simple', coalesce(name, '')));
CREATE VIEW v AS WITH t AS (SELECT count(*) AS c FROM nodes) SELECT c FROM t;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.made := pg_catalog.now(); RETURN NEW; END';
CREATE TRIGGER t BEFORE UPDATE ON nodes FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE nodes ADD COLUMN note text;
COMMENT ON COLUMN nodes.note IS 'x';
CREATE TYPE pair AS (a int, b text);
CREATE TABLE pairs (id uuid PRIMARY KEY, p pair);
DROP TABLE nodes;

--- valid: one schema, the default, or nothing
-- mode: transactional-automatic
ALTER TABLE unknown ADD COLUMN a int DEFAULT f();
SET search_path TO app;
ALTER TABLE unknown ADD COLUMN b int DEFAULT f();
SET search_path TO app, pg_catalog;
ALTER TABLE unknown ADD COLUMN c int;
SET search_path TO "$user", public;
ALTER TABLE unknown ADD COLUMN d int;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.t (id uuid PRIMARY KEY DEFAULT public.uuid_generate_v4());
CREATE SCHEMA later CREATE TABLE a (id uuid PRIMARY KEY) CREATE VIEW b AS SELECT id FROM a;

--- valid: the path is over, or set for one transaction
-- mode: transactional-automatic
BEGIN;
SET LOCAL search_path TO app, public;
COMMIT;
ALTER TABLE unknown ADD COLUMN a int;
SET search_path TO app, public;
RESET search_path;
ALTER TABLE unknown ADD COLUMN b int;

--- valid: rows, temporary tables, and bodies, whose path nobody knows
-- mode: transactional-automatic
SET search_path TO app, public;
INSERT INTO unknown SELECT f(x) FROM other;
UPDATE unknown SET a = 1;
CREATE TEMP TABLE scratch AS SELECT * FROM unknown;
DROP TABLE scratch;
CREATE FUNCTION grow() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  ALTER TABLE unknown ADD COLUMN a int;
END
$$;
