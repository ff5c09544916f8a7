--! Previous: sha1:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
--! Hash: sha1:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

ALTER TABLE orders ADD COLUMN note text;
