--- invalid: a materialized view
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid, total numeric);
CREATE MATERIALIZED VIEW customer_totals AS SELECT customer_id, sum(total) FROM orders GROUP BY customer_id; -- expect: no-materialized-view

--- invalid: in another schema, in each mode where it stands
-- mode: transactional-semi-automatic
CREATE MATERIALIZED VIEW reports."Daily" AS SELECT 1 AS one WITH NO DATA; -- expect: no-materialized-view

--- invalid: automatic mode before 2025.2.1
-- mode: transactional-automatic
-- version: 2025.1
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one; -- expect: no-materialized-view

--- invalid: in a block
-- mode: non-transactional
DO $$
BEGIN
  CREATE MATERIALIZED VIEW IF NOT EXISTS totals AS SELECT 1 AS one; -- expect: no-materialized-view
END
$$;

--- invalid: in a routine's body, and one that gets another name and schema
-- mode: transactional-manual
CREATE PROCEDURE build() LANGUAGE plpgsql AS $$
BEGIN
  CREATE MATERIALIZED VIEW nightly AS SELECT 1 AS one; -- expect: no-materialized-view
END
$$;
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one; -- expect: no-materialized-view
ALTER MATERIALIZED VIEW totals RENAME TO sums;
ALTER MATERIALIZED VIEW sums SET SCHEMA "Reports";

--- invalid: the last release without, in automatic mode
-- mode: transactional-automatic
-- version: 2025.2.0.9
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one; -- expect: no-materialized-view

--- valid: a plain view
CREATE VIEW customer_totals AS SELECT customer_id, sum(total) FROM orders GROUP BY customer_id;

--- valid: left out of replication
-- not-replicated: reports.daily, public.totals
CREATE MATERIALIZED VIEW reports.daily AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;

--- valid: one that goes with the table that it reads
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS total FROM orders;
DROP TABLE orders CASCADE;

--- valid: automatic mode from 2025.2.1
-- mode: transactional-automatic
-- version: 2025.2.1.0
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;

--- valid: one that a later migration drops
-- 001_totals.sql
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;
-- 002_drop.sql
DROP MATERIALIZED VIEW totals;
