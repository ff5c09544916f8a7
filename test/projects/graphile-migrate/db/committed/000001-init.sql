--! Previous: -
--! Hash: sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
--! Message: init

CREATE SCHEMA :APP_SCHEMA AUTHORIZATION :DATABASE_OWNER;
CREATE TABLE :APP_SCHEMA.orders (id bigserial, note text, PRIMARY KEY (id HASH));
