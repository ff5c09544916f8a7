-- Deploy shop:users to pg

BEGIN;

CREATE TABLE users (
  id uuid NOT NULL,
  email text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (id HASH)
);

COMMIT;
