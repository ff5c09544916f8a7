import { describe, expect, test } from 'vitest';
import { describeSchema } from '../../src/schema/describe.js';
import { inPublic, schemaAfter, stepsOf, tableIn, tableNames } from './session.js';

const names = (...texts: readonly string[]): string[] => tableNames(schemaAfter(...texts));

describe('a transaction', () => {
  test('that is rolled back leaves nothing', () => {
    expect(names('CREATE TABLE a (i int); BEGIN; CREATE TABLE b (i int); DROP TABLE a; ROLLBACK; CREATE TABLE c (i int)')).toEqual(['public.a', 'public.c']);
  });

  test('goes back to a savepoint, and to the older of two', () => {
    expect(names('BEGIN; CREATE TABLE a (i int); SAVEPOINT x; CREATE TABLE b (i int); SAVEPOINT y; CREATE TABLE c (i int); ROLLBACK TO x; CREATE TABLE d (i int); COMMIT')).toEqual(['public.a', 'public.d']);
  });

  test('keeps what was released', () => {
    expect(names('BEGIN; SAVEPOINT x; CREATE TABLE a (i int); RELEASE x; COMMIT')).toEqual(['public.a']);
  });

  test('that no file ends is over with the file', () => {
    const { steps } = stepsOf('BEGIN; CREATE TABLE a (i int)', 'CREATE TABLE b (i int)');
    expect(steps.map((step) => [step.change.kind, step.change.inExplicitTransaction])).toEqual([
      ['transaction', false],
      ['createTable', true],
      ['createTable', false],
    ]);
  });

  test('drops temporary tables that say so when it ends, and the session drops the others', () => {
    expect(names('BEGIN; CREATE TEMP TABLE a (i int) ON COMMIT DROP; COMMIT')).toEqual([]);
    expect(names('CREATE TEMP TABLE a (i int)', 'CREATE TABLE b (i int)')).toEqual(['public.b']);
  });
});

describe('the search path', () => {
  test('decides where a table goes, and which one a name means', () => {
    expect(names('CREATE SCHEMA app; SET search_path TO app, public; CREATE TABLE a (i int); CREATE TABLE public.b (i int); ALTER TABLE b RENAME TO c')).toEqual(['app.a', 'public.c']);
  });

  test('says nothing of the elements of a CREATE SCHEMA, which are in it', () => {
    const schema = schemaAfter('CREATE TEMP TABLE a (i int); CREATE SCHEMA s CREATE TABLE a (i int) CREATE INDEX ON a (i)');
    expect(schema.table({ schema: 's', name: 'a' })?.indexes.map((index) => index.name)).toEqual(['a_i_idx']);
  });

  test('is the default again in the next file', () => {
    expect(names('SET search_path TO app; CREATE TABLE a (i int)', 'CREATE TABLE b (i int)')).toEqual(['app.a', 'public.b']);
  });

  test('that is set locally ends with the transaction', () => {
    expect(names('BEGIN; SET LOCAL search_path TO app; CREATE TABLE a (i int); COMMIT; CREATE TABLE b (i int)')).toEqual(['app.a', 'public.b']);
  });

  test('that is set locally outside a transaction is not set at all', () => {
    expect(names('SET LOCAL search_path TO app; CREATE TABLE a (i int)')).toEqual(['public.a']);
  });

  test('can be set by set_config, and reset', () => {
    expect(names("SELECT pg_catalog.set_config('search_path', 'app', false); CREATE TABLE a (i int); RESET search_path; CREATE TABLE b (i int)")).toEqual(['app.a', 'public.b']);
  });

  test('passes over a schema that was dropped', () => {
    expect(names('CREATE SCHEMA app; SET search_path TO app, public; DROP SCHEMA app; CREATE TABLE a (i int)')).toEqual(['public.a']);
  });

  test('finds a temporary table first', () => {
    expect(names('CREATE TABLE a (i int); CREATE TEMP TABLE a (i int); DROP TABLE a')).toEqual(['public.a']);
  });
});

describe('a table that no migration creates', () => {
  const schema = schemaAfter('ALTER TABLE app.orders ADD COLUMN note text, ADD CONSTRAINT k UNIQUE (code); CREATE INDEX ON app.orders (note); CREATE TABLE mine (o int REFERENCES app.customers)');
  const orders = schema.table({ schema: 'app', name: 'orders' });

  test('is made up of what is said of it', () => {
    expect(orders).toMatchObject({ known: false, columnsKnown: false });
    expect(orders?.columns.map((column) => column.name)).toEqual(['note']);
    expect(orders?.indexes.map((index) => index.name).sort()).toEqual(['k', 'orders_note_idx']);
  });

  test('can be what a foreign key references', () => {
    expect(schema.table({ schema: 'app', name: 'customers' })?.known).toBe(false);
    expect(schema.foreignKeysTo({ schema: 'app', name: 'customers' }).map(({ table }) => table.name)).toEqual(['mine']);
  });

  test('is not made up for IF EXISTS, nor of PostgreSQL’s own', () => {
    expect(names('ALTER TABLE IF EXISTS a ADD COLUMN b int; ALTER TABLE pg_catalog.pg_class ADD COLUMN b int')).toEqual([]);
  });
});

describe('a generated name', () => {
  const long = 'a_table_with_a_name_that_is_quite_long_for_what_it_holds';
  const column = 'and_a_column_of_the_same_kind_that_goes_on_and_on';

  test('is cut where PostgreSQL cuts it, the longer part first', () => {
    const table = tableIn(schemaAfter(`CREATE TABLE ${long} (${column} serial UNIQUE REFERENCES ${long})`), long);
    expect(table.constraints.map((constraint) => constraint.name).sort()).toEqual(['a_table_with_a_name_that_is_q_and_a_column_of_the_same_kin_fkey', 'a_table_with_a_name_that_is_q_and_a_column_of_the_same_kind_key']);
    expect(table.columns[0]?.sequence?.name).toBe('a_table_with_a_name_that_is_q_and_a_column_of_the_same_kind_seq');
  });

  test('is never cut inside a character', () => {
    const name = 'ü'.repeat(31);
    const table = tableIn(schemaAfter(`CREATE TABLE "${name}" (id int PRIMARY KEY)`), name);
    expect(table.constraints[0]?.name).toBe(`${'ü'.repeat(29)}_pkey`);
  });

  test('has a number where it is taken', () => {
    const table = tableIn(schemaAfter('CREATE TABLE t (a int, UNIQUE (a)); ALTER TABLE t ADD UNIQUE (a); CREATE INDEX ON t (a, a)'), 't');
    expect(table.indexes.map((index) => index.name)).toEqual(['t_a_key', 't_a_key1', 't_a_a1_idx']);
  });
});

describe('what goes with what is dropped', () => {
  test('a routine takes triggers, defaults, checks, indexes, generated columns and views that call it', () => {
    const schema = schemaAfter(`CREATE FUNCTION f(a int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';
      CREATE TABLE t (a int DEFAULT f(1), b int CHECK (f(b) > 0), c int GENERATED ALWAYS AS (f(a)) STORED);
      CREATE INDEX ON t (f(b)); CREATE VIEW v AS SELECT f(a) FROM t; DROP FUNCTION f CASCADE`);
    const table = tableIn(schema, 't');
    expect(table.columns.map(({ name, default: value }) => [name, value])).toEqual([['a', null], ['b', null]]);
    expect([table.constraints, table.indexes, [...schema.allViews()]]).toEqual([[], [], []]);
  });

  test('a type takes columns, domains over it and routines that take it', () => {
    const schema = schemaAfter(`CREATE TYPE mood AS ENUM ('ok'); CREATE DOMAIN d AS mood; CREATE TABLE t (a mood, b d[], c int); CREATE FUNCTION f(m mood) RETURNS void LANGUAGE sql AS ''; DROP TYPE mood CASCADE`);
    expect(tableIn(schema, 't').columns.map((column) => column.name)).toEqual(['c']);
    expect([...schema.allTypes(), ...schema.allRoutines()]).toEqual([]);
  });

  test('a table takes the columns of its row type', () => {
    expect(tableIn(schemaAfter('CREATE TABLE r (a int); CREATE TABLE t (a r, b r[], c int); DROP TABLE r CASCADE'), 't').columns.map((column) => column.name)).toEqual(['c']);
  });

  test('a column takes the views that name it, not those that take the whole row', () => {
    const schema = schemaAfter(`CREATE TABLE t (a int, b int); CREATE VIEW names AS SELECT b FROM t; CREATE VIEW stars AS SELECT t.* FROM t;
      CREATE VIEW rows AS SELECT to_jsonb(t.*) FROM t; CREATE VIEW others AS SELECT a FROM t; ALTER TABLE t DROP COLUMN b CASCADE`);
    expect([...schema.allViews()].map((view) => view.name).sort()).toEqual(['others', 'rows']);
  });
});

describe('a composite type', () => {
  test('gives its attributes to a table of it and to LIKE', () => {
    const schema = schemaAfter('CREATE TYPE pair AS (a int, b text); ALTER TYPE pair ADD ATTRIBUTE c uuid, DROP ATTRIBUTE a; ALTER TYPE pair RENAME ATTRIBUTE b TO d; CREATE TABLE t OF pair (PRIMARY KEY (d)); CREATE TABLE u (LIKE pair)');
    const columns = (name: string): (readonly [string, string, boolean])[] => tableIn(schema, name).columns.map((column) => [column.name, column.type.text, column.notNull]);
    expect(columns('t')).toEqual([['d', 'text', true], ['c', 'uuid', false]]);
    expect(columns('u')).toEqual([['d', 'text', false], ['c', 'uuid', false]]);
  });
});

describe('a domain', () => {
  const constrained = (text: string): boolean | undefined => schemaAfter(`CREATE DOMAIN d AS int CONSTRAINT small CHECK (VALUE < 9) NOT NULL; ${text}`).type(inPublic('d'))?.constrained;

  test('is constrained until the last of its constraints goes', () => {
    expect(constrained('')).toBe(true);
    expect(constrained('ALTER DOMAIN d DROP NOT NULL')).toBe(true);
    expect(constrained('ALTER DOMAIN d DROP CONSTRAINT small')).toBe(true);
    expect(constrained('ALTER DOMAIN d DROP CONSTRAINT small; ALTER DOMAIN d DROP NOT NULL')).toBe(false);
    expect(constrained('ALTER DOMAIN d DROP CONSTRAINT small; ALTER DOMAIN d DROP NOT NULL; ALTER DOMAIN d ADD CHECK (VALUE > 0)')).toBe(true);
  });
});

describe('an index on a partitioned table alone', () => {
  test('is valid once every partition has its part', () => {
    const text = 'CREATE TABLE p (i int) PARTITION BY LIST (i); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p DEFAULT; CREATE INDEX x ON ONLY p (i); CREATE INDEX x1 ON p1 (i); CREATE INDEX x2 ON p2 (i); ALTER INDEX x ATTACH PARTITION x1';
    expect(schemaAfter(text).index(inPublic('x'))?.index.valid).toBe(false);
    expect(schemaAfter(`${text}; ALTER INDEX x ATTACH PARTITION x2`).index(inPublic('x'))?.index.valid).toBeUndefined();
  });
});

describe('CREATE TABLE AS', () => {
  const QUERIES: readonly (readonly [query: string, columns: string])[] = [
    ['SELECT * FROM a', 'id integer, y text'],
    ['SELECT id FROM a UNION ALL SELECT id FROM a', 'id integer'],
    ['WITH w (n) AS (SELECT id FROM a) SELECT n, now() FROM w', 'n integer, now timestamp with time zone'],
    ['SELECT s.id FROM (SELECT id FROM a) s', 'id integer'],
    ["VALUES (NULL, 'a'::uuid), (1, NULL)", 'column1 text, column2 uuid'],
    ['SELECT x.y, z.* FROM a x JOIN b z ON true', 'y text, k bigint'],
    ['SELECT count(*), mystery(id) FROM a', 'count bigint, mystery unknown'],
  ];
  test.each(QUERIES)('of %s', (query, columns) => {
    const table = tableIn(schemaAfter(`CREATE TABLE a (id int, y text); CREATE TABLE b (k bigint); CREATE TABLE t AS ${query}`), 't');
    expect(table.columns.map((column) => `${column.name} ${column.type.text}`).join(', ')).toBe(columns);
  });
});

test('the description of a schema is the same whatever the order of its making', () => {
  const one = schemaAfter('CREATE TABLE a (i int); CREATE TABLE b (i int)');
  const other = schemaAfter('CREATE TABLE b (i int); CREATE TABLE a (i int)');
  const strip = (text: string): string => text.replaceAll(/"(line|column)":\d+/g, '');
  expect(strip(JSON.stringify(describeSchema(one, [])))).toBe(strip(JSON.stringify(describeSchema(other, []))));
});

test('a table that is made after its index, for files are read in another order than they run in, keeps the index', () => {
  const { indexes, columns } = tableIn(schemaAfter('CREATE INDEX i ON t (a)', 'CREATE TABLE t (a int PRIMARY KEY, b int)'), 't');
  expect(indexes.map((index) => index.name)).toEqual(['t_pkey', 'i']);
  expect(columns.map((column) => column.name)).toEqual(['a', 'b']);
});

test('a trigger runs the function without arguments, not another routine of the name that the search path finds first', () => {
  const functions = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE SCHEMA s; CREATE PROCEDURE s.f(x int) LANGUAGE sql AS ''";
  const schema = schemaAfter(`CREATE TABLE t (a int); ${functions}; SET search_path TO s, public; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()`);
  expect(tableIn(schema, 't').triggers.map((trigger) => trigger.function)).toEqual([inPublic('f')]);
});

describe('names that the search path resolves', () => {
  const dependences = (text: string): readonly unknown[] => stepsOf(text).steps.flatMap(({ change }) => (change.kind === 'dependOnPath' ? [change.names.map(({ type, name, foundIn }) => `${type} ${name} ${String(foundIn)}`)] : []));

  test('are told where the path has several schemas, with the schema in which they are found', () => {
    expect(dependences('CREATE TABLE public.p (i int PRIMARY KEY); SET search_path TO app, public; CREATE TABLE c (i int REFERENCES p, u d DEFAULT f())')).toEqual([['relation p public', 'type d null', 'function f null']]);
  });

  test('are not told where they are in the first schema, or the path is the default', () => {
    expect(dependences('CREATE TABLE c (i int REFERENCES p); SET search_path TO app, public; CREATE TABLE d (i int DEFAULT abs(1)); ALTER TABLE d ADD j int')).toEqual([]);
  });
});

test('the search path that ALTER ROLE sets for somebody who is named is not that of later files', () => {
  expect(names('ALTER ROLE app SET search_path TO app', 'CREATE TABLE a (i int); ALTER ROLE CURRENT_USER SET search_path TO app', 'CREATE TABLE b (i int); ALTER ROLE ALL RESET search_path', 'CREATE TABLE c (i int)')).toEqual(['app.b', 'public.a', 'public.c']);
});

test('the search path that ALTER DATABASE sets is that of later files', () => {
  expect(names('ALTER DATABASE d SET search_path TO app; CREATE TABLE a (i int)', 'CREATE TABLE b (i int); ALTER DATABASE d RESET search_path', 'CREATE TABLE c (i int)')).toEqual(['app.b', 'public.a', 'public.c']);
});
