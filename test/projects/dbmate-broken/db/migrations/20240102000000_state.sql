CREATE TYPE state AS ENUM ('open');
-- migrate:up
ALTER TABLE orders ADD COLUMN state state;
-- migrate:down
