import { describe, expect, test } from 'vitest';
import { lintCode, places, sqlOf, statementsOf, up } from './code.js';

/** Code that creates a table with a serial column behind what `before` holds. */
const literal = (before: string): string => up(`  await knex.raw(${before});`);

describe('a finding stands where its text stands in the code', () => {
  test.each([
    ['a template', literal('`CREATE TABLE a (id serial)`')],
    ['a template over several lines', literal('`\n  CREATE TABLE a (\n    id serial\n  )`')],
    ['single quotes', literal("'CREATE TABLE a (id serial)'")],
    ['double quotes', literal('"CREATE TABLE a (id serial)"')],
    ['escaped quotes before it', literal("'CREATE TABLE a (t text DEFAULT \\'x\\', id serial)'")],
    ['a line feed as an escape', literal("'CREATE TABLE a (\\n\\t t text,\\n id serial)'")],
    ['escapes by number', literal("'CREATE TABLE \"\\u{1F600}\\u00e9\\x41\" (id serial)'")],
    ['a continued line', literal("'CREATE TABLE a (\\\n  t text, \\\n  id serial)'")],
    ['surrogate pairs', literal("`CREATE TABLE \"😀😀\" (t text DEFAULT '😀', id serial)`")],
    ['an escaped backquote and dollar', literal("`CREATE TABLE \"a\\`\\${b}\" (id serial)`")],
    ['concatenation', literal("'CREATE TABLE a ' +\n    '(t text, ' +\n    'id serial)'")],
    ['concatenation with another kind of quotes', literal('"CREATE TABLE a " + `(t text, ` + \'id serial)\'')],
    ['a constant before it', up("  const name = 'a_very_long_name';\n  await knex.raw(`CREATE TABLE ${name} (id serial)`);")],
    ['an expression before it', up('  await knex.raw(`CREATE TABLE ${process.env.SCHEMA}.a (id serial)`);')],
    ['lines joined', literal("['CREATE TABLE a (', '  id serial', ')'].join('\\n')")],
    ['String.raw', literal("String.raw`CREATE TABLE a (t text DEFAULT E'\\n', id serial)`")],
    ['a constant elsewhere', `const SQL = 'CREATE TABLE a (id serial)';\n${literal('SQL')}`],
    ['concat', literal("'CREATE TABLE a '.concat('(id serial)')")],
    ['a comment between the parts', literal("'CREATE TABLE a (' /* 'id serial' */ + // id serial\n 'id serial)'")],
  ])('%s', (_, code) => {
    expect(places(code)).toEqual(['no-serial: serial']);
  });

  test.each([
    ['CRLF', literal('`\n  CREATE TABLE a (\n    t text,\n    id serial\n  )`').replaceAll('\n', '\r\n')],
    ['CRLF after a continued line', literal("'CREATE TABLE a (\\\n id serial)'").replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${literal('`\nCREATE TABLE a (id serial)`')}`],
    ['a byte order mark and CRLF', `\uFEFF${literal('`\nCREATE TABLE a (id serial)`')}`.replaceAll('\n', '\r\n')],
    ['a byte order mark and the first line', "\uFEFFexports.up = (knex) => knex.raw('CREATE TABLE a (id serial)');"],
    ['a hashbang', `#!/usr/bin/env node\n${literal('`CREATE TABLE a (id serial)`')}`],
  ])('with %s', (_, code) => {
    expect(places(code)).toEqual(['no-serial: serial']);
  });

  test('in line and column too', () => {
    const [finding] = lintCode("exports.up = async (knex) => {\n  await knex.raw('CREATE TABLE \\'😀\\' (');\n  await knex.raw(`CREATE TABLE \"😀\" (\n    t text, id serial)`);\n};\n", '1_a.js').diagnostics.filter(({ ruleId }) => ruleId === 'no-serial');
    expect(finding?.range).toMatchObject({ start: { line: 4, column: 16 }, end: { line: 4, column: 22 } });
  });

  test('a finding in a word that an escape made covers the escape', () => {
    expect(places(literal("'CREATE TABLE a (id \\x73erial)'"))).toEqual(['no-serial: \\x73erial']);
  });

  test('a finding in a constant that is filled in covers the expression', () => {
    expect(places(up("  const type = 'serial';\n  await knex.raw(`CREATE TABLE a (id ${type})`);"))).toEqual(['no-serial: ${type}']);
  });

  test('a finding in a constant that is filled in twice is told twice, each at its own place', () => {
    const code = up("  const columns = 'id serial';\n  await knex.raw(`CREATE TABLE a (${columns}); CREATE TABLE b (${columns})`);");
    const { diagnostics } = lintCode(code);
    expect(diagnostics.map(({ range }) => range.start.offset)).toEqual([code.indexOf('${columns}'), code.lastIndexOf('${columns}')]);
  });

  test('texts of which the parts come in another order stand at the call', () => {
    expect(places(up("  const tail = ' (id serial)', head = 'CREATE TABLE a';\n  await knex.raw(head.concat(tail));"))).toEqual(['no-serial: head.concat(tail)']);
  });

  test('several statements of one text with escapes', () => {
    expect(places(literal("'CREATE TABLE a (\\n\\tid serial);\\n\\nCREATE TABLE b (\\n\\tid bigserial\\n)'"))).toEqual(['no-serial: serial', 'no-serial: bigserial']);
  });

  test('several statements of one text', () => {
    const code = literal('`\n  CREATE TABLE a (id serial);\n  -- a comment; with a semicolon\n  CREATE TABLE b (id bigserial);\n`');
    expect(places(code)).toEqual(['no-serial: serial', 'no-serial: bigserial']);
  });
});

test('a statement carries its text as the code has it, and its SQL as the database gets it', () => {
  const [statement] = statementsOf(literal("'SELECT \\'it\\'\\'s\\''"));
  expect(statement).toMatchObject({ text: "SELECT \\'it\\'\\'s\\'", sql: "SELECT 'it''s'" });
  const [line] = sqlOf(literal("'SELECT\\n\\t1'"));
  expect(line).toBe('SELECT 1');
});

test.each([
  ["'\\n\\t\\r\\b\\v\\f\\0'", '\n\t\r\b\v\f\0'],
  ["'\\u{1F600}\\ud83d\\ude00\\xe9\\é\\''", "😀😀éé'"],
  ["'a\\\nb\\\r\nc'", 'abc'],
  ['`\\`\\${a}`', '`${a}'],
  ['String.raw`\\n\\u0041`', '\\n\\u0041'],
])('%s', (code, says) => {
  const [statement] = statementsOf(up(`  await knex.raw('SELECT $_$' + ${code} + '$_$');`));
  expect(statement?.sql).toBe(`SELECT $_$${says}$_$`);
});
