import { describe, expect, test } from 'vitest';
import type { Included, Migration } from '../../src/sql/migration.js';
import { Readings } from '../../src/sql/conditions.js';
import { readMigration, type ReadEvent } from '../../src/sql/read.js';
import { eventsOf, migrationOf, statementsOf } from './migration.js';

/** What a script runs whose files are given by name; the first one is the migration. */
function read(files: Readonly<Record<string, string>>, readings = new Readings()): ReadEvent[] {
  const opened = new Map(Object.entries(files).map(([path, text]) => [path, { ...migrationOf(text).file, path }]));
  const openInclude = (written: string): Included => {
    const file = opened.get(written);
    return file === undefined ? { refusal: 'is not there', isMissing: true } : { file };
  };
  const [file] = opened.values();
  const migration: Migration = { ...migrationOf(''), ...(file === undefined ? {} : { file }), openInclude };
  return [...readMigration(migration, { placeholders: new Map(), readings })];
}

/** The statements as `file:line text`. */
function placesOf(events: readonly ReadEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'statement' ? [`${event.statement.file.path}:${String(event.statement.start.line)} ${event.statement.sql.trim().replace(/\s+/g, ' ')}`] : []));
}

function messagesOf(events: readonly ReadEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'unanalyzable' ? [`${String(event.span.start.line)}:${String(event.span.start.column)} ${event.message}`] : []));
}

/** What each reading of a script runs, as long as there is another one. */
function readingsOf(text: string): string[][] {
  const all: string[][] = [];
  for (let readings: Readings | null = new Readings(); readings !== null; readings = readings.next()) all.push(placesOf(read({ a: text }, readings)).map((place) => place.replace(/^a:\d+ /, '')));
  return all;
}

describe('includes', () => {
  test('stand where they are included, with the places of their own file', () => {
    const events = read({ a: "\\set dir sub\nSELECT 1;\n\\i :dir/b\nSELECT 3;", 'sub/b': '\n\\set x 2\nSELECT :x;' });
    expect(placesOf(events)).toEqual(['a:2 SELECT 1', 'sub/b:3 SELECT 2', 'a:4 SELECT 3']);
    expect(events.flatMap((event) => (event.kind === 'statement' ? [[event.statement.ordinal, event.statement.includedBy?.path]] : []))).toEqual([[0, undefined], [1, 'a'], [2, undefined]]);
  });

  test.each([["\\ir 'b c'", 'b c'], ['\\include "b"', 'b'], ["\\set f b\n\\include_relative :'f'", 'b'], ['\\cd sub\n\\i b', 'sub/b']])('%s', (written, name) => {
    expect(placesOf(read({ a: written, [name]: 'SELECT 1' }))).toEqual([`${name}:1 SELECT 1`]);
  });

  test('a command in a statement comes before it', () => {
    expect(placesOf(read({ a: 'SELECT 1\n\\i b\n+ 1;', b: 'SELECT 2' }))).toEqual(['b:1 SELECT 2', 'a:1 SELECT 1 + 1']);
  });

  test('what cannot be read is said at its place', () => {
    expect(messagesOf(read({ a: 'SELECT 1;\n  \\i no.sql\n\\i a\n\\i :dir/x' }))).toEqual([
      '2:3 "no.sql" is not there; what it does is unknown',
      '3:1 "a" is being read already, and includes itself again and again; what it does is unknown',
      '4:1 Which file this reads is known only when the script runs',
    ]);
  });
});

test('a file that is missing is known to be, but where only some runs read it', () => {
  const missing = (text: string): unknown[] => read({ a: text }).flatMap((event) => (event.kind === 'unanalyzable' ? [event.missing] : []));
  expect(missing('\\i no.sql\n\\i :dir/x\n\\i a')).toEqual(['no.sql', undefined, undefined]);
  expect(missing('\\if :{?own}\n\\i no.sql\n\\endif')).toEqual([undefined]);
  expect(missing('\\set on 1\n\\if :on\n\\i no.sql\n\\else\n\\i never.sql\n\\endif')).toEqual(['no.sql']);
});

describe('conditions', () => {
  test.each([
    ['\\set on true\n\\if :on\nSELECT 1;\n\\else\nSELECT 2;\n\\endif', [['SELECT 1']]],
    ['\\set on 0\n\\if :on\nSELECT 1;\n\\elif yes\nSELECT 2;\n\\else\nSELECT 3;\n\\endif', [['SELECT 2']]],
    ['\\set a 1\n\\if :{?a}\nSELECT 1;\n\\else\nSELECT 2;\n\\endif', [['SELECT 1']]],
    ['\\if :a\nSELECT 1;\n\\else\nSELECT 2;\n\\endif\nSELECT 3;', [['SELECT 1', 'SELECT 3'], ['SELECT 2', 'SELECT 3']]],
    ['\\if :a\nSELECT 1;\n\\endif', [['SELECT 1']]],
    // As ysql_dump has it: a branch in which nothing runs hides no other.
    ['\\if :a\n\\echo it is there\n\\else\nSELECT 2;\n\\endif', [['SELECT 2']]],
    // A default may be set otherwise on the command line.
    ['\\if :{?a}\n\\else\n\\set a false\n\\endif\n\\if :a\nSELECT 1;\n\\else\nSELECT 2;\n\\endif', [['SELECT 2'], ['SELECT 1']]],
    ['\\if :a\n\\if :b\nSELECT 1;\n\\else\nSELECT 2;\n\\endif\n\\else\nSELECT 3;\n\\endif', [['SELECT 1'], ['SELECT 3']]],
    ['\\if :a\nSELECT 1;\n\\else\n\\if :b\nSELECT 2;\n\\else\nSELECT 3;\n\\endif\n\\endif', [['SELECT 1'], ['SELECT 2'], ['SELECT 3']]],
    ['SELECT 1\n\\if :a\n+ 1\n\\else\n+ 2\n\\endif\n;', [['SELECT 1 + 1'], ['SELECT 1 + 2']]],
    ['\\if false\nSELECT 1;\n\\endif\n\\q\nSELECT 2;', [[]]],
    ['\\if :a\nSELECT 0;\n\\else\n\\q\n\\endif\nSELECT 2;', [['SELECT 0', 'SELECT 2']]],
  ])('%j', (text, expected) => {
    expect(readingsOf(text)).toEqual(expected);
  });

  test.each([
    ['\\else\nSELECT 1;', '1:1 \\else stands outside of any \\if'],
    ['\\if true\nSELECT 1;', '1:1 This \\if has no \\endif in its file'],
    ['\\if true\n\\else\n\\else\n\\endif', '3:1 \\else stands behind the \\else of its block'],
  ])('%j is out of balance', (text, message) => {
    expect(messagesOf(read({ a: text }))).toEqual([message]);
  });
});

describe('commands', () => {
  test.each([
    ["SELECT 'CREATE DATABASE x' WHERE true \\gexec", ["SELECT 'CREATE DATABASE x' WHERE true", 'CREATE DATABASE x']],
    ["SELECT format('DROP TABLE %I', 'a') AS q;\n\\gexec", ["SELECT format('DROP TABLE %I', 'a') AS q", 'DROP TABLE "a"']],
    ['SELECT $1 \\bind 5 \\g\nSELECT 2;', ['SELECT $1', 'SELECT 2']],
    ['SELECT 1 \\gdesc\nSELECT 2 \\g out.txt\nSELECT 3;', ['SELECT 2', 'SELECT 3']],
    ["\\! echo ';\nSELECT 1;", ['SELECT 1']],
    ["\\copy t (a) from 'x y.csv' with csv\nSELECT 1;", ['copy t (a) from stdin with csv', 'SELECT 1']],
    ["\\copy (SELECT a FROM t) to program 'gzip > x'", ['copy (SELECT a FROM t) to stdout']],
    ['\\restrict abc\nSELECT 1;\n\\unrestrict abc', ['SELECT 1']],
    ['SELECT 1 \\; SELECT 2;', ['SELECT 1', 'SELECT 2']],
  ])('%j', (text, expected) => {
    expect(statementsOf(text).map(({ sql }) => sql.trim())).toEqual(expected);
  });

  test('what only a run tells is said', () => {
    expect(messagesOf(eventsOf("SELECT 'DROP TABLE ' || relname FROM pg_class \\gexec"))).toEqual(['1:47 What \\gexec runs is known only when the query before it has run']);
  });

  test('without AUTOCOMMIT statements run in a transaction', () => {
    const statements = statementsOf('\\set AUTOCOMMIT off\nCREATE INDEX CONCURRENTLY i ON t (a);\nSELECT 1;\nCOMMIT;\nVACUUM;');
    expect(statements.map(({ inToolTransaction }) => inToolTransaction)).toEqual([false, true, false, false]);
  });
});

test('a custom-format dump is known by its mark', () => {
  expect(messagesOf(eventsOf('PGDMP\u0001\u000f nothing that is SQL;'))).toEqual(['1:1 The file is a custom-format dump, not text; `pg_restore -f - FILE` makes SQL of it']);
});
