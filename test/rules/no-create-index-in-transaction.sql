--- invalid: an explicit transaction
BEGIN;
CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
COMMIT;

--- invalid: with CONCURRENTLY it fails
START TRANSACTION;
CREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
END;

--- invalid: a release that builds it
-- mode: transactional-manual
-- version: 2024.2
BEGIN;
CREATE UNIQUE INDEX orders_code ON sales.orders (code); -- expect: no-create-index-in-transaction
COMMIT;

--- invalid: the first release that refuses it
-- mode: non-transactional
-- version: 2025.1.0
BEGIN;
CREATE INDEX "Orders by code" ON "Orders" ("Code" ASC); -- expect: no-create-index-in-transaction
COMMIT;

--- invalid: one direction, an old release
-- mode: non-transactional
-- version: 2.20
BEGIN;
CREATE INDEX orders_code ON orders (code); -- expect: no-create-index-in-transaction
COMMIT;

--- invalid: automatic mode
-- mode: transactional-automatic
BEGIN;
CREATE INDEX orders_code ON orders (code); -- expect: no-create-index-in-transaction
CREATE INDEX CONCURRENTLY orders_day ON orders (day); -- expect: no-create-index-in-transaction
COMMIT;

--- invalid: in semi-automatic mode a new table is replicated at once
-- mode: transactional-semi-automatic
BEGIN;
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
COMMIT;

--- invalid: a DO block
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'orders_customer') THEN
    CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
  END IF;
END
$$;

--- invalid: dynamic SQL in a DO block
DO $$
BEGIN
  EXECUTE format('CREATE INDEX %I ON %I (customer_id)', 'orders_customer', 'orders'); -- expect: no-create-index-in-transaction
END
$$;

--- invalid: a function, even for a table of its own file
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
CREATE FUNCTION ops.add_index() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
END
$$;

--- invalid: a function that is called
CREATE FUNCTION add_index() RETURNS void LANGUAGE sql AS $$
  CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
$$;
SELECT add_index(); -- expect: no-create-index-in-transaction

--- invalid: a tool that goes by a line of its own, for the whole file
-- tool: goose
-- 001_orders.sql
-- +goose Up
create table orders (id uuid primary key, customer_id uuid, code text);
-- 002_indexes.sql
-- Orders by customer.
-- +goose Up
create index orders_customer on orders (customer_id); -- expect: no-create-index-in-transaction
create unique index if not exists orders_code on orders (code); -- expect: no-create-index-in-transaction

--- invalid: one whose down part needs its transaction
-- tool: goose
-- +goose Up
CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
-- +goose Down
DROP INDEX orders_customer;
UPDATE orders SET note = NULL;

--- invalid: one that sends a block as one text
-- tool: goose
-- 001_both.sql
-- +goose Up
-- +goose StatementBegin
CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
CREATE INDEX orders_code ON orders (code); -- expect: no-create-index-in-transaction
-- +goose StatementEnd
-- 002_one.sql
-- +goose Up
-- +goose StatementBegin
CREATE INDEX orders_note ON orders (note); -- expect: no-create-index-in-transaction
-- +goose StatementEnd

--- invalid: one with something else beside the index
-- tool: goose
-- +goose Up
ALTER TABLE orders ADD COLUMN note text;
CREATE INDEX orders_note ON orders (note); -- expect: no-create-index-in-transaction

--- invalid: before a release that takes it where it is built on both clusters at once
-- tool: goose
-- version: 2024.2.1
-- +goose Up
CREATE INDEX orders_note ON orders (note); -- expect: no-create-index-in-transaction

--- invalid: a tool that goes by words behind the line with which a part begins
-- mode: transactional-manual
-- tool: dbmate
-- 001_orders.sql
-- migrate:up
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
-- 002_index.sql
-- migrate:up
CREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction

--- invalid: parts that commit by themselves
-- mode: non-transactional
-- tool: liquibase
-- 001_orders.sql
--liquibase formatted sql
--changeset ann:0
CREATE TABLE orders (id uuid PRIMARY KEY, code text);
-- 002_more.sql
--liquibase formatted sql
--changeset ann:1
ALTER TABLE orders ADD COLUMN note text;
--changeset ann:2 labels:slow
CREATE INDEX orders_note ON orders (note); -- expect: no-create-index-in-transaction
--changeset ann:3
CREATE INDEX orders_code ON orders (code); -- expect: no-create-index-in-transaction
ALTER TABLE orders ADD COLUMN other text;
--changeset ann:4 runInTransaction:true
CREATE INDEX orders_other ON orders (other); -- expect: no-create-index-in-transaction

--- invalid: a tool that goes by the top of the file, with an empty line
-- tool: atlas
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
-- 002_index.sql
-- Create index "orders_customer" to table: "orders"
CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction

--- invalid: a tool that goes by the statement
-- tool: flyway
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
-- 002_index.sql
CREATE INDEX orders_customer /* at last */ ON orders (customer_id); -- expect: no-create-index-in-transaction

--- invalid: the same with two statements
-- tool: flyway
CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction
CREATE INDEX orders_code ON orders (code); -- expect: no-create-index-in-transaction

--- invalid: a tool that has no such comment
-- tool: refinery
CREATE INDEX orders_customer ON orders (customer_id); -- expect: no-create-index-in-transaction

--- invalid: all that YugabyteDB adds to an index
BEGIN;
CREATE INDEX orders_region ON orders ((region, code) HASH, day DESC NULLS LAST) SPLIT INTO 12 TABLETS; -- expect: no-create-index-in-transaction
CREATE UNIQUE INDEX orders_day ON orders (day ASC) NULLS NOT DISTINCT SPLIT AT VALUES (('2025-01-01'), ('2026-01-01')) WHERE day IS NOT NULL; -- expect: no-create-index-in-transaction
COMMIT;

--- invalid: a table of an earlier file
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid, total numeric);
-- 002_later.sql
BEGIN;
ALTER TABLE orders ADD COLUMN note text;
CREATE INDEX orders_note ON orders USING lsm ((lower(note)) HASH, total DESC) INCLUDE (customer_id) WHERE note IS NOT NULL; -- expect: no-create-index-in-transaction
COMMIT;

--- valid: outside of a transaction
CREATE INDEX orders_customer ON orders (customer_id);
BEGIN;
ALTER TABLE orders ADD COLUMN note text;
COMMIT;
CREATE INDEX CONCURRENTLY orders_note ON orders (note);

--- valid: a table that the file creates
BEGIN;
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
CREATE INDEX orders_customer ON orders (customer_id);
COMMIT;

--- valid: dropping one
BEGIN;
DROP INDEX orders_customer;
COMMIT;

--- valid: tables outside of replication
-- not-replicated: audit.log
BEGIN;
CREATE INDEX log_at ON audit.log (at);
CREATE TEMP TABLE staging (id uuid);
CREATE INDEX staging_id ON staging (id);
CREATE FOREIGN TABLE remote (id uuid) SERVER other;
COMMIT;

--- valid: indexes that other rules report
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
BEGIN;
CREATE INDEX events_at ON events (at);
CREATE INDEX NONCONCURRENTLY orders_code ON orders (code);
CREATE INDEX docs_embedding ON docs USING ybhnsw (embedding vector_l2_ops);
COMMIT;

--- valid: on the parent alone there is nothing to build
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
BEGIN;
CREATE INDEX events_at ON ONLY events (at);
CREATE INDEX elsewhere_at ON ONLY elsewhere (at);
COMMIT;

--- valid: a nonconcurrent build in automatic mode, in a transaction or not
-- mode: transactional-automatic
BEGIN;
CREATE INDEX NONCONCURRENTLY orders_code ON orders (code);
COMMIT;
