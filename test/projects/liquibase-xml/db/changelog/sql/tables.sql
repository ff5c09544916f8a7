CREATE TABLE ${schema}.rooms (id uuid NOT NULL, name text NOT NULL, PRIMARY KEY (id HASH));
