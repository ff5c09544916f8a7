import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogFunctions, extensionFunctions } from '../../src/xcluster/volatility.js';
import { DATABASES, type Database } from './database.js';

/** The most volatile of the functions of each name. */
const BY_NAME = `jsonb_object_agg(name, volatility)::text FROM (
  SELECT proname AS name, CASE WHEN bool_or(provolatile = 'v') THEN 'volatile' WHEN bool_or(provolatile = 's') THEN 'stable' ELSE 'immutable' END AS volatility`;

const CATALOG = `SELECT ${BY_NAME} FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace GROUP BY proname) AS functions`;

const EXTENSIONS = `SELECT ${BY_NAME}
  FROM pg_proc JOIN pg_depend ON objid = pg_proc.oid AND deptype = 'e' JOIN pg_extension ON refobjid = pg_extension.oid
  WHERE extname IN ('pgcrypto', 'uuid-ossp') GROUP BY proname) AS functions`;

/** Functions that a default can call by their names: not those of operators, types, indexes, aggregates and statistics. */
const CALLABLE = `SELECT jsonb_object_agg(proname, true)::text FROM pg_proc
  WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND NOT proretset
    AND prorettype <> ALL ('{internal,cstring,trigger,event_trigger,index_am_handler,table_am_handler,tsm_handler,fdw_handler,language_handler}'::regtype[])
    AND 'internal'::regtype <> ALL (proargtypes::oid[]) AND 'cstring'::regtype <> ALL (proargtypes::oid[])
    AND oid NOT IN (SELECT oprcode FROM pg_operator) AND oid NOT IN (SELECT unnest(ARRAY[oprrest, oprjoin]::oid[]) FROM pg_operator)
    AND oid NOT IN (SELECT amproc FROM pg_amproc)
    AND oid NOT IN (SELECT unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn, aggmtransfn, aggminvtransfn, aggmfinalfn]::oid[]) FROM pg_aggregate)
    AND oid NOT IN (SELECT unnest(ARRAY[typinput, typoutput, typreceive, typsend, typmodin, typmodout, typanalyze]::oid[]) FROM pg_type)
    AND proname !~ '^(pg_stat_|binary_upgrade_|RI_FKey|pg_replication_|pg_logical|brin_|gin_|fmgr_|plpgsql_)'`;

/** Keywords that PostgreSQL's grammar turns into a function without a name. */
const KEYWORDS = ['current_catalog', 'current_role', 'user'];

/** What PGlite, which is PostgreSQL 16, has and YugabyteDB, which is 15, has not. */
const NEW_IN_16 = [
  'array_sample', 'array_shuffle', 'date_add', 'date_subtract', 'erf', 'erfc', 'pg_input_error_info', 'pg_input_is_valid', 'pg_log_standby_snapshot',
  'pg_split_walfile_name', 'random_normal', 'system_user',
];

describe.each(DATABASES)('volatility, by $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  async function read<Value>(sql: string): Promise<ReadonlyMap<string, Value>> {
    return new Map(Object.entries(JSON.parse(await database.queryText(sql)) as Readonly<Record<string, Value>>));
  }

  it('of every function in the lists is that of the catalog', async () => {
    const actual = await read<string>(CATALOG);
    const differing = [...catalogFunctions()].filter(([name, volatility]) => !KEYWORDS.includes(name) && actual.get(name) !== volatility);
    expect(differing).toEqual([]);
  });

  it('is known of every function that a default can call', async () => {
    const callable = await read<true>(CALLABLE);
    const missing = [...callable.keys()].filter((name) => !catalogFunctions().has(name) && !NEW_IN_16.includes(name));
    expect(missing).toEqual([]);
  });

  it('of the extensions is theirs', async () => {
    const available = JSON.parse(await database.queryText(`SELECT coalesce(jsonb_agg(name), '[]')::text FROM pg_available_extensions WHERE name IN ('pgcrypto', 'uuid-ossp')`)) as readonly string[];
    for (const name of available) await database.run(`CREATE EXTENSION "${name}"`);
    const actual = available.length === 0 ? new Map<string, string>() : await read<string>(EXTENSIONS);
    for (const [name, volatility] of actual) expect([name, extensionFunctions().get(name)]).toEqual([name, volatility]);
    expect(actual.size).toBe(available.length === 2 ? extensionFunctions().size : 0);
  });
});
