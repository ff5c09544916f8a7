--- invalid: an exclusion constraint
CREATE TABLE bookings (
  id uuid PRIMARY KEY,
  room uuid NOT NULL,
  during tstzrange NOT NULL,
  CONSTRAINT bookings_overlap EXCLUDE USING gist (room WITH =, during WITH &&) -- expect: no-exclusion-constraint
);

--- invalid: one that is added later, in automatic mode
-- mode: transactional-automatic
CREATE TABLE bookings (id uuid PRIMARY KEY, during tstzrange);
ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&); -- expect: no-exclusion-constraint

--- valid: no constraint
CREATE TABLE bookings (id uuid PRIMARY KEY, room uuid NOT NULL, during tstzrange NOT NULL);

--- valid: one that a later migration drops
-- 001_create.sql
CREATE TABLE bookings (id uuid PRIMARY KEY, during tstzrange, CONSTRAINT o EXCLUDE USING gist (during WITH &&));
-- 002_drop.sql
ALTER TABLE bookings DROP CONSTRAINT o;
