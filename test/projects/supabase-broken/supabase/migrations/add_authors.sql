CREATE TABLE authors (id uuid NOT NULL, PRIMARY KEY (id HASH));
