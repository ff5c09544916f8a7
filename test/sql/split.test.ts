import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, statementsOf } from './migration.js';

/** What each text is cut into. */
const CUTS: readonly (readonly [outcome: string, text: string, ...statements: string[]])[] = [
  ['nothing from nothing', ''],
  ['nothing from white space, comments and semicolons', ' \n-- a;\n/* b; /* c; */ d */ ;;\t;'],
  ['two statements', 'SELECT 1; SELECT 2;', 'SELECT 1', 'SELECT 2'],
  ['a last statement without a semicolon', 'SELECT 1;\nSELECT 2 -- the end', 'SELECT 1', 'SELECT 2'],
  ['no comment at the end of a statement', 'SELECT 1 /* one */ ; SELECT 2', 'SELECT 1', 'SELECT 2'],
  ['no semicolon inside strings', `SELECT 'a;''b;' , ";""" ; SELECT 2`, `SELECT 'a;''b;' , ";"""`, 'SELECT 2'],
  ['a backslash as a letter of a plain string', `SELECT 'a\\'; SELECT 2`, `SELECT 'a\\'`, 'SELECT 2'],
  ['an escape string with an escaped quote', `SELECT E'a\\';b', e'\\\\'; SELECT 2`, `SELECT E'a\\';b', e'\\\\'`, 'SELECT 2'],
  [
    'a plain string with an escaped quote, where the session reads backslashes',
    `SET standard_conforming_strings = off; SELECT 'it\\'s; \\\\', "a\\"; SET LOCAL standard_conforming_strings TO on; SELECT 'a\\'; SELECT 2`,
    'SET standard_conforming_strings = off',
    `SELECT 'it\\'s; \\\\', "a\\"`,
    'SET LOCAL standard_conforming_strings TO on',
    `SELECT 'a\\'`,
    'SELECT 2',
  ],
  ['a name that ends in e before a string', `SELECT date'\\'; SELECT 2`, `SELECT date'\\'`, 'SELECT 2'],
  ['a Unicode string', `SELECT U&'\\0041;' ; SELECT 2`, `SELECT U&'\\0041;'`, 'SELECT 2'],
  ['a dollar quote', 'SELECT $$;$a$;$$; SELECT $a_1$;$$;$a_1$', 'SELECT $$;$a$;$$', 'SELECT $a_1$;$$;$a_1$'],
  ['parameters, not dollar quotes', 'SELECT $1; SELECT $2; SELECT a$1$ ; SELECT $1$;', 'SELECT $1', 'SELECT $2', 'SELECT a$1$', 'SELECT $1$'],
  ['a dollar sign inside a name', 'SELECT a$b$; SELECT c$b$', 'SELECT a$b$', 'SELECT c$b$'],
  ['nested comments', 'SELECT /* ; /* ; */ ; */ 1; SELECT 2', 'SELECT /* ; /* ; */ ; */ 1', 'SELECT 2'],
  ['a line comment that ends at a lone carriage return', 'SELECT 1 -- a;\r; SELECT 2', 'SELECT 1', 'SELECT 2'],
  ['operators that look like comments', 'SELECT 1 - -1, 4 / 2, 2 * 3; SELECT 2', 'SELECT 1 - -1, 4 / 2, 2 * 3', 'SELECT 2'],
  [
    'a body between BEGIN ATOMIC and END',
    'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT t.end FROM t; END; SELECT 2',
    'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT t.end FROM t; END',
    'SELECT 2',
  ],
  ['BEGIN by itself', 'BEGIN; SELECT 1; END; COMMIT', 'BEGIN', 'SELECT 1', 'END', 'COMMIT'],
  ['a function called begin', 'CREATE FUNCTION begin() RETURNS int AS $$ $$; SELECT 1', 'CREATE FUNCTION begin() RETURNS int AS $$ $$', 'SELECT 1'],
  ['the commands of a rule', 'CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3', 'CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)', 'SELECT 3'],
  ['an open parenthesis that swallows nothing', 'CREATE TABLE a (x int; CREATE TABLE b (y int)', 'CREATE TABLE a (x int', 'CREATE TABLE b (y int)'],
  ['a rule whose parenthesis stays open, and what follows it', 'CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2; SELECT 3', 'CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1', 'SELECT 2', 'SELECT 3'],
  ['a body without END, and what follows it', 'CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; -- xclint-a\nSELECT 2;', 'CREATE FUNCTION f() BEGIN ATOMIC SELECT 1', 'SELECT 2'],
  ['no psql commands', '\\set x 1\n\\i other.sql\n\\if :x\nSELECT 1;\n\\endif\n\\restrict abc\nSELECT 2;', 'SELECT 1', 'SELECT 2'],
  ['a statement that \\gset ends', "SELECT 1 AS a \\gset x_\nSELECT 'it';", 'SELECT 1 AS a', "SELECT 'it'"],
  ['commands that \\\\ parts', "\\echo 'a\\\\b' \\\\ SELECT 1; SELECT 2 \\g\\\\ SELECT 3", 'SELECT 1', 'SELECT 2', 'SELECT 3'],
  ['statements that \\; parts', 'SELECT 1\\; SELECT 2;', 'SELECT 1', 'SELECT 2'],
  ['what \\r leaves', 'SELECT 1 \\r\nSELECT 2;', 'SELECT 2'],
  ['a dollar quote that was written for a shell', 'DO \\$$ BEGIN; END \\$$; SELECT 1', 'DO \\$$ BEGIN; END \\$$', 'SELECT 1'],
  ['no data of COPY', "COPY t (a, b) FROM stdin;\n1\tit's;\n\\N\t$$\n\\.\nSELECT 1;", 'COPY t (a, b) FROM stdin', 'SELECT 1'],
  ['no data of COPY with CRLF', "copy t from STDIN WITH csv;\r\n1,'\r\n\\.\r\nSELECT 1;\r\n", 'copy t from STDIN WITH csv', 'SELECT 1'],
  ['no data where there are none', 'COPY t FROM stdin;\n\\.\nSELECT 1;', 'COPY t FROM stdin', 'SELECT 1'],
  ['a \\copy, and no data of it', "\\copy t from stdin\n'\n\\.\nSELECT 1;", '\\copy t from stdin', 'SELECT 1'],
  ['COPY TO as a statement without data', 'COPY t TO stdout; SELECT 1;', 'COPY t TO stdout', 'SELECT 1'],
  ['what follows a COPY without data and terminator', 'COPY t FROM stdin;\nSELECT 1;\nSELECT 2;', 'COPY t FROM stdin', 'SELECT 1', 'SELECT 2'],
  ['what lies between a COPY without data and the next COPY', 'COPY t FROM stdin;\nSELECT 1;\nCOPY u FROM stdin;\n1\n\\.\nSELECT 2;', 'COPY t FROM stdin', 'SELECT 1', 'COPY u FROM stdin', 'SELECT 2'],
];

describe('cuts', () => {
  for (const [outcome, text, ...statements] of CUTS) {
    test(outcome, () => {
      expect(statementsOf(text).map((statement) => statement.text)).toEqual(statements);
    });
    test(`${outcome}, wherever the text that is read ahead ends`, () => {
      // The reader looks 2^18 units ahead.
      for (let inside = 0; inside <= text.length; inside++) {
        const padding = ' '.repeat((1 << 18) - inside);
        expect(statementsOf(padding + text).map((statement) => statement.text)).toEqual(statements);
      }
    });
  }

  test('blanks psql commands inside a statement, at equal length', () => {
    const [statement] = statementsOf('SELECT 1\n\\echo hi\n+ 2;');
    expect(statement?.text).toBe('SELECT 1\n\\echo hi\n+ 2');
    expect(statement?.sql).toBe('SELECT 1\n        \n+ 2');
  });
});

describe('places', () => {
  const table: readonly (readonly [string, string, readonly (readonly [number, number, number])[]])[] = [
    ['line feeds', 'SELECT 1;\n\n  SELECT 2;', [[1, 1, 0], [3, 3, 13]]],
    ['carriage returns with line feeds', 'SELECT 1;\r\n\r\n  SELECT 2;', [[1, 1, 0], [3, 3, 15]]],
    ['lone carriage returns', 'SELECT 1;\r\r  SELECT 2;', [[1, 1, 0], [3, 3, 13]]],
    ['tabs and characters of two units', '\tSELECT 1; /* 😀é */ SELECT 2;', [[1, 2, 1], [1, 22, 21]]],
    ['a byte order mark', '\uFEFFSELECT 1;\nSELECT 2', [[1, 1, 0], [2, 1, 10]]],
  ];
  for (const [what, text, places] of table) {
    test(`count ${what}`, () => {
      for (const chunkSize of [1, 1 << 16]) {
        expect(statementsOf(text, { chunkSize }).map(({ start }) => [start.line, start.column, start.offset])).toEqual(places);
      }
    });
  }

  test('stay right over many windows', () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `INSERT INTO t VALUES (${i}, 'é');`);
    const statements = statementsOf(lines.join('\n'), { chunkSize: 10_007 });
    expect(statements.length).toBe(60_000);
    expect(statements.map(({ text }) => `${text};`)).toEqual(lines);
    expect(statements.every(({ start }, i) => start.line === i + 1 && start.column === 1)).toBe(true);
  });
});

describe('text that is not closed', () => {
  const table: readonly (readonly [string, string, string, readonly [number, number]])[] = [
    ['a string', "SELECT 1;\nSELECT 'a; SELECT 2;", 'the string is not closed', [2, 8]],
    ['an escape string', "SELECT 1;\nSELECT E'a\\'; SELECT 2;", 'the string is not closed', [2, 9]],
    ['a name', 'SELECT 1;\nSELECT "a; SELECT 2;', 'the quoted name is not closed', [2, 8]],
    ['a dollar quote', 'SELECT 1;\nDO $x$ BEGIN; $y$', 'the string that $x$ opens is not closed', [2, 4]],
    ['a comment', 'SELECT 1;\n  /* SELECT 2; /* */', 'the comment is not closed', [2, 3]],
    ['a comment in a statement', 'SELECT 1;\nSELECT /* 2; ', 'the comment is not closed', [2, 8]],
  ];
  for (const [what, text, message, [line, column]] of table) {
    test(`${what} is said at its opening, and what stands before is judged`, () => {
      const [first, second, ...rest] = eventsOf(text);
      expect(first).toMatchObject({ kind: 'statement', statement: { text: 'SELECT 1' } });
      expect(second).toMatchObject({ kind: 'syntaxError', message, span: { start: { line, column } }, direction: 'up' });
      expect(rest).toEqual([]);
    });
  }
});

describe('comments of ours', () => {
  const table: readonly (readonly [string, string, string, boolean])[] = [
    ['between statements', 'SELECT 1;\n  -- xclint-disable-next-line a\nSELECT 2;', '-- xclint-disable-next-line a', true],
    ['behind a statement', 'SELECT 1; -- xclint-disable-line a', '-- xclint-disable-line a', false],
    ['inside a statement', 'SELECT 1, /* xclint-disable-line a */ 2;', '/* xclint-disable-line a */', false],
    ['in a body', "DO $$\nBEGIN\n  PERFORM '--';\n  -- xclint-disable-next-line a\n  NULL;\nEND $$;", '-- xclint-disable-next-line a', true],
    ['in a body of a body', 'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $a$ BEGIN EXECUTE $b$ SELECT 1 -- xclint-disable-line a\n $b$; END $a$;', '-- xclint-disable-line a', false],
    ['in a body between quotes', "DO 'BEGIN -- xclint-disable-line a\nEND';", '-- xclint-disable-line a', false],
  ];
  for (const [where, text, comment, ownLine] of table) {
    test(`are found ${where}`, () => {
      const comments = eventsOf(text).filter((event) => event.kind === 'comment');
      const [found] = comments;
      expect(comments.length).toBe(1);
      expect(found).toMatchObject({ text: comment, ownLine });
      if (found?.kind === 'comment') expect(text.slice(found.span.start.offset, found.span.end.offset)).toBe(comment);
    });
  }

  test('are no comments inside a string', () => {
    expect(eventsOf("INSERT INTO t VALUES ('-- xclint-disable a');").map(({ kind }) => kind)).toEqual(['statement']);
  });
});

describe('directives', () => {
  const readDirective = (comment: string) => {
    const delimiter = /^-- delimiter (.*)$/.exec(comment)?.[1];
    if (delimiter !== undefined) return { boundary: true, delimiter: delimiter === 'none' ? null : delimiter.replaceAll('\\n', '\n') };
    const lines = /^-- skip (\d+)$/.exec(comment)?.[1];
    if (lines !== undefined) return { boundary: true, skip: Number(lines) };
    if (comment === '-- skip') return { boundary: true, skip: /^-- read on$/ };
    switch (comment) {
      case '-- down':
        return { direction: 'down' as const, boundary: true };
      case '-- break':
        return { boundary: true };
      case '-- alone':
        return { transaction: false };
      case '-- mysql':
        return { ignored: true };
      case '-- postgres':
        return { ignored: false };
      default:
        return null;
    }
  };

  test('end a statement without a semicolon, and turn the direction', () => {
    const statements = statementsOf('CREATE TABLE a ()\n-- down\nDROP TABLE a', { readDirective });
    expect(statements.map(({ text, direction }) => [text, direction])).toEqual([['CREATE TABLE a ()', 'up'], ['DROP TABLE a', 'down']]);
  });

  test('part statements without ending the text between quotes', () => {
    expect(statementsOf("SELECT '\n-- break\n' -- break\nSELECT 2", { readDirective }).map(({ text }) => text)).toEqual(["SELECT '\n-- break\n'", 'SELECT 2']);
  });

  test('say whether the tool opens a transaction', () => {
    const statements = statementsOf('SELECT 1; -- alone\nSELECT 2', { readDirective, wrapsTransaction: true });
    expect(statements.map(({ inToolTransaction }) => inToolTransaction)).toEqual([true, false]);
  });

  const DELIMITED: readonly (readonly [outcome: string, text: string, ...statements: string[]])[] = [
    ['besides the semicolon', '-- delimiter //\nSELECT 1; SELECT 2//\n// SELECT 3//;\nSELECT 4', 'SELECT 1', 'SELECT 2', 'SELECT 3', 'SELECT 4'],
    ['outside of quotes and comments only', "-- delimiter @@\nSELECT '@@', \"@@\", $$@@;$$ /* @@ */ -- @@\n@@SELECT 2", `SELECT '@@', "@@", $$@@;$$`, 'SELECT 2'],
    ['as a word of its own', '-- delimiter GO\nSELECT GOAL, GO_\nGO\nSELECT 2 GO', 'SELECT GOAL, GO_', 'SELECT 2'],
    ['at the beginning of a line', '-- delimiter \\n/\nSELECT 4 / 2\r\n/\r\nSELECT 2;\n/\n', 'SELECT 4 / 2', 'SELECT 2'],
    ['as an empty line', '-- delimiter \\n\\n\nSELECT 1\n\nSELECT\n2\n\n\n', 'SELECT 1', 'SELECT\n2'],
    ['until it is taken back', '-- delimiter //\nSELECT 1//\n-- delimiter none\nSELECT 4 // 2; SELECT 3', 'SELECT 1', 'SELECT 4 // 2', 'SELECT 3'],
    ['with data behind it', '-- delimiter //\nCOPY t FROM stdin//\n1//\n\\.\nSELECT 2', 'COPY t FROM stdin', 'SELECT 2'],
  ];

  test.each(DELIMITED)("end statements with the tool's own delimiter: %s", (_outcome, text, ...expected) => {
    for (const chunkSize of [1, 2, 7, 1000]) expect(statementsOf(text, { readDirective, chunkSize }).map((statement) => statement.text)).toEqual(expected);
  });

  test('skip lines, whatever is in them', () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['SELECT 1', '-- skip 2', "it's", '-- down', 'SELECT 2;', '-- skip', '/* ', '-- down', '-- read on', 'SELECT 3', '-- skip 9', 'SELECT 4'].join(end);
      for (const chunkSize of [1, 1000]) {
        const statements = statementsOf(text, { readDirective, chunkSize });
        expect(statements.map(({ text: sql, direction, start }) => [sql, direction, start.line])).toEqual([['SELECT 1', 'up', 1], ['SELECT 2', 'up', 5], ['SELECT 3', 'up', 10]]);
      }
    }
  });

  test('leave out text for another database, whatever its quotes', () => {
    const statements = statementsOf("SELECT 1;\n-- mysql\nSELECT 'it\\'s', `a;\n-- postgres\nSELECT 2;", { readDirective, chunkSize: 3 });
    expect(statements.map(({ text }) => text)).toEqual(['SELECT 1', 'SELECT 2']);
  });

  test('are told where a line begins', () => {
    const seen: [string, boolean][] = [];
    eventsOf('-- a\n -- b\nSELECT 1; -- c\n/* d */', { readDirective: (comment, lineStart) => { seen.push([comment, lineStart]); return null; } });
    expect(seen).toEqual([['-- a', true], ['-- b', false], ['-- c', false], ['/* d */', true]]);
  });
});

describe('as many statements as PostgreSQL counts', () => {
  const placeholders = { GRAPHILE_WORKER_SCHEMA: 'graphile_worker', name: 'a', database: 'b', password: 'c' };
  const folders = [
    fileURLToPath(new URL('../../node_modules/graphile-worker/sql', import.meta.url)),
    fileURLToPath(new URL('../../node_modules/@logto/schemas/tables', import.meta.url)),
  ];
  beforeAll(loadModule);
  for (const folder of folders) {
    for (const name of readdirSync(folder)) {
      test(name, () => {
        let text = readFileSync(join(folder, name), 'utf8');
        for (const [key, value] of Object.entries(placeholders)) text = text.replaceAll(`:${key}`, value).replaceAll(`\${${key}}`, value);
        expect(statementsOf(readFileSync(join(folder, name)), { placeholders }).length).toBe(parseSync(text).stmts?.length ?? 0);
      });
    }
  }
});
