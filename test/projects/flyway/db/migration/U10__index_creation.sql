DROP INDEX accounts_created;
