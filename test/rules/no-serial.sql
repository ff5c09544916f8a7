--- invalid: a serial key, and a column that references it
CREATE TABLE orders (
  id bigserial PRIMARY KEY, -- expect: no-serial
  placed_at timestamptz NOT NULL
);
CREATE TABLE order_items (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE
);

--- invalid: every spelling
CREATE TABLE a (id smallserial PRIMARY KEY); -- expect: no-serial
CREATE TABLE b (id serial PRIMARY KEY); -- expect: no-serial
CREATE TABLE c (id serial2 PRIMARY KEY); -- expect: no-serial
CREATE TABLE d (id serial4 PRIMARY KEY); -- expect: no-serial
CREATE TABLE e (id serial8 PRIMARY KEY); -- expect: no-serial
CREATE TABLE f (id BIGSERIAL PRIMARY KEY); -- expect: no-serial

--- invalid: a number that is no key
CREATE TABLE tickets (
  id uuid PRIMARY KEY,
  number serial NOT NULL -- expect: no-serial
);

--- invalid: a part of a key
CREATE TABLE lines (
  order_id uuid,
  line serial, -- expect: no-serial
  PRIMARY KEY (order_id, line)
);

--- invalid: a column that is added later
-- 001_create.sql
CREATE TABLE events (id uuid PRIMARY KEY);
-- 002_number.sql
ALTER TABLE events ADD COLUMN position bigserial; -- expect: no-serial

--- invalid: a default that LIKE brings along
CREATE TABLE orders (id serial PRIMARY KEY); -- expect: no-serial
CREATE TABLE archived (LIKE orders INCLUDING ALL); -- expect: no-serial

--- invalid: a chain of references, a self reference among them
CREATE TABLE nodes (
  id serial PRIMARY KEY, -- expect: no-serial
  parent_id integer REFERENCES nodes
);
CREATE TABLE details (node_id integer PRIMARY KEY REFERENCES nodes (id));
CREATE TABLE notes (id uuid PRIMARY KEY, node_id integer NOT NULL, FOREIGN KEY (node_id) REFERENCES details (node_id));

--- invalid: a partitioned table, once
CREATE TABLE events (
  id bigserial, -- expect: no-serial
  day date,
  PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--- invalid: a release in which random UUIDs need an extension
-- version: 2024.2
CREATE TABLE billing.invoices (id serial PRIMARY KEY); -- expect: no-serial

--- invalid: the first release with random UUIDs in its core
-- version: 2025.1.0.0
CREATE TABLE invoices (id serial PRIMARY KEY); -- expect: no-serial

--- invalid: names that need quotes
CREATE TABLE "Order" ("Id" serial PRIMARY KEY); -- expect: no-serial
CREATE TABLE items (id uuid PRIMARY KEY, "order" integer REFERENCES "Order" ("Id"));

--- invalid: one direction, without transactions
-- mode: non-transactional
CREATE TABLE orders (id bigserial PRIMARY KEY); -- expect: no-serial

--- invalid: one direction, with transactions
-- mode: transactional-manual
CREATE TABLE orders (id bigserial PRIMARY KEY, number serial); -- expect: no-serial no-serial

--- invalid: semi-automatic
-- mode: transactional-semi-automatic
CREATE TABLE orders (id bigserial PRIMARY KEY); -- expect: no-serial

--- invalid: columns that reference it keep the names of their foreign keys
CREATE TABLE parents (id bigserial PRIMARY KEY); -- expect: no-serial
CREATE TABLE children (id uuid PRIMARY KEY, p bigint CONSTRAINT child_of REFERENCES parents (id) ON DELETE CASCADE);

--- valid: a uuid that either cluster can make
CREATE TABLE orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  placed_at timestamptz NOT NULL
);

--- valid: a serial that a later migration turns into a uuid
-- 001_create.sql
CREATE TABLE orders (id serial PRIMARY KEY);
-- 002_uuid.sql
ALTER TABLE orders ALTER COLUMN id DROP DEFAULT;
ALTER TABLE orders ALTER COLUMN id TYPE uuid USING gen_random_uuid();
ALTER TABLE orders ALTER COLUMN id SET DEFAULT gen_random_uuid();

--- valid: a temporary table
CREATE TEMP TABLE numbered (n serial);

--- valid: LIKE without defaults
-- mode: transactional-automatic
CREATE TABLE orders (id serial PRIMARY KEY);
CREATE TABLE archived (LIKE orders);

--- valid: automatic mode replicates sequences
-- mode: transactional-automatic
CREATE TABLE orders (id bigserial PRIMARY KEY);
