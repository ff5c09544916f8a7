-- +goose Up
CREATE INDEX CONCURRENTLY orders_note ON orders (note ASC);

-- +goose Down
-- +goose NO TRANSACTION
DROP INDEX CONCURRENTLY orders_note;
