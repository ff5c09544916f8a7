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

--- invalid: references three levels deep, in later files
-- 001_customers.sql
CREATE TABLE customers (
  id          BIGSERIAL PRIMARY KEY, -- expect: no-serial
  referred_by BIGINT REFERENCES customers
);
-- 002_accounts.sql
CREATE TABLE accounts (customer_id bigint NOT NULL PRIMARY KEY, opened date);
ALTER TABLE accounts ADD CONSTRAINT account_of FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE;
-- 003_cards.sql
CREATE TABLE cards (id uuid PRIMARY KEY, account int8 NOT NULL, FOREIGN KEY (account) REFERENCES accounts);
CREATE TABLE limits (id uuid PRIMARY KEY);
ALTER TABLE limits ADD COLUMN account bigint REFERENCES accounts (customer_id);
CREATE INDEX ON limits (account);

--- invalid: a part of a key that is referenced whole
CREATE TABLE invoices (tenant int, id serial, PRIMARY KEY (tenant, id)); -- expect: no-serial
CREATE TABLE payments (id uuid PRIMARY KEY, invoice int, tenant int, FOREIGN KEY (tenant, invoice) REFERENCES invoices (tenant, id));

--- invalid: a number that is referenced and in no primary key
create table tickets (id uuid primary key, number serial unique); -- expect: no-serial
create table notes (id uuid primary key, ticket int references tickets (number));

--- invalid: a sequence that is moved, granted and dropped
CREATE TABLE orders (id serial PRIMARY KEY); -- expect: no-serial
ALTER SEQUENCE orders_id_seq RESTART WITH 1000;
SELECT setval('orders_id_seq', (SELECT max(id) FROM orders));
SELECT setval(pg_get_serial_sequence('orders', 'id'), 5000);

--- invalid: views and a trigger function that hand the value on
CREATE TABLE orders (id bigserial PRIMARY KEY, changed timestamptz); -- expect: no-serial
CREATE TABLE items (id uuid PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders);
CREATE VIEW totals AS SELECT o.id, count(i.id) AS items FROM orders o LEFT JOIN items i ON i.order_id = o.id GROUP BY o.id;
CREATE FUNCTION touch_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE orders SET changed = now() WHERE id = NEW.order_id;
  RETURN NEW;
END
$$;
CREATE TRIGGER touch AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION touch_order();
INSERT INTO orders (changed) VALUES (now());
INSERT INTO items (id, order_id) SELECT gen_random_uuid(), id FROM orders;

--- invalid: a row that is written with its number
CREATE TABLE countries (id serial PRIMARY KEY, name text); -- expect: no-serial
INSERT INTO countries (id, name) VALUES (1, 'France');

--- invalid: a function that takes the number
CREATE TABLE orders (id serial PRIMARY KEY); -- expect: no-serial
CREATE FUNCTION forget(o integer) RETURNS void LANGUAGE sql AS $$ DELETE FROM orders WHERE id = o $$;

--- invalid: a column that references it without a foreign key
CREATE TABLE orders (id serial PRIMARY KEY); -- expect: no-serial
CREATE TABLE notes (id uuid PRIMARY KEY, order_id integer NOT NULL);

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
