-- +migrate Up
CREATE TABLE orders (id uuid, note text, PRIMARY KEY (id HASH));
-- +migrate StatementBegin
DO $$ BEGIN NULL; END $$
-- +migrate StatementEnd
-- +migrate Down
DROP TABLE orders;
