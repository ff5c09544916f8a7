--- invalid: a table made from a temporary one
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id uuid, note text);
CREATE TABLE imported AS SELECT * FROM staged; -- expect: no-create-table-as-from-temporary

--- invalid: in a join, by a common table expression, by SELECT INTO
-- mode: transactional-automatic
CREATE TEMP TABLE staged AS SELECT gen_random_uuid() AS id;
CREATE TEMP TABLE "Seen" (id uuid);
CREATE TABLE archive.imported AS WITH new AS (SELECT id FROM staged) SELECT new.id FROM new JOIN "Seen" USING (id); -- expect: no-create-table-as-from-temporary
SELECT id INTO kept FROM pg_temp.staged; -- expect: no-create-table-as-from-temporary

--- invalid: from a temporary view, without rows, in a block and in a function
-- mode: transactional-automatic
-- version: 2025.2.1.0
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TEMP VIEW seen AS SELECT id FROM orders;
CREATE TABLE empty AS TABLE seen WITH NO DATA; -- expect: no-create-table-as-from-temporary
DO $$
BEGIN
  CREATE TEMP TABLE picked AS SELECT id FROM orders;
  EXECUTE format('CREATE TABLE %I AS SELECT * FROM picked', 'Kept'); -- expect: no-create-table-as-from-temporary
END
$$;
CREATE PROCEDURE keep() LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE chosen (id uuid);
  CREATE TABLE taken AS SELECT * FROM chosen; -- expect: no-create-table-as-from-temporary
END
$$;

--- valid: a table, then rows from the temporary one
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id uuid, note text);
CREATE TABLE imported (id uuid PRIMARY KEY, note text);
INSERT INTO imported SELECT * FROM staged;

--- valid: other modes, where `no-create-table-as` speaks, and a table outside of replication
-- mode: transactional-manual
-- not-replicated: archive.kept
CREATE TEMP TABLE staged (id uuid);
CREATE TABLE kept AS SELECT * FROM staged;
CREATE TABLE archive.kept AS SELECT * FROM staged;

--- valid: a permanent table of the same name, a temporary one that was dropped
-- mode: transactional-automatic
CREATE TABLE staged (id uuid PRIMARY KEY);
CREATE TEMP TABLE staged (id uuid);
CREATE TABLE copy AS SELECT * FROM public.staged;
DROP TABLE staged;
CREATE TABLE again AS SELECT * FROM staged;
CREATE TABLE IF NOT EXISTS again AS SELECT * FROM pg_temp.staged;

--- valid: a temporary table from a temporary one, a permanent one from a permanent one
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id uuid, note text);
CREATE TEMPORARY TABLE twice AS SELECT * FROM staged UNION ALL SELECT * FROM staged;
CREATE TABLE copy AS SELECT * FROM orders;

--- valid: a release in which no such statement is taken at all, and a mode that says so by another rule
-- mode: transactional-automatic
-- version: 2025.1
CREATE TEMPORARY TABLE staged (id uuid, note text);
CREATE TABLE imported AS SELECT * FROM staged;
