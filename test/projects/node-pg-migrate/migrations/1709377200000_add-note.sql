-- Up Migration
ALTER TABLE accounts ADD COLUMN note text;

-- Down Migration
ALTER TABLE accounts DROP COLUMN note;
