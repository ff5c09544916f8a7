ALTER TABLE shelves DROP COLUMN floor;
DROP INDEX shelves_label;
