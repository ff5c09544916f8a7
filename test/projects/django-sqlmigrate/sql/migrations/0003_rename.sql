BEGIN;
--
-- Rename model
--
-- (no-op)
-- Raw Python operation
--
-- THIS OPERATION CANNOT BE WRITTEN AS SQL
CREATE INDEX CONCURRENTLY "id" ON "shop_order" ("id" ASC);
COMMIT;
