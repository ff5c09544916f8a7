--- invalid: an enum
CREATE TYPE order_status AS ENUM ('new', 'paid', 'it''s sent'); -- expect: no-user-defined-type
CREATE TABLE orders (id uuid PRIMARY KEY, status order_status);

--- invalid: a composite type and a range, in another schema and with quotes
-- mode: transactional-manual
CREATE TYPE geo."Point3" AS (x float8, y float8, z float8); -- expect: no-user-defined-type
CREATE TYPE floatrange AS RANGE (subtype = float8); -- expect: no-user-defined-type

--- invalid: a label more, a label renamed, an attribute more, of types that earlier files made
-- mode: transactional-semi-automatic
-- 001_types.sql
CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
CREATE TYPE pair AS (a int, b int); -- expect: no-user-defined-type
-- 002_alter.sql
ALTER TYPE mood ADD VALUE 'happy' AFTER 'ok'; -- expect: no-user-defined-type
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'; -- expect: no-user-defined-type
ALTER TYPE pair ADD ATTRIBUTE c int; -- expect: no-user-defined-type

--- invalid: a type that no migration makes
-- mode: non-transactional
ALTER TYPE legacy.mood ADD VALUE IF NOT EXISTS 'happy'; -- expect: no-user-defined-type
DROP TYPE legacy.mood; -- expect: no-user-defined-type

--- invalid: one that an earlier file made is dropped
-- 001_types.sql
CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
-- 002_drop.sql
DROP TYPE IF EXISTS mood; -- expect: no-user-defined-type

--- invalid: in a guarded block, and by text that is run
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
    CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
  END IF;
  EXECUTE format('ALTER TYPE %I ADD VALUE %L', 'other', 'x'); -- expect: no-user-defined-type
END
$$;

--- invalid: an enum of many labels
CREATE TYPE letter AS ENUM ('a','b','c','d','e','f','g','h','i','j','k','l','m','n','o','p','q','r','s','t','u'); -- expect: no-user-defined-type

--- invalid: an enum whose columns are in the same file
-- mode: transactional-manual
CREATE TYPE shop."Status" AS ENUM ('new', 'paid'); -- expect: no-user-defined-type
CREATE TABLE shop.orders (
  id uuid PRIMARY KEY,
  "State" shop."Status" NOT NULL DEFAULT 'new',
  past shop."Status"[] NOT NULL DEFAULT '{}'
);
CREATE TABLE lines (id uuid, was shop."Status" DEFAULT 'paid'::shop."Status", PRIMARY KEY (id)) PARTITION BY HASH (id);
CREATE TABLE lines_0 PARTITION OF lines FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE copied (LIKE lines);

--- invalid: an enum that text can stand in for, in several files, with casts, and dropped in the end or when it is taken back
-- tool: goose
-- 001_types.sql
-- +goose Up
-- What a customer thinks.
CREATE TYPE mood AS ENUM ('sad', 'it''s ok'); -- expect: no-user-defined-type

create type "Level" as enum ('low', 'high'); -- expect: no-user-defined-type
CREATE TABLE days (
  id uuid PRIMARY KEY,
  mood mood NOT NULL DEFAULT 'sad'::mood, -- of the day
  "Worst" public.MOOD CONSTRAINT no_worse CHECK ("Worst" <> 'it''s ok'::public.mood)
);
-- 002_more.sql
-- +goose Up
ALTER TABLE days ADD COLUMN evening mood, ADD COLUMN level "Level" NOT NULL DEFAULT 'low';
CREATE INDEX sad_days ON days (level) WHERE mood = 'sad'::mood;
UPDATE days SET evening = 'sad'::mood WHERE mood = 'sad';
ALTER TABLE days ALTER COLUMN mood SET DEFAULT 'it''s ok'::mood;
-- 003_less.sql
-- +goose Up
ALTER TABLE days RENAME COLUMN evening TO night;

--- invalid: what is made and altered, or made and dropped, in one file: the finding stands where it is made
CREATE TYPE mood AS ENUM ('sad'); -- expect: no-user-defined-type
ALTER TYPE mood ADD VALUE 'ok';
CREATE TABLE days (id uuid PRIMARY KEY, mood mood);
CREATE TYPE pair AS (a int, b int); -- expect: no-user-defined-type
DROP TYPE pair;

--- invalid: an enum of more columns than are written out, one of which is added later in the file
-- mode: non-transactional
CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
CREATE TABLE days (id uuid PRIMARY KEY, a mood, b mood, c mood, d mood);
ALTER TABLE days ADD COLUMN e mood;

--- invalid: enums that are more than types of columns
-- 001_types.sql
CREATE TYPE a AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE b AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE c AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE d AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE e AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE f AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE g AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE h AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE i AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE j AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TYPE k AS ENUM ('x'); -- expect: no-user-defined-type
CREATE TABLE t (a1 a, b1 b[], c1 c, d1 d, e1 e, f1 f DEFAULT CAST('x' AS f), g1 g, h1 h, i1 i, j1 j, k1 k, CONSTRAINT t_k1_check CHECK (k1 = 'x'));
ALTER TABLE t ALTER COLUMN a1 TYPE text;
COMMENT ON TYPE c IS 'c';
CREATE FUNCTION d() RETURNS text LANGUAGE sql AS $$ SELECT 'x'::d $$;
CREATE VIEW v AS SELECT 'x'::e AS e;
CREATE DOMAIN g2 AS g;
CREATE TABLE u (LIKE t);
CREATE TABLE w (i2 i) PARTITION BY LIST (i2);
DROP TYPE j CASCADE;

--- invalid: an enum that is all that its file holds
-- 001_type.sql
CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
-- 002_table.sql
CREATE TABLE days (id uuid PRIMARY KEY, mood mood);

--- invalid: attributes, names and schemas, of a type that an earlier file made and of one that none did
-- 001_types.sql
CREATE TYPE pair AS (a int, b int); -- expect: no-user-defined-type
-- 002_alter.sql
ALTER TYPE pair RENAME ATTRIBUTE a TO first; -- expect: no-user-defined-type
ALTER TYPE pair DROP ATTRIBUTE b; -- expect: no-user-defined-type
ALTER TYPE pair RENAME TO couple; -- expect: no-user-defined-type
ALTER TYPE couple SET SCHEMA archive; -- expect: no-user-defined-type
ALTER TYPE legacy.mood RENAME VALUE 'sad' TO 'blue'; -- expect: no-user-defined-type

--- invalid: in routines' bodies, where the file that made the type is no excuse
-- mode: transactional-semi-automatic
CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
CREATE PROCEDURE grow() LANGUAGE plpgsql AS $$
BEGIN
  CREATE TYPE pair AS (a int, b int); -- expect: no-user-defined-type
  ALTER TYPE mood ADD VALUE 'happy'; -- expect: no-user-defined-type
  DROP TYPE mood; -- expect: no-user-defined-type
END
$$;

--- valid: text with a check, and a lookup table
CREATE TABLE statuses (name text PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, status text CHECK (status IN ('new', 'paid')));

--- valid: domains that no migration makes, and those that are called types
CREATE DOMAIN email AS text;
ALTER TYPE email RENAME TO mail;
DROP TYPE mail;
ALTER DOMAIN legacy ADD CONSTRAINT filled CHECK (VALUE <> '');
ALTER DOMAIN legacy RENAME TO "Legacy";
ALTER DOMAIN "Legacy" SET SCHEMA archive;
DROP DOMAIN archive."Legacy";

--- valid: temporary types, base types and shell types, which are no enum, composite or range
CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok');
DROP TYPE pg_temp.mood;
CREATE TYPE shell;
CREATE TYPE box3 (INPUT = box3_in, OUTPUT = box3_out);
ALTER TYPE box3 SET (RECEIVE = box3_recv);
ALTER TYPE box3 OWNER TO postgres;

--- valid: domains
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
ALTER DOMAIN email SET NOT NULL;
DROP DOMAIN email;

--- valid: automatic mode
-- mode: transactional-automatic
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TYPE mood ADD VALUE 'happy';
DROP TYPE mood;

--- valid: dropped for good measure, where nothing is known of it
DROP TYPE IF EXISTS mood;
