-- +migrate Up notransaction
CREATE INDEX CONCURRENTLY orders_note ON orders (note ASC);
-- +migrate Down
DROP INDEX orders_note;
