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

--- invalid: behind a column that is added, in small letters, one that can be checked later, and one beside other things
-- mode: transactional-manual
create table "Users" (id uuid primary key, email text, phone text);
-- 002_later.sql
  alter table "Users" add column "Handle" text unique nulls not distinct, add column note text; -- expect: no-blocking-unique-constraint
alter table "Users" add column code text constraint "Code" unique not null default 'x'; -- expect: no-blocking-unique-constraint
alter table only "Users" add constraint emails /* or none */ unique (email, -- expect: no-blocking-unique-constraint
  phone) deferrable initially deferred;
alter table "Users" add unique (id, /* first */ phone); -- expect: no-blocking-unique-constraint
alter table "Users" add column fax text, add unique (fax); -- expect: no-blocking-unique-constraint
alter table "Users" add column "Late" text unique deferrable; -- expect: no-blocking-unique-constraint
alter table if exists "Users" add unique (phone); -- expect: no-blocking-unique-constraint
alter table "Users" add unique (phone, id) with (fillfactor = 70); -- expect: no-blocking-unique-constraint

--- invalid: in a transaction, and with keys in an order
-- mode: transactional-manual
BEGIN;
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint
COMMIT;
ALTER TABLE users ADD CONSTRAINT users_phone_key UNIQUE (phone ASC); -- expect: no-blocking-unique-constraint

--- invalid: a release of automatic mode that may refuse a second statement
-- mode: transactional-automatic
-- version: 2025.1
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint

--- invalid: a tool that sends a file as one text
-- mode: transactional-manual
-- sends-at-once: true
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint

--- invalid: a transaction of the tool's that it does without
-- mode: transactional-manual
-- tool: sql-migrate
-- 001_users.sql
-- +migrate Up
CREATE TABLE users (id uuid PRIMARY KEY, email text, phone text);
-- 002_unique.sql
-- +migrate Up
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint
-- 003_both.sql
-- +migrate Up
ALTER TABLE users ADD COLUMN note text;
ALTER TABLE users ADD CONSTRAINT users_phone_key UNIQUE (phone); -- expect: no-blocking-unique-constraint

--- invalid: a block that a tool sends as one text
-- mode: transactional-manual
-- tool: goose
-- 001_users.sql
-- +goose NO TRANSACTION
-- +goose Up
-- +goose StatementBegin
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint
-- +goose StatementEnd

--- invalid: transactions of tools that take one statement outside of them
-- mode: transactional-manual
-- tool: sqlx
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email); -- expect: no-blocking-unique-constraint

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
