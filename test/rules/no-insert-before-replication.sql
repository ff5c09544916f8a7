--- invalid: rows of literals with their key
CREATE TABLE roles (id uuid PRIMARY KEY, name text, created_at timestamptz DEFAULT now());
INSERT INTO roles (id, name) VALUES ('11111111-1111-1111-1111-111111111111', 'admin'); -- expect: no-insert-before-replication
INSERT INTO roles (id, name) VALUES ('22222222-2222-2222-2222-222222222222', 'reader');
CREATE TABLE countries (code text PRIMARY KEY, name text);
INSERT INTO countries VALUES ('at', 'Austria'), ('fr', 'France'); -- expect: no-insert-before-replication

--- invalid: a key that comes later, as dumps write it
CREATE TABLE public.roles (id integer NOT NULL, name text);
COPY public.roles (id, name) FROM stdin; -- expect: no-insert-before-replication
1	admin
\.
ALTER TABLE ONLY public.roles ADD CONSTRAINT roles_pkey PRIMARY KEY (id);

--- invalid: rows that are others on each cluster
CREATE TABLE a (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text);
CREATE TABLE b (id bigserial PRIMARY KEY, name text);
CREATE TABLE c (name text);
CREATE TABLE d (id int PRIMARY KEY, name text);
CREATE TABLE "E" (id int PRIMARY KEY, at timestamptz);
INSERT INTO a (name) VALUES ('x'); -- expect: no-insert-before-replication
INSERT INTO b (name) VALUES ('x'); -- expect: no-insert-before-replication
INSERT INTO c (name) VALUES ('x'); -- expect: no-insert-before-replication
INSERT INTO d SELECT id, name FROM old_d; -- expect: no-insert-before-replication
INSERT INTO "E" VALUES (1, now()); -- expect: no-insert-before-replication
CREATE TABLE f (id serial PRIMARY KEY, secret uuid DEFAULT gen_random_uuid());
INSERT INTO f DEFAULT VALUES; -- expect: no-insert-before-replication

--- invalid: literals first, then what is none
CREATE TABLE roles (id int PRIMARY KEY, name text);
INSERT INTO roles VALUES (1, 'x'); -- expect: no-insert-before-replication
UPDATE roles SET name = md5(random()::text);

--- invalid: a table that takes another's place
CREATE TABLE new_orders (id uuid PRIMARY KEY, note text);
INSERT INTO new_orders SELECT id, note FROM orders; -- expect: no-insert-before-replication
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
UPDATE orders SET note = '';
CREATE TABLE new_roles (id int PRIMARY KEY);
INSERT INTO new_roles VALUES (1); -- expect: no-insert-before-replication
ALTER TABLE new_roles RENAME TO roles;

--- invalid: one direction
-- mode: non-transactional
CREATE TABLE app.roles (id int PRIMARY KEY, name text);
INSERT INTO app.roles VALUES (1, 'x'); -- expect: no-insert-before-replication
CREATE TABLE app.tokens (id uuid PRIMARY KEY, name text);
INSERT INTO app.tokens VALUES (gen_random_uuid(), 'x'); -- expect: no-insert-before-replication

--- invalid: manual mode, where literals are no better
-- mode: transactional-manual
CREATE TABLE roles (id int PRIMARY KEY, name text);
INSERT INTO roles VALUES (1, 'x'); -- expect: no-insert-before-replication
CREATE TABLE staging (id int PRIMARY KEY);
INSERT INTO staging VALUES (1); -- expect: no-insert-before-replication
DROP TABLE staging;

--- invalid: in a DO block
DO $$
BEGIN
  CREATE TABLE roles (id int PRIMARY KEY, name text);
  INSERT INTO roles VALUES (1, 'x'); -- expect: no-insert-before-replication
END
$$;

--- valid: in semi-automatic mode rows may follow at once
-- mode: transactional-semi-automatic
CREATE TABLE roles (id int PRIMARY KEY);
INSERT INTO roles VALUES (1);

--- valid: in automatic mode too
-- mode: transactional-automatic
CREATE TABLE roles (id int PRIMARY KEY);
INSERT INTO roles VALUES (1);

--- valid: a table of an earlier file
CREATE TABLE roles (id int PRIMARY KEY);
-- 002_later.sql
INSERT INTO roles VALUES (1);

--- valid: a table that nobody creates, one that is there already
CREATE TABLE roles (id int PRIMARY KEY);
-- 002_later.sql
CREATE TABLE IF NOT EXISTS roles (id int PRIMARY KEY);
INSERT INTO roles VALUES (1);
INSERT INTO legacy VALUES (1);

--- valid: tables that are not replicated, or gone at the end
-- not-replicated: public.jobs
CREATE TABLE jobs (id int PRIMARY KEY);
INSERT INTO jobs VALUES (1);
CREATE TEMP TABLE scratch (id int);
INSERT INTO scratch VALUES (1);
CREATE TABLE staging (id int);
INSERT INTO staging SELECT id FROM orders;
DROP TABLE staging;

--- valid: a routine's body runs later
CREATE TABLE roles (id int PRIMARY KEY);
CREATE FUNCTION fill() RETURNS void LANGUAGE sql AS $$ INSERT INTO roles VALUES (1) $$;
