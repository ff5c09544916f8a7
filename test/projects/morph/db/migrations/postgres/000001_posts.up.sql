CREATE TABLE IF NOT EXISTS posts (id uuid, note text, PRIMARY KEY (id HASH));
