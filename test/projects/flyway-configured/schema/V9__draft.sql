CREATE TABLE draft (id serial PRIMARY KEY);
