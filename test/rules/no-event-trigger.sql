--- invalid: a trigger whose function writes a replicated table
CREATE TABLE ddl_log (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tag text);
CREATE FUNCTION log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ddl_log (tag) VALUES (tg_tag);
END
$$;
CREATE EVENT TRIGGER log_ddl ON ddl_command_end EXECUTE FUNCTION log_ddl(); -- expect: no-event-trigger

--- invalid: the same, one direction
-- mode: non-transactional
CREATE TABLE ddl_log (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tag text);
CREATE FUNCTION log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ddl_log (tag) VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER log_ddl ON ddl_command_end EXECUTE FUNCTION log_ddl(); -- expect: no-event-trigger

--- invalid: the same, with a standby that takes no writes
-- mode: transactional-manual
CREATE TABLE ddl_log (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tag text);
CREATE FUNCTION log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ddl_log (tag) VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER log_ddl ON ddl_command_end EXECUTE FUNCTION log_ddl(); -- expect: no-event-trigger

--- invalid: automatic mode does not carry it
-- mode: transactional-automatic
CREATE EVENT TRIGGER "Watch" ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION audit.watch(); -- expect: no-event-trigger

--- invalid: a function that no migration defines
-- mode: transactional-semi-automatic
CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION audit.watch(); -- expect: no-event-trigger

--- invalid: a function that writes only what is not replicated
-- not-replicated: audit.ddl
CREATE SCHEMA audit;
CREATE TABLE audit.ddl (tag text);
CREATE FUNCTION audit.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit.ddl VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION audit.watch(); -- expect: no-event-trigger

--- invalid: renamed and enabled again, in a block, in a function
DO $$ BEGIN
  CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION audit.watch(); -- expect: no-event-trigger
END $$;
ALTER EVENT TRIGGER watch DISABLE;
ALTER EVENT TRIGGER watch RENAME TO guard;
ALTER EVENT TRIGGER guard ENABLE ALWAYS;
CREATE PROCEDURE install() LANGUAGE plpgsql AS $$
BEGIN
  CREATE EVENT TRIGGER late ON ddl_command_end EXECUTE FUNCTION audit.watch(); -- expect: no-event-trigger
END
$$;

--- valid: dropped, disabled, or gone with the function
-- 001_watch.sql
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER a ON ddl_command_end EXECUTE FUNCTION audit.watch();
CREATE EVENT TRIGGER b ON ddl_command_end EXECUTE FUNCTION audit.watch();
CREATE EVENT TRIGGER c ON ddl_command_end EXECUTE FUNCTION watch();
-- 002_less.sql
DROP EVENT TRIGGER a;
ALTER EVENT TRIGGER b DISABLE;
DROP FUNCTION watch() CASCADE;
