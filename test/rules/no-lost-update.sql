--- invalid: a counter, in PL/pgSQL and in SQL
CREATE TABLE products (id uuid PRIMARY KEY, stock int, tags text[], doc jsonb, note text);
CREATE FUNCTION sell(p uuid, n int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE products SET stock = stock - n WHERE id = p; -- expect: no-lost-update
END
$$;
CREATE FUNCTION tag(p uuid, t text) RETURNS void LANGUAGE sql AS $$
  UPDATE products AS x SET tags = array_append(x.tags, t), doc = jsonb_set(x.doc, '{a}', '1'), note = x.note || t WHERE id = p; -- expect: no-lost-update
$$;

--- invalid: an upsert that adds
CREATE TABLE "Hits" (day date, page text, n bigint, PRIMARY KEY (day, page));
CREATE PROCEDURE hit(p text) LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "Hits" VALUES (current_date, p, 1) ON CONFLICT (day, page) DO UPDATE SET n = "Hits".n + EXCLUDED.n; -- expect: no-lost-update
END
$$;

--- invalid: in forms of their own
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE app.totals SET n = coalesce(n, 0) + 1; -- expect: no-lost-update
  UPDATE app.totals SET (a, b) = (b, b + 1); -- expect: no-lost-update
  UPDATE app.totals t SET n = CASE WHEN t.n > 10 THEN 0 ELSE t.n + 1 END; -- expect: no-lost-update
  UPDATE app.totals SET highest = GREATEST(highest, NEW.n); -- expect: no-lost-update
  UPDATE app.totals SET active = NOT active; -- expect: no-lost-update
  MERGE INTO app.totals t USING app.news s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = t.n + s.n; -- expect: no-lost-update
  EXECUTE 'UPDATE app.totals SET n = n + 1'; -- expect: no-lost-update
  WITH u AS (UPDATE app.totals SET n = n - 1 RETURNING n) SELECT 1 FROM u INTO x; -- expect: no-lost-update
  UPDATE app.totals SET list[1] = list[1] + 1; -- expect: no-lost-update
  RETURN NEW;
END
$$;

--- valid: values that are no count
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE t SET name = lower(name), price = round(price, 2), n = coalesce(n, 0), at = date_trunc('day', at), v = v::text;
  UPDATE t SET n = (SELECT sum(n) + 1 FROM lines), total = price * 2, name = first || ' ' || last;
  UPDATE t SET n = CASE WHEN n > 10 THEN 10 ELSE n END, m = nullif(m, 0);
  INSERT INTO t VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n + 1;
  UPDATE t SET n = u.n + 1 FROM u WHERE u.id = t.id;
  NEW.n := OLD.n + 1;
  n := n + 1;
END
$$;

--- valid: a row for each cluster
CREATE TABLE hits (page text, site text, n bigint, PRIMARY KEY (page, site));
CREATE FUNCTION hit(p text, s text) RETURNS void LANGUAGE sql AS $$ UPDATE hits SET n = n + 1 WHERE page = p AND site = s $$;

--- valid: a migration's own statement is left to no-data-change
UPDATE t SET n = n + 1;
DO $$ BEGIN UPDATE t SET n = n + 1; END $$;

--- valid: one direction
-- mode: non-transactional
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE t SET n = n + 1 $$;

--- valid: transactional
-- mode: transactional-automatic
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE t SET n = n + 1 $$;

--- valid: tables that are not replicated, and a function that is gone
-- not-replicated: public.cache
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE scratch (n int);
  UPDATE scratch SET n = n + 1;
  UPDATE cache SET n = n + 1;
END
$$;
CREATE FUNCTION g() RETURNS void LANGUAGE sql AS $$ UPDATE t SET n = n + 1 $$;
DROP FUNCTION g();
