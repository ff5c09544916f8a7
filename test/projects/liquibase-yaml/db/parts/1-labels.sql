CREATE INDEX shelves_label ON shelves (label HASH)
GO
ALTER TABLE shelves ADD COLUMN floor integer
GO
