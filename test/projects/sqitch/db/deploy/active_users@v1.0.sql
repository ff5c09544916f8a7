-- Deploy shop:active_users to pg
-- requires: users
BEGIN;
CREATE VIEW active_users AS SELECT id FROM users WHERE active;
COMMIT;
