--- invalid: an enum
CREATE TYPE order_status AS ENUM ('new', 'paid', 'it''s sent'); -- expect: no-user-defined-type
CREATE TABLE orders (id uuid PRIMARY KEY, status order_status);

--- invalid: a composite type and a range, in another schema and with quotes
-- mode: transactional-manual
CREATE TYPE geo."Point3" AS (x float8, y float8, z float8); -- expect: no-user-defined-type
CREATE TYPE floatrange AS RANGE (subtype = float8); -- expect: no-user-defined-type

--- invalid: a label more, a label renamed, an attribute more, of types that earlier files made
-- mode: transactional-semi-automatic
-- 001_types.sql
CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
CREATE TYPE pair AS (a int, b int); -- expect: no-user-defined-type
-- 002_alter.sql
ALTER TYPE mood ADD VALUE 'happy' AFTER 'ok'; -- expect: no-user-defined-type
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'; -- expect: no-user-defined-type
ALTER TYPE pair ADD ATTRIBUTE c int; -- expect: no-user-defined-type

--- invalid: a type that no migration makes
-- mode: non-transactional
ALTER TYPE legacy.mood ADD VALUE IF NOT EXISTS 'happy'; -- expect: no-user-defined-type
DROP TYPE legacy.mood; -- expect: no-user-defined-type

--- invalid: one that an earlier file made is dropped
-- 001_types.sql
CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
-- 002_drop.sql
DROP TYPE IF EXISTS mood; -- expect: no-user-defined-type

--- invalid: in a guarded block, and by text that is run
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
    CREATE TYPE mood AS ENUM ('sad', 'ok'); -- expect: no-user-defined-type
  END IF;
  EXECUTE format('ALTER TYPE %I ADD VALUE %L', 'other', 'x'); -- expect: no-user-defined-type
END
$$;

--- invalid: an enum of many labels
CREATE TYPE letter AS ENUM ('a','b','c','d','e','f','g','h','i','j','k','l','m','n','o','p','q','r','s','t','u'); -- expect: no-user-defined-type

--- valid: text with a check, and a lookup table
CREATE TABLE statuses (name text PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, status text CHECK (status IN ('new', 'paid')));

--- valid: domains
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
ALTER DOMAIN email SET NOT NULL;
DROP DOMAIN email;

--- valid: automatic mode
-- mode: transactional-automatic
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TYPE mood ADD VALUE 'happy';
DROP TYPE mood;

--- valid: dropped for good measure, where nothing is known of it
DROP TYPE IF EXISTS mood;
