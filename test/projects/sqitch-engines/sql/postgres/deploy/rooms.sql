CREATE TABLE :schema.rooms (id uuid NOT NULL, size integer, PRIMARY KEY (id HASH));
