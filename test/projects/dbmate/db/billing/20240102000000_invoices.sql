-- migrate:up
CREATE TABLE invoices (id bigserial, note text, PRIMARY KEY (id HASH));

-- migrate:down
DROP TABLE invoices;
