CREATE TABLE ratings (id uuid NOT NULL, PRIMARY KEY (id HASH));
