--- invalid: an explicit transaction
CREATE TABLE accounts (id uuid PRIMARY KEY, balance numeric);
CREATE TABLE transfers (id uuid PRIMARY KEY, amount numeric);
BEGIN;
UPDATE accounts SET balance = 90 WHERE id = '11111111-1111-1111-1111-111111111111';
INSERT INTO transfers VALUES ('22222222-2222-2222-2222-222222222222', 10); -- expect: no-multi-table-transaction
COMMIT;

--- invalid: a function
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE order_items (id uuid PRIMARY KEY, order_id uuid);
CREATE FUNCTION place_order(o uuid, i uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders VALUES (o);
  INSERT INTO order_items VALUES (i, o); -- expect: no-multi-table-transaction
END
$$;

--- invalid: three tables, with one direction
-- mode: non-transactional
START TRANSACTION;
DELETE FROM legacy.a;
DELETE FROM legacy.b; -- expect: no-multi-table-transaction
DELETE FROM legacy.c;
END;

--- valid: one table a transaction
CREATE TABLE accounts (id uuid PRIMARY KEY, balance numeric);
BEGIN;
UPDATE accounts SET balance = 90 WHERE id = '11111111-1111-1111-1111-111111111111';
UPDATE accounts SET balance = 10 WHERE id = '22222222-2222-2222-2222-222222222222';
COMMIT;

--- valid: two tables, each by itself
UPDATE legacy.a SET x = 1;
UPDATE legacy.b SET x = 1;

--- valid: one of the two is left out of replication
-- not-replicated: public.jobs
BEGIN;
DELETE FROM jobs;
DELETE FROM orders;
COMMIT;

--- valid: a temporary table
BEGIN;
CREATE TEMP TABLE staging (id uuid);
INSERT INTO staging VALUES ('11111111-1111-1111-1111-111111111111');
INSERT INTO orders SELECT id FROM staging;
COMMIT;

--- valid: temporary tables of a function's own
CREATE FUNCTION report() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE first_pass (id uuid);
  CREATE TEMP TABLE second_pass (id uuid);
  INSERT INTO first_pass SELECT id FROM orders;
  INSERT INTO second_pass SELECT id FROM first_pass;
END
$$;

--- valid: rows that are rolled back
BEGIN;
DELETE FROM a;
DELETE FROM b;
ROLLBACK;

--- valid: a procedure that commits in between
CREATE PROCEDURE move() LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM a;
  COMMIT;
  DELETE FROM b;
END
$$;

--- valid: transactional modes replicate whole transactions
-- mode: transactional-manual
BEGIN;
DELETE FROM a;
DELETE FROM b;
COMMIT;

--- valid: temporary tables that another function makes, and the catalog
CREATE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM make();
  INSERT INTO first_pass VALUES (1);
  INSERT INTO second_pass VALUES (1);
  UPDATE pg_index SET indisvalid = true;
  UPDATE pg_catalog.pg_class SET relname = '' WHERE false;
  INSERT INTO orders VALUES (1);
END
$$;
CREATE FUNCTION make() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE first_pass (id int);
  CREATE TEMP TABLE IF NOT EXISTS second_pass AS SELECT 1 AS id;
END
$$;
