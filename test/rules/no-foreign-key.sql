--- invalid: a foreign key
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) -- expect: no-foreign-key
);

--- invalid: RESTRICT, and CASCADE on update only
CREATE TABLE users (id uuid PRIMARY KEY, org uuid, UNIQUE (id, org));
CREATE TABLE a (id uuid PRIMARY KEY, u uuid, CONSTRAINT a_user FOREIGN KEY (u) REFERENCES users ON DELETE RESTRICT); -- expect: no-foreign-key
CREATE TABLE b (id uuid PRIMARY KEY, u uuid REFERENCES users ON UPDATE CASCADE); -- expect: no-foreign-key
CREATE TABLE c (id uuid PRIMARY KEY, u uuid, o uuid, FOREIGN KEY (u, o) REFERENCES users (id, org)); -- expect: no-foreign-key

--- invalid: a table that references itself
CREATE TABLE categories (id uuid PRIMARY KEY, parent_id uuid REFERENCES categories); -- expect: no-foreign-key

--- invalid: a foreign key that is added later, to a table that no migration creates
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid);
ALTER TABLE orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES auth.users (id) NOT VALID; -- expect: no-foreign-key

--- invalid: a partitioned table, once
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE events (id uuid, day date, user_id uuid REFERENCES users, PRIMARY KEY (id, day)) PARTITION BY RANGE (day); -- expect: no-foreign-key
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--- invalid: one direction, without transactions
-- mode: non-transactional
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users (id)); -- expect: no-foreign-key

--- invalid: a column that is added with it
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY);
ALTER TABLE orders ADD COLUMN user_id uuid REFERENCES users; -- expect: no-foreign-key

--- valid: a plain column
CREATE TABLE users (id uuid PRIMARY KEY, deleted_at timestamptz);
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid NOT NULL);

--- valid: a cascade, which another rule reports
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid REFERENCES users (id) ON DELETE CASCADE);

--- valid: a table that is left out of replication
-- not-replicated: public.logins
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE logins (id uuid PRIMARY KEY, user_id uuid REFERENCES users);

--- valid: a foreign key that a later migration drops
-- 001_create.sql
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid REFERENCES users);
-- 002_drop.sql
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;

--- valid: transactional modes keep the order
-- mode: transactional-manual
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid REFERENCES users);
