CREATE TABLE lost (id uuid, PRIMARY KEY (id HASH));
-- Up Migration
CREATE TABLE orders (id uuid, PRIMARY KEY (id HASH));
