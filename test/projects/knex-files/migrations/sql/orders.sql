CREATE TABLE orders (
  id serial PRIMARY KEY,
  code text
);
