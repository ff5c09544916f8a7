-- Revert shop:email_index from pg
DROP INDEX users_email;
