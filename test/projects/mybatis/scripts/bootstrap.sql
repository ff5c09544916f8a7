-- // What was there before the first migration.
CREATE TABLE crm.people (id uuid NOT NULL, name text NOT NULL, PRIMARY KEY (id HASH));
