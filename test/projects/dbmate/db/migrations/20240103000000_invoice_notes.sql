-- migrate:up
CREATE INDEX CONCURRENTLY invoices_note ON invoices (note ASC);
-- migrate:down
