CREATE TABLE posts (id uuid NOT NULL, title text NOT NULL, PRIMARY KEY (id HASH));
