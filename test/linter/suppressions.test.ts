import { describe, expect, test } from 'vitest';
import type { LintResult } from '../../src/linter/result.js';
import type { LintOptions, RootSettings } from '../../src/linter/lint.js';
import { lines, lintTexts, NO_SERIAL, NO_TRUNCATE, NO_UNIQUE } from './run.js';

const RULES = [NO_SERIAL, NO_UNIQUE, NO_TRUNCATE];

function run(text: string, options: Partial<LintOptions> = {}, settings: Partial<RootSettings> = {}): LintResult {
  return lintTexts(text, RULES, { options, settings });
}

/** Rule and line of what is left, and how many were suppressed. */
function outcome(result: LintResult): string {
  const left = result.diagnostics.map(({ ruleId, range }) => `${ruleId}:${String(range.start.line)}`);
  return `${left.join(' ')} | ${String(result.summary.suppressed)}`.trim();
}

const TABLE = 'CREATE TABLE a (\n  id serial,\n  name text UNIQUE\n);';

describe('a suppression', () => {
  const table: Readonly<Record<string, readonly [string, string]>> = {
    'of the line covers that line': [`CREATE TABLE a (\n  id serial, -- xclint-disable-line no-serial\n  n serial\n);`, 'no-serial:3 | 1'],
    'of the line does not cover another rule': [`CREATE TABLE a (\n  id serial UNIQUE -- xclint-disable-line no-serial\n);`, 'no-unique:2 | 1'],
    'of several rules covers each': [`CREATE TABLE a (\n  id serial UNIQUE -- xclint-disable-line no-serial, no-unique\n);`, '| 2'],
    'of the next line covers it inside a statement': [`CREATE TABLE a (\n  -- xclint-disable-next-line no-serial\n  id serial,\n  n serial\n);`, 'no-serial:4 | 1'],
    'of the next line skips comments of its kind': [
      `CREATE TABLE a (\n  -- xclint-disable-next-line no-serial -- one\n  -- xclint-disable-next-line no-unique -- two\n  id serial UNIQUE\n);`,
      '| 2',
    ],
    'above a statement covers all of it': [`-- xclint-disable-next-line no-serial, no-unique\n${TABLE}\nCREATE TABLE b (id serial);`, 'no-serial:6 | 2'],
    'above a statement may have blank lines and comments below it': [`-- xclint-disable-next-line no-serial, no-unique\n\n-- about a\n${TABLE}`, '| 2'],
    'above a statement, several of them': [
      `-- xclint-disable-next-line no-serial\n/* xclint-disable-next-line no-unique */\n${TABLE}\nCREATE TABLE b (id serial);`,
      'no-serial:7 | 2',
    ],
    'behind a statement does not cover the whole next one, unless it begins on the next line': [
      `SELECT 1; -- xclint-disable-next-line no-serial\n\nCREATE TABLE a (id serial);\nSELECT 1; -- xclint-disable-next-line no-serial\nCREATE TABLE b (\n  id serial);`,
      'unused-suppression:1 no-serial:3 | 1',
    ],
    'above a function covers its body': [
      `-- xclint-disable-next-line no-truncate -- only in tests\nCREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  TRUNCATE a;\n  TRUNCATE b;\nEND $$;`,
      '| 2',
    ],
    'inside a body covers the next statement there': [
      `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  -- xclint-disable-next-line no-truncate\n  TRUNCATE\n    a;\n  TRUNCATE b; -- xclint-disable-line no-truncate\n  TRUNCATE c;\nEND $$;`,
      'no-truncate:7 | 2',
    ],
    'of a stretch covers it up to its end': [
      `CREATE TABLE a (id serial);\n-- xclint-disable no-serial\nCREATE TABLE b (id serial);\nCREATE TABLE c (id serial);\n-- xclint-enable no-serial\nCREATE TABLE d (id serial);`,
      'no-serial:1 no-serial:6 | 2',
    ],
    "of a stretch that nothing ends covers the file's rest": [`CREATE TABLE a (id serial);\n-- xclint-disable no-serial\nCREATE TABLE b (id serial);`, 'no-serial:1 | 1'],
    'of a stretch ends for all rules at a bare xclint-enable': [
      `-- xclint-disable no-serial, no-unique\nCREATE TABLE a (id serial UNIQUE);\n-- xclint-enable\nCREATE TABLE b (id serial UNIQUE);`,
      'no-serial:4 no-unique:4 | 2',
    ],
    'of a stretch may end for one rule only': [
      `-- xclint-disable no-serial, no-unique\nCREATE TABLE a (id serial UNIQUE);\n-- xclint-enable no-serial\nCREATE TABLE b (id serial UNIQUE);`,
      'no-serial:4 | 3',
    ],
    'of the file covers all of it, from wherever it stands': [`CREATE TABLE a (id serial UNIQUE);\nTRUNCATE x;\n-- xclint-disable-file no-serial, no-unique -- old`, 'no-truncate:2 | 2'],
    'in a block comment works': [`CREATE TABLE a (id /* xclint-disable-line no-serial -- why */ serial);`, '| 1'],
    'of a syntax error works': ['-- xclint-disable-next-line syntax-error -- for another database\nCREATE TABLE a (\n  id int AUTO_INCREMENT);', '| 1'],
    'of what is not analyzable works': ["-- xclint-disable-next-line unanalyzable\nDO $$ BEGIN EXECUTE current_setting('a.b'); END $$;", '| 1'],
    'until a day that has not passed counts': ['CREATE TABLE a (id serial); -- xclint-disable-line no-serial until=2026-11-23', '| 1'],
    'that only mentions xclint is none': ['-- about xclint-disable-line no-serial\nCREATE TABLE a (id serial);', 'no-serial:2 | 0'],
  };
  for (const [name, [text, expected]] of Object.entries(table)) {
    test(name, () => {
      expect(outcome(run(text))).toBe(expected);
    });
  }
});

describe('what is odd about a suppression is said:', () => {
  const table: Readonly<Record<string, readonly [string, readonly string[], Partial<LintOptions>?]>> = {
    'no rule': ['-- xclint-disable-next-line\nSELECT 1;', ['This comment names no rule, and suppresses nothing.']],
    'an unknown rule, and which one is meant': ['-- xclint-disable-file no-serail\nSELECT 1;', ['There is no rule "no-serail"; did you mean "no-serial"?']],
    'a reason without its mark': [
      'CREATE TABLE a (id serial); -- xclint-disable-line no-serial because of history',
      ['There is no rule "because"; a reason stands after " -- ".'],
    ],
    'an unknown word': ['-- xclint-disable-nextline no-serial\nSELECT 1;', ['"xclint-disable-nextline" is no comment that xclint knows; did you mean "xclint-disable-next-line"?']],
    'nothing to suppress on the line': ['SELECT 1; -- xclint-disable-line no-serial', ['This comment suppresses nothing: there is no finding of no-serial on this line.']],
    'nothing to suppress below': [
      '-- xclint-disable-next-line no-serial, no-unique\nSELECT 1;',
      ['This comment suppresses nothing: there is no finding of no-serial or no-unique on the next line or in the statement that begins there.'],
    ],
    'nothing to suppress for one of two rules': [
      '-- xclint-disable-next-line no-serial, no-unique\nCREATE TABLE a (id serial);',
      ['This comment suppresses nothing: there is no finding of no-unique on the next line or in the statement that begins there.'],
    ],
    'nothing to suppress in the file': ['-- xclint-disable-file no-serial', ['This comment suppresses nothing: there is no finding of no-serial in this file.']],
    'a stretch that is open already': [
      '-- xclint-disable no-serial\n-- xclint-disable no-serial\nCREATE TABLE a (id serial);',
      ['This comment suppresses nothing: there is no finding of no-serial below it.'],
    ],
    'an end without a beginning': ['-- xclint-enable no-serial', ['This comment ends nothing: no "xclint-disable" of no-serial stands before it.']],
    'a bare end without a beginning': ['-- xclint-enable', ['This comment ends nothing: no "xclint-disable" stands before it.']],
    'that it has expired': [
      'CREATE TABLE a (id serial); -- xclint-disable-line no-serial until=2026-11-22 -- soon',
      ['no-serial', 'This suppression of no-serial expired on 2026-11-22.'],
    ],
    'that a day is none': ['CREATE TABLE a (id serial); -- xclint-disable-line no-serial until=2026-13-01', ['no-serial', '"until=2026-13-01" names no day; write until=YYYY-MM-DD.']],
    'that a reason is required': [
      '-- xclint-disable no-serial\nCREATE TABLE a (id serial);\n-- xclint-enable no-serial',
      ['This suppression of no-serial gives no reason, and one is required.', 'no-serial'],
      { requireReason: true },
    ],
    'that a rule may not be suppressed': [
      'TRUNCATE a; -- xclint-disable-line no-truncate -- please',
      ['no-truncate', 'no-truncate cannot be suppressed (config "unsuppressable").'],
      { unsuppressable: ['no-truncate'] },
    ],
    'that remarks about comments may not be suppressed by comments': ['-- xclint-disable-file unused-suppression', ['unused-suppression cannot be suppressed by a comment.']],
  };
  for (const [name, [text, expected, options]] of Object.entries(table)) {
    test(name, () => {
      const told = run(text, options).diagnostics.map(({ ruleId, message }) => (ruleId === 'unused-suppression' ? message : ruleId));
      expect(told).toEqual(expected);
    });
  }

  test('at the comment, as a warning, with the way out', () => {
    const result = run('SELECT 1;\n  -- xclint-disable-next-line no-serial\nSELECT 2;');
    expect(result.diagnostics).toMatchObject([
      { ruleId: 'unused-suppression', severity: 'warning', help: 'Remove the comment.', range: { start: { line: 2, column: 3 }, end: { line: 2, column: 40 } } },
    ]);
    expect(result.summary).toMatchObject({ warnings: 1, suppressed: 0 });
  });
});

describe('a suppression is not blamed', () => {
  const UNUSED = 'SELECT 1; -- xclint-disable-line no-truncate';

  test('for a rule that is off here, by mode, config or selection', () => {
    expect(run(UNUSED).diagnostics).toHaveLength(1);
    expect(run(UNUSED, {}, { levelFor: (id) => (id === 'no-truncate' ? 'off' : undefined) }).diagnostics).toEqual([]);
    const off = { ...NO_TRUNCATE, severity: { ...NO_TRUNCATE.severity, 'non-transactional': 'off' as const } };
    expect(lintTexts(UNUSED, [off], { settings: { mode: 'non-transactional' } }).diagnostics).toEqual([]);
  });

  test('for a change rule in a file from before replication', () => {
    expect(run(UNUSED, {}, { replicatingSince: '1' }).diagnostics).toEqual([]);
    expect(run('SELECT 1; -- xclint-disable-line no-serial', {}, { replicatingSince: '1' }).diagnostics).toHaveLength(1);
  });

  test('in a file that is not chosen', () => {
    expect(lines(lintTexts({ '1.sql': UNUSED, '2.sql': 'SELECT 1;' }, RULES, { chosen: ['2.sql'] }))).toEqual([]);
  });

  test('where the statement that it covers could not be judged', () => {
    const result = run('-- xclint-disable-next-line no-serial -- why\nCREATE TABLE a (\n  id serial,\n  n int AUTO_INCREMENT);\n-- xclint-disable-next-line no-serial\nSELECT 1;');
    expect(result.diagnostics.map(({ ruleId, range }) => `${ruleId}:${String(range.start.line)}`)).toEqual(['syntax-error:4', 'unused-suppression:5']);
  });

  test('where the end of a refused stretch stands', () => {
    const result = run('-- xclint-disable no-serial\nCREATE TABLE a (id serial);\n-- xclint-enable', { requireReason: true });
    expect(result.diagnostics.map(({ ruleId }) => ruleId)).toEqual(['unused-suppression', 'no-serial']);
  });
});

test('thousands of comments and findings cost no more than their number', () => {
  const pairs = (count: number) =>
    Array.from({ length: count }, (_, i) => `CREATE TABLE t${String(i)} (id serial); -- xclint-disable-line no-serial`).join('\n');
  const result = run(pairs(3_000));
  expect(outcome(result)).toBe('| 3000');
});
