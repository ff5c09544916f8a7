--- invalid: an older table
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid);
-- 002_later.sql
CREATE INDEX orders_customer ON orders (customer_id); -- expect: require-simultaneous-index

--- invalid: an unknown table in another schema, CONCURRENTLY written
CREATE INDEX CONCURRENTLY "By customer" ON "Sales"."Orders" ("Customer"); -- expect: require-simultaneous-index

--- invalid: unique indexes and constraints
CREATE UNIQUE INDEX users_email ON users (lower(email)); -- expect: require-simultaneous-index
ALTER TABLE users ADD CONSTRAINT users_phone_key UNIQUE (phone); -- expect: require-simultaneous-index
ALTER TABLE users ADD COLUMN handle text UNIQUE; -- expect: require-simultaneous-index

--- invalid: below 2024.2.2
-- version: 2024.2.1.9
CREATE INDEX orders_customer ON orders (customer_id); -- expect: require-simultaneous-index
ALTER TABLE users ADD UNIQUE (phone); -- expect: require-simultaneous-index

--- invalid: from 2024.2.2 on
-- version: 2024.2.2
CREATE INDEX orders_customer ON orders (customer_id); -- expect: require-simultaneous-index

--- invalid: a series before it
-- version: 2024.1
CREATE INDEX orders_customer ON orders (customer_id); -- expect: require-simultaneous-index

--- invalid: a partition, and a constraint of a partitioned table
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- 002_later.sql
CREATE INDEX CONCURRENTLY events_2025_at ON events_2025 (at); -- expect: require-simultaneous-index
ALTER TABLE events ADD CONSTRAINT events_key UNIQUE (id, at); -- expect: require-simultaneous-index

--- valid: indexes that are refused as they are
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
-- 002_later.sql
CREATE INDEX events_at ON events (at);
CREATE INDEX NONCONCURRENTLY orders_code ON orders (code);
BEGIN;
CREATE INDEX orders_day ON orders (day);
COMMIT;
DO $$ BEGIN CREATE INDEX orders_week ON orders (week); END $$;

--- valid: nothing to build
CREATE TABLE events (id uuid, at date) PARTITION BY RANGE (at);
CREATE TABLE users (id uuid PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);
-- 002_later.sql
CREATE INDEX events_at ON ONLY events (at);
ALTER TABLE ONLY events ADD UNIQUE (id, at);
CREATE INDEX IF NOT EXISTS users_email ON users (email);

--- valid: an index that is taken over, other constraints
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email;
ALTER TABLE users ADD CONSTRAINT users_team_fkey FOREIGN KEY (team_id) REFERENCES teams (id);
ALTER TABLE users ADD CONSTRAINT users_email_check CHECK (email <> '');

--- valid: a new table, its constraints too
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE, phone text);
CREATE INDEX users_phone ON users (phone);
ALTER TABLE users ADD UNIQUE (phone);

--- valid: a vector index, which another rule reports
CREATE INDEX docs_embedding ON docs USING ybhnsw (embedding vector_l2_ops);

--- valid: tables outside of replication
-- not-replicated: audit.log
CREATE INDEX log_at ON audit.log (at);
CREATE TEMP TABLE staging (id uuid);
CREATE INDEX staging_id ON staging (id);
ALTER TABLE audit.log ADD UNIQUE (id);

--- valid: one direction
-- mode: non-transactional
CREATE INDEX orders_customer ON orders (customer_id);

--- valid: transactional
-- mode: transactional-semi-automatic
CREATE INDEX orders_customer ON orders (customer_id);
