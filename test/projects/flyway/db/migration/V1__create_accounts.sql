CREATE TABLE accounts (
  id uuid NOT NULL,
  email text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (id HASH)
);
