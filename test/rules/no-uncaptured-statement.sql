--- invalid: tablegroups
-- mode: transactional-automatic
CREATE TABLEGROUP "Hot"; -- expect: no-uncaptured-statement
ALTER TABLEGROUP "Hot" OWNER TO app; -- expect: no-uncaptured-statement
GRANT CREATE ON TABLEGROUP "Hot" TO app; -- expect: no-uncaptured-statement
REVOKE CREATE ON TABLEGROUP "Hot" FROM app; -- expect: no-uncaptured-statement
DROP TABLEGROUP "Hot"; -- expect: no-uncaptured-statement

--- invalid: owners and storage
-- mode: transactional-automatic
REASSIGN OWNED BY old_app TO app; -- expect: no-uncaptured-statement
CLUSTER orders USING orders_pkey; -- expect: no-uncaptured-statement
CLUSTER; -- expect: no-uncaptured-statement
BACKFILL INDEX 16390 READ TIME 1 PARTITION x'0000'; -- expect: no-uncaptured-statement

--- invalid: what is said of global objects
-- mode: transactional-automatic
COMMENT ON DATABASE shop IS 'orders and stock'; -- expect: no-uncaptured-statement
COMMENT ON ROLE app IS 'the application'; -- expect: no-uncaptured-statement
COMMENT ON TABLESPACE eu IS 'Frankfurt'; -- expect: no-uncaptured-statement
SECURITY LABEL FOR audit ON ROLE app IS 'low'; -- expect: no-uncaptured-statement
GRANT CONNECT ON DATABASE shop TO app; -- expect: no-uncaptured-statement
REVOKE ALL ON DATABASE shop FROM PUBLIC; -- expect: no-uncaptured-statement
GRANT CREATE ON TABLESPACE eu TO app; -- expect: no-uncaptured-statement

--- invalid: in bodies and blocks, in the first version that has the mode
-- mode: transactional-automatic
-- version: 2025.1
DO $$ BEGIN
  REASSIGN OWNED BY old_app TO app; -- expect: no-uncaptured-statement
END $$;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  EXECUTE 'GRANT CONNECT ON DATABASE shop TO app'; -- expect: no-uncaptured-statement
END $$;

--- valid: what automatic mode sees
-- mode: transactional-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
COMMENT ON TABLE orders IS 'each once';
COMMENT ON COLUMN orders.id IS 'random';
GRANT SELECT ON orders TO app;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER TABLE orders OWNER TO app;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app;
DROP OWNED BY old_app;

--- valid: sessions and data, and what other rules are about
-- mode: transactional-automatic
SET lock_timeout = '1s';
LOCK TABLE orders;
VACUUM orders;
ANALYZE orders;
LISTEN news;
NOTIFY news;
CALL refresh();
COPY orders TO STDOUT;
CREATE ROLE app;
GRANT app TO admin;
ALTER DATABASE shop SET timezone = 'UTC';
ALTER SYSTEM SET work_mem = '1GB';
REINDEX TABLE orders;
CREATE PUBLICATION news FOR TABLE orders;
CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION f();

--- valid: another mode
-- mode: transactional-semi-automatic
CREATE TABLEGROUP hot;
GRANT CONNECT ON DATABASE shop TO app;
