--- invalid: an array of a domain
CREATE DOMAIN postal_code AS text CHECK (VALUE ~ '^\d{5}$');
CREATE TABLE regions (id uuid PRIMARY KEY, codes postal_code[] NOT NULL); -- expect: no-array-of-domain

--- invalid: arrays of a row type, of a view's, and of multiranges, also in automatic mode
-- mode: transactional-automatic
CREATE TABLE points (id uuid PRIMARY KEY, x int, y int);
CREATE VIEW "Corners" AS SELECT x, y FROM points;
CREATE TYPE floatrange AS RANGE (subtype = float8);
CREATE TYPE span AS RANGE (subtype = float4);
CREATE TABLE shapes (
  id uuid PRIMARY KEY,
  path points[], -- expect: no-array-of-domain
  corners "Corners"[], -- expect: no-array-of-domain
  days datemultirange[], -- expect: no-array-of-domain
  gaps floatmultirange[], -- expect: no-array-of-domain
  holes span_multirange[] -- expect: no-array-of-domain
);

--- invalid: a column that is added, and one whose type changes
-- mode: transactional-manual
-- 001_regions.sql
CREATE SCHEMA geo;
CREATE DOMAIN geo.code AS varchar(8);
CREATE TABLE regions (id uuid PRIMARY KEY, old text[]);
-- 002_codes.sql
ALTER TABLE regions ADD COLUMN codes geo.code[]; -- expect: no-array-of-domain
ALTER TABLE regions ALTER COLUMN old TYPE geo.code[] USING old::geo.code[]; -- expect: no-array-of-domain

--- invalid: inside of a domain or a composite type, and multiranges with a name of their own
CREATE DOMAIN code AS int CHECK (VALUE > 0);
CREATE DOMAIN codes AS code[];
CREATE TABLE points (id uuid PRIMARY KEY, x int);
CREATE DOMAIN corner AS points;
CREATE TYPE box AS (name text, allowed code[]);
CREATE TYPE span AS RANGE (subtype = float4, multirange_type_name = spans);
ALTER TYPE span RENAME TO stretch;
CREATE TABLE shapes (
  id uuid PRIMARY KEY,
  allowed codes, -- expect: no-array-of-domain
  corners corner[], -- expect: no-array-of-domain
  holes spans[], -- expect: no-array-of-domain
  "Box" public.box -- expect: no-array-of-domain
);

--- invalid: once a table, where it has partitions and children, and again by LIKE
CREATE DOMAIN code AS text;
CREATE TABLE regions (id uuid, codes code[], PRIMARY KEY (id)) PARTITION BY HASH (id); -- expect: no-array-of-domain
CREATE TABLE regions_0 PARTITION OF regions FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE copied (LIKE regions INCLUDING ALL); -- expect: no-array-of-domain
CREATE TABLE sites (name text, PRIMARY KEY (id)) INHERITS (copied);

--- invalid: in a block, by text that is run, and in a routine's body
-- mode: non-transactional
CREATE DOMAIN code AS text;
DO $$
BEGIN
  CREATE TABLE regions (id uuid PRIMARY KEY, codes code[]); -- expect: no-array-of-domain
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I code[]', 'legacy', 'Codes'); -- expect: no-array-of-domain
END
$$;
CREATE PROCEDURE widen() LANGUAGE sql AS 'ALTER TABLE legacy ADD COLUMN more code[]'; -- expect: no-array-of-domain

--- valid: the domain by itself, and arrays of other types
CREATE DOMAIN postal_code AS text;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (a int, b int);
CREATE TABLE regions (id uuid PRIMARY KEY, code postal_code, names text[], moods mood[], pairs pair[], days daterange[], open datemultirange);

--- valid: a table that is dropped, a column that is dropped
CREATE DOMAIN code AS text;
CREATE TABLE regions (id uuid PRIMARY KEY, codes code[]);
CREATE TABLE sites (id uuid PRIMARY KEY, codes code[]);
ALTER TABLE sites DROP COLUMN codes;
DROP TABLE regions;

--- valid: a domain over an array, a composite type of plain attributes, types that nobody here made
CREATE DOMAIN tags AS text[];
CREATE TYPE pair AS (a int, b text[]);
CREATE TABLE regions (id uuid PRIMARY KEY, tags tags, pair pair, shapes geometry[], paths ltree[]);

--- valid: a column that a later migration gives another type
-- 001_regions.sql
CREATE DOMAIN postal_code AS text;
CREATE TABLE regions (id uuid PRIMARY KEY, codes postal_code[]);
-- 002_plain.sql
ALTER TABLE regions ALTER COLUMN codes TYPE text[];

--- valid: a table outside of replication, and a temporary one
-- not-replicated: audit.regions
CREATE DOMAIN postal_code AS text;
CREATE TABLE audit.regions (id uuid PRIMARY KEY, codes postal_code[]);
CREATE TEMPORARY TABLE staged (codes postal_code[]);
