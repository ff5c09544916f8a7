--- invalid: an expression, a condition, on whatever column
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, email varchar(100), name varchar(50), region text, kind varchar(10), note varchar(10));
CREATE INDEX users_email_lower ON users (lower(email));
CREATE INDEX users_name_active ON users (name HASH) WHERE region IS NOT NULL;
CREATE UNIQUE INDEX users_kind_region ON users (kind HASH, upper(region));
CREATE INDEX users_region_noted ON users (region HASH) WHERE note <> '';
-- 002_change.sql
ALTER TABLE users ALTER COLUMN email TYPE text; -- expect: no-index-rewrite
ALTER TABLE users ALTER COLUMN name TYPE varchar(80); -- expect: no-index-rewrite
ALTER TABLE users ALTER COLUMN kind TYPE varchar(20); -- expect: no-index-rewrite
ALTER TABLE users ALTER COLUMN note TYPE varchar; -- expect: no-index-rewrite

--- invalid: to the type that it has, and through USING
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, email text);
CREATE INDEX users_email_lower ON users (lower(email));
-- 002_change.sql
ALTER TABLE users ALTER COLUMN email TYPE text; -- expect: no-index-rewrite
ALTER TABLE users ALTER COLUMN email TYPE varchar USING email::varchar; -- expect: no-index-rewrite

--- invalid: another collation, another operator class
-- 001_create.sql
CREATE EXTENSION citext;
CREATE TABLE users (id uuid PRIMARY KEY, email text, name text COLLATE "C", bits bit(8));
CREATE INDEX users_email ON users (email HASH);
CREATE INDEX users_name ON users (name ASC);
CREATE INDEX users_bits ON users (bits HASH);
-- 002_change.sql
ALTER TABLE users ALTER COLUMN email TYPE citext; -- expect: no-index-rewrite
ALTER TABLE users ALTER COLUMN name TYPE text; -- expect: no-index-rewrite
ALTER TABLE users ALTER COLUMN name TYPE varchar COLLATE "POSIX"; -- expect: no-index-rewrite
ALTER TABLE users ALTER COLUMN bits TYPE varbit; -- expect: no-index-rewrite

--- invalid: every index of the column before 2025.2.3
-- version: 2025.2.2.9
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, email varchar(100) UNIQUE, name varchar(50));
CREATE INDEX users_name ON users (name HASH);
CREATE INDEX users_id_name ON users (id HASH) INCLUDE (name);
-- 002_change.sql
ALTER TABLE users ALTER COLUMN email TYPE text; -- expect: no-index-rewrite
ALTER TABLE users ALTER COLUMN name TYPE text; -- expect: no-index-rewrite

--- valid: plain indexes from 2025.2.3 on
-- version: 2025.2.3.0
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, email varchar(100) UNIQUE, name varchar(50));
CREATE INDEX users_name ON users (name HASH);
CREATE INDEX users_id_name ON users (id HASH) INCLUDE (name);
-- 002_change.sql
ALTER TABLE users ALTER COLUMN email TYPE text;
ALTER TABLE users ALTER COLUMN name TYPE text;

--- invalid: before 2024.2.9
-- version: 2024.2.8.0
-- mode: transactional-manual
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (name HASH);
-- 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text; -- expect: no-index-rewrite

--- valid: from 2024.2.9 on
-- version: 2024.2.9.0
-- mode: transactional-manual
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (name HASH);
-- 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text;

--- invalid: before 2025.1.4
-- version: 2025.1.3.0
-- mode: non-transactional
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (name HASH);
-- 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text; -- expect: no-index-rewrite

--- valid: from 2025.1.4 on
-- version: 2025.1.4.0
-- mode: non-transactional
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (name HASH);
-- 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text;

--- invalid: automatic mode, which refuses type changes at first
-- mode: transactional-automatic
-- version: 2025.2.0.9
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (lower(name));
-- 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text; -- expect: no-index-rewrite

--- invalid: automatic mode, which does not notice later
-- mode: transactional-automatic
-- version: 2025.2.1.0
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (lower(name));
-- 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text; -- expect: no-index-rewrite

--- invalid: names in capitals, a table that no migration creates, a new table where it joins at once
-- mode: transactional-semi-automatic
CREATE TABLE "Crm"."Users" (id uuid PRIMARY KEY, "Name" varchar(50));
CREATE INDEX "By Name" ON "Crm"."Users" (lower("Name"));
ALTER TABLE "Crm"."Users" ALTER "Name" TYPE text; -- expect: no-index-rewrite

--- invalid: in a DO block, as text, in a routine's body
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50), code varchar(5));
CREATE INDEX users_name ON users (lower(name));
CREATE INDEX users_code ON users (lower(code));
-- 002_change.sql
DO $$
BEGIN
  ALTER TABLE users ALTER name TYPE text; -- expect: no-index-rewrite
  EXECUTE 'ALTER TABLE users ALTER code TYPE text'; -- expect: no-index-rewrite
END
$$;
CREATE FUNCTION widen() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  ALTER TABLE users ALTER name TYPE varchar; -- expect: no-index-rewrite
END
$$;

--- valid: the index is gone, made afterwards, on other columns, or sorts as its own collation says
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50), code varchar(5), region text);
CREATE INDEX users_name ON users (lower(name));
CREATE INDEX users_region ON users (lower(region));
CREATE INDEX users_code ON users (code COLLATE "C" ASC);
-- 002_change.sql
DROP INDEX users_name;
ALTER TABLE users ALTER name TYPE text;
CREATE INDEX users_name ON users (lower(name));
ALTER TABLE users ALTER code TYPE varchar(5) COLLATE "POSIX";

--- valid: a primary key has no index of its own
-- version: 2024.1
-- 001_create.sql
CREATE TABLE users (name varchar(50) PRIMARY KEY);
-- 002_change.sql
ALTER TABLE users ALTER name TYPE varchar(80);

--- valid: a table of the same file, one that is not replicated, one whose rows are rewritten too
-- not-replicated: audit.log
CREATE TABLE users (id uuid PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (lower(name));
ALTER TABLE users ALTER name TYPE text;
CREATE SCHEMA audit;
CREATE TABLE audit.log (id uuid PRIMARY KEY, name varchar(50));
CREATE INDEX log_name ON audit.log (lower(name));
CREATE TABLE orders (id uuid PRIMARY KEY, total integer);
CREATE INDEX orders_total ON orders ((total + 1));
-- 002_change.sql
ALTER TABLE audit.log ALTER name TYPE text;
ALTER TABLE orders ALTER total TYPE bigint;

--- valid: a partitioned table is no-alter-partitioned-type's
-- 001_create.sql
CREATE TABLE events (id uuid, name varchar(50)) PARTITION BY HASH (id);
CREATE INDEX events_name ON events (lower(name));
-- 002_change.sql
ALTER TABLE events ALTER name TYPE text;
