--- invalid: an index and a unique constraint without names
-- mode: transactional-manual
CREATE TABLE orders (
  id uuid PRIMARY KEY,
  code text UNIQUE, -- expect: require-constraint-name
  note text,
  UNIQUE (code, note) -- expect: require-constraint-name
);
CREATE INDEX ON orders (lower(note)); -- expect: require-constraint-name

--- invalid: a unique index, and a constraint that is added later
-- mode: transactional-semi-automatic
CREATE TABLE orders (id uuid PRIMARY KEY, code text, n int);
CREATE UNIQUE INDEX ON orders (code) INCLUDE (n) WHERE n > 0; -- expect: require-constraint-name
ALTER TABLE orders ADD UNIQUE (n); -- expect: require-constraint-name
ALTER TABLE orders ADD UNIQUE (code) DEFERRABLE; -- expect: require-constraint-name

--- invalid: indexes that LIKE brings along
-- mode: transactional-manual
CREATE TABLE orders (id uuid PRIMARY KEY, code text);
CREATE INDEX orders_code ON orders (code);
CREATE TABLE archived (LIKE orders INCLUDING INDEXES); -- expect: require-constraint-name

--- valid: names are written out
-- mode: transactional-manual
CREATE TABLE orders (id uuid PRIMARY KEY, code text, CONSTRAINT orders_code_key UNIQUE (code));
CREATE INDEX orders_code_idx ON orders (code);

--- valid: an index that becomes a constraint keeps its name
-- mode: transactional-manual
CREATE TABLE orders (id uuid PRIMARY KEY, code text);
CREATE UNIQUE INDEX orders_code ON orders (code);
ALTER TABLE orders ADD UNIQUE USING INDEX orders_code;

--- valid: modes that do not pair by name
CREATE TABLE orders (id uuid PRIMARY KEY, code text UNIQUE);
CREATE INDEX ON orders (code);
