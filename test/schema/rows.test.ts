import { describe, expect, test } from 'vitest';
import type { ChangeKind, ChangeOf } from '../../src/schema/change.js';
import { changesOf, inPublic, schemaAfter } from './session.js';

function only<Kind extends ChangeKind>(kind: Kind, sql: string): ChangeOf<Kind> {
  const change = changesOf(sql).find((candidate): candidate is ChangeOf<Kind> => candidate.kind === kind);
  if (change === undefined) throw new Error(`no ${kind} in ${sql}`);
  return change;
}

const LITERAL = 'literal';

/** The values of a statement in short: `literal`, `default`, `computed`, or the functions called. */
function valuesOf(sql: string): readonly string[] {
  return only('writeRows', sql).values.map((value) => {
    if (value.literal) return LITERAL;
    return [...(value.default ? ['default'] : []), ...value.calls].join(' ') || 'computed';
  });
}

describe('what an INSERT writes', () => {
  test.each([
    ["(1, 'a'), (2, NULL), (-3, '1'::text)", [LITERAL, LITERAL]],
    ["(ARRAY[1, 2], ARRAY['a', 'b']::text[]), ('{}', ARRAY[]::text[])", [LITERAL, LITERAL]],
    ["(ARRAY[1, f()], 1 + 1)", ['f', 'computed']],
    ["(1, 'a'), ('2'::int, TRUE)", [LITERAL, LITERAL]],
    ["(DEFAULT, now()), (gen_random_uuid(), 'x')", ['default gen_random_uuid', 'now']],
    ["(nextval('s'), CURRENT_TIMESTAMP)", ['nextval', 'now']],
  ])('VALUES %s', (rows, expected) => {
    expect(valuesOf(`INSERT INTO t (a, b) VALUES ${rows}`)).toEqual(expected);
  });

  test.each([
    ["SELECT 1, 'a'", [LITERAL, LITERAL], true],
    ["SELECT 1, 'a' UNION ALL SELECT 2, 'b' UNION ALL SELECT 3, lower('c')", [LITERAL, 'lower'], false],
    ['SELECT a, b FROM u', ['computed', 'computed'], false],
    ['SELECT * FROM u', [], false],
    ['SELECT u.*, 1 FROM u', [], false],
    ['DEFAULT VALUES', [], true],
  ])('%s', (query, values, literal) => {
    expect(valuesOf(`INSERT INTO t ${query}`)).toEqual(values);
    expect(only('writeRows', `INSERT INTO t ${query}`).literal).toBe(literal);
  });

  test('is told of hundreds of arms of a UNION, and of thousands of rows', () => {
    const arms = Array.from({ length: 500 }, (_, i) => `SELECT ${String(i)}`).join(' UNION ALL ');
    expect(only('writeRows', `INSERT INTO t ${arms}`).literal).toBe(true);
    const rows = Array.from({ length: 50_000 }, (_, i) => `(${String(i)}, gen_random_uuid())`).join(', ');
    expect(valuesOf(`INSERT INTO t VALUES ${rows}`)).toEqual([LITERAL, 'gen_random_uuid']);
  });
});

test('COPY from the client is literal, from a file it is not known', () => {
  expect(only('writeRows', 'COPY t (a) FROM stdin').literal).toBe(true);
  expect(only('writeRows', "COPY t (a) FROM '/tmp/x'").literal).toBe(false);
});

describe('a column that is computed from itself', () => {
  test.each([
    ['a = a + 1', ['a arithmetic']],
    ['a = 1 + t.a', ['a arithmetic']],
    ['a = coalesce(a, 0) - 1', ['a arithmetic']],
    ['a = round(a * 1.1, 2)', ['a arithmetic']],
    ['a = -a', ['a arithmetic']],
    ['a = NOT a', ['a negation']],
    ["a = a || 'x'", ['a join']],
    ["a = array_append(a, 'x'), b = array_remove(b, 'x')", ['a append', 'b merge']],
    ["a = jsonb_set(a, '{x}', '1')", ['a merge']],
    ['a = greatest(a, 1)', ['a merge']],
    ['(a, b) = (1, b + 1)', ['b arithmetic']],
    ['a = CASE WHEN b THEN a + 1 ELSE a END', ['a arithmetic']],
    ['a = (SELECT t.a + 1)', ['a arithmetic']],
    ['a[1] = a[1] + 1', ['a arithmetic']],
    [`a = a${' + 1'.repeat(900)}`, ['a arithmetic']],
    ['a = lower(a), b = round(b, 2), c = coalesce(c, 0), d = d::text, e = date_trunc(\'day\', e)', []],
    ['a = b + 1, b = a + 1', []],
    ['a = (SELECT sum(a) + 1 FROM u)', []],
    ['a = u.a + 1', []],
    ['a = CASE WHEN a > 5 THEN 5 ELSE a END', []],
    ['(a, b) = (SELECT a + 1, b FROM u)', []],
  ])('SET %s', (set, expected) => {
    expect(only('writeRows', `UPDATE t SET ${set}`).relative.map(({ column, by }) => `${column} ${by}`)).toEqual(expected);
  });

  test.each([
    ["a = lower(a), b = coalesce(t.b, 0), c = 1, d = CASE WHEN d > 5 THEN 5 ELSE d END, e = e + 1", ['a', 'b', 'd']],
    ['a = a', ['a']],
    ['a = lower(b), b = (SELECT b FROM u), c = u.c', []],
  ])('or is made of it in another way: SET %s', (set, expected) => {
    expect(only('writeRows', `UPDATE t SET ${set}`).remade).toEqual(expected);
  });

  test('goes by the name that the statement gives the table', () => {
    expect(only('writeRows', 'UPDATE t AS x SET a = x.a + 1').relative).toHaveLength(1);
    expect(only('writeRows', 'UPDATE t AS x SET a = t.a + 1 FROM u AS t').relative).toHaveLength(0);
    expect(only('writeRows', 'INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = t.b + EXCLUDED.b').relative).toHaveLength(1);
    expect(only('writeRows', 'INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b + 1').relative).toHaveLength(0);
    expect(only('writeRows', 'MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET b = t.b + u.b').relative).toHaveLength(1);
  });

  test.each([
    ['a = a + 1 WHERE a = 0', true],
    ['a = 1 WHERE t.a IS NULL', true],
    ['a = 1 WHERE b = 1', false],
    ['a = 1', false],
  ])('or has a condition on it: SET %s', (set, guarded) => {
    expect(only('writeRows', `UPDATE t SET ${set}`).guarded).toBe(guarded);
  });
});

describe('locks', () => {
  test.each([
    ['SELECT 1 FROM a, b x FOR UPDATE', 'FOR UPDATE', ['a', 'b']],
    ['SELECT 1 FROM a JOIN b x ON true FOR SHARE OF x SKIP LOCKED', 'FOR SHARE SKIP LOCKED', ['b']],
    ['UPDATE t SET a = (SELECT 1 FROM u FOR NO KEY UPDATE NOWAIT)', 'FOR NO KEY UPDATE NOWAIT', ['u']],
    ['WITH w AS (SELECT 1 FROM t) SELECT 1 FROM w, a FOR UPDATE', 'FOR UPDATE', ['a']],
    ['LOCK TABLE a, ONLY b IN SHARE MODE', 'LOCK TABLE', ['a', 'b']],
    ['SELECT pg_try_advisory_xact_lock_shared(1, 2)', 'pg_try_advisory_xact_lock_shared()', []],
  ])('of %s', (sql, words, tables) => {
    const lock = only('lock', sql);
    expect(lock.words).toBe(words);
    expect(lock.tables.map(({ name }) => name)).toEqual(tables);
  });

  test('of one kind are told once a statement', () => {
    expect(changesOf('SELECT pg_advisory_lock(1), pg_advisory_lock(2)').filter(({ kind }) => kind === 'lock')).toHaveLength(1);
  });
});

test('the modes of a transaction are settings', () => {
  const sets = (sql: string): readonly string[] => changesOf(sql).flatMap((change) => (change.kind === 'set' ? `${change.local ? 'local ' : ''}${change.name} ${change.value ?? ''}` : []));
  expect(sets('BEGIN ISOLATION LEVEL SERIALIZABLE')).toEqual(['local transaction_isolation serializable']);
  expect(sets('SET TRANSACTION ISOLATION LEVEL READ COMMITTED')).toEqual(['local transaction_isolation read committed']);
  expect(sets('SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE')).toEqual(['default_transaction_isolation serializable']);
});

test.each([
  ["SELECT setval('numbers', -5)", -5, 'numbers'],
  ["SELECT setval('numbers', 5::bigint, false)", 5, 'numbers'],
  ["SELECT setval('numbers', max(id)) FROM t", null, 'numbers'],
  ["SELECT setval(pg_get_serial_sequence('t', 'id'), 5)", 5, 't_id_seq'],
  ["SELECT setval(pg_get_serial_sequence('u', 'id'), 5)", 5, undefined],
])('the number and the sequence of %s', (sql, value, sequence) => {
  const change = only('callSequence', `CREATE TABLE t (id serial); ${sql}`);
  expect(change.value).toBe(value);
  expect(change.sequence?.name).toBe(sequence);
});

describe('where a sequence was left', () => {
  const position = (sql: string): number | undefined => schemaAfter(`CREATE SEQUENCE s START 7; CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (START 3)); ${sql}`).sequence(inPublic(sql.includes('TABLE') ? 't_id_seq' : 's'))?.position;

  test.each([
    ["SELECT setval('s', 40)", 40],
    ['ALTER SEQUENCE s RESTART WITH 50', 50],
    ['ALTER SEQUENCE s RESTART', 7],
    ['ALTER SEQUENCE s INCREMENT 2', undefined],
    ['ALTER TABLE t ALTER id RESTART WITH 9', 9],
    ['ALTER TABLE t ALTER id RESTART', 3],
  ])('by %s', (sql, expected) => {
    expect(position(sql)).toBe(expected);
  });

  test('is not what a routine would do', () => {
    expect(position("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT setval('s', 40) $$")).toBeUndefined();
  });
});

test.each([
  ["SELECT cron.schedule('x', '* * * * *', 'SELECT 1')", 'pg_cron', 'x', 'SELECT 1'],
  ["SELECT cron.schedule('* * * * *', 'SELECT 1')", 'pg_cron', null, 'SELECT 1'],
  ["SELECT cron.schedule_in_database('x', '* * * * *', database => 'd', command => 'SELECT 1')", 'pg_cron', 'x', 'SELECT 1'],
  ["SELECT cron.schedule('x', '* * * * *', format('SELECT %s', 1))", 'pg_cron', 'x', null],
  ["SELECT partman.create_parent(p_parent_table => 'public.t')", 'pg_partman', 'public.t', null],
  ['CALL partman.run_maintenance_proc()', 'pg_partman', null, null],
])('a job of %s', (sql, extension, subject, command) => {
  expect(only('scheduleJob', sql)).toMatchObject({ extension, subject, command });
});

test.each([
  ['LISTEN a', 'a'],
  ["NOTIFY a, 'x'", 'a'],
  ["SELECT pg_notify('a', 'x')", 'a'],
  ["SELECT pg_notify(name, 'x') FROM t", null],
])('the channel of %s', (sql, channel) => {
  expect(only('notify', sql).channel).toBe(channel);
});
