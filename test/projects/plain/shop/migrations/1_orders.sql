-- one
CREATE TABLE orders (id uuid, note text,
 PRIMARY KEY (id HASH));
ALTER TABLE orders ADD COLUMN total bigserial;
