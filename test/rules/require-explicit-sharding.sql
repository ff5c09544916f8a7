--- invalid: a key and an index that leave it open
CREATE TABLE orders (
  id uuid PRIMARY KEY, -- expect: require-explicit-sharding
  status text
);
CREATE INDEX orders_status_idx ON orders (status); -- expect: require-explicit-sharding

--- invalid: a named key over two columns
-- mode: transactional-manual
CREATE TABLE lines (order_id uuid, line int, CONSTRAINT lines_key PRIMARY KEY (order_id, line)); -- expect: require-explicit-sharding

--- invalid: an expression
-- mode: transactional-semi-automatic
CREATE TABLE users (id uuid, email text, PRIMARY KEY (id HASH));
CREATE INDEX users_email ON users (lower(email), id); -- expect: require-explicit-sharding

--- invalid: a warning where the migrations set the default
-- mode: non-transactional
SET yb_use_hash_splitting_by_default TO off;
CREATE TABLE orders (id uuid PRIMARY KEY); -- expect: require-explicit-sharding

--- invalid: a table that is not colocated in a database that is
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY) WITH (colocation = false); -- expect: require-explicit-sharding

--- valid: the sharding is written out
CREATE TABLE orders (id uuid, status text, PRIMARY KEY (id HASH));
CREATE INDEX orders_status_idx ON orders (status ASC);

--- valid: a group is explicit
CREATE TABLE lines (order_id uuid, line int, n int, PRIMARY KEY ((order_id, line), n));
CREATE INDEX lines_n ON lines ((n, line) HASH);

--- valid: colocated tables have no hash
-- colocated: true
CREATE TABLE orders (id uuid PRIMARY KEY, status text);
CREATE INDEX orders_status_idx ON orders (status);

--- valid: tables of a tablegroup have no hash
CREATE TABLEGROUP small;
CREATE TABLE orders (id uuid PRIMARY KEY) TABLEGROUP small;

--- valid: other access methods, and unique constraints
CREATE TABLE docs (id uuid, tags text[], code text UNIQUE, PRIMARY KEY (id HASH));
CREATE INDEX docs_tags ON docs USING gin (tags);

--- valid: automatic mode sends the setting along
-- mode: transactional-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
