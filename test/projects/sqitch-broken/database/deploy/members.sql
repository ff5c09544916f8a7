CREATE TABLE members (id uuid NOT NULL, PRIMARY KEY (id HASH));
