ALTER TABLE rooms ADD COLUMN size integer;
CREATE INDEX rooms_size ON rooms (size ASC);
