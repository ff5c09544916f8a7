--- invalid: a publication
CREATE PUBLICATION changes FOR ALL TABLES; -- expect: no-publication
ALTER PUBLICATION changes ADD TABLE orders; -- expect: no-publication
ALTER PUBLICATION changes OWNER TO app; -- expect: no-publication
ALTER PUBLICATION changes RENAME TO "All Changes"; -- expect: no-publication
DROP PUBLICATION IF EXISTS "All Changes"; -- expect: no-publication

--- invalid: two at once
-- mode: transactional-manual
DROP PUBLICATION a, b; -- expect: no-publication no-publication

--- invalid: a subscription
-- mode: transactional-semi-automatic
CREATE SUBSCRIPTION feed CONNECTION 'host=example.org' PUBLICATION changes; -- expect: no-publication
ALTER SUBSCRIPTION feed DISABLE; -- expect: no-publication
DROP SUBSCRIPTION feed; -- expect: no-publication

--- invalid: one direction
-- mode: non-transactional
CREATE PUBLICATION changes FOR TABLE orders, billing.invoices; -- expect: no-publication

--- invalid: automatic mode, in a block
-- mode: transactional-automatic
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'changes') THEN
    CREATE PUBLICATION changes; -- expect: no-publication
  END IF;
  EXECUTE format('ALTER PUBLICATION %I ADD TABLE %I', 'changes', 'orders'); -- expect: no-publication
END $$;

--- invalid: in a routine
CREATE FUNCTION publish() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE PUBLICATION changes FOR ALL TABLES; -- expect: no-publication
END
$$;

--- valid: tables that are called so
CREATE TABLE publication (id uuid PRIMARY KEY, subscription text);
DROP TABLE publication;
COMMENT ON PUBLICATION changes IS 'for the warehouse';
