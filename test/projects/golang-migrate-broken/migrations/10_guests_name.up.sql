ALTER TABLE guests ADD COLUMN name text;
