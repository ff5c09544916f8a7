-- Revert shop:active_users from pg
BEGIN;
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id FROM users WHERE active;
COMMIT;
