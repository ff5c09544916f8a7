--- invalid: a column with the row type of a table
CREATE TABLE addresses (id uuid PRIMARY KEY, street text);
CREATE TABLE orders (id uuid PRIMARY KEY, ship_to addresses); -- expect: no-row-type-column

--- invalid: of a view, in another schema, added later, in automatic mode too
-- mode: transactional-automatic
-- 001_orders.sql
CREATE SCHEMA crm;
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE VIEW crm."Address" AS SELECT 'x'::text AS street;
-- 002_address.sql
ALTER TABLE orders ADD COLUMN ship_to crm."Address"; -- expect: no-row-type-column

--- invalid: inside of a domain and of composite types, whose arrays count too
CREATE TABLE addresses (id uuid PRIMARY KEY, street text);
CREATE DOMAIN home AS addresses;
CREATE TYPE contact AS (name text, address addresses);
CREATE TYPE party AS (contact contact, since date);
CREATE TABLE orders (
  id uuid PRIMARY KEY,
  ship_to home, -- expect: no-row-type-column
  bill_to party, -- expect: no-row-type-column
  others contact[] -- expect: no-row-type-column
);

--- invalid: a table that is renamed later, a materialized view, and a column that gets another type
-- mode: non-transactional
-- 001_orders.sql
CREATE TABLE addresses (id uuid PRIMARY KEY, street text);
CREATE MATERIALIZED VIEW corners AS SELECT 1 AS x;
CREATE TABLE orders (id uuid PRIMARY KEY, ship_to addresses, corner corners, note text); -- expect: no-row-type-column no-row-type-column
-- 002_rename.sql
ALTER TABLE addresses RENAME TO "Addresses";
ALTER TABLE orders ALTER COLUMN note TYPE "Addresses" USING NULL; -- expect: no-row-type-column

--- invalid: in a block
-- mode: transactional-semi-automatic
CREATE TABLE addresses (id uuid PRIMARY KEY);
DO $$
BEGIN
  EXECUTE 'ALTER TABLE orders ADD COLUMN ship_to addresses'; -- expect: no-row-type-column
END
$$;

--- valid: a composite type, and a type that nobody here made
CREATE TYPE address AS (street text);
CREATE TABLE orders (id uuid PRIMARY KEY, ship_to address, place geometry);

--- valid: an array of it, of which `no-array-of-domain` speaks
CREATE TABLE addresses (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, ship_to addresses[]);

--- valid: a column that is dropped, and one that gets another type
-- 001_orders.sql
CREATE TABLE addresses (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, ship_to addresses, bill_to addresses);
-- 002_repair.sql
ALTER TABLE orders DROP COLUMN ship_to;
ALTER TABLE orders ALTER COLUMN bill_to TYPE jsonb USING to_jsonb(bill_to);

--- valid: a type that is called like a column, and a key to the row
CREATE TABLE addresses (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, addresses uuid REFERENCES addresses (id));

--- valid: a table outside of replication, and a temporary one
-- not-replicated: audit.orders
CREATE TABLE addresses (id uuid PRIMARY KEY);
CREATE TABLE audit.orders (id uuid PRIMARY KEY, ship_to addresses);
CREATE TEMPORARY TABLE staged (ship_to addresses);
