-- The key of an order is fit for two regions; the number that customers see is not.
CREATE SEQUENCE order_numbers START 10000;

CREATE TABLE orders (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number       bigint NOT NULL DEFAULT nextval('order_numbers'),
    customer_id  bigint NOT NULL REFERENCES customers (id),
    placed_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE order_lines (
    order_id    uuid NOT NULL REFERENCES orders (id),
    product_id  bigint NOT NULL REFERENCES products (id),
    quantity    integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, product_id)
);
