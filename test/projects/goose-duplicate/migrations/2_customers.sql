-- A migration that says nothing to goose.
CREATE TABLE customers (id uuid, PRIMARY KEY (id HASH));
