--- invalid: ON DELETE CASCADE
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE order_items (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders (id) ON DELETE CASCADE -- expect: no-cascading-foreign-key
);

--- invalid: SET NULL and SET DEFAULT
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE a (id uuid PRIMARY KEY, u uuid REFERENCES users ON DELETE SET NULL ON UPDATE CASCADE); -- expect: no-cascading-foreign-key
CREATE TABLE b (id uuid PRIMARY KEY, u uuid REFERENCES users ON DELETE SET DEFAULT); -- expect: no-cascading-foreign-key
CREATE TABLE c (id uuid PRIMARY KEY, u uuid REFERENCES users ON UPDATE SET NULL); -- expect: no-cascading-foreign-key

--- invalid: several columns, added later
CREATE TABLE orders (tenant uuid, id uuid, PRIMARY KEY (tenant, id));
CREATE TABLE items (id uuid PRIMARY KEY, tenant uuid, order_id uuid);
ALTER TABLE items ADD CONSTRAINT items_order FOREIGN KEY (tenant, order_id) REFERENCES orders ON DELETE CASCADE; -- expect: no-cascading-foreign-key

--- invalid: a table that references itself
CREATE TABLE nodes (id uuid PRIMARY KEY, parent_id uuid REFERENCES nodes ON DELETE CASCADE); -- expect: no-cascading-foreign-key

--- invalid: the target shows the rows one by one
-- mode: non-transactional
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE order_items (id uuid PRIMARY KEY, order_id uuid REFERENCES orders ON DELETE CASCADE); -- expect: no-cascading-foreign-key

--- invalid: what else the foreign key says stays
CREATE TABLE "Select" ("Order" uuid PRIMARY KEY);
CREATE TABLE pairs (a uuid, b uuid, PRIMARY KEY (a, b));
CREATE TABLE children (
  id uuid PRIMARY KEY,
  p uuid CONSTRAINT dfk REFERENCES "Select" ON DELETE CASCADE ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED, -- expect: no-cascading-foreign-key
  a uuid,
  b uuid,
  FOREIGN KEY (a, b) -- expect: no-cascading-foreign-key
    REFERENCES pairs (a, b) MATCH FULL ON DELETE SET NULL (b) ON UPDATE CASCADE
);
ALTER TABLE children ADD COLUMN q uuid REFERENCES "Select" ("Order") ON UPDATE SET NULL; -- expect: no-cascading-foreign-key
ALTER TABLE children ADD CONSTRAINT late FOREIGN KEY (q) REFERENCES "Select" ON DELETE SET DEFAULT NOT VALID; -- expect: no-cascading-foreign-key

--- valid: no action
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE order_items (id uuid PRIMARY KEY, order_id uuid NOT NULL REFERENCES orders (id));

--- valid: ON UPDATE CASCADE by itself
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE order_items (id uuid PRIMARY KEY, order_id uuid REFERENCES orders ON UPDATE CASCADE);

--- valid: the target shows whole transactions
-- mode: transactional-manual
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE order_items (id uuid PRIMARY KEY, order_id uuid REFERENCES orders ON DELETE CASCADE);
