CREATE SCHEMA ${app_schema};
CREATE TABLE ${app_schema}.orders (id uuid NOT NULL, code text NOT NULL, PRIMARY KEY (id HASH));
CREATE INDEX orders_code ON shop.orders (code HASH);
