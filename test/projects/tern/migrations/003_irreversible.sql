create index concurrently orders_id on shop_orders (id asc);
