--- invalid: nothing is declared
-- mode: transactional-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
GRANT SELECT ON orders TO app; -- expect: no-undeclared-role
GRANT INSERT ON orders TO app, writer; -- expect: no-undeclared-role
REVOKE ALL ON SCHEMA public FROM PUBLIC, intruder; -- expect: no-undeclared-role
ALTER TABLE orders OWNER TO "Shop Owner"; -- expect: no-undeclared-role
ALTER TABLE orders OWNER TO app;

--- invalid: every kind of statement
-- mode: transactional-automatic
CREATE SCHEMA shop AUTHORIZATION r01; -- expect: no-undeclared-role
CREATE SCHEMA AUTHORIZATION r02; -- expect: no-undeclared-role
ALTER SCHEMA shop OWNER TO r03; -- expect: no-undeclared-role
ALTER FUNCTION f() OWNER TO r04; -- expect: no-undeclared-role
ALTER VIEW v OWNER TO r05; -- expect: no-undeclared-role
ALTER SEQUENCE s OWNER TO r06; -- expect: no-undeclared-role
ALTER TYPE t OWNER TO r07; -- expect: no-undeclared-role
CREATE POLICY p ON orders TO r08 USING (true); -- expect: no-undeclared-role
ALTER POLICY p ON orders TO r09, CURRENT_USER; -- expect: no-undeclared-role
ALTER DEFAULT PRIVILEGES FOR ROLE r10 IN SCHEMA shop GRANT SELECT ON TABLES TO r11; -- expect: no-undeclared-role no-undeclared-role
CREATE USER MAPPING FOR r12 SERVER elsewhere; -- expect: no-undeclared-role
DROP OWNED BY r13; -- expect: no-undeclared-role
SET ROLE r14; -- expect: no-undeclared-role
SET SESSION AUTHORIZATION 'r15'; -- expect: no-undeclared-role
SET LOCAL ROLE "R16"; -- expect: no-undeclared-role
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA shop TO r17; -- expect: no-undeclared-role

--- invalid: tablespaces
-- mode: transactional-automatic
CREATE TABLE a (id uuid PRIMARY KEY USING INDEX TABLESPACE t01, UNIQUE (id) USING INDEX TABLESPACE t02) TABLESPACE t03; -- expect: no-undeclared-role no-undeclared-role no-undeclared-role
CREATE INDEX ON a (id) TABLESPACE t04; -- expect: no-undeclared-role
ALTER TABLE a ADD CONSTRAINT u UNIQUE (id) USING INDEX TABLESPACE t05; -- expect: no-undeclared-role
ALTER TABLE a SET TABLESPACE t06; -- expect: no-undeclared-role
ALTER INDEX a_pkey SET TABLESPACE t07; -- expect: no-undeclared-role
CREATE MATERIALIZED VIEW m TABLESPACE t08 AS SELECT 1 AS x; -- expect: no-undeclared-role
ALTER MATERIALIZED VIEW m SET TABLESPACE t09; -- expect: no-undeclared-role
CREATE TABLE b TABLESPACE t10 AS SELECT 1 AS x; -- expect: no-undeclared-role
ALTER TABLE ALL IN TABLESPACE t11 OWNED BY r01 SET TABLESPACE t12; -- expect: no-undeclared-role no-undeclared-role no-undeclared-role
SET default_tablespace = t13; -- expect: no-undeclared-role
CREATE TABLE c (id uuid PRIMARY KEY, y int) PARTITION BY RANGE (y) TABLESPACE t14; -- expect: no-undeclared-role

--- invalid: some are declared
-- mode: transactional-automatic
-- roles: app, Shop Owner
-- tablespaces: fast
GRANT SELECT ON orders TO app;
GRANT SELECT ON orders TO APP;
GRANT SELECT ON orders TO "APP"; -- expect: no-undeclared-role
ALTER TABLE orders OWNER TO "Shop Owner";
ALTER TABLE orders SET TABLESPACE fast;
ALTER TABLE orders SET TABLESPACE app; -- expect: no-undeclared-role
GRANT SELECT ON orders TO fast; -- expect: no-undeclared-role

--- invalid: the migrations create it, which changes nothing
-- mode: transactional-automatic
CREATE ROLE app;
CREATE TABLESPACE fast WITH (replica_placement = '{"num_replicas": 1}');
ALTER ROLE app SET default_tablespace = fast;
GRANT SELECT ON orders TO app; -- expect: no-undeclared-role
CREATE TABLE logs (id uuid PRIMARY KEY) TABLESPACE fast; -- expect: no-undeclared-role

--- invalid: one finding a name in all files
-- mode: transactional-automatic
-- 001_first.sql
GRANT SELECT ON orders TO app; -- expect: no-undeclared-role
-- 002_later.sql
GRANT SELECT ON invoices TO app, reader; -- expect: no-undeclared-role
-- 003_last.sql
GRANT SELECT ON invoices TO reader;

--- invalid: blocks run, and bodies run later
-- mode: transactional-automatic
CREATE FUNCTION add_reader() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  GRANT SELECT ON orders TO reader;
  GRANT SELECT ON orders TO auditor; -- expect: no-undeclared-role
  GRANT SELECT ON invoices TO auditor;
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT SELECT ON %I TO %I', 'orders', 'reader'); -- expect: no-undeclared-role
  IF true THEN
    ALTER TABLE orders OWNER TO app; -- expect: no-undeclared-role
  END IF;
END
$$;
SELECT add_reader();

--- valid: what every cluster has
-- mode: transactional-automatic
GRANT SELECT ON orders TO PUBLIC, CURRENT_USER, SESSION_USER, CURRENT_ROLE, postgres, yugabyte, pg_monitor, yb_db_admin;
ALTER TABLE orders OWNER TO CURRENT_ROLE;
CREATE POLICY p ON orders USING (true);
ALTER TABLE orders SET TABLESPACE pg_default;
SET default_tablespace = '';
SET ROLE NONE;
RESET ROLE;
SET SESSION AUTHORIZATION DEFAULT;
SET default_tablespace TO DEFAULT;
CREATE SCHEMA shop;

--- valid: what automatic mode does not send to the other cluster
-- mode: transactional-automatic
GRANT CONNECT ON DATABASE shop TO app;
ALTER DATABASE shop OWNER TO app;
GRANT staff TO app;
REASSIGN OWNED BY app TO staff;
ALTER PUBLICATION changes OWNER TO app;
CREATE TEMP TABLE scratch (id uuid) TABLESPACE fast;
INSERT INTO grants (grantee) VALUES ('app');

--- valid: a placeholder without a value
-- mode: transactional-automatic
GRANT SELECT ON orders TO ${APP};
GRANT SELECT ON orders TO tenant_${APP};
ALTER TABLE orders OWNER TO :o;

--- valid: the other modes carry no statement
-- mode: transactional-semi-automatic
GRANT SELECT ON orders TO app;
CREATE TABLE logs (id uuid PRIMARY KEY) TABLESPACE fast;
