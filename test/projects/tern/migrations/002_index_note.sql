---- tern: disable-tx ----
create index concurrently orders_note on shop_orders (note asc);

---- create above / drop below ----

drop index orders_note;
