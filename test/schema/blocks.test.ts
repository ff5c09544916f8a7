import { describe, expect, test } from 'vitest';
import { describeSchema, printSchema } from '../../src/schema/describe.js';
import { changesOf, inPublic, schemaAfter, stepsOf, tableIn, tableNames } from './session.js';

const block = (body: string): string => `DO $do$ BEGIN ${body} END $do$;`;
const helper = (body: string, name = 'h', header = 'RETURNS void LANGUAGE plpgsql'): string => `CREATE FUNCTION ${name} ${header} AS $f$ BEGIN ${body} END $f$;`;
const columnsOf = (text: string, table = 't'): string[] => tableIn(schemaAfter(text), table).columns.map(({ name }) => name);

describe('a block does not make a second time', () => {
  test('a table whose second CREATE has a handler', () => {
    const text = `CREATE TABLE t (x int); ${block('BEGIN CREATE TABLE t (y int); EXCEPTION WHEN duplicate_table THEN NULL; END;')}`;
    expect(columnsOf(text)).toEqual(['x']);
  });

  test('a table that the other branch makes, but one that it drops first', () => {
    expect(columnsOf(block('IF 1 = 1 THEN CREATE TABLE t (x int); ELSE CREATE TABLE t (y int); END IF;'))).toEqual(['x']);
    expect(columnsOf(`CREATE TABLE t (x int); ${block('DROP TABLE t; CREATE TABLE t (y int);')}`)).toEqual(['y']);
  });

  test('a primary key under another name', () => {
    const text = `CREATE TABLE t (a int, b int PRIMARY KEY); ALTER INDEX t_pkey RENAME TO mine;
      ${block('IF NOT EXISTS (SELECT 1) THEN ALTER TABLE t ADD PRIMARY KEY (a); END IF;')}`;
    expect(tableIn(schemaAfter(text), 't').constraints.map(({ name, columns }) => [name, columns])).toEqual([['mine', ['b']]]);
  });

  test('a column, an index, a sequence, a type, a view, a trigger', () => {
    const text = `CREATE TABLE t (a int); CREATE INDEX i ON t (a); CREATE SEQUENCE s START 5; CREATE TYPE e AS ENUM ('a'); CREATE VIEW v AS SELECT a FROM t;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f();
      ${block(`ALTER TABLE t ADD a text; CREATE INDEX i ON t (a, a); CREATE SEQUENCE s START 7; CREATE TYPE e AS ENUM ('b');
        CREATE VIEW v AS SELECT 1 AS one; CREATE TRIGGER g AFTER UPDATE ON t EXECUTE FUNCTION f();`)}`;
    const before = schemaAfter(text.slice(0, text.indexOf('DO $do$')));
    expect(describeSchema(schemaAfter(text), [])).toEqual(describeSchema(before, []));
  });

  test('a rename to a name that is taken', () => {
    const text = `CREATE TABLE t (a int, b text); CREATE TABLE u (x int);
      ${block('IF EXISTS (SELECT 1) THEN ALTER TABLE u RENAME TO t; ALTER TABLE t RENAME COLUMN a TO b; END IF;')}`;
    expect(tableNames(schemaAfter(text))).toEqual(['public.t', 'public.u']);
    expect(columnsOf(text)).toEqual(['a', 'b']);
  });
});

describe('a call of a routine of these migrations', () => {
  test.each([
    ['SELECT', `${helper('ALTER TABLE t RENAME COLUMN a TO b;', 'h()')} SELECT h()`],
    ['SELECT … FROM', `${helper('ALTER TABLE t RENAME COLUMN a TO b;', 'h()')} SELECT * FROM h()`],
    ['PERFORM', `${helper('ALTER TABLE t RENAME COLUMN a TO b;', 'h()')} ${block('PERFORM h();')}`],
    ['CALL', 'CREATE PROCEDURE p() LANGUAGE sql AS $f$ ALTER TABLE t RENAME COLUMN a TO b $f$; CALL p()'],
    ['a call in a routine that is called', `${helper('ALTER TABLE t RENAME COLUMN a TO b;', 'h()')} ${helper('PERFORM h();', 'g()')} SELECT g()`],
    ['a call without the argument that has a default', `${helper('ALTER TABLE t RENAME COLUMN a TO b;', "h(x int, y text DEFAULT '')")} SELECT h(1)`],
  ])('runs its DDL: %s', (_form, text) => {
    expect(columnsOf(`CREATE TABLE t (a int); ${text}`)).toEqual(['b']);
  });

  test('goes along the search path of the routine, and leaves the session its own', () => {
    const text = `CREATE SCHEMA app; ${helper('CREATE TABLE inside (a int);', 'h()', 'RETURNS void LANGUAGE plpgsql SET search_path = app')} SELECT h(); CREATE TABLE outside (a int)`;
    expect(tableNames(schemaAfter(text))).toEqual(['app.inside', 'public.outside']);
  });

  test('stands, with all that it does, at the call, whatever file the routine is in', () => {
    const { steps } = stepsOf(helper('CREATE TABLE made (id serial PRIMARY KEY);', 'h()'), 'SELECT 1; SELECT h()');
    const made = steps.map(({ change }) => change).find((change) => change.kind === 'createTable');
    expect(made).toMatchObject({ created: { name: 'made' }, inRoutine: null, clause: { statement: { text: 'SELECT h()', folded: true } } });
  });

  test('keeps its rows to itself, and is nothing to say where there is no DDL', () => {
    expect(changesOf(`${helper('INSERT INTO t VALUES (1); CREATE TABLE u (a int);', 'h()')} SELECT h()`).map(({ kind }) => kind)).toEqual(['createRoutine', 'other', 'createTable']);
    expect(changesOf(`${helper("INSERT INTO t VALUES (1); EXECUTE 'SELECT ' || x;", 'h()')} SELECT h()`).map(({ kind }) => kind)).toEqual(['createRoutine', 'other']);
    expect(changesOf(`${helper('CREATE TEMP TABLE u (a int);', 'h()')} SELECT h()`).map(({ kind }) => kind)).toEqual(['createRoutine', 'other']);
  });

  test.each([
    ['in place', "EXECUTE format('CREATE TABLE %I (a int)', x);"],
    ['by way of a variable', "s := format('ALTER TABLE %I ADD a int', x); EXECUTE s;"],
    ['several times', "EXECUTE 'DROP TABLE ' || x; EXECUTE 'CREATE TABLE ' || x || '()';"],
  ])('is opaque once where DDL is put together %s', (_how, body) => {
    const opaque = changesOf(`CREATE FUNCTION h(x text) RETURNS void LANGUAGE plpgsql AS $f$ DECLARE s text; BEGIN ${body} END $f$; SELECT h('a')`).filter(({ kind }) => kind === 'opaque');
    expect(opaque).toMatchObject([{ cause: 'dynamic', reason: 'h() runs DDL that is put together while it runs', clause: { statement: { text: "SELECT h('a')" } } }]);
  });

  test('of itself ends', () => {
    expect(tableNames(schemaAfter(`${helper('CREATE TABLE u (a int); PERFORM h();', 'h()')} SELECT h()`))).toEqual(['public.u']);
  });

  test('in a routine that nobody calls does nothing', () => {
    expect(tableNames(schemaAfter(`${helper('CREATE TABLE u (a int);', 'h()')} ${helper('PERFORM h();', 'g()')}`))).toEqual([]);
  });
});

describe('transactions', () => {
  test('AND CHAIN begins the next one', () => {
    expect(tableNames(schemaAfter('BEGIN; CREATE TABLE f (x int); COMMIT AND CHAIN; CREATE TABLE g (x int); ROLLBACK;'))).toEqual(['public.f']);
    expect(tableNames(schemaAfter('BEGIN; CREATE TABLE f (x int); ROLLBACK AND CHAIN; CREATE TABLE g (x int); ROLLBACK; CREATE TABLE h (x int)'))).toEqual(['public.h']);
  });

  test('RELEASE ends the last savepoint with the name, and the one before it counts again', () => {
    expect(tableNames(schemaAfter('BEGIN; SAVEPOINT a; CREATE TABLE k (x int); SAVEPOINT a; CREATE TABLE l (x int); ROLLBACK TO a; RELEASE a; ROLLBACK TO a; COMMIT;'))).toEqual([]);
    expect(tableNames(schemaAfter('BEGIN; SAVEPOINT a; CREATE TABLE k (x int); SAVEPOINT a; CREATE TABLE l (x int); RELEASE a; COMMIT;'))).toEqual(['public.k', 'public.l']);
  });
});

describe('objects of pg_temp', () => {
  const made = "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE pg_temp.e AS ENUM ('a'); CREATE TYPE pg_temp.c AS (a int);";

  test('are not described', () => {
    expect(describeSchema(schemaAfter(made), [])).toMatchObject({ types: [], functions: [] });
  });

  test('go with the session', () => {
    const schema = schemaAfter(made, 'SELECT 1');
    expect([...schema.allTypes(), ...schema.allRoutines()]).toEqual([]);
  });
});

test('a table that is only assumed is not described', () => {
  const schema = schemaAfter('CREATE TABLE t (a int REFERENCES u); CREATE INDEX ON v (a)');
  expect(describeSchema(schema, [])).toMatchObject({ tables: [{ name: 't' }] });
  expect(printSchema(schema)).not.toMatch(/table public\.[uv]/);
});

describe('names and types', () => {
  test('a column in parentheses is a key like any other', () => {
    const [index] = tableIn(schemaAfter('CREATE TABLE t (a int, b text); CREATE INDEX ON t (length(b), (a))'), 't').indexes;
    expect(index).toMatchObject({ name: 't_length_a_idx', keys: [{ column: null }, { column: 'a', expression: null }] });
  });

  test('partitions get their parts of an index in the order in which they were made', () => {
    const long = 'measurement_with_a_rather_long_table_name_indeed';
    const months = Array.from({ length: 12 }, (_, i) => `y2020m${String(i + 1).padStart(2, '0')}`);
    const partitions = months.map((month, i) => `CREATE TABLE ${long}_${month} PARTITION OF ${long} FOR VALUES FROM (${i}) TO (${i + 1});`);
    const schema = schemaAfter(`CREATE TABLE ${long} (id int, at int) PARTITION BY RANGE (at); ${partitions.join(' ')} CREATE INDEX ON ${long} (id)`);
    const names = months.map((month) => tableIn(schema, `${long}_${month}`).indexes.map(({ name }) => name));
    expect(names.slice(0, 3)).toEqual([[`${long}_y2020m0_id_idx`], [`${long}_y2020m_id_idx1`], [`${long}_y2020m_id_idx2`]]);
    expect(names[9]).toEqual([`${long}_y2020m1_id_idx`]);
  });

  test('modifiers that are names are kept, PostGIS’s as it prints them', () => {
    const text = "CREATE TABLE t (a geometry(point,4326), b geometry(PointZ), c geography(Polygon), d geometry('MULTIPOLYGONZM',0), e geometry(multipolygon,3857)[], f other(Foo, 3))";
    expect(tableIn(schemaAfter(text), 't').columns.map(({ type }) => type.text)).toEqual([
      'geometry(Point,4326)',
      'geometry(PointZ)',
      'geography(Polygon,4326)',
      'geometry(MultiPolygonZM)',
      'geometry(MultiPolygon,3857)[]',
      'other(foo,3)',
    ]);
  });

  test('CREATE TABLE IF NOT EXISTS makes a table that was only named, and keeps what was told of it', () => {
    const text = 'CREATE TABLE x (k int REFERENCES t); CREATE INDEX cv ON t (k); ALTER TABLE t ADD more int; CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, k int)';
    const schema = schemaAfter(text);
    expect(tableIn(schema, 't')).toMatchObject({ known: true, columns: [{ name: 'id' }, { name: 'k' }, { name: 'more' }], indexes: [{ name: 't_pkey' }, { name: 'cv' }] });
    expect(schema.index(inPublic('cv'))).toBeDefined();
    expect(columnsOf(`${text}; CREATE TABLE IF NOT EXISTS t (other int)`)).toEqual(['id', 'k', 'more']);
  });
});
