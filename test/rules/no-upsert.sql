--- invalid: by the primary key, by another one, by nobody knows which
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text, name text);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE FUNCTION remember(i uuid, e text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO users VALUES (i, e) ON CONFLICT (id) DO UPDATE SET email = EXCLUDED.email; -- expect: no-upsert
  INSERT INTO users (email) VALUES (e) ON CONFLICT (email) DO NOTHING; -- expect: no-upsert
  INSERT INTO users (email) VALUES (e) ON CONFLICT DO NOTHING; -- expect: no-upsert
END
$$;

--- invalid: a merge, a table that nobody creates, an upsert that also counts
CREATE PROCEDURE app.fold() LANGUAGE sql AS $$
  MERGE INTO app.totals t USING app.news n ON t.id = n.id WHEN MATCHED THEN UPDATE SET v = n.v WHEN NOT MATCHED THEN INSERT VALUES (n.id, n.v); -- expect: no-upsert
  INSERT INTO "App"."Totals" VALUES (1, 1) ON CONFLICT (id, v) DO UPDATE SET v = "Totals".v + 1; -- expect: no-upsert
$$;

--- valid: a migration's own statement is left to no-data-change
INSERT INTO users VALUES (1) ON CONFLICT DO NOTHING;
DO $$ BEGIN INSERT INTO users VALUES (1) ON CONFLICT DO NOTHING; END $$;

--- valid: a plain insert
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ INSERT INTO users VALUES (1) $$;

--- valid: tables that are not replicated
-- not-replicated: public.cache
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ INSERT INTO cache VALUES (1) ON CONFLICT DO NOTHING $$;

--- valid: one direction
-- mode: non-transactional
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ INSERT INTO users VALUES (1) ON CONFLICT DO NOTHING $$;

--- valid: the version that stands has none
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ INSERT INTO users VALUES (1) ON CONFLICT DO NOTHING $$;
-- 002_later.sql
CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql AS $$ INSERT INTO users VALUES (1) $$;
