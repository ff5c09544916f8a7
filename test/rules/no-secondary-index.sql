--- invalid: a plain index
CREATE TABLE orders (id uuid PRIMARY KEY, status text);
CREATE INDEX orders_status_idx ON orders (status HASH); -- expect: no-secondary-index

--- invalid: an expression and two columns
CREATE TABLE users (id uuid PRIMARY KEY, email text, name text);
CREATE INDEX ON users (lower(email) HASH, name ASC); -- expect: no-secondary-index

--- invalid: a partitioned table, once
CREATE TABLE events (id uuid, day date, kind text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_kind ON events (kind); -- expect: no-secondary-index

--- invalid: indexes that LIKE brings along
CREATE TABLE orders (id uuid PRIMARY KEY, status text);
CREATE INDEX orders_status_idx ON orders (status); -- expect: no-secondary-index
CREATE TABLE archived (LIKE orders INCLUDING INDEXES); -- expect: no-secondary-index

--- invalid: a kind of index that YugabyteDB does not have
CREATE TABLE places (id uuid PRIMARY KEY, spot point);
CREATE INDEX places_spot ON places USING gist (spot); -- expect: no-secondary-index

--- valid: no index
CREATE TABLE orders (id uuid PRIMARY KEY, status text);

--- valid: unique, covering, partial, GIN and vector indexes, which other rules report
CREATE TABLE docs (id uuid PRIMARY KEY, a text UNIQUE, b text, c jsonb, d vector(3));
CREATE UNIQUE INDEX docs_b ON docs (b);
CREATE INDEX docs_cover ON docs (b) INCLUDE (a);
CREATE INDEX docs_part ON docs (b) WHERE a IS NOT NULL;
CREATE INDEX docs_gin ON docs USING gin (c);
CREATE INDEX docs_ann ON docs USING ybhnsw (d vector_l2_ops);

--- valid: an index that is dropped again
CREATE TABLE orders (id uuid PRIMARY KEY, status text);
CREATE INDEX orders_status_idx ON orders (status);
DROP INDEX orders_status_idx;

--- valid: one cluster is written
-- mode: transactional-manual
CREATE TABLE orders (id uuid PRIMARY KEY, status text);
CREATE INDEX orders_status_idx ON orders (status HASH);
