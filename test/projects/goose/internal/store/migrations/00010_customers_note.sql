-- +goose up
ALTER TABLE eu_customers ADD COLUMN note text;
CREATE INDEX CONCURRENTLY customers_note ON eu_customers (note ASC);
-- +goose down
ALTER TABLE eu_customers DROP COLUMN note;
