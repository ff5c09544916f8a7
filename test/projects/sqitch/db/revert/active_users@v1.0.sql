-- Revert shop:active_users from pg
DROP VIEW active_users;
