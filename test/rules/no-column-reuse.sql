--- invalid: dropped in one file, added many files later
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
-- 002_drop.sql
ALTER TABLE orders DROP COLUMN note;
-- 003_else.sql
ALTER TABLE orders ADD COLUMN total numeric;
-- 004_rename.sql
ALTER TABLE orders RENAME TO purchases;
-- 030_again.sql
ALTER TABLE purchases ADD COLUMN note jsonb; -- expect: no-column-reuse

--- invalid: in one ALTER TABLE, an error
-- mode: non-transactional
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, "Note" text);
-- 002_type.sql
ALTER TABLE orders ADD COLUMN "Note" jsonb, DROP COLUMN "Note"; -- expect: no-column-reuse

--- invalid: in one transaction, an error; in another one, a warning
-- mode: transactional-manual
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, a int, b int, c int);
-- 002_type.sql
ALTER TABLE orders DROP COLUMN a;
BEGIN;
ALTER TABLE orders DROP COLUMN b;
UPDATE orders SET c = 1;
ALTER TABLE orders ADD COLUMN b bigint; -- expect: no-column-reuse
ALTER TABLE orders ADD COLUMN a bigint; -- expect: no-column-reuse
COMMIT;
BEGIN;
ALTER TABLE orders DROP COLUMN c;
COMMIT;
BEGIN;
ALTER TABLE orders ADD COLUMN c bigint; -- expect: no-column-reuse
COMMIT;

--- invalid: tables that no migration creates
-- 001_drop.sql
ALTER TABLE billing."Invoices" DROP COLUMN IF EXISTS note;
-- 002_add.sql
ALTER TABLE billing."Invoices" ADD note text, ADD COLUMN other text; -- expect: no-column-reuse

--- invalid: in a block, which is one transaction
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
-- 002_block.sql
DO $$ BEGIN
  ALTER TABLE orders DROP COLUMN note;
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I jsonb', 'orders', 'note'); -- expect: no-column-reuse
END $$;

--- invalid: in a function, which runs later, of a table of the same file
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
CREATE FUNCTION reset_note() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  ALTER TABLE orders DROP COLUMN note;
  ALTER TABLE orders ADD COLUMN note text; -- expect: no-column-reuse
END
$$;

--- invalid: a new table, in semi-automatic mode
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
ALTER TABLE orders DROP COLUMN note;
ALTER TABLE orders ADD COLUMN note jsonb; -- expect: no-column-reuse

--- invalid: twice
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
-- 002_drop.sql
ALTER TABLE orders DROP COLUMN note;
-- 003_add.sql
ALTER TABLE orders ADD COLUMN note text; -- expect: no-column-reuse
-- 004_drop.sql
ALTER TABLE orders DROP COLUMN note;
-- 005_add.sql
ALTER TABLE orders ADD COLUMN note text; -- expect: no-column-reuse

--- valid: other names, a drop that was taken back, a column that came back before the file that drops another
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, a int, b int);
-- 002_drop.sql
ALTER TABLE orders DROP COLUMN a;
ALTER TABLE orders ADD COLUMN c int;
BEGIN;
ALTER TABLE orders DROP COLUMN b;
ROLLBACK;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS b int;
ALTER TABLE orders ALTER COLUMN b TYPE bigint;

--- valid: dropped in the file that makes the table
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
ALTER TABLE orders DROP COLUMN note;
ALTER TABLE orders ADD COLUMN note jsonb;
ALTER TABLE orders DROP COLUMN note;
-- 002_add.sql
ALTER TABLE orders ADD COLUMN note text;

--- valid: a table that is dropped and made again forgets
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
-- 002_drop.sql
ALTER TABLE orders DROP COLUMN note;
-- 003_anew.sql
DROP TABLE orders;
CREATE TABLE orders (id uuid PRIMARY KEY);
-- 004_add.sql
ALTER TABLE orders ADD COLUMN note text;

--- valid: automatic mode
-- mode: transactional-automatic
-- 001_orders.sql
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
-- 002_type.sql
ALTER TABLE orders DROP COLUMN note;
ALTER TABLE orders ADD COLUMN note jsonb;

--- valid: tables outside of replication and temporary ones
-- not-replicated: audit.log
ALTER TABLE audit.log DROP COLUMN a;
ALTER TABLE audit.log ADD COLUMN a int;
CREATE TEMPORARY TABLE staged (id int, a int);
ALTER TABLE staged DROP COLUMN a;
ALTER TABLE staged ADD COLUMN a int;
