--- invalid: included columns
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid, status text, total numeric);
CREATE INDEX orders_customer_idx ON orders (customer_id HASH) INCLUDE (status, total); -- expect: no-covering-index

--- invalid: a condition
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid, status text);
CREATE INDEX orders_open_idx ON orders (customer_id) WHERE status = 'open'; -- expect: no-covering-index

--- invalid: included columns and a condition
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid, status text, total numeric);
CREATE INDEX orders_open_idx ON orders (customer_id) INCLUDE (total) WHERE status = 'open'; -- expect: no-covering-index

--- invalid: GIN
CREATE TABLE docs (id uuid PRIMARY KEY, tags text[], body jsonb);
CREATE INDEX docs_tags ON docs USING gin (tags); -- expect: no-covering-index
CREATE INDEX docs_body ON docs USING ybgin (body); -- expect: no-covering-index

--- invalid: an operator class, a collation and a long list
CREATE TABLE customers_with_a_long_name (id uuid PRIMARY KEY, family_name_as_written text, given_name_as_written text, birthday date);
CREATE INDEX customers_by_name ON customers_with_a_long_name (family_name_as_written COLLATE "C" text_pattern_ops ASC, lower(given_name_as_written) ASC) INCLUDE (birthday); -- expect: no-covering-index

--- invalid: keys, order and condition with expressions
CREATE TABLE people (id uuid PRIMARY KEY, name text, born int, gone boolean);
CREATE INDEX people_by_name ON people (lower(name) COLLATE "C" text_pattern_ops DESC, (born + 1), ((born) % 10)) WHERE (born > 0) AND NOT (gone); -- expect: no-covering-index
CREATE INDEX people_born ON people ((born % 10), name) INCLUDE (born); -- expect: no-covering-index
ALTER TABLE people RENAME born TO birth_year;

--- valid: a plain index
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid, status text, total numeric);
CREATE INDEX orders_customer_idx ON orders (customer_id HASH);

--- valid: a unique index, which another rule reports
CREATE TABLE orders (id uuid PRIMARY KEY, code text, status text);
CREATE UNIQUE INDEX orders_code ON orders (code) INCLUDE (status) WHERE status = 'open';

--- valid: one cluster is written
-- mode: non-transactional
CREATE TABLE orders (id uuid PRIMARY KEY, code text, status text);
CREATE INDEX orders_code ON orders (code) INCLUDE (status);
