CREATE INDEX CONCURRENTLY rooms_name ON rooms (name ASC);
