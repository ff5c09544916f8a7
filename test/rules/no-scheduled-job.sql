--- invalid: both clusters
SELECT cron.schedule('nightly', '0 3 * * *', 'DELETE FROM events'); -- expect: no-scheduled-job
SELECT cron.schedule('0 3 * * *', $$ SELECT purge() $$); -- expect: no-scheduled-job
SELECT cron.schedule_in_database('weekly', '0 3 * * 0', 'CALL purge()', 'app'); -- expect: no-scheduled-job
SELECT partman.create_parent('public.orders', 'order_date', 'native', 'monthly'); -- expect: no-scheduled-job
SELECT create_parent(p_parent_table => 'public.events', p_control => 'at', p_interval => '1 day'); -- expect: no-scheduled-job
CALL partman.run_maintenance_proc(); -- expect: no-scheduled-job

--- invalid: in bodies
CREATE FUNCTION plan() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cron.schedule(job, '* * * * *', command); -- expect: no-scheduled-job
END
$$;
DO $$
BEGIN
  PERFORM extensions.run_maintenance('public.orders'); -- expect: no-scheduled-job
END
$$;

--- invalid: jobs that each cluster needs
SELECT cron.schedule('totals', '0 3 * * *', 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals; ANALYZE totals;'); -- expect: no-scheduled-job
SELECT cron.schedule('0 3 * * *', -- expect: no-scheduled-job
  $$ vacuum $$);
SELECT cron.schedule_in_database(job_name => 'sums', schedule => '0 3 * * 0', database => 'app', command => 'REFRESH MATERIALIZED VIEW sums'); -- expect: no-scheduled-job
SELECT cron.schedule('both', '0 3 * * *', 'REFRESH MATERIALIZED VIEW sums; DELETE FROM events'); -- expect: no-scheduled-job

--- invalid: such jobs in one direction
-- mode: non-transactional
SELECT cron.schedule('totals', '0 3 * * *', 'REFRESH MATERIALIZED VIEW totals'); -- expect: no-scheduled-job

--- invalid: such jobs in manual mode
-- mode: transactional-manual
SELECT cron.schedule('totals', '0 3 * * *', 'REFRESH MATERIALIZED VIEW totals'); -- expect: no-scheduled-job

--- invalid: such jobs in automatic mode, which replicates what they do
-- mode: transactional-automatic
SELECT cron.schedule('totals', '0 3 * * *', 'REFRESH MATERIALIZED VIEW totals'); -- expect: no-scheduled-job

--- invalid: one direction
-- mode: non-transactional
SELECT cron.schedule('nightly', '0 3 * * *', 'DELETE FROM events'); -- expect: no-scheduled-job
SELECT partman.create_parent('public.orders', 'order_date', 'native', 'monthly'); -- expect: no-scheduled-job

--- invalid: manual
-- mode: transactional-manual
SELECT cron.schedule('nightly', '0 3 * * *', 'DELETE FROM events'); -- expect: no-scheduled-job
SELECT partman.create_parent('public.orders', 'order_date', 'native', 'monthly'); -- expect: no-scheduled-job

--- invalid: semi-automatic
-- mode: transactional-semi-automatic
SELECT cron.schedule('nightly', '0 3 * * *', 'DELETE FROM events'); -- expect: no-scheduled-job
SELECT partman.run_maintenance(); -- expect: no-scheduled-job

--- invalid: automatic, the last release in which pg_cron runs on both
-- mode: transactional-automatic
-- version: 2025.1.0
SELECT cron.schedule('nightly', '0 3 * * *', 'DELETE FROM events'); -- expect: no-scheduled-job
SELECT partman.create_parent('public.orders', 'order_date', 'native', 'monthly'); -- expect: no-scheduled-job

--- invalid: automatic, the first in which it follows the primary
-- mode: transactional-automatic
-- version: 2025.1.1
SELECT cron.schedule('nightly', '0 3 * * *', 'DELETE FROM events'); -- expect: no-scheduled-job
SELECT partman.create_parent('public.orders', 'order_date', 'native', 'monthly'); -- expect: no-scheduled-job

--- valid: no jobs, and functions of the migrations' own
SELECT cron.unschedule('nightly');
SELECT schedule('a', 'b', 'c'), app.schedule('a', 'b', 'c');
CREATE FUNCTION run_maintenance() RETURNS void LANGUAGE sql AS $$ DELETE FROM events $$;
SELECT run_maintenance();
SELECT public.run_maintenance();
