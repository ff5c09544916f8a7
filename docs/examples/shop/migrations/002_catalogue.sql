-- What there is to buy, and how much of it.
CREATE TABLE products (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku    text NOT NULL,
    title  text NOT NULL,
    price  numeric(10, 2) NOT NULL CHECK (price >= 0)
);

CREATE UNIQUE INDEX products_sku ON products (lower(sku));

CREATE TABLE stock (
    product_id  bigint PRIMARY KEY REFERENCES products (id),
    on_hand     integer NOT NULL DEFAULT 0
);
