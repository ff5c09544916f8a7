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

--- valid: a plain view
CREATE VIEW customer_totals AS SELECT customer_id, sum(total) FROM orders GROUP BY customer_id;

--- valid: automatic mode from 2025.2.1
-- mode: transactional-automatic
-- version: 2025.2.1.0
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;

--- valid: one that a later migration drops
-- 001_totals.sql
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;
-- 002_drop.sql
DROP MATERIALIZED VIEW totals;
