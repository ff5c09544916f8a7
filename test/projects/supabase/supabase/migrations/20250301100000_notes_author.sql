ALTER TABLE notes ADD COLUMN author uuid;
CREATE INDEX notes_author ON notes (author HASH);
