--! Previous: sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
--! Hash: sha1:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

--! no-transaction
CREATE INDEX CONCURRENTLY orders_note ON app_public.orders (note ASC);
