-- Up Migration
CREATE TABLE orders (id bigserial, note text, PRIMARY KEY (id HASH));

-- Down Migration
DROP TABLE orders;
