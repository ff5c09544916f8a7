CREATE TABLE courses (id uuid, note text, PRIMARY KEY (id HASH));
