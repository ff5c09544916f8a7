CREATE TABLE :app.items (id uuid NOT NULL, code text NOT NULL, PRIMARY KEY (id HASH));
