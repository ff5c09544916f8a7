CREATE TABLE invites (id uuid NOT NULL, email text NOT NULL, sent_on date, PRIMARY KEY (id HASH));
