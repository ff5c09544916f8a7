--- invalid: a default that counts
CREATE SEQUENCE invoice_numbers;
CREATE TABLE invoices (
  id uuid PRIMARY KEY,
  number bigint NOT NULL DEFAULT nextval('invoice_numbers') -- expect: no-sequence-default
);

--- invalid: a default that is set later, as dumps write it
CREATE TABLE orders (id integer NOT NULL);
CREATE SEQUENCE orders_id_seq;
ALTER SEQUENCE orders_id_seq OWNED BY orders.id;
ALTER TABLE ONLY orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq'::regclass); -- expect: no-sequence-default
ALTER TABLE ONLY orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
CREATE TABLE items (id uuid PRIMARY KEY, order_id integer REFERENCES orders);

--- invalid: a number inside an expression
CREATE SEQUENCE codes;
CREATE TABLE coupons (id uuid PRIMARY KEY, code text DEFAULT 'C-' || nextval('codes')); -- expect: no-sequence-default

--- invalid: a function that draws numbers
CREATE SEQUENCE tickets;
CREATE FUNCTION next_ticket() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN nextval('tickets'); -- expect: no-sequence-default
END
$$;

--- invalid: a trigger function that draws numbers
CREATE SEQUENCE line_numbers;
CREATE FUNCTION number_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.line := nextval('line_numbers'); -- expect: no-sequence-default
  RETURN NEW;
END
$$;

--- invalid: one direction
-- mode: transactional-manual
CREATE SEQUENCE invoice_numbers;
CREATE TABLE invoices (id uuid PRIMARY KEY, number bigint DEFAULT nextval('invoice_numbers')); -- expect: no-sequence-default
CREATE FUNCTION next_invoice() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('invoice_numbers') $$; -- expect: no-sequence-default

--- invalid: one direction, without transactions
-- mode: non-transactional
CREATE SEQUENCE invoice_numbers;
CREATE TABLE invoices (number bigint DEFAULT nextval('invoice_numbers') PRIMARY KEY); -- expect: no-sequence-default

--- invalid: a key as dumps write it, with all that belongs to its sequence
CREATE TABLE public.users (
    id integer NOT NULL,
    name text
);

CREATE SEQUENCE public.users_id_seq
    AS integer
    START WITH 1
    CACHE 1;

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;

COMMENT ON SEQUENCE public.users_id_seq IS 'numbers of users';
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass); -- expect: no-sequence-default

SELECT pg_catalog.setval('public.users_id_seq', 17, true);

ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE TABLE public.posts (id uuid NOT NULL PRIMARY KEY, user_id integer);
ALTER TABLE ONLY public.posts ADD CONSTRAINT posts_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

--- invalid: two keys that count by one sequence
CREATE SEQUENCE ids;
CREATE TABLE a (id bigint DEFAULT nextval('ids') PRIMARY KEY); -- expect: no-sequence-default
CREATE TABLE b (id bigint DEFAULT nextval('ids') PRIMARY KEY); -- expect: no-sequence-default

--- valid: a random default
CREATE TABLE invoices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), site text NOT NULL, number bigint NOT NULL);

--- valid: a serial, which is another rule's
CREATE TABLE orders (id serial PRIMARY KEY);

--- valid: a default that a later migration replaces
-- 001_create.sql
CREATE SEQUENCE s;
CREATE TABLE t (id bigint DEFAULT nextval('s') PRIMARY KEY);
-- 002_replace.sql
ALTER TABLE t ALTER COLUMN id DROP DEFAULT;

--- valid: a function that a later migration replaces
-- 001_create.sql
CREATE FUNCTION n() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('s') $$;
-- 002_replace.sql
CREATE OR REPLACE FUNCTION n() RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$;

--- valid: automatic mode replicates sequences
-- mode: transactional-automatic
CREATE SEQUENCE s;
CREATE TABLE t (id bigint DEFAULT nextval('s') PRIMARY KEY);
