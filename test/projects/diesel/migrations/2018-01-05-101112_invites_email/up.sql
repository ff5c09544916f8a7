CREATE INDEX CONCURRENTLY invites_email ON invites (email ASC);
