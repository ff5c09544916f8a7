ALTER TABLE rooms ADD COLUMN size integer;
