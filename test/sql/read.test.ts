import { describe, expect, test } from 'vitest';
import { eventsOf, statementOf, statementsOf } from './migration.js';

describe('placeholders', () => {
  const values = { NAME: 'value', N: '5', "it's": 'x', QUOTED: `a'b"c` };
  const table: readonly (readonly [text: string, sql: string])[] = [
    ['SELECT :NAME, :NAMES, :N.a', 'SELECT value, :NAMES, 5.a'],
    ["SELECT x:::NAME, 'a':::NAME.t", "SELECT x::value, 'a'::value.t"],
    ['SELECT x::NAME, v :=NAME', 'SELECT x::NAME, v :=NAME'],
    ['SELECT a[1:N], a[b:N], a[:N]', 'SELECT a[1:N], a[b:N], a[5]'],
    ["SELECT :'QUOTED', :\"QUOTED\"", `SELECT 'a''b"c', "a'b""c"`],
    ['SELECT ${NAME}, ${OTHER}, {{NAME}}, {{ N }}', 'SELECT value, ${OTHER}, value, 5'],
    ["SELECT ':NAME', $$ :NAME $$", "SELECT 'value', $$ value $$"],
    ['DO $$ BEGIN PERFORM :NAME; END $$', 'DO $$ BEGIN PERFORM value; END $$'],
  ];
  for (const [text, sql] of table) {
    test(`${text} becomes ${sql}`, () => {
      const statement = statementOf(text, { placeholders: values });
      expect(statement.text).toBe(text);
      expect(statement.sql).toBe(sql);
      for (const { textStart, textEnd, sqlStart, sqlEnd } of statement.rewrites) {
        expect(text.slice(textStart, textEnd)).toMatch(/^(?::|\$|\{)/);
        expect(sql.slice(sqlStart, sqlEnd)).not.toMatch(/^(?::|\$|\{)/);
      }
    });
  }
});

describe('variables of psql', () => {
  const table: readonly (readonly [script: string, ...sql: string[]])[] = [
    ["\\set t orders\nSELECT * FROM :t;", 'SELECT * FROM orders'],
    ["\\set who 'it''s ' me\nSELECT :'who', ':who', $$:who$$, a::who;", "SELECT 'it''s me', ':who', $$:who$$, a::who"],
    ['\\set t "Order s"\nCREATE TABLE :t (id int);', 'CREATE TABLE "Order s" (id int)'],
    ["\\set a 1\n\\set b ':a + 2'\nSELECT :b;", 'SELECT 1 + 2'],
    ["\\set a ':a'\nSELECT :a;", 'SELECT :a'],
    ["\\set both 'SELECT 1; SELECT 2;'\n:both\nSELECT 3;", 'SELECT 1', 'SELECT 2', 'SELECT 3'],
    ["SELECT 'x y' AS t \\gset\nSELECT :'t';", "SELECT 'x y' AS t", "SELECT 'x y'"],
    ['SELECT max(id) AS top FROM t \\gset\nSELECT :top, :\'top\';', 'SELECT max(id) AS top FROM t', "SELECT  top,  'top'"],
    ['SELECT max(id) AS top FROM t \\gset\nDELETE FROM :top;', 'SELECT max(id) AS top FROM t', 'DELETE FROM :top'],
    ["\\set run 'SELECT 1;'\n:run\nSELECT $$SELECT 2$$ AS q \\gset\n:q;", 'SELECT 1', 'SELECT $$SELECT 2$$ AS q', 'SELECT 2'],
    ["\\getenv dir PGDIR\nCREATE FUNCTION f() RETURNS int AS :'dir' LANGUAGE c;", "CREATE FUNCTION f() RETURNS int AS  'dir' LANGUAGE c"],
    ['\\getenv t T\nCREATE TABLE :t (id int);', 'CREATE TABLE :t (id int)'],
    ['\\set a 1\n\\unset a\nSELECT :a;', 'SELECT :a'],
    ['SELECT :a, b[1:a];', 'SELECT :a, b[1:a]'],
  ];
  test.each(table)('%j', (script, ...sql) => {
    expect(statementsOf(script).map((statement) => statement.sql)).toEqual(sql);
  });

  test('a value of the config comes first, and a statement out of a variable stands where the variable does', () => {
    const [only] = statementsOf('\\set t orders\nSELECT * FROM :t;', { placeholders: { t: 'carts' } });
    expect(only?.sql).toBe('SELECT * FROM carts');
    const parts = statementsOf("\\set both 'SELECT 1; SELECT x y;'\n  :both");
    expect(parts.map(({ text, start, rewrites }) => [text, start.line, rewrites.length])).toEqual([[':both', 2, 1], [':both', 2, 1]]);
  });
});

describe('strings with backslashes', () => {
  test.each([
    [`SET standard_conforming_strings TO 'off'`, `SELECT 'it\\'s \\n', 'b'`, `SELECT 'it''s \\n', 'b'`],
    [`SET standard_conforming_strings = on`, `SELECT 'a\\', 'b'`, `SELECT 'a\\', 'b'`],
    [`SET standard_conforming_strings = off; RESET ALL`, `SELECT 'a\\', 'b'`, `SELECT 'a\\', 'b'`],
  ])('after %s', (setting, text, sql) => {
    expect(statementsOf(`${setting}; ${text};`).at(-1)).toMatchObject({ text, sql });
  });
});

describe('odd bytes', () => {
  test('a binary file is one remark', () => {
    expect(eventsOf(Uint8Array.from({ length: 5000 }, (_, i) => (i * 2654435761) >>> 24))).toEqual([
      { kind: 'unanalyzable', message: 'The file is binary, not text', span: { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } } },
    ]);
  });

  test('a NUL is said once, with its place, and the statements around it are read', () => {
    const events = eventsOf("SELECT 1;\n\0SELECT 2;\nSELECT 'a\0b';");
    expect(events.filter(({ kind }) => kind === 'unanalyzable')).toEqual([
      { kind: 'unanalyzable', message: 'The text has NUL bytes, which PostgreSQL refuses', span: { start: { line: 2, column: 1, offset: 10 }, end: { line: 2, column: 2, offset: 11 } } },
    ]);
    expect(events.flatMap((event) => (event.kind === 'statement' ? [event.statement.sql] : []))).toEqual(['SELECT 1', 'SELECT 2', "SELECT 'a b'"]);
  });

  test('Latin-1 is read, and said once', () => {
    const events = eventsOf(Uint8Array.from("SELECT 'é';\nSELECT 'ü'", (character) => character.charCodeAt(0)));
    expect(events.filter(({ kind }) => kind === 'note')).toEqual([{ kind: 'note', message: 'is not UTF-8; read as Latin-1' }]);
    expect(events.flatMap((event) => (event.kind === 'statement' ? [event.statement.text] : []))).toEqual(["SELECT 'é'", "SELECT 'ü'"]);
  });

  test('data of a COPY that never end are said at the COPY', () => {
    const rows = '1\tabc\n'.repeat(100_000);
    const events = eventsOf(`SELECT 1;\nCOPY t FROM stdin;\n${rows}`);
    expect(events.map(({ kind }) => kind)).toEqual(['statement', 'statement', 'unanalyzable']);
    expect(events[2]).toMatchObject({ span: { start: { line: 2, column: 1 } } });
  });

  test('data of a COPY far longer than the text that is read ahead are passed over', () => {
    const rows = "\\N\tit's\n".repeat(200_000);
    const [copy, after, ...rest] = statementsOf(`COPY t FROM stdin;\n${rows}\\.\nSELECT 1;`);
    expect([copy?.text, after?.text, after?.start.line]).toEqual(['COPY t FROM stdin', 'SELECT 1', 200_003]);
    expect(rest).toEqual([]);
  });

  test('five megabytes on one line are read in linear time', () => {
    const text = 'INSERT INTO t VALUES (1, $$é$$); '.repeat(160_000);
    expect(statementsOf(text).length).toBe(160_000);
    const [whole, ...rest] = statementsOf(`SELECT '${'x'.repeat(5_000_000)}'`);
    expect(whole?.text.length).toBe(5_000_009);
    expect(rest).toEqual([]);
  });
});
