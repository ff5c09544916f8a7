-- postgres-migrations ignore
CREATE TABLE never (id serial);
