-- Prices were kept with tax until now.
BEGIN;
UPDATE products SET price = round(price / 1.19, 2);
UPDATE orders SET placed_at = date_trunc('second', placed_at);
COMMIT;
