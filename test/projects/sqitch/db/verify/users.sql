-- Verify shop:users on pg
BEGIN;
SELECT id, email, active FROM users WHERE false;
ROLLBACK;
