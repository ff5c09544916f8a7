CREATE TABLE lost (id uuid, PRIMARY KEY (id HASH));
-- +migrate Up
CREATE TABLE orders (id uuid, PRIMARY KEY (id HASH));
