-- Enter migration here
--! include tables/customers.sql
CREATE INDEX CONCURRENTLY orders_id ON app_public.orders (id ASC);
