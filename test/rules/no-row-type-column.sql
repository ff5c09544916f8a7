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

--- valid: a composite type, and a type that nobody here made
CREATE TYPE address AS (street text);
CREATE TABLE orders (id uuid PRIMARY KEY, ship_to address, place geometry);

--- valid: a type that is called like a column, and a key to the row
CREATE TABLE addresses (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, addresses uuid REFERENCES addresses (id));

--- valid: a table outside of replication, and a temporary one
-- not-replicated: audit.orders
CREATE TABLE addresses (id uuid PRIMARY KEY);
CREATE TABLE audit.orders (id uuid PRIMARY KEY, ship_to addresses);
CREATE TEMPORARY TABLE staged (ship_to addresses);
