CREATE TABLE again (id uuid, PRIMARY KEY (id HASH));
-- +goose Up
ALTER TABLE again ADD COLUMN note text;
