/**
 * One query that describes the connected PostgreSQL (13 or later) in the shape of `xclint schema --format json`. Objects
 * of extensions are left out; run it in a new session, for types are written as the default `search_path` sees them.
 */
export const CATALOG_QUERY = String.raw`
WITH user_schema AS (
  SELECT oid, nspname AS schema FROM pg_namespace
  WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp)'
), extension_member AS (          -- objects an extension created are the extension's, not the user's
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), user_table AS (
  SELECT c.oid, s.schema, c.relname AS name, c.relkind, c.relpersistence, c.relispartition
  FROM pg_class c JOIN user_schema s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM extension_member e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)
), column_row AS (
  SELECT a.attrelid, jsonb_agg(jsonb_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, a.atttypmod),
      'notNull', a.attnotnull,
      'default', CASE WHEN a.attgenerated <> '' THEN NULL ELSE pg_get_expr(d.adbin, d.adrelid) END,
      'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
      'generated', a.attgenerated <> '',
      'sequence', (SELECT n.nspname || '.' || seq.relname
                   FROM pg_depend dep JOIN pg_class seq ON seq.oid = dep.objid AND seq.relkind = 'S'
                   JOIN pg_namespace n ON n.oid = seq.relnamespace
                   WHERE dep.classid = 'pg_class'::regclass AND dep.refclassid = 'pg_class'::regclass
                     AND dep.refobjid = a.attrelid AND dep.refobjsubid = a.attnum AND dep.deptype IN ('a', 'i') LIMIT 1)
    ) ORDER BY a.attnum) AS columns
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped GROUP BY a.attrelid
), constraint_row AS (
  SELECT k.conrelid, jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'type', CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                             WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' END,
      'name', k.conname,
      'columns', (SELECT jsonb_agg(a.attname ORDER BY u.ord) FROM unnest(k.conkey) WITH ORDINALITY u(num, ord)
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num),
      'references', CASE WHEN k.contype = 'f' THEN jsonb_build_object(
          'table', (SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = k.confrelid),
          'columns', (SELECT jsonb_agg(a.attname ORDER BY u.ord) FROM unnest(k.confkey) WITH ORDINALITY u(num, ord)
                      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num),
          'onDelete', CASE k.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                                         WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END,
          'onUpdate', CASE k.confupdtype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                                         WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END) END,
      'deferrable', k.condeferrable
    )) ORDER BY k.contype, k.conname) AS constraints
  FROM pg_constraint k WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conrelid <> 0
    -- a foreign key to a partitioned table has rows of its own for each partition on the same table: the user wrote one
    AND NOT EXISTS (SELECT FROM pg_constraint parent WHERE parent.oid = k.conparentid AND parent.conrelid = k.conrelid)
  GROUP BY k.conrelid
), index_row AS (                 -- every index, those behind constraints included
  SELECT i.indrelid, jsonb_agg(jsonb_build_object(
      'name', c.relname,
      'unique', i.indisunique,
      'primary', i.indisprimary,
      'constraint', EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')),
      'method', am.amname,
      'keys', (SELECT jsonb_agg(CASE WHEN u.num = 0 THEN NULL ELSE (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = u.num) END ORDER BY u.ord)
               FROM unnest(i.indkey) WITH ORDINALITY u(num, ord) WHERE u.ord <= i.indnkeyatts),
      'include', (SELECT coalesce(jsonb_agg((SELECT a.attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = u.num) ORDER BY u.ord), '[]')
               FROM unnest(i.indkey) WITH ORDINALITY u(num, ord) WHERE u.ord > i.indnkeyatts),
      'partial', i.indpred IS NOT NULL
    ) ORDER BY c.relname) AS indexes
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam GROUP BY i.indrelid
), trigger_row AS (
  SELECT t.tgrelid, jsonb_agg(jsonb_build_object(
      'name', t.tgname,
      'timing', CASE WHEN t.tgtype & 2 <> 0 THEN 'before' WHEN t.tgtype & 64 <> 0 THEN 'instead of' ELSE 'after' END,
      'events', (SELECT jsonb_agg(e) FROM (SELECT unnest(array_remove(ARRAY[
                   CASE WHEN t.tgtype & 4 <> 0 THEN 'insert' END, CASE WHEN t.tgtype & 8 <> 0 THEN 'delete' END,
                   CASE WHEN t.tgtype & 16 <> 0 THEN 'update' END, CASE WHEN t.tgtype & 32 <> 0 THEN 'truncate' END], NULL)) e) x),
      'level', CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END,
      'function', n.nspname || '.' || p.proname,
      'enabled', t.tgenabled <> 'D'
    ) ORDER BY t.tgname) AS triggers
  FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE NOT t.tgisinternal AND t.tgparentid = 0 GROUP BY t.tgrelid
)
SELECT jsonb_build_object(
  'tables', (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'schema', t.schema, 'name', t.name,
      'partitioned', t.relkind = 'p',
      'partitionOf', (SELECT n.nspname || '.' || p.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
                      JOIN pg_namespace n ON n.oid = p.relnamespace WHERE i.inhrelid = t.oid AND t.relispartition LIMIT 1),
      'inherits', (SELECT coalesce(jsonb_agg(n.nspname || '.' || p.relname ORDER BY i.inhseqno), '[]') FROM pg_inherits i
                   JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace
                   WHERE i.inhrelid = t.oid AND NOT t.relispartition),
      'unlogged', t.relpersistence = 'u',
      'columns', coalesce(c.columns, '[]'), 'constraints', coalesce(k.constraints, '[]'),
      'indexes', coalesce(x.indexes, '[]'), 'triggers', coalesce(g.triggers, '[]')
    ) ORDER BY t.schema, t.name), '[]')
    FROM user_table t LEFT JOIN column_row c ON c.attrelid = t.oid LEFT JOIN constraint_row k ON k.conrelid = t.oid
    LEFT JOIN index_row x ON x.indrelid = t.oid LEFT JOIN trigger_row g ON g.tgrelid = t.oid),
  'sequences', (SELECT coalesce(jsonb_agg(jsonb_build_object('schema', s.schema, 'name', c.relname,
      'ownedBy', (SELECT n.nspname || '.' || t.relname || '.' || a.attname FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
                  JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
                  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                    AND d.objid = c.oid AND d.deptype IN ('a', 'i') LIMIT 1),
      'increment', q.seqincrement, 'start', q.seqstart, 'cycle', q.seqcycle
    ) ORDER BY s.schema, c.relname), '[]')
    FROM pg_class c JOIN user_schema s ON s.oid = c.relnamespace JOIN pg_sequence q ON q.seqrelid = c.oid
    WHERE NOT EXISTS (SELECT FROM extension_member e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)),
  'types', (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('schema', s.schema, 'name', t.typname,
      'kind', CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' WHEN 'c' THEN 'composite' END,
      'labels', (SELECT jsonb_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = t.oid)
    )) ORDER BY s.schema, t.typname), '[]')
    FROM pg_type t JOIN user_schema s ON s.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))
      AND NOT EXISTS (SELECT FROM extension_member e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid)),
  'views', (SELECT coalesce(jsonb_agg(jsonb_build_object('schema', s.schema, 'name', c.relname, 'materialized', c.relkind = 'm')
                   ORDER BY s.schema, c.relname), '[]')
    FROM pg_class c JOIN user_schema s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND NOT EXISTS (SELECT FROM extension_member e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)),
  'functions', (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('schema', s.schema, 'name', p.proname, 'language', l.lanname)), '[]')
    FROM pg_proc p JOIN user_schema s ON s.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    WHERE NOT EXISTS (SELECT FROM extension_member e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
      AND p.prokind IN ('f', 'p')
      -- a range type's own constructors, which keep their names when the type is renamed
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_type'::regclass AND d.deptype = 'i')),
  'extensions', (SELECT coalesce(jsonb_agg(extname ORDER BY extname), '[]') FROM pg_extension WHERE extname <> 'plpgsql')
) AS schema
`;
