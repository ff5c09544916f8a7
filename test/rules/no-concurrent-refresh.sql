--- invalid: a concurrent refresh
-- mode: transactional-automatic
REFRESH MATERIALIZED VIEW CONCURRENTLY reports."Daily"; -- expect: no-concurrent-refresh

--- invalid: in a function, and in a block
-- mode: transactional-automatic
-- version: 2025.2.1.0
CREATE FUNCTION refresh_totals() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  REFRESH MATERIALIZED VIEW CONCURRENTLY totals; -- expect: no-concurrent-refresh
END
$$;
DO $$
BEGIN
  EXECUTE 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals'; -- expect: no-concurrent-refresh
END
$$;

--- invalid: in a procedure in SQL, of a view that the migrations make, in the newest series
-- mode: transactional-automatic
-- version: 2026.1
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;
CREATE UNIQUE INDEX totals_one ON totals (one);
CREATE PROCEDURE renew() LANGUAGE sql AS 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals WITH DATA'; -- expect: no-concurrent-refresh

--- valid: a plain refresh
-- mode: transactional-automatic
REFRESH MATERIALIZED VIEW reports."Daily";
REFRESH MATERIALIZED VIEW totals WITH NO DATA;

--- valid: a procedure that a later file replaces
-- mode: transactional-automatic
-- 001_renew.sql
CREATE PROCEDURE renew() LANGUAGE sql AS 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals';
-- 002_plain.sql
CREATE OR REPLACE PROCEDURE renew() LANGUAGE sql AS 'REFRESH MATERIALIZED VIEW totals';

--- valid: before 2025.2.1 no materialized view is replicated
-- mode: transactional-automatic
-- version: 2025.2.0.0
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;

--- valid: other modes, where each cluster refreshes its own
-- mode: transactional-manual
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
