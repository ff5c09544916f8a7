--- invalid: one table
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 002_later.sql
TRUNCATE orders; -- expect: no-truncate

--- invalid: several tables, of quoted names and other schemas
TRUNCATE TABLE ONLY "Sales"."Orders", items, audit.log; -- expect: no-truncate

--- invalid: what CASCADE reaches
CREATE TABLE customers (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, customer uuid REFERENCES customers);
CREATE TABLE items (id uuid PRIMARY KEY, n serial, "order" uuid REFERENCES orders, parent uuid REFERENCES items);
-- 002_later.sql
TRUNCATE customers RESTART IDENTITY CASCADE; -- expect: no-truncate

--- invalid: RESTART IDENTITY where there is no sequence
CREATE TABLE customers (id uuid PRIMARY KEY);
-- 002_later.sql
TRUNCATE customers RESTART IDENTITY; -- expect: no-truncate

--- invalid: two that reference each other, named in either order
CREATE TABLE customers (id uuid PRIMARY KEY, latest uuid);
CREATE TABLE orders (id uuid PRIMARY KEY, customer uuid REFERENCES customers);
ALTER TABLE customers ADD FOREIGN KEY (latest) REFERENCES orders;
CREATE TABLE items (id uuid PRIMARY KEY, "order" uuid REFERENCES orders);
-- 002_later.sql
TRUNCATE items, orders, customers; -- expect: no-truncate

--- invalid: several tables that exist, deleted with those that reference first
CREATE SCHEMA "Sales";
CREATE TABLE "Sales"."Orders" (id uuid PRIMARY KEY);
CREATE TABLE items (id uuid PRIMARY KEY, "order" uuid REFERENCES "Sales"."Orders" ON DELETE CASCADE, parent uuid REFERENCES items);
CREATE TABLE log (id uuid PRIMARY KEY);
-- 002_later.sql
truncate /* all */ table "Sales"."Orders", only public.items, log * continue identity restrict; -- expect: no-truncate
TRUNCATE log; TRUNCATE /* twice */ log /* for good */ RESTRICT; -- expect: no-truncate no-truncate

--- invalid: a table of which a trigger, a rule, a child or a row of its own would know
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$;
CREATE TABLE watched (id uuid PRIMARY KEY);
CREATE TRIGGER note AFTER DELETE ON watched FOR EACH ROW EXECUTE FUNCTION note();
CREATE TABLE ruled (id uuid PRIMARY KEY);
CREATE RULE keep AS ON DELETE TO ruled DO INSTEAD NOTHING;
CREATE TABLE parents (id uuid PRIMARY KEY);
CREATE TABLE children () INHERITS (parents);
CREATE TABLE trees (id uuid PRIMARY KEY, parent uuid REFERENCES trees ON DELETE RESTRICT);
-- 002_later.sql
TRUNCATE watched; -- expect: no-truncate
TRUNCATE ruled; -- expect: no-truncate
TRUNCATE parents; -- expect: no-truncate
TRUNCATE trees; -- expect: no-truncate

--- invalid: a function that asks whether rows were found
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE FUNCTION reset() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM orders;
  TRUNCATE orders; -- expect: no-truncate
  RETURN found;
END
$$;

--- invalid: a new table, and an older one by CASCADE
CREATE TABLE orders (id uuid PRIMARY KEY, customer uuid);
-- 002_later.sql
CREATE TABLE customers (id uuid PRIMARY KEY);
ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES customers;
TRUNCATE customers CASCADE; -- expect: no-truncate

--- invalid: a table outside of replication that a replicated one references
-- not-replicated: public.countries
CREATE TABLE countries (code text PRIMARY KEY);
CREATE TABLE towns (id uuid PRIMARY KEY, country text REFERENCES countries);
-- 002_later.sql
TRUNCATE countries CASCADE; -- expect: no-truncate

--- invalid: a function, also for a table of its own file
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE FUNCTION reset() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE orders; -- expect: no-truncate
  EXECUTE format('TRUNCATE TABLE %I CASCADE', 'items'); -- expect: no-truncate
END
$$;

--- invalid: a DO block
-- mode: transactional-manual
DO $$ BEGIN TRUNCATE orders RESTART IDENTITY; END $$; -- expect: no-truncate

--- invalid: one direction
-- mode: non-transactional
-- version: 2024.1
TRUNCATE orders; -- expect: no-truncate

--- invalid: in semi-automatic mode a new table is replicated at once
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
TRUNCATE orders; -- expect: no-truncate

--- invalid: automatic mode below 2025.1.1
-- mode: transactional-automatic
-- version: 2025.1.0
TRUNCATE orders; -- expect: no-truncate

--- valid: automatic mode from 2025.1.1 on
-- mode: transactional-automatic
-- version: 2025.1.1
TRUNCATE orders;

--- valid: a new table
CREATE TABLE orders (id uuid PRIMARY KEY);
TRUNCATE orders CASCADE;

--- valid: outside of replication
-- not-replicated: audit.log, public.jobs
CREATE TEMP TABLE staging (id uuid);
TRUNCATE staging, audit.log, jobs;

--- valid: a temporary table of a function's own
CREATE FUNCTION report() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE IF NOT EXISTS first_pass (id uuid);
  TRUNCATE first_pass;
END
$$;

--- valid: a table that references without CASCADE, deleted rows
CREATE TABLE customers (id uuid PRIMARY KEY);
DELETE FROM customers;
