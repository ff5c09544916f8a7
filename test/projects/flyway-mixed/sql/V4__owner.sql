ALTER TABLE shop.orders ADD COLUMN price integer DEFAULT #[price];
