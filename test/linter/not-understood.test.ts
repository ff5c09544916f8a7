import { describe, expect, test } from 'vitest';
import { explainSyntaxError } from '../../src/linter/syntax-error.js';
import type { ChangeRule } from '../../src/rule.js';
import { lines, lintTexts, meta, NO_SERIAL, problem } from './run.js';

const DYNAMIC = "DO $$ BEGIN EXECUTE current_setting('a.b'); END $$;";

describe('syntax errors', () => {
  test('stand at the very character, and the rest of the file is judged', () => {
    const result = lintTexts('CREATE TABLE a (id serial);\nCREATE TABLE b (\n  id int,,\n  n int);\nCREATE TABLE c (id serial);', [NO_SERIAL]);
    expect(lines(result)).toEqual([
      '1.sql:1:20 no-serial public.a.id',
      '1.sql:3:10 syntax-error PostgreSQL does not understand this statement from "," on.',
      '1.sql:5:20 no-serial public.c.id',
    ]);
    expect(result.diagnostics[1]).toMatchObject({ severity: 'error', object: '', docsUrl: 'https://example.org/syntax-error.md' });
    expect(result.summary).toMatchObject({ statements: 3, analyzed: 2, unanalyzable: 1, errors: 3 });
  });

  test('at the end of the text stand behind its last word', () => {
    const [finding] = lintTexts('CREATE TABLE', []).diagnostics;
    expect(finding?.message).toBe('The statement ends too early for PostgreSQL: something is missing here.');
    expect(finding?.range.start).toEqual({ line: 1, column: 13, offset: 12 });
  });

  test('in down parts are told too', () => {
    expect(lines(lintTexts('SELECT 1;\n-- +down\nDORP TABLE a;', []))).toEqual(['1.sql:3:1 syntax-error PostgreSQL does not understand this statement from "DORP" on.']);
  });

  test('of text that cannot be cut are told, and what stands before is judged', () => {
    const result = lintTexts("CREATE TABLE a (id serial);\nSELECT 'oops;", [NO_SERIAL]);
    expect(result.diagnostics.map(({ ruleId, range }) => `${ruleId}:${String(range.start.line)}:${String(range.start.column)}`)).toEqual(['no-serial:1:20', 'syntax-error:2:8']);
    expect(result.summary).toMatchObject({ statements: 2, analyzed: 1, unanalyzable: 1 });
  });

  test('of a config that says so are off', () => {
    expect(lintTexts('SELEC 1;', [], { settings: { levelFor: () => 'off' } }).diagnostics).toEqual([]);
  });

  const hints: Readonly<Record<string, readonly [string, RegExp]>> = {
    'back ticks': ['CREATE TABLE `a` (id int)', /MySQL/],
    AUTO_INCREMENT: ['CREATE TABLE a (id int AUTO_INCREMENT)', /MySQL/],
    'ENGINE=': ['CREATE TABLE a (id int) ENGINE=InnoDB', /MySQL/],
    AUTOINCREMENT: ['CREATE TABLE a (id integer primary key AUTOINCREMENT)', /SQLite/],
    '#standardSQL': ['#standardSQL\nSELECT a FROM `b.c`', /BigQuery/],
    PRAGMA: ['PRAGMA foreign_keys=ON', /SQLite/],
    DELIMITER: ['DELIMITER //', /MySQL/],
    GO: ['CREATE TABLE a (id int)\nGO\nCREATE TABLE b (id int)', /SQL Server/],
    'IDENTITY(1,1)': ['CREATE TABLE a (id int IDENTITY(1,1))', /SQL Server/],
    'VARCHAR2(n)': ['CREATE TABLE a (b VARCHAR2(10 BYTE))', /Oracle/],
    'a merge conflict': ['<<<<<<< HEAD\nCREATE TABLE a (id int)', /merge conflict/],
    'a missing semicolon': ['CREATE TABLE a (id int)\nCREATE TABLE b (id int)', /lack its ";"/],
  };
  for (const [name, [text, help]] of Object.entries(hints)) {
    test(`are explained by ${name}`, () => {
      const [finding] = lintTexts(`${text};`, []).diagnostics;
      expect(finding?.ruleId).toBe('syntax-error');
      expect(finding?.help).toMatch(help);
    });
  }

  test('are not explained by what a comment or a string says', () => {
    const { help } = explainSyntaxError('syntax error at or near "x"', "CREATE TABLE a -- use `b`\n (id text DEFAULT 'PRAGMA') x", 50);
    expect(help).toBe('The rest of the file is judged all the same.');
  });

  test('of a long text are explained', () => {
    const { message } = explainSyntaxError('syntax error at or near "{"', '{{'.repeat(2_500_000), 2_000_000);
    expect(message).toContain('"{"');
  });
});

describe('what cannot be analyzed', () => {
  test('is a warning, an error or nothing, as the config says, and always counted', () => {
    const severities = (onUnanalyzable: 'error' | 'warn' | 'ignore') => {
      const { diagnostics, summary } = lintTexts(DYNAMIC, [], { options: { onUnanalyzable } });
      return [diagnostics.map(({ ruleId, severity }) => `${ruleId} ${severity}`).join(), summary.unanalyzable];
    };
    expect(severities('warn')).toEqual(['unanalyzable warning', 1]);
    expect(severities('error')).toEqual(['unanalyzable error', 1]);
    expect(severities('ignore')).toEqual(['', 1]);
  });

  test.each(['ALTER TABLE a OWNER TO ${OWNER}', 'GRANT SELECT ON a TO ${app}, {{ other }}', 'REVOKE ALL ON SCHEMA ${S} FROM :NAME', 'ALTER SEQUENCE s OWNER TO ${O}'])('is no placeholder that stands for a role: %s', (sql) => {
    const { diagnostics, summary } = lintTexts(`CREATE TABLE a (id int);\n${sql};`, []);
    expect(diagnostics).toEqual([]);
    expect(summary).toMatchObject({ statements: 2, analyzed: 2, unanalyzable: 0 });
  });

  test('is no placeholder in a name', () => {
    const { diagnostics, summary } = lintTexts('ALTER TABLE ${S}.a OWNER TO ${O};', []);
    expect([diagnostics, summary.analyzed]).toEqual([[], 1]);
  });

  for (const placeholder of ['${name}', '{{ name }}', ':NAME', '<%= name %>']) {
    test(`is a statement with the placeholder ${placeholder} where it matters`, () => {
      const { diagnostics, summary } = lintTexts(`CREATE TABLE ${placeholder}.a (id ${placeholder} PRIMARY KEY, n serial);`, [NO_SERIAL]);
      expect(diagnostics.map(({ ruleId }) => ruleId)).toEqual(['unanalyzable', 'no-serial']);
      expect(diagnostics[0]).toMatchObject({ message: `Not judged: "${placeholder}" is a placeholder without a value.` });
      expect(diagnostics[0]?.range.start.column).toBe(`CREATE TABLE ${placeholder}.a (id `.length + 1);
      expect(diagnostics[0]?.help).toMatch(/--placeholder name=VALUE/i);
      expect(summary).toMatchObject({ statements: 1, analyzed: 0, unanalyzable: 1 });
    });
  }

  test('is not a cast that is wrong', () => {
    expect(lintTexts("SELECT 1 AS AS '1'::int;", []).diagnostics.map(({ ruleId }) => ruleId)).toEqual(['syntax-error']);
  });

  test('is what a rule says that it cannot know, at the level of that, while the rule speaks', () => {
    const rule: ChangeRule = {
      ...meta('no-change'),
      kind: 'change',
      on: { *alterColumnType(change) { yield problem(change.clause, 'public.a.b', { notJudged: true, message: () => 'Not judged: who knows.' }); } },
    };
    const sql = 'ALTER TABLE a ALTER b TYPE text;\nSELECT 1;\nCREATE PROCEDURE p() LANGUAGE sql AS $$ ALTER TABLE a ALTER b TYPE text $$;';
    const result = lintTexts(sql, [rule], { options: { onUnanalyzable: 'warn' } });
    expect(lines(result)).toEqual(['1.sql:1:15 unanalyzable Not judged: who knows.', '1.sql:3:41 unanalyzable Not judged: who knows.']);
    expect(result.diagnostics[0]).toMatchObject({ severity: 'warning', object: 'public.a.b' });
    expect(result.summary).toMatchObject({ statements: 3, analyzed: 2, unanalyzable: 2 });
    expect(lintTexts(sql, [rule], { settings: { levelFor: (id) => (id === 'no-change' ? 'off' : undefined) } }).diagnostics).toEqual([]);
  });

  test('gives way to a rule that speaks about it', () => {
    const rule: ChangeRule = { ...meta('no-dynamic'), kind: 'change', on: { *opaque(change) { yield problem(change.clause, 'x'); } } };
    const { diagnostics, summary } = lintTexts(DYNAMIC, [rule]);
    expect(diagnostics.map(({ ruleId }) => ruleId)).toEqual(['no-dynamic']);
    expect(summary.unanalyzable).toBe(1);
  });

  test("in a routine's body counts as long as the routine does", () => {
    const make = "CREATE OR REPLACE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  EXECUTE t;\nEND $$;";
    const kept = lintTexts(make, []);
    expect(kept.diagnostics.map(({ ruleId, range }) => `${ruleId}:${String(range.start.line)}`)).toEqual(['unanalyzable:3']);
    expect(kept.summary).toMatchObject({ statements: 1, analyzed: 1, unanalyzable: 1 });
    expect(lintTexts(`${make}\nDROP FUNCTION f;`, [])).toMatchObject({ diagnostics: [], summary: { statements: 2, analyzed: 2, unanalyzable: 0 } });
  });

  test('of bytes is told with a note or a finding', () => {
    const result = lintTexts({ '1.sql': 'SELECT 1;\0SELECT 2;' }, []);
    expect(result.diagnostics.map(({ ruleId }) => ruleId)).toContain('unanalyzable');
    expect(result.summary.unanalyzable).toBeGreaterThan(0);
  });
});
