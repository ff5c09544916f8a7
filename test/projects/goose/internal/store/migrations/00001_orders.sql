-- +goose Up
CREATE TABLE orders (id uuid, note text, PRIMARY KEY (id HASH));

-- +goose StatementBegin
CREATE FUNCTION touch() RETURNS integer AS $$
BEGIN
  RETURN 1;
END;
$$ LANGUAGE plpgsql
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION touch;
DROP TABLE orders;
