--- invalid: the queue emptied, changed and dropped
-- mode: transactional-automatic
TRUNCATE yb_xcluster_ddl_replication.ddl_queue; -- expect: no-replication-internals
DELETE FROM yb_xcluster_ddl_replication.ddl_queue WHERE query_id = 1; -- expect: no-replication-internals
INSERT INTO yb_xcluster_ddl_replication.replicated_ddls VALUES (1, 1, '{}'); -- expect: no-replication-internals
UPDATE yb_xcluster_ddl_replication.ddl_queue SET yb_data = '{}'; -- expect: no-replication-internals
ALTER TABLE yb_xcluster_ddl_replication.ddl_queue ADD COLUMN note text; -- expect: no-replication-internals
CREATE INDEX queue_note_idx ON yb_xcluster_ddl_replication.ddl_queue (note); -- expect: no-replication-internals
DROP TABLE yb_xcluster_ddl_replication.ddl_queue; -- expect: no-replication-internals
DROP SCHEMA yb_xcluster_ddl_replication CASCADE; -- expect: no-replication-internals
DROP EXTENSION IF EXISTS yb_xcluster_ddl_replication; -- expect: no-replication-internals

--- invalid: found by the search path, among other tables
-- mode: transactional-automatic
TRUNCATE public.orders, yb_xcluster_ddl_replication.ddl_queue; -- expect: no-replication-internals
SET search_path TO yb_xcluster_ddl_replication;
DELETE FROM ddl_queue; -- expect: no-replication-internals

--- invalid: in bodies and blocks
-- mode: transactional-automatic
DO $$ BEGIN
  DELETE FROM yb_xcluster_ddl_replication.ddl_queue; -- expect: no-replication-internals
  EXECUTE format('TRUNCATE %I.ddl_queue', 'yb_xcluster_ddl_replication'); -- expect: no-replication-internals
END $$;
CREATE FUNCTION tidy() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM yb_xcluster_ddl_replication.replicated_ddls; -- expect: no-replication-internals
END $$;

--- invalid: in a mode that does not use the schema
DELETE FROM yb_xcluster_ddl_replication.ddl_queue; -- expect: no-replication-internals
DROP EXTENSION yb_xcluster_ddl_replication; -- expect: no-replication-internals

--- invalid: settings that stay
-- mode: transactional-automatic
SET yb_xcluster_ddl_replication.enable_manual_ddl_replication = true; -- expect: no-replication-internals
SET "yb_non_ddl_txn_for_sys_tables_allowed" TO on; -- expect: no-replication-internals
SELECT set_config('yb_xcluster_target_ddl_bypass', 'on', false); -- expect: no-replication-internals
SET yb_xcluster_automatic_mode_target_ddl = 1; -- expect: no-replication-internals

--- invalid: a setting that is reset in the next file only
-- mode: transactional-automatic
-- 001_on.sql
SET yb_xcluster_ddl_replication.enable_manual_ddl_replication = 1; -- expect: no-replication-internals
CREATE TABLE notes (id uuid PRIMARY KEY);
-- 002_off.sql
RESET yb_xcluster_ddl_replication.enable_manual_ddl_replication;

--- invalid: set again after the reset, or before a transaction that is rolled back
-- mode: transactional-automatic
SET yb_non_ddl_txn_for_sys_tables_allowed = true;
RESET yb_non_ddl_txn_for_sys_tables_allowed;
SET yb_non_ddl_txn_for_sys_tables_allowed = true; -- expect: no-replication-internals
BEGIN;
RESET yb_non_ddl_txn_for_sys_tables_allowed;
ROLLBACK;

--- invalid: writes on a target that is read-only
-- mode: transactional-manual
SET yb_non_ddl_txn_for_sys_tables_allowed = true; -- expect: no-replication-internals

--- invalid: semi-automatic
-- mode: transactional-semi-automatic
SET yb_non_ddl_txn_for_sys_tables_allowed = true; -- expect: no-replication-internals
SET yb_xcluster_ddl_replication.enable_manual_ddl_replication = true; -- expect: no-replication-internals

--- invalid: non-transactional
-- mode: non-transactional
SET yb_non_ddl_txn_for_sys_tables_allowed = true; -- expect: no-replication-internals

--- invalid: set by a routine
-- mode: transactional-automatic
CREATE PROCEDURE by_hand() LANGUAGE plpgsql AS $$ BEGIN
  SET yb_xcluster_ddl_replication.enable_manual_ddl_replication = on; -- expect: no-replication-internals
END $$;
CREATE PROCEDURE by_hand_for_once() LANGUAGE plpgsql AS $$ BEGIN
  SET LOCAL yb_xcluster_ddl_replication.enable_manual_ddl_replication = on;
END $$;

--- valid: settings that are taken back
-- mode: transactional-automatic
SET yb_xcluster_ddl_replication.enable_manual_ddl_replication = true;
REFRESH MATERIALIZED VIEW totals;
RESET yb_xcluster_ddl_replication.enable_manual_ddl_replication;
SET yb_non_ddl_txn_for_sys_tables_allowed = true;
SET yb_non_ddl_txn_for_sys_tables_allowed = false;
SET yb_non_ddl_txn_for_sys_tables_allowed = on;
SET yb_non_ddl_txn_for_sys_tables_allowed TO DEFAULT;
SET yb_xcluster_target_ddl_bypass = on;
RESET ALL;
SET yb_xcluster_target_ddl_bypass = on;
DISCARD ALL;
BEGIN;
SET LOCAL yb_non_ddl_txn_for_sys_tables_allowed = true;
COMMIT;
BEGIN;
SET yb_non_ddl_txn_for_sys_tables_allowed = true;
ROLLBACK;

--- valid: reading, other schemas, settings that are off
-- mode: transactional-automatic
SELECT count(*) FROM yb_xcluster_ddl_replication.ddl_queue;
CREATE TABLE public.ddl_queue (id uuid PRIMARY KEY);
DELETE FROM public.ddl_queue;
CREATE TABLE "YB_XCLUSTER_DDL_REPLICATION" (id uuid PRIMARY KEY);
SET yb_xcluster_ddl_replication.enable_manual_ddl_replication = off;
SET search_path TO app;
DROP SCHEMA IF EXISTS app;
DROP EXTENSION pgcrypto;
