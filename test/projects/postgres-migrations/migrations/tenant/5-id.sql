CREATE INDEX CONCURRENTLY objects_id ON objects (id ASC);
