CREATE TABLE tour (id serial PRIMARY KEY);
