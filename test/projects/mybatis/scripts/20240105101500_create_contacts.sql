-- // create contacts
CREATE TABLE ${app_schema}.contacts (id uuid NOT NULL, name text NOT NULL, PRIMARY KEY (id HASH));

-- //@UNDO
DROP TABLE ${app_schema}.contacts;
