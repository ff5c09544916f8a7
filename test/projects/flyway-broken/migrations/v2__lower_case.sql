CREATE TABLE unseen (id serial PRIMARY KEY);
