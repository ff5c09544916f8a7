--- invalid: on no list
-- mode: transactional-automatic
CREATE EXTENSION postgis; -- expect: no-unsupported-extension
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public; -- expect: no-unsupported-extension
CREATE EXTENSION pg_partman; -- expect: no-unsupported-extension
CREATE EXTENSION pg_cron; -- expect: no-unsupported-extension
CREATE EXTENSION "PgCrypto"; -- expect: no-unsupported-extension
DROP EXTENSION IF EXISTS orafce; -- expect: no-unsupported-extension

--- invalid: tested, not documented
-- mode: transactional-automatic
CREATE EXTENSION hll; -- expect: no-unsupported-extension
CREATE EXTENSION IF NOT EXISTS hstore; -- expect: no-unsupported-extension
CREATE EXTENSION pg_trgm; -- expect: no-unsupported-extension
CREATE EXTENSION pgtap; -- expect: no-unsupported-extension
CREATE EXTENSION tablefunc; -- expect: no-unsupported-extension
DROP EXTENSION vector; -- expect: no-unsupported-extension

--- invalid: altered, whatever it is
-- mode: transactional-automatic
ALTER EXTENSION pgcrypto UPDATE TO '1.4'; -- expect: no-unsupported-extension
ALTER EXTENSION hstore SET SCHEMA tools; -- expect: no-unsupported-extension
ALTER EXTENSION postgis ADD FUNCTION area(text); -- expect: no-unsupported-extension

--- invalid: several at once, in blocks and bodies, in the first version that has the mode
-- mode: transactional-automatic
-- version: 2025.1
DROP EXTENSION pgcrypto, citext; -- expect: no-unsupported-extension
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS citext; -- expect: no-unsupported-extension
END $$;
CREATE PROCEDURE prepare() LANGUAGE plpgsql AS $$ BEGIN
  EXECUTE 'CREATE EXTENSION ' || quote_ident('ltree'); -- expect: no-unsupported-extension
END $$;

--- invalid: those that act by themselves, bidirectional
CREATE EXTENSION pg_partman; -- expect: no-unsupported-extension
CREATE EXTENSION IF NOT EXISTS pg_cron; -- expect: no-unsupported-extension

--- invalid: those that act by themselves, non-transactional
-- mode: non-transactional
CREATE EXTENSION pg_partman; -- expect: no-unsupported-extension

--- invalid: those that act by themselves, manual
-- mode: transactional-manual
CREATE EXTENSION pg_partman SCHEMA partman; -- expect: no-unsupported-extension
CREATE EXTENSION pg_cron; -- expect: no-unsupported-extension

--- invalid: those that act by themselves, semi-automatic
-- mode: transactional-semi-automatic
CREATE EXTENSION pg_partman; -- expect: no-unsupported-extension
CREATE EXTENSION pg_cron; -- expect: no-unsupported-extension

--- valid: documented and pre-installed
-- mode: transactional-automatic
CREATE EXTENSION file_fdw;
CREATE EXTENSION fuzzystrmatch;
CREATE EXTENSION hypopg;
CREATE EXTENSION pg_stat_monitor;
CREATE EXTENSION pgaudit;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE EXTENSION postgres_fdw;
CREATE EXTENSION sslinfo;
CREATE EXTENSION "uuid-ossp";
CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
CREATE EXTENSION pg_stat_statements;
COMMENT ON EXTENSION postgis IS 'maps';
DROP EXTENSION "uuid-ossp", pgcrypto;

--- valid: the extension of automatic mode itself is left to its rule
-- mode: transactional-automatic
DROP EXTENSION yb_xcluster_ddl_replication;

--- valid: elsewhere
CREATE EXTENSION postgis;
CREATE EXTENSION vector;
ALTER EXTENSION pg_partman UPDATE;
DROP EXTENSION pg_cron;
