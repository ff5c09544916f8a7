CREATE TABLE rooms (id uuid NOT NULL, name text NOT NULL, floor integer, PRIMARY KEY (id HASH));
