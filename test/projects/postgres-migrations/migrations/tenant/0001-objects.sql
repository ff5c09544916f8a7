CREATE TABLE objects (id uuid, note text, PRIMARY KEY (id HASH));
