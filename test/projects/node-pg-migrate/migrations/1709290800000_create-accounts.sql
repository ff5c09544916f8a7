-- Up Migration
CREATE TABLE accounts (id serial, email text NOT NULL, PRIMARY KEY (id HASH));

-- Down Migration
DROP TABLE accounts;
