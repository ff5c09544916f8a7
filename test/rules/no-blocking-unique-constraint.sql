--- invalid: an older table
-- mode: transactional-manual
CREATE TABLE users (id uuid PRIMARY KEY, email text, phone text);
-- 002_later.sql
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint
ALTER TABLE users ADD UNIQUE (phone, email); -- expect: no-blocking-unique-constraint

--- invalid: an added column of an unknown table in another schema
-- mode: non-transactional
ALTER TABLE "Sales"."Users" ADD COLUMN "Handle" text UNIQUE; -- expect: no-blocking-unique-constraint

--- invalid: a release that refuses no nonconcurrent index
-- mode: non-transactional
-- version: 2024.2
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email) INCLUDE (phone); -- expect: no-blocking-unique-constraint

--- invalid: the first release that refuses them
-- mode: non-transactional
-- version: 2025.1.0
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE NULLS NOT DISTINCT (email); -- expect: no-blocking-unique-constraint

--- invalid: automatic mode
-- mode: transactional-automatic
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint

--- invalid: in semi-automatic mode a new table is replicated at once
-- mode: transactional-semi-automatic
CREATE TABLE users (id uuid PRIMARY KEY, email text);
ALTER TABLE ONLY users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint

--- invalid: a partitioned table
-- mode: transactional-manual
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
ALTER TABLE events ADD CONSTRAINT events_key UNIQUE (id, at); -- expect: no-blocking-unique-constraint

--- invalid: a DO block and a function
-- mode: transactional-manual
DO $$ BEGIN
  ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint
EXCEPTION WHEN duplicate_table THEN NULL;
END $$;
CREATE FUNCTION harden() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  ALTER TABLE users ADD CONSTRAINT users_phone_key UNIQUE (phone); -- expect: no-blocking-unique-constraint
END $$;

--- valid: an index that is taken over
-- mode: transactional-manual
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;

--- valid: a table that the file creates
-- mode: transactional-manual
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE, phone text);
ALTER TABLE users ADD UNIQUE (phone);

--- valid: other constraints, and a column that is there already
-- mode: transactional-manual
CREATE TABLE users (id uuid PRIMARY KEY, email text);
-- 002_later.sql
ALTER TABLE users ADD CHECK (email <> ''), ADD COLUMN team uuid REFERENCES teams (id);
DO $$ BEGIN ALTER TABLE users ADD COLUMN IF NOT EXISTS email text UNIQUE; END $$;

--- valid: the parent alone
-- mode: transactional-manual
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
ALTER TABLE ONLY events ADD UNIQUE (id, at);

--- valid: tables outside of replication
-- mode: transactional-manual
-- not-replicated: audit.log
ALTER TABLE audit.log ADD UNIQUE (id);
CREATE TEMP TABLE staging (id uuid);
ALTER TABLE staging ADD UNIQUE (id);

--- valid: bidirectional, where other rules speak
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
