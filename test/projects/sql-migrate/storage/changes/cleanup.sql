-- +migrate Up
ALTER TABLE orders DROP COLUMN note;
-- +migrate Down
-- nothing to take back
