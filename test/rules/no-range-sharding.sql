--- invalid: a key in ascending order
-- version: 2024.1.6.0
CREATE TABLE readings (
  sensor uuid,
  at timestamptz,
  PRIMARY KEY (at ASC, sensor ASC) -- expect: no-range-sharding
);

--- invalid: an index in descending order, the last release before the repair
-- version: 2024.2.3.0
-- mode: transactional-manual
CREATE TABLE readings (id uuid, at timestamptz, PRIMARY KEY (id HASH));
CREATE INDEX readings_at ON readings (at DESC); -- expect: no-range-sharding

--- invalid: the default is turned off
-- version: 2.20.10.0
SET yb_use_hash_splitting_by_default = off;
CREATE TABLE readings (id uuid PRIMARY KEY); -- expect: no-range-sharding

--- invalid: a series that was never repaired
-- version: 2.18
-- mode: non-transactional
CREATE TABLE readings (id uuid, at timestamptz, PRIMARY KEY (at DESC)); -- expect: no-range-sharding

--- invalid: semi-automatic
-- version: 2024.1.6.0
-- mode: transactional-semi-automatic
CREATE TABLE readings (id uuid, at timestamptz, PRIMARY KEY (at DESC)); -- expect: no-range-sharding

--- valid: sharded by hash
-- version: 2024.1.6.0
CREATE TABLE readings (
  sensor uuid,
  at timestamptz,
  PRIMARY KEY (sensor HASH, at DESC)
);

--- valid: the release that repairs it
-- version: 2024.2.3.1
CREATE TABLE readings (at timestamptz, PRIMARY KEY (at ASC));

--- valid: the release that repairs it, in the series before
-- version: 2024.1.6.1
CREATE TABLE readings (at timestamptz, PRIMARY KEY (at ASC));

--- valid: the release that repairs it, in the oldest repaired series
-- version: 2.20.11.0
CREATE TABLE readings (at timestamptz, PRIMARY KEY (at ASC));

--- valid: a later series
-- version: 2025.1.0.0
CREATE TABLE readings (at timestamptz, PRIMARY KEY (at ASC));

--- valid: the default is hash
-- version: 2024.1.6.0
CREATE TABLE readings (id uuid PRIMARY KEY, at timestamptz);
CREATE INDEX readings_at ON readings ((at, id) HASH);

--- valid: colocated tables do not split
-- version: 2024.1.6.0
-- colocated: true
CREATE TABLE readings (at timestamptz, PRIMARY KEY (at ASC));
