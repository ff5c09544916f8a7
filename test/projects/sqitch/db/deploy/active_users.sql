-- Deploy shop:active_users to pg
-- requires: active_users@v1.0
BEGIN;
CREATE OR REPLACE VIEW active_users AS SELECT id, email FROM users WHERE active;
COMMIT;
