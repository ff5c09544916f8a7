-- Down Migration
ALTER TABLE orders DROP COLUMN state;
-- Up Migration
ALTER TABLE orders ADD COLUMN state text;
