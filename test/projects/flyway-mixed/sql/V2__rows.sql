INSERT INTO shop.orders (id, code) VALUES (gen_random_uuid(), 'a');
INSERT INTO ops.lines (id) VALUES (gen_random_uuid());
