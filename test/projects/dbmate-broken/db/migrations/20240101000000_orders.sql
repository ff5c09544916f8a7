-- migrate:up
CREATE TABLE orders (id uuid, PRIMARY KEY (id HASH));
-- migrate:down
DROP TABLE orders;
