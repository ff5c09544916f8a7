--- invalid: roles
CREATE ROLE app LOGIN; -- expect: no-global-object
CREATE USER "App Reader" PASSWORD 'x' IN ROLE app; -- expect: no-global-object
CREATE GROUP staff; -- expect: no-global-object
ALTER ROLE app SET search_path = shop, public; -- expect: no-global-object
ALTER ROLE ALL SET statement_timeout = '5s'; -- expect: no-global-object
ALTER USER app CREATEDB; -- expect: no-global-object
ALTER GROUP staff ADD USER app; -- expect: no-global-object
ALTER ROLE CURRENT_USER SET work_mem = '64MB'; -- expect: no-global-object
ALTER ROLE app RENAME TO application; -- expect: no-global-object
DROP ROLE IF EXISTS staff; -- expect: no-global-object
DROP USER application, "App Reader"; -- expect: no-global-object no-global-object

--- invalid: membership
GRANT staff TO app; -- expect: no-global-object
GRANT staff, auditors TO app WITH ADMIN OPTION; -- expect: no-global-object no-global-object
REVOKE staff FROM app; -- expect: no-global-object

--- invalid: tablespaces
-- mode: transactional-semi-automatic
CREATE TABLESPACE us_west WITH (replica_placement = '{"num_replicas": 1}'); -- expect: no-global-object
CREATE TABLESPACE fast LOCATION '/mnt/fast'; -- expect: no-global-object
ALTER TABLESPACE fast SET (random_page_cost = 1.1); -- expect: no-global-object
ALTER TABLESPACE fast RENAME TO faster; -- expect: no-global-object
DROP TABLESPACE IF EXISTS faster; -- expect: no-global-object

--- invalid: databases and the cluster
-- mode: transactional-manual
CREATE DATABASE shop; -- expect: no-global-object
ALTER DATABASE shop SET timezone = 'UTC'; -- expect: no-global-object
ALTER DATABASE shop OWNER TO app; -- expect: no-global-object
ALTER DATABASE shop RENAME TO store; -- expect: no-global-object
DROP DATABASE store; -- expect: no-global-object
ALTER SYSTEM SET log_statement = 'all'; -- expect: no-global-object
ALTER SYSTEM RESET ALL; -- expect: no-global-object

--- invalid: login profiles, which only YugabyteDB has
-- mode: non-transactional
CREATE PROFILE strict LIMIT FAILED_LOGIN_ATTEMPTS 3; -- expect: no-global-object
ALTER ROLE app PROFILE strict; -- expect: no-global-object
DROP PROFILE strict; -- expect: no-global-object

--- invalid: automatic mode, only where the role is missing
-- mode: transactional-automatic
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN
    CREATE ROLE app; -- expect: no-global-object
  END IF;
  EXECUTE format('CREATE ROLE %I', 'reader'); -- expect: no-global-object
  EXECUTE 'DROP TABLESPACE fast'; -- expect: no-global-object
END
$$;
CREATE ROLE writer; -- expect: no-global-object
GRANT writer TO app; -- expect: no-global-object
ALTER SYSTEM SET log_statement = 'all'; -- expect: no-global-object

--- invalid: in a routine
CREATE PROCEDURE add_tenant(name text) LANGUAGE plpgsql AS $$
BEGIN
  CREATE ROLE tenant; -- expect: no-global-object
END
$$;

--- valid: what belongs to the database
CREATE TABLE roles (id uuid PRIMARY KEY, role text);
GRANT SELECT ON roles TO app;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER TABLE roles OWNER TO app;
ALTER TABLE roles SET TABLESPACE fast;
SET ROLE app;
CREATE POLICY own ON roles TO app USING (role = current_user);
ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO reader;
CREATE USER MAPPING FOR app SERVER elsewhere;
CREATE SCHEMA app AUTHORIZATION app;

--- valid: statements on it that automatic mode does not capture either
-- mode: transactional-automatic
COMMENT ON ROLE app IS 'the application';
REASSIGN OWNED BY app TO writer;
GRANT CONNECT ON DATABASE shop TO app;
GRANT CREATE ON TABLESPACE fast TO app;
