--- invalid: statements and a trigger function
LISTEN jobs; -- expect: no-notify
NOTIFY "Jobs", 'x'; -- expect: no-notify
SELECT pg_notify('jobs', 'x'), pg_notify('jobs', 'y'); -- expect: no-notify
CREATE FUNCTION app.tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(TG_ARGV[0], NEW.id::text); -- expect: no-notify
  NOTIFY jobs; -- expect: no-notify
  EXECUTE 'NOTIFY jobs'; -- expect: no-notify
  RETURN NEW;
END
$$;
DO $$ BEGIN PERFORM pg_catalog.pg_notify('jobs', ''); END $$; -- expect: no-notify

--- invalid: one direction
-- mode: non-transactional
NOTIFY jobs; -- expect: no-notify
LISTEN jobs; -- expect: no-notify

--- valid: transactional
-- mode: transactional-manual
NOTIFY jobs;

--- valid: automatic
-- mode: transactional-automatic
SELECT pg_notify('jobs', 'x');

--- valid: nobody is told
UNLISTEN jobs;
SELECT app.pg_notify('jobs', 'x');
SELECT 'NOTIFY jobs';

--- valid: an event trigger tells of schema changes, which run on both clusters
CREATE FUNCTION app.schema_changed() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NOTIFY schema_cache, 'reload'; END $$;
CREATE EVENT TRIGGER schema_changed ON ddl_command_end EXECUTE FUNCTION app.schema_changed();
