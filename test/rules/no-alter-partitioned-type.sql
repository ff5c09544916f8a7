--- invalid: a partitioned table of an earlier file
-- 001_create.sql
CREATE TABLE events (id uuid, day date, amount integer, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- 002_change.sql
ALTER TABLE events ALTER COLUMN amount TYPE bigint; -- expect: no-alter-partitioned-type

--- invalid: in the file that creates it, and one that would rewrite nothing
CREATE TABLE events (id uuid, day date, code varchar(10)) PARTITION BY RANGE (day);
ALTER TABLE events ALTER code SET DATA TYPE varchar(20); -- expect: no-alter-partitioned-type

--- invalid: a column of the partition key
-- mode: transactional-manual
CREATE TABLE "Audit"."Events" (id uuid, "Day" date) PARTITION BY RANGE ("Day");
ALTER TABLE ONLY "Audit"."Events" ALTER "Day" TYPE timestamptz; -- expect: no-alter-partitioned-type

--- invalid: a column of the primary key, which no other can replace
-- 001_create.sql
CREATE TABLE events (id integer, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
-- 002_change.sql
ALTER TABLE events ALTER COLUMN id TYPE bigint; -- expect: no-alter-partitioned-type

--- invalid: two columns at once, in automatic mode
-- mode: transactional-automatic
CREATE TABLE events (id uuid, day date, a integer, b integer) PARTITION BY LIST (id);
ALTER TABLE events
  ALTER a TYPE bigint, -- expect: no-alter-partitioned-type
  ADD COLUMN note text,
  ALTER b TYPE bigint; -- expect: no-alter-partitioned-type

--- invalid: one direction
-- mode: non-transactional
-- version: 2.20
CREATE TABLE events (id uuid, day date, a integer) PARTITION BY HASH (id);
ALTER TABLE events ALTER a TYPE bigint; -- expect: no-alter-partitioned-type

--- invalid: in a DO block, and as text
CREATE TABLE events (id uuid, a integer) PARTITION BY HASH (id);
DO $$
BEGIN
  ALTER TABLE events ALTER a TYPE bigint; -- expect: no-alter-partitioned-type
  EXECUTE format('ALTER TABLE %I ALTER a TYPE numeric', 'events'); -- expect: no-alter-partitioned-type
END
$$;

--- invalid: in a routine's body
-- mode: transactional-semi-automatic
CREATE TABLE events (id uuid, a integer) PARTITION BY HASH (id);
CREATE PROCEDURE widen() LANGUAGE plpgsql AS $$
BEGIN
  ALTER TABLE events ALTER a TYPE bigint; -- expect: no-alter-partitioned-type
END
$$;

--- valid: tables that are not partitioned, not replicated, temporary, or unknown
-- not-replicated: audit.events
CREATE TABLE plain (id uuid PRIMARY KEY, a integer);
ALTER TABLE plain ALTER a TYPE bigint;
CREATE SCHEMA audit;
CREATE TABLE audit.events (id uuid, a integer) PARTITION BY HASH (id);
ALTER TABLE audit.events ALTER a TYPE bigint;
CREATE TEMPORARY TABLE scratch (id uuid, a integer) PARTITION BY HASH (id);
ALTER TABLE scratch ALTER a TYPE bigint;

--- valid: other changes of a partitioned table
CREATE TABLE events (id uuid, a integer) PARTITION BY HASH (id);
ALTER TABLE events ADD COLUMN b bigint, ALTER a SET DEFAULT 1, DROP COLUMN a;
