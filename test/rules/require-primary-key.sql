--- invalid: a table without a key
CREATE TABLE events ( -- expect: require-primary-key
  happened_at timestamptz NOT NULL,
  payload jsonb
);

--- invalid: a table that links two others
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE roles (id uuid PRIMARY KEY);
CREATE TABLE user_roles (user_id uuid REFERENCES users, role_id uuid REFERENCES roles, granted_at timestamptz DEFAULT now()); -- expect: require-primary-key

--- invalid: a column id that is no key
CREATE TABLE events (id uuid NOT NULL, payload jsonb); -- expect: require-primary-key

--- invalid: a unique column is no key
CREATE TABLE settings (name text NOT NULL UNIQUE, value text); -- expect: require-primary-key

--- invalid: a child by INHERITS does not inherit the key
CREATE TABLE cities (id uuid PRIMARY KEY, name text);
CREATE TABLE capitals (country text) INHERITS (cities); -- expect: require-primary-key

--- invalid: LIKE without indexes
CREATE TABLE orders (id uuid PRIMARY KEY, total numeric);
CREATE TABLE archived (LIKE orders); -- expect: require-primary-key

--- invalid: a partitioned table, once
CREATE TABLE events (id uuid, day date) PARTITION BY RANGE (day); -- expect: require-primary-key
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events (PRIMARY KEY (id)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--- invalid: an unlogged table, which YugabyteDB logs
CREATE UNLOGGED TABLE cache (key text, value text); -- expect: require-primary-key

--- invalid: a key that a later migration drops
-- 001_create.sql
CREATE TABLE events (id uuid PRIMARY KEY); -- expect: require-primary-key
-- 002_drop.sql
ALTER TABLE events DROP CONSTRAINT events_pkey;

--- invalid: a release in which random UUIDs need an extension
-- version: 2024.1
CREATE TABLE events (payload jsonb); -- expect: require-primary-key

--- invalid: one direction, without transactions
-- mode: non-transactional
CREATE TABLE events (payload jsonb); -- expect: require-primary-key

--- invalid: automatic mode
-- mode: transactional-automatic
CREATE TABLE events (payload jsonb); -- expect: require-primary-key

--- valid: a key in the definition
CREATE TABLE events (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  happened_at timestamptz NOT NULL,
  payload jsonb
);

--- valid: a key that is added later
-- 001_create.sql
CREATE TABLE events (id uuid, payload jsonb);
-- 002_key.sql
ALTER TABLE events ADD PRIMARY KEY (id);

--- valid: partitions inherit the key
CREATE TABLE events (id uuid, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--- valid: every partition has a key of its own
CREATE TABLE events (id uuid, day date) PARTITION BY RANGE (day);
CREATE TABLE events_2025 PARTITION OF events (PRIMARY KEY (id)) FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events (PRIMARY KEY (id)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--- valid: LIKE with indexes
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE archived (LIKE orders INCLUDING INDEXES);

--- valid: a table that no migration creates
ALTER TABLE legacy.items ADD COLUMN note text;

--- valid: a temporary table and a view
CREATE TEMP TABLE staging (payload jsonb);
CREATE VIEW numbers AS SELECT 1 AS n;

--- valid: a table made from a query, of which another rule speaks
CREATE TABLE orders_2025 AS SELECT * FROM orders;
SELECT id INTO picked FROM orders;

--- invalid: a table made from a query, where that is supported
-- mode: transactional-automatic
CREATE TABLE orders_2025 AS SELECT * FROM orders; -- expect: require-primary-key
