--- invalid: the clock, the user, the session
-- 001_create.sql
CREATE TABLE orders (id uuid PRIMARY KEY, total integer);
-- 002_change.sql
ALTER TABLE orders ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(); -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN day date DEFAULT CURRENT_DATE + 1; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN at time DEFAULT LOCALTIME; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN utc timestamp DEFAULT (now() AT TIME ZONE 'utc'); -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN author text NOT NULL DEFAULT current_user; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN tenant text DEFAULT current_setting('app.tenant', true); -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN year text DEFAULT to_char(statement_timestamp(), 'YYYY'); -- expect: no-clock-default-on-add-column

--- invalid: literals that mean the moment
-- mode: non-transactional
ALTER TABLE orders ADD COLUMN day date DEFAULT 'today'; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT 'Tomorrow 08:00'; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN cast_at timestamp DEFAULT 'now'::timestamp; -- expect: no-clock-default-on-add-column

--- invalid: a table that no migration creates, in a schema, with names in capitals
-- mode: transactional-manual
ALTER TABLE "Billing"."Orders" ADD COLUMN "Created At" timestamptz DEFAULT transaction_timestamp(); -- expect: no-clock-default-on-add-column

--- invalid: a new table counts where it joins the replication at once
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
ALTER TABLE orders ADD COLUMN created_at timestamptz DEFAULT now(); -- expect: no-clock-default-on-add-column

--- invalid: automatic mode
-- mode: transactional-automatic
ALTER TABLE orders ADD COLUMN created_at timestamptz DEFAULT now(); -- expect: no-clock-default-on-add-column

--- invalid: the default of a domain, and a domain over a time
CREATE DOMAIN moment AS timestamptz DEFAULT now();
CREATE DOMAIN day AS date;
ALTER TABLE orders ADD COLUMN created_at moment; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN day day DEFAULT 'yesterday'; -- expect: no-clock-default-on-add-column

--- invalid: functions of the user's own that say STABLE
-- 001_functions.sql
CREATE FUNCTION app_tenant() RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_setting('app.tenant') $$;
-- 002_change.sql
ALTER TABLE orders ADD COLUMN tenant text DEFAULT app_tenant(); -- expect: no-clock-default-on-add-column

--- invalid: in a DO block, and as text
DO $$
BEGIN
  ALTER TABLE orders ADD COLUMN IF NOT EXISTS created_at timestamptz DEFAULT now(); -- expect: no-clock-default-on-add-column
  EXECUTE format('ALTER TABLE %I ADD COLUMN updated_at timestamptz DEFAULT now()', 'orders'); -- expect: no-clock-default-on-add-column
END
$$;

--- invalid: in a routine's body, of a table of the same file
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE PROCEDURE extend() LANGUAGE plpgsql AS $$
BEGIN
  ALTER TABLE orders ADD COLUMN created_at timestamptz DEFAULT now(); -- expect: no-clock-default-on-add-column
END
$$;

--- invalid: several actions in small letters, a table that may not be there, a column that takes no NULL later on
-- 001_create.sql
create table orders (id uuid primary key);
-- 002_change.sql
alter table if exists only orders
    add column "At" timestamptz default now() not null, -- expect: no-clock-default-on-add-column
    add column if not exists seen timestamptz(3) /* by whom? */ default current_timestamp, -- expect: no-clock-default-on-add-column
    add column note text; -- no more
alter table orders alter column seen set not null;

--- invalid: what a literal or NULL could break, what has a name, and what may be there already
-- 001_create.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE days (day date PRIMARY KEY);
-- 002_change.sql
ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT now() CHECK (at IS NOT NULL); -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN since date NOT NULL DEFAULT CURRENT_DATE; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD CONSTRAINT recent CHECK (since > '2020-01-01');
ALTER TABLE orders ADD COLUMN day date NOT NULL DEFAULT CURRENT_DATE REFERENCES days; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN named date CONSTRAINT today DEFAULT CURRENT_DATE; -- expect: no-clock-default-on-add-column
ALTER TABLE orders ADD COLUMN gone date DEFAULT CURRENT_DATE; -- expect: no-clock-default-on-add-column
ALTER TABLE orders DROP COLUMN gone;
ALTER TABLE elsewhere ADD COLUMN IF NOT EXISTS day date DEFAULT CURRENT_DATE; -- expect: no-clock-default-on-add-column

--- invalid: a release of automatic mode that may refuse a second statement
-- mode: transactional-automatic
-- version: 2025.2.2
ALTER TABLE orders ADD COLUMN created_at timestamptz DEFAULT now(); -- expect: no-clock-default-on-add-column

--- valid: a literal, then the default
ALTER TABLE orders ADD COLUMN created_at timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00';
ALTER TABLE orders ALTER COLUMN created_at SET DEFAULT now();

--- valid: what comes out the same on both clusters
ALTER TABLE orders ADD COLUMN tags jsonb DEFAULT jsonb_build_object('a', 1);
ALTER TABLE orders ADD COLUMN label text DEFAULT 'now';
ALTER TABLE orders ADD COLUMN epoch timestamptz DEFAULT 'epoch';
ALTER TABLE orders ADD COLUMN upper text DEFAULT upper('x');
ALTER TABLE orders ADD COLUMN span interval DEFAULT justify_days('30 days');
ALTER TABLE orders ADD COLUMN note text;

--- valid: a table of the same file, one that is not replicated, a temporary one, a column that is there
-- not-replicated: audit.log
CREATE TABLE orders (id uuid PRIMARY KEY, created_at timestamptz);
ALTER TABLE orders ADD COLUMN updated_at timestamptz DEFAULT now();
ALTER TABLE orders ADD COLUMN IF NOT EXISTS created_at timestamptz DEFAULT now();
CREATE SCHEMA audit;
CREATE TABLE audit.log (id uuid PRIMARY KEY);
CREATE TEMPORARY TABLE scratch (id uuid);
-- 002_change.sql
ALTER TABLE audit.log ADD COLUMN created_at timestamptz DEFAULT now();
CREATE TEMPORARY TABLE scratch (id uuid);
ALTER TABLE scratch ADD COLUMN created_at timestamptz DEFAULT now();

--- valid: a default that rewrites the table is no-table-rewrite's
ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT now() + random() * interval '1 day';
ALTER TABLE orders ADD COLUMN at2 timestamptz DEFAULT clock_timestamp();
CREATE DOMAIN past AS timestamptz CHECK (VALUE < '2100-01-01');
ALTER TABLE orders ADD COLUMN at3 past DEFAULT now();
