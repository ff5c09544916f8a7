--- invalid: a unique column
CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE -- expect: no-unique-constraint
);

--- invalid: a named table constraint over two columns
CREATE TABLE seats (
  id uuid PRIMARY KEY,
  show_id uuid NOT NULL,
  seat text NOT NULL,
  CONSTRAINT seats_taken UNIQUE (show_id, seat) -- expect: no-unique-constraint
);

--- invalid: a unique index, partial and over an expression
CREATE TABLE users (id uuid PRIMARY KEY, email text, active boolean);
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE active; -- expect: no-unique-constraint

--- invalid: a constraint that is added later
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, email text);
-- 002_unique.sql
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email); -- expect: no-unique-constraint

--- invalid: a column added with the constraint
CREATE TABLE users (id uuid PRIMARY KEY);
ALTER TABLE users ADD COLUMN handle text UNIQUE; -- expect: no-unique-constraint

--- invalid: an index that becomes a constraint, which is one finding
CREATE TABLE users (id uuid PRIMARY KEY, email text);
CREATE UNIQUE INDEX users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email; -- expect: no-unique-constraint

--- invalid: nulls that are not distinct
CREATE TABLE users (id uuid PRIMARY KEY, email text, UNIQUE NULLS NOT DISTINCT (email)); -- expect: no-unique-constraint

--- invalid: all the words of a constraint, and comments around it
create schema if not exists shop;
create table if not exists shop."Customers" (
  id uuid primary key, -- made up by the client
  "taxNumber" text /* upper case */ constraint customers_tax unique nulls not distinct with (fillfactor = 70) not null, -- expect: no-unique-constraint
  email text constraint customers_email unique deferrable initially deferred not null, -- expect: no-unique-constraint
  phone text, -- with the country
  -- one a country
  constraint customers_phone unique nulls not distinct (phone) include (email) not deferrable -- expect: no-unique-constraint
);

--- invalid: one action of several
CREATE TABLE users (id uuid PRIMARY KEY, email text);
ALTER TABLE ONLY public.users ADD COLUMN phone text, ADD UNIQUE (phone), ADD CONSTRAINT users_mail UNIQUE (email); -- expect: no-unique-constraint no-unique-constraint

--- invalid: a name that other statements give
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE, phone text CONSTRAINT users_phone UNIQUE, nick text UNIQUE); -- expect: no-unique-constraint no-unique-constraint no-unique-constraint
COMMENT ON CONSTRAINT users_email_key ON users IS 'one account an address';
CREATE TABLE copies (id uuid PRIMARY KEY, users_nick_idx text);
CREATE INDEX users_nick_idx ON copies (users_nick_idx);
INSERT INTO users (id, phone) VALUES ('11111111-1111-1111-1111-111111111111', '1') ON CONFLICT ON CONSTRAINT users_phone DO NOTHING;

--- invalid: a foreign key that needed it for a while
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE); -- expect: no-unique-constraint
CREATE TABLE logins (id uuid PRIMARY KEY, email text REFERENCES users (email));
DROP TABLE logins;

--- invalid: an older table, in a transaction
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, email text);
-- 002_unique.sql
BEGIN;
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email); -- expect: no-unique-constraint
COMMIT;

--- invalid: indexes that LIKE brings along
CREATE TABLE users (id uuid PRIMARY KEY, email text, UNIQUE (email)); -- expect: no-unique-constraint
CREATE TABLE users_old (LIKE users INCLUDING ALL); -- expect: no-unique-constraint

--- invalid: a partitioned table, once for all partitions
CREATE TABLE events (id uuid, day date, code text, PRIMARY KEY (id, day), UNIQUE (code, day)) PARTITION BY RANGE (day); -- expect: no-unique-constraint
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--- invalid: a foreign key needs it
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE); -- expect: no-unique-constraint
CREATE TABLE logins (id uuid PRIMARY KEY, email text REFERENCES users (email));

--- invalid: an ON CONFLICT infers it
CREATE TABLE settings (id uuid PRIMARY KEY, key text UNIQUE, value text); -- expect: no-unique-constraint
INSERT INTO settings (id, key, value) VALUES ('11111111-1111-1111-1111-111111111111', 'theme', 'dark') ON CONFLICT (key) DO NOTHING;

--- invalid: a column that names the site
CREATE TABLE customers (id uuid PRIMARY KEY, region text, number integer, UNIQUE (region, number)); -- expect: no-unique-constraint

--- invalid: a table that no migration creates
CREATE UNIQUE INDEX legacy_code ON legacy.items (code); -- expect: no-unique-constraint

--- invalid: inside a DO block
CREATE TABLE users (id uuid PRIMARY KEY, email text);
DO $$
BEGIN
  CREATE UNIQUE INDEX users_email ON users (email); -- expect: no-unique-constraint
END
$$;

--- invalid: inside a function, which runs later
CREATE FUNCTION make_unique() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email); -- expect: no-unique-constraint
END
$$;

--- invalid: a partition that has one of its own, and one that is attached
CREATE TABLE events (id uuid, day date, code text, PRIMARY KEY (id, day), UNIQUE (code, day)) PARTITION BY RANGE (day); -- expect: no-unique-constraint
CREATE TABLE events_2025 PARTITION OF events (UNIQUE (code)) FOR VALUES FROM ('2025-01-01') TO ('2026-01-01'); -- expect: no-unique-constraint
CREATE TABLE events_2026 (id uuid NOT NULL, day date NOT NULL, code text, PRIMARY KEY (id, day));
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--- invalid: a renamed table, column and constraint keep their place
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE); -- expect: no-unique-constraint
-- 002_rename.sql
ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME COLUMN email TO address;
ALTER TABLE people RENAME CONSTRAINT users_email_key TO people_address;

--- invalid: with one direction it holds on the source
-- mode: non-transactional
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE); -- expect: no-unique-constraint

--- invalid: what repeats the primary key, an info
CREATE TABLE users (id uuid PRIMARY KEY, tenant uuid);
ALTER TABLE users ADD CONSTRAINT users_id_key UNIQUE (id); -- expect: no-unique-constraint
CREATE UNIQUE INDEX "User_id_key" ON users (id); -- expect: no-unique-constraint
CREATE UNIQUE INDEX users_by_tenant ON users (tenant, id); -- expect: no-unique-constraint
CREATE TABLE posts (id uuid PRIMARY KEY, author uuid REFERENCES users (id));
INSERT INTO users VALUES ('11111111-1111-1111-1111-111111111111') ON CONFLICT (id) DO NOTHING;

--- invalid: a unique index over more than the primary key, which a foreign key needs
CREATE TABLE users (id uuid PRIMARY KEY, tenant uuid, UNIQUE (tenant, id)); -- expect: no-unique-constraint
CREATE TABLE posts (id uuid PRIMARY KEY, author uuid, tenant uuid, FOREIGN KEY (tenant, author) REFERENCES users (tenant, id));

--- invalid: a condition, an order and a name that needs quotes
CREATE TABLE jobs (id uuid PRIMARY KEY, "tenantId" uuid, name text, due int, gone timestamptz);
CREATE UNIQUE INDEX jobs_name ON jobs USING btree ("tenantId", coalesce(name, ''), due DESC NULLS LAST) WHERE (gone IS NULL) AND (due > 0); -- expect: no-unique-constraint
CREATE UNIQUE INDEX jobs_by_tenant ON jobs ("tenantId", name); -- expect: no-unique-constraint
INSERT INTO jobs ("tenantId", name) VALUES (NULL, 'x') ON CONFLICT ("tenantId", name) DO NOTHING;

--- valid: a plain index
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL);
CREATE INDEX users_email_idx ON users (email HASH);

--- valid: a constraint that a later migration drops
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE);
-- 002_drop.sql
ALTER TABLE users DROP CONSTRAINT users_email_key;

--- valid: a table that is dropped again
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE);
DROP TABLE users;

--- valid: a temporary table
CREATE TEMPORARY TABLE imported (id uuid PRIMARY KEY, email text UNIQUE);

--- valid: a table that is left out of replication
-- not-replicated: audit.log
CREATE SCHEMA audit;
CREATE TABLE audit.log (id uuid PRIMARY KEY, token text UNIQUE);

--- valid: LIKE without its indexes
-- mode: transactional-manual
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE);
CREATE TABLE users_old (LIKE users);

--- valid: transactional replication takes writes on one cluster
-- mode: transactional-automatic
CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE);
