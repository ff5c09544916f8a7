--! include ../../secrets.sql
ALTER TABLE orders ADD COLUMN total numeric;
