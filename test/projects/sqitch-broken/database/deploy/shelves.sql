CREATE TABLE shelves (id uuid NOT NULL, PRIMARY KEY (id HASH));
