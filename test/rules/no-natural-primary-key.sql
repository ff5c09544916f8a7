--- invalid: an e-mail address
CREATE TABLE customers (
  email text PRIMARY KEY, -- expect: no-natural-primary-key
  name text
);

--- invalid: a number that somebody assigns
CREATE TABLE orders (id integer PRIMARY KEY, note text); -- expect: no-natural-primary-key

--- invalid: two columns
CREATE TABLE prices (
  product text,
  valid_from date,
  CONSTRAINT prices_key PRIMARY KEY (product, valid_from) -- expect: no-natural-primary-key
);

--- invalid: one text column named like an identifier, as information
CREATE TABLE documents (id text PRIMARY KEY); -- expect: no-natural-primary-key
CREATE TABLE sessions (session_id varchar(40) PRIMARY KEY); -- expect: no-natural-primary-key
CREATE TABLE tokens (ulid char(26) PRIMARY KEY); -- expect: no-natural-primary-key

--- invalid: a foreign key and a number
CREATE TABLE orders (id uuid PRIMARY KEY, code text);
CREATE TABLE codes (code text PRIMARY KEY); -- expect: no-natural-primary-key
CREATE TABLE code_lines (code text REFERENCES codes, line integer, PRIMARY KEY (code, line)); -- expect: no-natural-primary-key

--- invalid: a key that is added later
CREATE TABLE codes (code text NOT NULL);
ALTER TABLE codes ADD PRIMARY KEY (code); -- expect: no-natural-primary-key

--- invalid: a partitioned table, once
CREATE TABLE days (day date PRIMARY KEY) PARTITION BY RANGE (day); -- expect: no-natural-primary-key
CREATE TABLE days_2026 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--- invalid: a default that is not random
-- version: 2024.2
CREATE TABLE events (at timestamptz DEFAULT now() PRIMARY KEY); -- expect: no-natural-primary-key

--- valid: a uuid
CREATE TABLE customers (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL);

--- valid: the site is part of the key
CREATE TABLE customers (region text, number integer, PRIMARY KEY (region, number));

--- valid: a domain over uuid
CREATE DOMAIN key AS uuid;
CREATE DOMAIN order_key AS key;
CREATE TABLE orders (id order_key PRIMARY KEY);

--- valid: a text column with a random default
CREATE TABLE orders (code text DEFAULT gen_random_uuid()::text PRIMARY KEY);
CREATE TABLE links (slug text DEFAULT nanoid() PRIMARY KEY);

--- valid: foreign keys only
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE profiles (user_id uuid PRIMARY KEY REFERENCES users);
CREATE TABLE groups (id serial PRIMARY KEY);
CREATE TABLE members (user_id uuid REFERENCES users, group_id integer REFERENCES groups, PRIMARY KEY (user_id, group_id));
CREATE TABLE group_details (group_id integer PRIMARY KEY REFERENCES groups);

--- valid: a counter, which another rule reports
CREATE SEQUENCE s;
CREATE TABLE a (id serial PRIMARY KEY);
CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE c (id int DEFAULT nextval('s') PRIMARY KEY);

--- valid: a key of an unknown column
ALTER TABLE legacy.items ADD PRIMARY KEY (id);

--- valid: one cluster is written
-- mode: transactional-manual
CREATE TABLE customers (email text PRIMARY KEY);
