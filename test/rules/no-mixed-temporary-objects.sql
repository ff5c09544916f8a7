--- invalid: a temporary and a permanent table
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id int);
CREATE TABLE orders (id uuid PRIMARY KEY);
DROP TABLE staged, orders; -- expect: no-mixed-temporary-objects

--- invalid: views, sequences, and a table that nobody here made
-- mode: transactional-automatic
CREATE TEMPORARY VIEW seen AS SELECT 1 AS one;
CREATE TEMPORARY SEQUENCE numbers;
CREATE TEMP TABLE picked (id int);
DROP VIEW IF EXISTS reports."Daily", seen; -- expect: no-mixed-temporary-objects
DROP SEQUENCE numbers, order_numbers; -- expect: no-mixed-temporary-objects
DROP TABLE legacy, pg_temp.picked CASCADE; -- expect: no-mixed-temporary-objects

--- invalid: in a block
-- mode: transactional-automatic
DO $$
BEGIN
  CREATE TEMP TABLE picked (id int);
  DROP TABLE picked, orders; -- expect: no-mixed-temporary-objects
END
$$;

--- valid: one kind in each statement
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id int);
CREATE TEMPORARY TABLE picked (id int);
CREATE TABLE orders (id uuid PRIMARY KEY);
DROP TABLE staged, picked;
DROP TABLE orders;

--- valid: a view over a temporary table, which is temporary too
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id int);
CREATE VIEW seen AS SELECT * FROM staged;
DROP VIEW seen;

--- valid: modes that carry no schema changes
CREATE TEMPORARY TABLE staged (id int);
DROP TABLE staged, orders;
