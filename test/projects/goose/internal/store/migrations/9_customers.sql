-- +goose Up
-- +goose ENVSUB ON
CREATE TABLE ${REGION:-eu}_customers (id bigserial, PRIMARY KEY (id HASH));
-- +goose ENVSUB OFF

-- +goose Down
DROP TABLE eu_customers;
