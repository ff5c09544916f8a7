--! include missing.sql
ALTER TABLE orders ADD COLUMN state text;
