INSERT INTO shop.orders (id, code) VALUES (gen_random_uuid(), 'b');
INSERT INTO ops.lines (id) VALUES (gen_random_uuid());
CREATE INDEX CONCURRENTLY orders_code ON shop.orders (code HASH);
CREATE INDEX orders_code_2 ON shop.orders (code HASH);
