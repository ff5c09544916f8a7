BEGIN;
SELECT plan(1);
SELECT has_table('notes');
SELECT * FROM finish();
ROLLBACK;
