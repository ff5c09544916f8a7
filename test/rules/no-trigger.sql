--- invalid: a trigger that writes another table
CREATE TABLE orders (id uuid PRIMARY KEY, total numeric);
CREATE TABLE order_log (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), order_id uuid, at timestamptz);
CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_log (order_id, at) VALUES (NEW.id, now());
  RETURN NEW;
END
$$;
CREATE TRIGGER orders_log AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order(); -- expect: no-trigger

--- invalid: a trigger that only sets columns, a warning
CREATE TABLE orders (id uuid PRIMARY KEY, updated_at timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch(); -- expect: no-trigger

--- invalid: a function that no migration defines
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TRIGGER orders_audit AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION audit.record(); -- expect: no-trigger

--- invalid: a trigger that writes a table outside of replication
-- not-replicated: audit.log
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE SCHEMA audit;
CREATE TABLE audit.log (order_id uuid);
CREATE FUNCTION audit.record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit.log VALUES (OLD.id);
  RETURN OLD;
END
$$;
CREATE TRIGGER orders_audit AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION audit.record(); -- expect: no-trigger

--- invalid: a trigger that forbids
CREATE TABLE bookings (id uuid PRIMARY KEY, room text, day date);
CREATE FUNCTION refuse_double() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM bookings WHERE room = NEW.room AND day = NEW.day) THEN
    RAISE EXCEPTION 'taken';
  END IF;
  PERFORM pg_notify('bookings', NEW.room);
  RETURN NEW;
END
$$;
CREATE TRIGGER bookings_double BEFORE INSERT ON bookings FOR EACH ROW EXECUTE FUNCTION refuse_double(); -- expect: no-trigger

--- invalid: a trigger that looks at the row alone and refuses it, a warning
CREATE TABLE accounts (id uuid PRIMARY KEY, owner uuid);
CREATE FUNCTION protect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.owner IS DISTINCT FROM OLD.owner THEN RAISE EXCEPTION 'owner stays'; END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER protect BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION protect(); -- expect: no-trigger

--- invalid: a trigger that looks at other rows and refuses
CREATE TABLE members (id uuid PRIMARY KEY, team uuid);
CREATE FUNCTION limit_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM members WHERE team = NEW.team) >= 5 THEN RAISE EXCEPTION 'full'; END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER limit_members BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION limit_members(); -- expect: no-trigger

--- invalid: a trigger that looks a value up and sets it, a warning
CREATE TABLE teams (id uuid PRIMARY KEY, name text);
CREATE TABLE members (id uuid PRIMARY KEY, team uuid, team_name text);
CREATE FUNCTION copy_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT name INTO NEW.team_name FROM teams WHERE id = NEW.team;
  RETURN NEW;
END
$$;
CREATE TRIGGER copy_name BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION copy_name(); -- expect: no-trigger

--- invalid: a trigger that changes other rows of its own table
CREATE TABLE emails (id uuid PRIMARY KEY, team uuid, is_default boolean);
CREATE FUNCTION one_default() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE emails SET is_default = false WHERE team = NEW.team AND id <> NEW.id;
  RETURN NEW;
END
$$;
CREATE TRIGGER one_default AFTER INSERT ON emails FOR EACH ROW EXECUTE FUNCTION one_default(); -- expect: no-trigger

--- invalid: a function of an extension that only sets a column, a warning
CREATE TABLE orders (id uuid PRIMARY KEY, updated_at timestamptz);
CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION extensions.moddatetime(updated_at); -- expect: no-trigger

--- invalid: a constraint trigger
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE CONSTRAINT TRIGGER orders_sane AFTER INSERT ON orders DEFERRABLE FOR EACH ROW EXECUTE FUNCTION sane(); -- expect: no-trigger

--- invalid: a table that no migration creates
CREATE OR REPLACE TRIGGER items_touch BEFORE UPDATE ON legacy.items FOR EACH ROW EXECUTE FUNCTION touch(); -- expect: no-trigger

--- invalid: with one direction it fires on the source only
-- mode: transactional-automatic
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TABLE order_log (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), order_id uuid);
CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_log (order_id) VALUES (NEW.id);
  RETURN NEW;
END
$$;
CREATE TRIGGER orders_log AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order(); -- expect: no-trigger

--- invalid: a function that is not known, with one direction
-- mode: non-transactional
CREATE TRIGGER items_touch BEFORE UPDATE ON legacy.items FOR EACH ROW EXECUTE FUNCTION touch(); -- expect: no-trigger

--- invalid: a partitioned table, once
CREATE TABLE events (id uuid, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TRIGGER events_audit AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION audit(); -- expect: no-trigger

--- valid: the value is set by a default and by the application
CREATE TABLE orders (id uuid PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz);

--- valid: a trigger that a later migration drops
-- 001_create.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TRIGGER orders_audit AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION audit();
-- 002_drop.sql
DROP TRIGGER orders_audit ON orders;

--- valid: a trigger on a view
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE VIEW open_orders AS SELECT * FROM orders;
CREATE TRIGGER open_orders_insert INSTEAD OF INSERT ON open_orders FOR EACH ROW EXECUTE FUNCTION insert_order();

--- valid: a trigger that is disabled
CREATE TABLE orders (id uuid PRIMARY KEY);
CREATE TRIGGER orders_audit AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION audit();
ALTER TABLE orders DISABLE TRIGGER orders_audit;

--- valid: a table that is left out of replication
-- not-replicated: public.jobs
CREATE TABLE jobs (id uuid PRIMARY KEY);
CREATE TRIGGER jobs_notify AFTER INSERT ON jobs FOR EACH STATEMENT EXECUTE FUNCTION notify_workers();
