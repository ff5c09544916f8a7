import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spanOf, textOf } from '../../src/sql/clause.js';
import { readStatement } from '../../src/sql/stand-ins.js';
import { PARSER, statementOf, statementsOf } from './migration.js';

/** The placeholders of a text that matter, as written; null where the statement is not understood. */
function unknownIn(sql: string): readonly string[] | null {
  const read = readStatement(statementOf(sql), PARSER);
  return read.ok ? read.unknown.map(({ clause }) => textOf(clause)) : null;
}

describe('a placeholder without a value', () => {
  test.each([
    'CREATE TABLE ${s}.t (id int)',
    'CREATE TABLE "${s}".t (id int DEFAULT ${n})',
    'CREATE TABLE pre_${x}_users (v numeric(${p}, 2)) TABLESPACE ${ts}',
    'ALTER TABLE "{{ index .Options "Namespace" }}"."users" OWNER TO {{.owner}}',
    "SELECT a[1:2], x::int FROM @results.t WHERE k = :key AND d > now() - INTERVAL '${d} days' LIMIT :n",
    "INSERT INTO :schema.t VALUES ($a, {}, :'c', :\"d\")",
    "COMMENT ON TABLE t IS ${c}",
  ])('does not matter in %s', (sql) => {
    expect(unknownIn(sql)).toEqual([]);
  });

  test.each([
    ['CREATE TABLE t (id ${type} PRIMARY KEY)', ['${type}']],
    ['CREATE TABLE t (id int) ${options}', ['${options}']],
    ['CREATE TABLE t (id int, ${more})', ['${more}']],
    ['CREATE TABLE t (${columns}, id int)', ['${columns}']],
    ['CREATE SEQUENCE s INCREMENT BY ${n}', ['${n}']],
    ['CREATE EXTENSION ${e}', ['${e}']],
    ['ALTER TABLE t ${actions}', null],
    ['${ddl}', null],
  ] as const)('matters in %s', (sql, expected) => {
    expect(unknownIn(sql)).toEqual(expected);
  });

  test('is told from what is wrong without it', () => {
    expect(readStatement(statementOf('CREATE TABEL ${s}.t (id int)'), PARSER)).toMatchObject({ ok: false, cause: 'syntax' });
  });

  test('keeps every place in the text of the user', () => {
    const word = fc.constantFrom('${a}', '{{ b }}', 'pre_${a}', ':c', '{{ index .O "x" }}', '"q"');
    fc.assert(
      fc.property(word, word, word, fc.constantFrom(' ', '\r\n  ', ' /* é😀 */ '), (schema, table, column, gap) => {
        const sql = `CREATE TABLE ${schema}.${table}${gap}(${column} int,${gap}x \${type})`;
        const read = readStatement(statementOf(sql), PARSER);
        if (!read.ok) throw new Error(read.message);
        expect(read.unknown).toHaveLength(1);
        for (const { clause } of read.unknown) {
          const { start, end } = spanOf(clause);
          expect(sql.slice(start.offset, end.offset)).toBe('${type}');
        }
      }),
    );
  });
});

describe('a block of a template', () => {
  test.each([
    ['{{if .postgres}}SELECT 1;{{else}}SELECT `2`;{{end}}SELECT 3;', ['SELECT 1', 'SELECT 3']],
    ["{{if .mysql}}INSERT `it's{{end}}\n{{if .x}}SELECT 1{{else}}SELECT 2{{end}};", ['SELECT 1', 'SELECT 2']],
    ["{% if a %}SELECT 1;{% endif %}{# it's #}{{- /* don't */ -}}SELECT 2;", ['SELECT 1', 'SELECT 2']],
    ['{{ template "x.sql" . }}\nSELECT 1;', ['{{ template "x.sql" . }}', 'SELECT 1']],
  ])('is cut where it stands between statements: %s', (text, expected) => {
    expect(statementsOf(text).map((statement) => statement.text)).toEqual(expected);
  });

  test('inside a statement makes one statement of each of its branches', () => {
    const squeeze = (text: string) => statementsOf(text).map(({ sql }) => sql.replace(/\s+/g, ' '));
    expect(squeeze('CREATE TABLE t (a {{if .postgres}}jsonb{{else}}text{{end}}) {{if .mysql}}ENGINE=x{{end}};')).toEqual(['CREATE TABLE t (a jsonb )']);
    expect(squeeze('CREATE TABLE t (a {{if .x}}int{{else}}text{{end}});')).toEqual(['CREATE TABLE t (a int )', 'CREATE TABLE t (a text )']);
  });

  test('is none in a string', () => {
    expect(statementsOf("SELECT '{{if}}', '{{\"a\",\"b\"}}'; SELECT 2;")).toHaveLength(2);
  });
});

describe('a word that PostgreSQL 18 keeps for itself, and 15 does not', () => {
  test.each([
    'CREATE TABLE t (system_user text NOT NULL, id int)',
    'SELECT t.id, SYSTEM_USER /* é */ FROM t WHERE json_exists(a) AND system_user > 1 LIMIT OFFSET',
    'CREATE FUNCTION json_value(a json, b text) RETURNS text LANGUAGE sql AS $$ SELECT a ->> b $$',
    'CREATE FUNCTION merge_action() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'ALTER TABLE ${s}.t ADD COLUMN system_user text',
  ])('is a name in %s', (sql) => {
    // The second one is wrong behind the words: its error stands where it is.
    const read = readStatement(statementOf(sql), PARSER);
    expect(read.ok).toBe(!sql.endsWith('OFFSET'));
    if (!read.ok) expect(textOf(read.clause)).toBe('OFFSET');
    else expect(JSON.stringify(read.node)).toMatch(/"(?:system_user|json_value|merge_action)"/);
  });

  test('keeps every place in the text of the user, and the sharding of its keys', () => {
    const sql = 'CREATE TABLE t (system_user text,\n "é" int UNIQUE, PRIMARY KEY (SYSTEM_USER HASH))';
    const read = readStatement(statementOf(sql), PARSER);
    if (!read.ok) throw new Error(read.message);
    const { statement } = read;
    const at = Buffer.from(statement.sql).indexOf('UNIQUE');
    expect(textOf({ statement, form: 'constraint', at })).toBe('UNIQUE');
    expect(textOf({ statement, form: 'word', at: Buffer.from(statement.sql).indexOf('"system_user"') })).toBe('system_user');
    expect(Buffer.from(statement.sql).subarray(statement.dialect.keys[0]?.at).toString()).toBe('("system_user"     ))');
  });

  test('is what it is to PostgreSQL 18 where that takes it', () => {
    const read = readStatement(statementOf('SELECT system_user'), PARSER);
    expect(read.ok && JSON.stringify(read.node)).toContain('COERCE_SQL_SYNTAX');
  });
});
