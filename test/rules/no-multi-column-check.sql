--- invalid: a check over two columns
CREATE TABLE bookings (
  id uuid PRIMARY KEY,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  CONSTRAINT bookings_order CHECK (starts_at < ends_at) -- expect: no-multi-column-check
);

--- invalid: a check without a name, added later
CREATE TABLE offers (id uuid PRIMARY KEY, price numeric, discount numeric, kind text);
ALTER TABLE offers ADD CHECK (kind <> 'special' OR discount < price); -- expect: no-multi-column-check

--- invalid: a check that stands with a column
CREATE TABLE ranges (id uuid PRIMARY KEY, low int, high int CHECK (high > low)); -- expect: no-multi-column-check

--- invalid: a condition of parts in parentheses
CREATE TABLE payouts (
  id uuid PRIMARY KEY,
  paid boolean,
  paid_at timestamptz,
  reason text,
  CONSTRAINT paid_at_when_paid CHECK ((paid = true AND reason IS NULL) OR (paid = false AND paid_at IS NULL)), -- expect: no-multi-column-check
  CONSTRAINT either CHECK ((((paid_at IS NULL) = (reason IS NULL)) AND (NOT (paid)))) -- expect: no-multi-column-check
);
ALTER TABLE payouts ADD CHECK (((paid)) AND ((reason) IS DISTINCT FROM (paid_at::text))); -- expect: no-multi-column-check

--- invalid: a column renamed after the check was written
CREATE TABLE votes (id uuid PRIMARY KEY, liked int, up int, CONSTRAINT both_or_none CHECK ((liked IS NULL) = (votes.up IS NULL))); -- expect: no-multi-column-check
ALTER TABLE votes RENAME COLUMN liked TO "user";
ALTER TABLE votes RENAME COLUMN up TO liked;

--- invalid: a partitioned table, once
CREATE TABLE events (id uuid, a int, b int, PRIMARY KEY (id, a), CHECK (a < b)) PARTITION BY RANGE (a); -- expect: no-multi-column-check
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (100);

--- valid: a check over one column
CREATE TABLE bookings (id uuid PRIMARY KEY, seats integer CHECK (seats > 0 AND seats < 10));

--- valid: a check that a later migration drops
-- 001_create.sql
CREATE TABLE ranges (id uuid PRIMARY KEY, low int, high int, CONSTRAINT sane CHECK (high > low));
-- 002_drop.sql
ALTER TABLE ranges DROP CONSTRAINT sane;

--- valid: one cluster is written
-- mode: non-transactional
CREATE TABLE ranges (id uuid PRIMARY KEY, low int, high int, CHECK (high > low));
