--- invalid: an index of a known table
CREATE TABLE orders (id uuid PRIMARY KEY, code text);
CREATE INDEX orders_code ON orders (code HASH);
REINDEX INDEX orders_code; -- expect: no-reindex

--- invalid: an index of nobody knows which table
REINDEX INDEX "Sales"."Codes"; -- expect: no-reindex

--- invalid: the index of a constraint
-- mode: non-transactional
CREATE TABLE orders (id uuid PRIMARY KEY, code text UNIQUE);
REINDEX INDEX orders_code_key; -- expect: no-reindex

--- invalid: a table
-- mode: transactional-manual
REINDEX (VERBOSE) TABLE CONCURRENTLY orders; -- expect: no-reindex

--- invalid: a schema and a database
-- mode: transactional-semi-automatic
REINDEX SCHEMA sales; -- expect: no-reindex
REINDEX DATABASE shop; -- expect: no-reindex
REINDEX DATABASE; -- expect: no-reindex

--- invalid: automatic mode
-- mode: transactional-automatic
REINDEX TABLE orders; -- expect: no-reindex
REINDEX INDEX orders_code; -- expect: no-reindex

--- invalid: a DO block and a function
DO $$ BEGIN EXECUTE 'REINDEX TABLE ' || quote_ident('orders'); END $$; -- expect: no-reindex
CREATE PROCEDURE tidy() LANGUAGE plpgsql AS $$ BEGIN
  REINDEX INDEX orders_code; -- expect: no-reindex
END $$;

--- valid: outside of replication
-- not-replicated: audit.log
CREATE TABLE audit.log (id uuid PRIMARY KEY, at date);
CREATE INDEX log_at ON audit.log (at);
REINDEX INDEX audit.log_at;
REINDEX TABLE audit.log;
CREATE TEMP TABLE staging (id uuid);
REINDEX TABLE staging;
REINDEX SYSTEM shop;

--- valid: an index that is created anew
CREATE INDEX CONCURRENTLY orders_code_new ON orders (code);
DROP INDEX orders_code;
