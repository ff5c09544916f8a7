--liquibase formatted sql

--changeset ada:title-length endDelimiter:@@
CREATE FUNCTION title_length(title text) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS '
BEGIN
  RETURN length(title);
END;
'
@@
ALTER TABLE books ADD COLUMN pages integer
@@
--rollback ALTER TABLE books DROP COLUMN pages@@
