import { describe, expect, it } from 'vitest';
import { expectNoBug, GOOD, lintAsJson, makeFolder, places, xclint } from './harness.js';

const GOOD_PLACE = '2_good.sql:1:23 no-serial';
const LAST = 'CREATE TABLE last (id bigserial PRIMARY KEY);\n';

describe('a line of 5 MB', () => {
  const row = "(1, 'abcdefghijklmnopqrstuvwxyz')";
  const rows = Array.from({ length: 150_000 }, () => row).join(', ');

  it('with one statement: the next statement in the line is judged, its column is right, its frame is short', async () => {
    const insert = `INSERT INTO t (a, b) VALUES ${rows}; `;
    const folder = makeFolder({ '1_long.sql': insert + LAST, '2_good.sql': GOOD });
    const ended = await lintAsJson(folder);
    expect(places(ended.report)).toEqual([`1_long.sql:1:${String(insert.length + 23)} no-serial`, GOOD_PLACE]);
    const text = await xclint(folder, ['.']);
    expect(text.exitCode).toBe(1);
    expect(text.stdout.length).toBeLessThan(20_000);
    expect(text.stdout).toContain('bigserial');
  });

  it('with 100,000 statements: all are judged', async () => {
    const statement = "UPDATE t SET a = 'abcdefghijklmnopqrstuv' WHERE b = 1; ";
    const many = statement.repeat(100_000);
    const ended = await lintAsJson(makeFolder({ '1_long.sql': many + LAST }));
    expect(ended.report.summary).toMatchObject({ statements: 100_001, analyzed: 100_001 });
    expect(places(ended.report)).toEqual([`1_long.sql:1:${String(many.length + 23)} no-serial`]);
  });

  it('with 20,000 findings: the text stays a report', async () => {
    const tables = Array.from({ length: 20_000 }, (_, index) => `CREATE TABLE t${String(index)} (id serial PRIMARY KEY, ${'note text, '.repeat(18)}x int); `);
    const text = await xclint(makeFolder({ '1_long.sql': tables.join('') }), ['.']);
    expect(text.exitCode).toBe(1);
    expect(text.stdout.length).toBeLessThan(200_000);
  });

  it('that is no SQL: one syntax-error, short', async () => {
    const ended = await lintAsJson(makeFolder({ '1_long.sql': 'x'.repeat(5_000_000), '2_good.sql': GOOD }));
    expectNoBug(ended);
    expect(places(ended.report)).toEqual(['1_long.sql:1:1 syntax-error', GOOD_PLACE]);
    expect(ended.stdout.length).toBeLessThan(20_000);
  });
});

describe('more depth than the grammar can take', () => {
  const terms = (operator: string) => Array.from({ length: 20_000 }, () => 'a').join(operator);

  for (const [what, sql] of [
    ['20,000 nested parentheses', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
    ['20,000 opening parentheses', `SELECT ${'('.repeat(20_000)}`],
    ['20,000 nested calls', `SELECT ${'f('.repeat(20_000)}1${')'.repeat(20_000)}`],
    ['20,000 nested brackets', `SELECT ${'ARRAY['.repeat(20_000)}1${']'.repeat(20_000)}`],
    ['20,000 NOT', `SELECT ${'NOT '.repeat(20_000)} true`],
    ['20,000 signs', `SELECT ${'- '.repeat(20_000)} 1`],
    ['20,000 nested queries', `SELECT * FROM ${'(SELECT * FROM '.repeat(20_000)}t${') x'.repeat(20_000)}`],
    ['20,000 terms of +', `SELECT ${terms(' + ')}`],
    ['20,000 terms of ||', `SELECT ${terms(' || ')}`],
    ['20,000 terms of AND', `SELECT 1 WHERE ${terms(' AND ')}`],
    ['20,000 casts', `SELECT 1${'::int'.repeat(20_000)}`],
    ['20,000 UNION', Array.from({ length: 20_000 }, () => 'SELECT 1').join(' UNION ')],
    ['a default of 20,000 terms', `CREATE TABLE deep (id uuid PRIMARY KEY, n int DEFAULT ${'1 + '.repeat(20_000)}1)`],
    ['a check of 20,000 terms', `CREATE TABLE deep (id uuid PRIMARY KEY, a bool, CHECK (${terms(' OR ')}))`],
    ['20,000 nested comments', `${'/*'.repeat(20_000)} x ${'*/'.repeat(20_000)} SELECT 1`],
  ] as const) {
    it(`${what}: the statement may be unanalyzable, the next ones are judged`, async () => {
      const ended = await lintAsJson(makeFolder({ '1_deep.sql': `${sql};\n${LAST}`, '2_good.sql': GOOD }));
      expectNoBug(ended);
      expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
      const found = places(ended.report);
      expect(found.slice(-2)).toEqual(['1_deep.sql:2:23 no-serial', GOOD_PLACE]);
      for (const place of found.slice(0, -2)) expect(place).toMatch(/^1_deep\.sql:1:\d+ (unanalyzable|syntax-error)$/);
      expect(ended.report.summary.statements).toBe(3);
    });
  }

  for (const operator of [' + ', ' || ', ' = ANY(b) AND ', ' - ']) {
    it(`forty statements of 20,000 terms of${operator}each: those after them are judged, nothing hangs`, async () => {
      const statement = `INSERT INTO t SELECT ${terms(operator)} FROM u;\n`;
      const ended = await lintAsJson(makeFolder({ '1_deep.sql': statement.repeat(40) + LAST, '2_good.sql': GOOD }));
      expectNoBug(ended);
      const found = places(ended.report);
      expect(found.slice(-2)).toEqual(['1_deep.sql:41:23 no-serial', GOOD_PLACE]);
      expect(found.slice(0, -2).every((place) => /^1_deep\.sql:\d+:1 unanalyzable$/.test(place))).toBe(true);
      expect(ended.report.summary).toMatchObject({ statements: 42 });
      expect(ended.report.summary.analyzed + ended.report.summary.unanalyzable).toBe(42);
      expect(ended.exitCode).toBe(1);
    });
  }

  it('20,000 nested blocks in a body: the next statement is judged', async () => {
    const body = `${'BEGIN '.repeat(20_000)} NULL; ${'END; '.repeat(20_000)}`;
    const ended = await lintAsJson(makeFolder({ '1_deep.sql': `DO $$ ${body} $$;\n${LAST}` }));
    expectNoBug(ended);
    expect(places(ended.report).at(-1)).toBe('1_deep.sql:2:23 no-serial');
  });
});

describe('a table of 10,000 columns', () => {
  const columns = Array.from({ length: 10_000 }, (_, index) => `  c${String(index)} text DEFAULT 'x' NOT NULL`);

  it('in one statement: its findings are found', async () => {
    const sql = `CREATE TABLE wide (\n${[...columns, '  id bigserial PRIMARY KEY', '  code text UNIQUE'].join(',\n')}\n);\n`;
    const ended = await lintAsJson(makeFolder({ '1_wide.sql': sql }));
    expect(places(ended.report)).toEqual(['1_wide.sql:10002:6 no-serial', '1_wide.sql:10003:13 no-unique-constraint']);
  });

  it('column by column: the same', async () => {
    const adds = columns.map((column) => `ALTER TABLE wide ADD COLUMN ${column.trim()};\n`);
    const ended = await lintAsJson(makeFolder({ '1_wide.sql': `CREATE TABLE wide (id uuid PRIMARY KEY);\n${adds.join('')}ALTER TABLE wide ADD COLUMN n serial;\n` }));
    expect(places(ended.report)).toEqual(['1_wide.sql:10002:31 no-serial']);
    expect(ended.report.summary).toMatchObject({ statements: 10_002, analyzed: 10_002 });
  });
});
