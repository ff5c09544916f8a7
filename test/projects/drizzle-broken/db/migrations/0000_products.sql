CREATE TABLE products (id uuid NOT NULL, PRIMARY KEY (id HASH));
