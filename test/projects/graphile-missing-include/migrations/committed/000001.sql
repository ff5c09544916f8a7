--! Previous: -
--! Hash: sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

CREATE TABLE orders (id uuid, PRIMARY KEY (id HASH));
