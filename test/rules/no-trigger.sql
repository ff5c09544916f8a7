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
