--
-- Concurrently create index note on model order
--
CREATE INDEX CONCURRENTLY "note" ON "shop_order" ("note" ASC);
