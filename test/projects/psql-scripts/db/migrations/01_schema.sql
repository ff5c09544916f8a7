\set ON_ERROR_STOP 1
\set app shop
\ir tables/orders.sql
\i db/migrations/tables/items.sql
