-- A table as two regions like it: a random key, and nothing that has to be unique besides.
CREATE TABLE carts (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    -- xclint-disable-next-line no-foreign-key -- carts of deleted customers are swept every night
    customer_id  bigint REFERENCES customers (id),
    region       text NOT NULL,
    updated_at   timestamptz NOT NULL DEFAULT now()
);
