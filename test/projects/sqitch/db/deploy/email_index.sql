-- Deploy shop:email_index to pg
CREATE INDEX CONCURRENTLY users_email ON users (email ASC);
