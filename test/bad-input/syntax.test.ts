import { describe, expect, it } from 'vitest';
import { expectNoBug, GOOD, lintAsJson, makeFolder, places, theOnly, xclint } from './harness.js';

const BEFORE = 'CREATE TABLE before (id bigserial PRIMARY KEY);\n';
const BEFORE_PLACE = '1_broken.sql:1:25 no-serial';
const GOOD_PLACE = '2_good.sql:1:23 no-serial';

/** Each follows a good statement in its file; where the finding stands, and what it says. */
const BROKEN: readonly { readonly what: string; readonly sql: string; readonly place: string; readonly message: RegExp }[] = [
  { what: 'an unterminated quote', sql: "INSERT INTO t VALUES ('it);\nSELECT 2;\n", place: '2:23', message: /not closed/ },
  { what: 'an unterminated quoted name', sql: 'SELECT "a FROM t;\nSELECT 2;\n', place: '2:8', message: /not closed/ },
  { what: 'an unterminated dollar quote', sql: 'DO $body$ BEGIN NULL; END $bod$;\nSELECT 2;\n', place: '2:4', message: /\$body\$.*not closed/ },
  { what: 'an unterminated comment', sql: 'SELECT 1; /* a /* b */ c\nSELECT 2;\n', place: '2:11', message: /comment.*not closed/ },
  { what: 'an unterminated E string', sql: "SELECT E'a\\';\nSELECT 2;\n", place: '2:9', message: /not closed/ },
  { what: 'a missing semicolon', sql: 'CREATE TABLE a (id int)\nCREATE TABLE b (id int);\n', place: '3:1', message: /understand.*from "CREATE" on/ },
  { what: 'half a statement', sql: 'CREATE TABLE a (id int,', place: '2:24', message: /ends too early/ },
  { what: 'a word that is no statement', sql: 'CRATE TABLE a (id int);\n', place: '2:1', message: /understand.*from "CRATE" on/ },
  { what: 'a stray closing parenthesis', sql: 'SELECT 1);\n', place: '2:9', message: /understand.*from "\)" on/ },
  { what: 'a statement of another database', sql: 'CREATE TABLE `a` (id int AUTO_INCREMENT);\n', place: '2:14', message: /understand.*from "`" on/ },
];

describe('SQL that PostgreSQL does not take', () => {
  for (const { what, sql, place, message } of BROKEN) {
    it(`${what} is a syntax-error at its place; what stands before it and in other files is judged`, async () => {
      const folder = makeFolder({ '1_broken.sql': BEFORE + sql, '2_good.sql': GOOD });
      const ended = await lintAsJson(folder);
      expectNoBug(ended);
      expect(places(ended.report)).toEqual([BEFORE_PLACE, `1_broken.sql:${place} syntax-error`, GOOD_PLACE]);
      expect(theOnly(ended.report, 'syntax-error').message).toMatch(message);
      expect(ended).toMatchObject({ exitCode: 1, stderr: '' });

      const text = await xclint(folder, ['.']);
      expect(text.stdout).toMatch(new RegExp(`1_broken\\.sql:${place}`));
    });
  }

  it('what follows a broken statement in the same file is judged', async () => {
    const ended = await lintAsJson(makeFolder({ '1_broken.sql': 'CREATE TABEL a (id int);\nALTER TABLE;\nCREATE TABLE b (id bigserial PRIMARY KEY);\n' }));
    expect(places(ended.report)).toEqual(['1_broken.sql:1:8 syntax-error', '1_broken.sql:2:12 syntax-error', '1_broken.sql:3:20 no-serial']);
    expect(ended.report.summary).toMatchObject({ statements: 3, analyzed: 1 });
  });

  it('a broken statement alone fails the run', async () => {
    expect((await xclint(makeFolder({ '1_broken.sql': 'SELEC 1;\n' }), ['.'])).exitCode).toBe(1);
  });
});
