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

--- valid: a table, then rows from the temporary one
-- mode: transactional-automatic
CREATE TEMPORARY TABLE staged (id uuid, note text);
CREATE TABLE imported (id uuid PRIMARY KEY, note text);
INSERT INTO imported SELECT * FROM staged;

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
