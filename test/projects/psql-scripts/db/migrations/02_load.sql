\copy shop.orders (id, code) from 'orders.csv' with (format csv)
\if :{?by_code}
CREATE INDEX orders_code ON shop.orders (code HASH);
\else
ALTER TABLE shop.orders RENAME TO purchases;
\endif
