import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extentOfRewrite } from '../../rules/shared/rewrite.js';
import type { Replay } from '../../src/schema/replay.js';
import { effectOfTypeChange } from '../../src/xcluster/type-change.js';
import { DEFAULT_VERSION, parseVersion, type Version } from '../../src/xcluster/version.js';
import { DATABASES, type Database } from './database.js';
import { replayed, statementsOf } from './replay.js';

const DOMAINS = `
CREATE DOMAIN plain AS text;
CREATE DOMAIN short AS varchar(20);
CREATE DOMAIN price AS numeric(10,2);
CREATE DOMAIN filled AS text CHECK (VALUE <> '');
CREATE DOMAIN over_plain AS plain;
CREATE DOMAIN over_filled AS filled;
CREATE DOMAIN number AS integer;
CREATE DOMAIN required AS text NOT NULL;`;

const TYPES = [
  'text', 'varchar', 'varchar(20)', 'varchar(30)', 'char(5)', 'char(9)', 'bpchar', 'name',
  'numeric', 'numeric(10,2)', 'numeric(12,2)', 'numeric(12,4)', 'numeric(8)', 'integer', 'bigint',
  'bit(3)', 'bit(5)', 'varbit', 'varbit(5)', 'varbit(9)', 'json', 'jsonb', 'xml', 'cidr', 'inet', 'oid', 'regclass',
  'date', 'time', 'time(3)', 'time(6)', 'timetz', 'timetz(2)', 'timetz(3)', 'timestamp', 'timestamp(3)', 'timestamp(6)', 'timestamptz', 'timestamptz(3)', 'timestamptz(6)',
  'interval', 'interval(3)', 'interval(6)', 'interval day', 'interval hour', 'interval year', 'interval year to month', 'interval second(3)', 'interval day to second(3)', 'interval day to hour',
  'plain', 'short', 'price', 'filled', 'over_plain', 'over_filled', 'number', 'required',
  'text[]', 'varchar[]', 'varchar(20)[]', 'varchar(30)[]', 'numeric[]', 'numeric(10,2)[]', 'integer[]',
] as const;

/** PostgreSQL has no order for these, so there is no index on them. */
const UNORDERED: readonly string[] = ['json', 'xml'];

/** Changes the type of a column with an index on it: what got a new file. Null where PostgreSQL refuses the change. */
const PROBE = `
CREATE FUNCTION probe(old text, new text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE table_before oid; index_before oid; answer text;
BEGIN
  EXECUTE format('CREATE TABLE probed (c %s)', old);
  IF old <> ALL ('{json,xml}') THEN CREATE INDEX probed_c ON probed (c); END IF;
  SELECT relfilenode INTO table_before FROM pg_class WHERE relname = 'probed';
  SELECT relfilenode INTO index_before FROM pg_class WHERE relname = 'probed_c';
  EXECUTE format('ALTER TABLE probed ALTER c TYPE %s USING c::%s', new, new);
  answer := CASE
    WHEN table_before <> (SELECT relfilenode FROM pg_class WHERE relname = 'probed') THEN 'table'
    WHEN index_before <> (SELECT relfilenode FROM pg_class WHERE relname = 'probed_c') THEN 'index-only'
    ELSE 'none'
  END;
  RAISE EXCEPTION 'taken back';
EXCEPTION WHEN OTHERS THEN RETURN answer;
END $$;
-- A session in UTC need not rewrite what lacks a time zone.
SET timezone TO 'Europe/Berlin';`;

/** The files of the table and its indexes, by name. */
const FILES = `SELECT jsonb_object_agg(relname, relfilenode::text)::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')`;

const SETUP = `
CREATE DOMAIN plain AS text DEFAULT 'x';
CREATE DOMAIN filled AS text CHECK (VALUE <> '');
CREATE DOMAIN key AS uuid DEFAULT gen_random_uuid();
CREATE DOMAIN moment AS timestamptz DEFAULT now();
CREATE FUNCTION changing() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION steady() RETURNS int LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION fixed(a int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN 1; END $$;
CREATE TABLE t (id int NOT NULL, a varchar(20), b text COLLATE "C", n int, PRIMARY KEY (id));
CREATE INDEX t_a ON t (a);
CREATE INDEX t_b ON t (b);
CREATE INDEX t_a_own ON t (a COLLATE "POSIX");
CREATE INDEX t_included ON t (n) INCLUDE (a);
CREATE INDEX t_lower ON t (lower(b));
CREATE INDEX t_part ON t (a) WHERE n > 0;
CREATE INDEX t_where ON t (id) WHERE b <> '';
ALTER TABLE t ADD CONSTRAINT t_unique UNIQUE (a);
CREATE UNIQUE INDEX t_n ON t (n);`;

/** Each on its own after the setup; `yugabytedb`: what differs there, and why. */
const ALTERATIONS: readonly { readonly sql: string; readonly yugabytedb?: readonly string[] }[] = [
  ...[
    'x int DEFAULT 0', 'x uuid DEFAULT gen_random_uuid()', 'x float DEFAULT random() * 2', 'x timestamptz DEFAULT now()', 'x timestamptz DEFAULT clock_timestamp()',
    'x text DEFAULT current_user', 'x date DEFAULT CURRENT_DATE', 'x text DEFAULT upper($$a$$) || md5($$b$$)', 'x jsonb DEFAULT jsonb_build_object()',
    'x int DEFAULT changing()', 'x int DEFAULT steady()', 'x int DEFAULT fixed(1)', 'x int DEFAULT fixed(changing())',
    'x serial', 'x bigserial', 'x int GENERATED ALWAYS AS IDENTITY', 'x int GENERATED ALWAYS AS (n + 1) STORED', 'x plain', 'x filled', 'x filled DEFAULT $$a$$', 'x filled[]', 'x moment',
    'x key DEFAULT NULL', 'x text NOT NULL DEFAULT $$a$$', 'x text', 'x text[] DEFAULT ARRAY[]::text[]', 'x timestamp DEFAULT (now() AT TIME ZONE $$utc$$)', 'x int CHECK (x > 0)',
  ].map((definition) => ({ sql: `ADD COLUMN ${definition}` })),
  // PostgreSQL 16.4 (PGlite) left old rows without the default of a domain; 15.18 does not.
  { sql: 'ADD COLUMN x key', yugabytedb: ['t'] },
  { sql: 'ALTER a TYPE varchar(20)' },
  { sql: 'ALTER a TYPE text' },
  { sql: 'ALTER a TYPE text USING (a)' },
  { sql: 'ALTER a TYPE text USING a::varchar(40)' },
  { sql: 'ALTER a TYPE varchar(30) USING a::text' },
  { sql: 'ALTER a TYPE text USING a || $$x$$' },
  { sql: 'ALTER a TYPE text USING b' },
  { sql: 'ALTER a TYPE varchar(20) COLLATE "C"' },
  { sql: 'ALTER a TYPE varchar(20) COLLATE "default"' },
  { sql: 'ALTER a TYPE text USING a COLLATE "C"' },
  { sql: 'ALTER b TYPE text' },
  { sql: 'ALTER b TYPE varchar COLLATE "C"' },
  { sql: 'ALTER b TYPE varchar(9)' },
  { sql: 'ALTER n TYPE bigint' },
  { sql: 'ALTER n TYPE oid' },
  { sql: 'ALTER id TYPE int' },
  { sql: 'ALTER n SET DEFAULT random(), ALTER a SET NOT NULL, DROP COLUMN b' },
  { sql: 'ALTER id ADD GENERATED ALWAYS AS IDENTITY' },
  // YugabyteDB stores the rows by the primary key, PostgreSQL has an index for it.
  { sql: 'DROP CONSTRAINT t_pkey', yugabytedb: ['t'] },
  { sql: 'DROP COLUMN id', yugabytedb: ['t'] },
  { sql: 'DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (id, a)', yugabytedb: ['t'] },
];

function version(text: string): Version {
  const parsed = parseVersion(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

const VERSION = version(DEFAULT_VERSION);

/** What xclint says of changing the type of an indexed column. */
function judgeTypeChange(domains: Replay, from: string, to: string): string {
  const index = UNORDERED.includes(from) ? '' : 'CREATE INDEX probed_c ON probed (c);';
  const [change] = [`CREATE TABLE probed (c ${from}); ${index} ALTER TABLE probed ALTER c TYPE ${to} USING c::${to}; DROP TABLE probed`]
    .flatMap((sql) => statementsOf(sql))
    .flatMap((statement) => domains.run(statement))
    .flatMap((step) => (step.change.kind === 'alterColumnType' ? effectOfTypeChange(step.change, step.before, VERSION).rewrites : []));
  return change ?? 'nothing';
}

/** The names of the table and the indexes that xclint says are rewritten; a table with all that stands on it is `t`. */
function judgeAlteration(sql: string): readonly string[] {
  const { replay } = replayed([SETUP]);
  const rewritten = new Set<string>();
  for (const statement of statementsOf(`ALTER TABLE t ${sql}`)) {
    for (const { change, before } of replay.run(statement)) {
      if (change.kind === 'alterColumnType') {
        const effect = effectOfTypeChange(change, before, VERSION);
        if (effect.rewrites === 'index-only') for (const { name } of effect.indexes) rewritten.add(name);
        else if (effect.rewrites !== 'none') rewritten.add('t');
      } else if (change.kind === 'addColumn' || change.kind === 'addConstraint' || change.kind === 'dropConstraint' || change.kind === 'dropColumn') {
        if (extentOfRewrite(change, before, VERSION) === 'table') rewritten.add('t');
      }
    }
  }
  return rewritten.has('t') ? ['t'] : [...rewritten].sort();
}

describe.each(DATABASES)('what a change rewrites, by $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  it('agrees for every change from one of many types to another', async () => {
    await database.reset();
    await database.run(DOMAINS + PROBE);
    const hasCitext = (await database.queryText(`SELECT count(*) FROM pg_available_extensions WHERE name = 'citext'`)) === '1';
    if (hasCitext) await database.run('CREATE EXTENSION citext');
    const types = hasCitext ? [...TYPES, 'citext'] : TYPES;
    const answers: (readonly [from: string, to: string, answer: string | null])[] = [];
    for (const from of types) {
      const given = await database.queryText(`SELECT jsonb_object_agg(new, probe('${from}', new))::text FROM unnest(ARRAY[${types.map((type) => `'${type}'`).join()}]) AS new`);
      for (const [to, answer] of Object.entries(JSON.parse(given) as Readonly<Record<string, string | null>>)) answers.push([from, to, answer]);
    }
    const judged = answers.filter(([, , answer]) => answer !== null);
    const { replay } = replayed([DOMAINS]);
    const differing = judged.flatMap(([from, to, answer]) => {
      const ours = judgeTypeChange(replay, from, to);
      return ours === answer ? [] : `${from} to ${to}: ${answer ?? ''}, and xclint says ${ours}`;
    });
    expect(differing).toEqual([]);
    expect(judged.length).toBeGreaterThan(1000);
  });

  it.each(ALTERATIONS)('agrees for $sql', async ({ sql, yugabytedb }) => {
    await database.reset();
    await database.run(SETUP);
    const before = JSON.parse(await database.queryText(FILES)) as Readonly<Record<string, string>>;
    await database.run(`ALTER TABLE t ${sql}`);
    const after = JSON.parse(await database.queryText(FILES)) as Readonly<Record<string, string>>;
    const rewritten = Object.keys(before).filter((name) => after[name] !== undefined && after[name] !== before[name]);
    const expected = rewritten.includes('t') ? ['t'] : rewritten.filter((name) => name !== 't_pkey').sort();
    expect(judgeAlteration(sql)).toEqual(yugabytedb ?? expected);
  });
});
