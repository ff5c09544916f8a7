--- invalid: a rule that discards deletes
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE RULE keep_orders AS ON DELETE TO orders DO INSTEAD NOTHING; -- expect: no-rewrite-rule

--- invalid: a rule that adds a statement, on a table of another schema with a quoted name
CREATE SCHEMA billing;
CREATE TABLE billing."Invoices" (id uuid PRIMARY KEY, total numeric);
CREATE TABLE billing.log (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), total numeric);
CREATE OR REPLACE RULE "Log" AS ON UPDATE TO billing."Invoices" DO ALSO INSERT INTO billing.log (total) VALUES (NEW.total); -- expect: no-rewrite-rule

--- invalid: a table that no migration creates
CREATE RULE frozen AS ON UPDATE TO legacy.items DO INSTEAD NOTHING; -- expect: no-rewrite-rule

--- invalid: a rule that is renamed stands where it was made
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING; -- expect: no-rewrite-rule
-- 002_rename.sql
ALTER RULE keep ON orders RENAME TO keep_orders;
ALTER TABLE orders RENAME TO purchases;

--- invalid: a rule in a block and in a function
CREATE TABLE orders (id uuid PRIMARY KEY);
DO $$ BEGIN
  CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING; -- expect: no-rewrite-rule
END $$;
CREATE FUNCTION freeze() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE RULE frozen AS ON UPDATE TO orders DO INSTEAD NOTHING; -- expect: no-rewrite-rule
END
$$;

--- invalid: one direction
-- mode: non-transactional
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE RULE keep_orders AS ON DELETE TO orders DO INSTEAD NOTHING; -- expect: no-rewrite-rule

--- invalid: a primary and a standby
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE RULE keep_orders AS ON DELETE TO orders DO INSTEAD NOTHING; -- expect: no-rewrite-rule

--- valid: automatic mode carries the rule
-- mode: transactional-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE RULE keep_orders AS ON DELETE TO orders DO INSTEAD NOTHING;

--- valid: a rule on a view
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE VIEW open_orders AS SELECT id FROM orders;
CREATE RULE open_orders_delete AS ON DELETE TO open_orders DO INSTEAD DELETE FROM orders WHERE id = OLD.id;

--- valid: rules that are dropped, disabled, or gone with their table
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE items (id uuid PRIMARY KEY);
CREATE TABLE notes (id uuid PRIMARY KEY);
CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING;
CREATE RULE keep AS ON DELETE TO items DO INSTEAD NOTHING;
CREATE RULE keep AS ON DELETE TO notes DO INSTEAD NOTHING;
-- 002_less.sql
DROP RULE keep ON orders;
ALTER TABLE items DISABLE RULE keep;
DROP TABLE notes;

--- valid: tables outside of replication and temporary ones
-- not-replicated: audit.log
CREATE SCHEMA audit;
CREATE TABLE audit.log (id int);
CREATE RULE keep AS ON DELETE TO audit.log DO INSTEAD NOTHING;
CREATE TEMPORARY TABLE staged (id int);
CREATE RULE keep AS ON DELETE TO staged DO INSTEAD NOTHING;
