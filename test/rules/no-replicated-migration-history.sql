--- invalid: a dump that brings the history along
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE schema_migrations (version varchar PRIMARY KEY); -- expect: no-replicated-migration-history

--- invalid: that of a known tool, which no migration creates
-- tool: flyway
-- expect-at-root: no-replicated-migration-history
CREATE TABLE orders (id uuid PRIMARY KEY);

--- invalid: one with two tables
-- tool: liquibase
-- mode: non-transactional
-- expect-at-root: no-replicated-migration-history
CREATE TABLE orders (id uuid PRIMARY KEY);

--- invalid: one of two left out
-- tool: liquibase
-- mode: transactional-manual
-- not-replicated: public.databasechangeloglock
-- expect-at-root: no-replicated-migration-history
CREATE TABLE orders (id uuid PRIMARY KEY);

--- invalid: a schema of its own
-- tool: drizzle
-- mode: transactional-semi-automatic
-- expect-at-root: no-replicated-migration-history
CREATE TABLE orders (id uuid PRIMARY KEY);

--- invalid: six tables
-- tool: sqitch
-- expect-at-root: no-replicated-migration-history
CREATE TABLE orders (id uuid PRIMARY KEY);

--- invalid: one that a migration creates itself, said once
-- tool: goose
-- 001_baseline.sql
CREATE SCHEMA tools;
CREATE TABLE tools.goose_db_version (id uuid PRIMARY KEY, version_id bigint); -- expect: no-replicated-migration-history
-- 002_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);

--- invalid: histories of other tools, quoted names
-- mode: non-transactional
CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY); -- expect: no-replicated-migration-history
CREATE TABLE app.alembic_version (version_num varchar(32) PRIMARY KEY); -- expect: no-replicated-migration-history
CREATE TABLE drizzle.__drizzle_migrations (id uuid PRIMARY KEY); -- expect: no-replicated-migration-history

--- invalid: a common name, with the tool that uses it
-- tool: mybatis
CREATE TABLE changelog (id numeric PRIMARY KEY); -- expect: no-replicated-migration-history

--- valid: left out of the replication
-- tool: flyway
-- not-replicated: public.flyway_schema_history
CREATE TABLE orders (id uuid PRIMARY KEY);

--- valid: created, and left out of the replication
-- not-replicated: public.schema_migrations
CREATE TABLE schema_migrations (version varchar PRIMARY KEY);

--- valid: automatic mode
-- tool: flyway
-- mode: transactional-automatic
CREATE TABLE schema_migrations (version varchar PRIMARY KEY);

--- valid: plain files
-- tool: plain
CREATE TABLE orders (id uuid PRIMARY KEY);

--- valid: a tool that keeps no history in the database
-- tool: nobody knows
CREATE TABLE orders (id uuid PRIMARY KEY);

--- valid: gone again, temporary, or another table
CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
DROP TABLE schema_migrations;
CREATE TEMP TABLE pgmigrations (id int);
CREATE TABLE changelog (id uuid PRIMARY KEY);
CREATE TABLE __efmigrationshistory (id uuid PRIMARY KEY);
CREATE VIEW flyway_schema_history AS SELECT 1 AS installed_rank;
INSERT INTO goose_db_version VALUES (1);
