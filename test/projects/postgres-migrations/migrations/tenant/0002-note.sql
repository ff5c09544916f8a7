-- postgres-migrations disable-transaction
CREATE INDEX CONCURRENTLY objects_note ON objects (note ASC);
