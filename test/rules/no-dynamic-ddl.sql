--- invalid: a name that comes from the catalog
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'app' LOOP
    EXECUTE format('ALTER TABLE app.%I ADD COLUMN touched_at timestamptz', t.tablename); -- expect: no-dynamic-ddl
  END LOOP;
END $$;

--- invalid: a statement in a variable that is built from a query
-- mode: non-transactional
DO $$
DECLARE cmd text;
BEGIN
  SELECT string_agg('DROP INDEX ' || indexname, '; ') INTO cmd FROM pg_indexes WHERE tablename = 'orders';
  EXECUTE cmd; -- expect: no-dynamic-ddl
END $$;

--- invalid: a function, and the call that runs it
-- mode: transactional-manual
CREATE FUNCTION grant_all(role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA app TO %I', role); -- expect: no-dynamic-ddl
END
$$;
SELECT grant_all('reader'); -- expect: no-dynamic-ddl

--- invalid: a routine without an argument, a nested block, a procedure that is called
-- mode: transactional-semi-automatic
CREATE PROCEDURE make_partition() LANGUAGE plpgsql AS $$
BEGIN
  DECLARE name text := 'events_' || to_char(now(), 'YYYY');
  BEGIN
    EXECUTE 'CREATE TABLE ' || quote_ident(name) || ' (id uuid PRIMARY KEY)'; -- expect: no-dynamic-ddl
  EXCEPTION WHEN duplicate_table THEN NULL;
  END;
END
$$;
CALL make_partition(); -- expect: no-dynamic-ddl

--- invalid: a variable that may hold one or the other
DO $$
DECLARE cmd text := 'ALTER TABLE orders ADD COLUMN a int';
BEGIN
  IF random() > 0.5 THEN cmd := 'ALTER TABLE orders ADD COLUMN b int'; END IF;
  EXECUTE cmd; -- expect: no-dynamic-ddl
END $$;

--- invalid: a trigger function that is replaced after its trigger, as it is in the end
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE FUNCTION on_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER on_order BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION on_order();
CREATE OR REPLACE FUNCTION on_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE TABLE IF NOT EXISTS orders_' || NEW.id || ' (id uuid PRIMARY KEY)'; -- expect: no-dynamic-ddl
  RETURN NEW;
END
$$;

--- invalid: automatic mode, a remark
-- mode: transactional-automatic
DO $$
BEGIN
  EXECUTE format('CREATE TABLE %I (id uuid PRIMARY KEY)', current_database()); -- expect: no-dynamic-ddl
  CREATE TABLE items (id uuid PRIMARY KEY);
END $$;

--- invalid: automatic mode in 2025.1, written out or not
-- mode: transactional-automatic
-- version: 2025.1.4.0
DO $$
BEGIN
  EXECUTE format('CREATE TABLE %I (id uuid PRIMARY KEY)', current_database()); -- expect: no-dynamic-ddl
  CREATE TABLE items (id uuid PRIMARY KEY); -- expect: no-dynamic-ddl
  ALTER TABLE items ADD COLUMN a int, ADD COLUMN b int; -- expect: no-dynamic-ddl
  CREATE TEMPORARY TABLE staged (id int);
  CREATE ROLE reader;
  GRANT reader TO app;
  ALTER ROLE app SET search_path = public;
  GRANT SELECT ON items TO reader; -- expect: no-dynamic-ddl
  INSERT INTO items VALUES (gen_random_uuid());
END $$;
CREATE FUNCTION widen() RETURNS void LANGUAGE sql AS $$
  ALTER TABLE items ADD COLUMN c int; -- expect: no-dynamic-ddl
$$;
CREATE TABLE plain (id uuid PRIMARY KEY);

--- valid: what is written out is judged by the other rules
DO $$
BEGIN
  CREATE TABLE items (id uuid PRIMARY KEY);
  EXECUTE 'CREATE TABLE notes (id uuid PRIMARY KEY)';
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I text', 'items', 'note');
END $$;

--- valid: variables and loops over literals
DO $$
DECLARE
  tables CONSTANT text[] := ARRAY['items', 'notes'];
  prefix text := 'ALTER TABLE ';
  t text;
  r record;
BEGIN
  FOREACH t IN ARRAY tables LOOP
    EXECUTE prefix || quote_ident(t) || ' ADD COLUMN a int';
  END LOOP;
  FOREACH t IN ARRAY '{items, notes}'::text[] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN b int', t);
  END LOOP;
  FOR t IN VALUES ('items'), ('notes') LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN c int', t);
  END LOOP;
  FOR r IN SELECT unnest(ARRAY['items', 'notes']) AS name LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN d int', r.name);
  END LOOP;
END $$;

--- valid: automatic mode in 2025.2
-- mode: transactional-automatic
-- version: 2025.2.0.0
DO $$ BEGIN CREATE TABLE items (id uuid PRIMARY KEY); END $$;
CREATE FUNCTION widen() RETURNS void LANGUAGE sql AS $$ ALTER TABLE items ADD COLUMN c int $$;

--- invalid: a table by any name, but not rows whose values are words of DDL
CREATE FUNCTION allow(acl text, who uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE TABLE ' || acl || ' (who uuid, permission text)'; -- expect: no-dynamic-ddl
  EXECUTE 'INSERT INTO ' || acl || ' (who, permission) VALUES ($1, ''create''), ($1, ''grant'')' USING who; -- expect: unanalyzable
END
$$;
