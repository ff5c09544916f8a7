-- +goose Up
CREATE TABLE orders (id uuid, PRIMARY KEY (id HASH));
-- +goose Down
DROP TABLE orders;
