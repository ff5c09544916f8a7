--- invalid: rows
CREATE FUNCTION app.take() RETURNS SETOF jobs LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT * FROM jobs ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1; -- expect: no-cross-cluster-lock
  PERFORM 1 FROM app."Orders" o JOIN lines l ON l.o = o.id FOR SHARE OF o; -- expect: no-cross-cluster-lock
  UPDATE jobs SET taken = true WHERE id = (SELECT id FROM jobs LIMIT 1 FOR NO KEY UPDATE NOWAIT); -- expect: no-cross-cluster-lock
END
$$;

--- invalid: rows of a table beside a query of WITH and a transition table
CREATE TABLE slots (id uuid PRIMARY KEY);
CREATE FUNCTION free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH gone AS (SELECT id FROM old_rows) SELECT 1 FROM gone JOIN slots s ON s.id = gone.id JOIN old_rows o ON o.id = s.id FOR UPDATE INTO x; -- expect: no-cross-cluster-lock
  WITH gone AS (SELECT id FROM slots) SELECT 1 FROM gone FOR UPDATE INTO x;
  RETURN NULL;
END
$$;

--- invalid: in a function that changes the schema as a migration does
CREATE FUNCTION swap() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE orders; -- expect: no-cross-cluster-lock
  ALTER TABLE orders RENAME TO orders_before;
END
$$;

--- invalid: in a migration's own statements
LOCK TABLE orders, lines IN EXCLUSIVE MODE; -- expect: no-cross-cluster-lock
SELECT * FROM orders FOR KEY SHARE; -- expect: no-cross-cluster-lock
SELECT pg_advisory_lock(1), pg_advisory_lock(2); -- expect: no-cross-cluster-lock
DO $$
BEGIN
  PERFORM pg_catalog.pg_try_advisory_xact_lock(hashtext('x')); -- expect: no-cross-cluster-lock
  IF pg_try_advisory_lock(1) THEN -- expect: no-cross-cluster-lock
    NULL;
  END IF;
END
$$;

--- invalid: serializable transactions
BEGIN ISOLATION LEVEL SERIALIZABLE; -- expect: no-cross-cluster-lock
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY; -- expect: no-cross-cluster-lock
COMMIT;
START TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE; -- expect: no-cross-cluster-lock
COMMIT;
SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE; -- expect: no-cross-cluster-lock
SET default_transaction_isolation = 'serializable'; -- expect: no-cross-cluster-lock
SELECT set_config('transaction_isolation', 'SERIALIZABLE', true); -- expect: no-cross-cluster-lock
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$
BEGIN
  SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; -- expect: no-cross-cluster-lock
END
$$;

--- valid: other isolation levels, and locks that are let go
BEGIN ISOLATION LEVEL REPEATABLE READ;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
SET default_transaction_isolation = 'read committed';
RESET default_transaction_isolation;
SELECT pg_advisory_unlock(1), pg_advisory_unlock_all(), app.pg_advisory_lock(1);
COMMIT;

--- valid: tables that are not replicated
-- not-replicated: public.jobs
CREATE TEMP TABLE scratch (id int);
SELECT * FROM scratch FOR UPDATE;
SELECT * FROM jobs FOR UPDATE SKIP LOCKED;
LOCK TABLE jobs;
SELECT * FROM generate_series(1, 2) FOR UPDATE;

--- valid: one direction
-- mode: non-transactional
LOCK TABLE orders;
SELECT pg_advisory_lock(1);

--- valid: transactional
-- mode: transactional-manual
SELECT * FROM orders FOR UPDATE;
BEGIN ISOLATION LEVEL SERIALIZABLE;
COMMIT;
