-- a comment may stand here
-- migrate:up
CREATE TABLE orders (id uuid, note text, PRIMARY KEY (id HASH));
-- migrate:down
DROP TABLE orders;
-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY orders_note ON orders (note ASC)
-- migrate:down
DROP INDEX orders_note;
