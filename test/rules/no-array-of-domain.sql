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

--- valid: the domain by itself, and arrays of other types
CREATE DOMAIN postal_code AS text;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (a int, b int);
CREATE TABLE regions (id uuid PRIMARY KEY, code postal_code, names text[], moods mood[], pairs pair[], days daterange[], open datemultirange);

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
