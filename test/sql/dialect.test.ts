import { describe, expect, test } from 'vitest';
import { PLAIN_DIALECT } from '../../src/sql/dialect.js';
import type { DialectClauses } from '../../src/sql/dialect.js';
import { readDialect } from '../../src/sql/dialect-reader.js';
import { PARSER } from './migration.js';

/** A key list in short: its columns by order (`h a d` or `-`), in capitals where they are grouped. */
function sayKeys({ keys }: DialectClauses): string[] {
  return keys.map(({ columns }) => columns.map(({ order, grouped }) => (grouped ? (order?.charAt(0) ?? '+').toUpperCase() : (order?.charAt(0) ?? '-'))).join(''));
}

const KEYS: readonly (readonly [text: string, ...keys: string[]])[] = [
  ['CREATE TABLE t (a int, b int, PRIMARY KEY (a HASH, b ASC))', 'ha'],
  ['CREATE TABLE t (a int, b int, c int, PRIMARY KEY ((a, b) HASH, c DESC))', 'HHd'],
  ['CREATE TABLE t (a int, b int, c int, PRIMARY KEY ((a, b), c))', '++-'],
  ['CREATE TABLE t (id int, CONSTRAINT k PRIMARY KEY((id) HASH))', 'H'],
  ['CREATE TABLE t (a int PRIMARY KEY ASC, b int UNIQUE HASH)', 'a', 'h'],
  ['CREATE TABLE t (a int, UNIQUE NULLS NOT DISTINCT (a HASH) INCLUDE (b), b int)', 'h'],
  ['CREATE TABLE t (é int, "Ü" text, PRIMARY KEY ((é, "Ü") HASH, c), c int)', 'HH-'],
  ['CREATE TABLE t (a int, b int, primary key (a desc nulls last, b asc))', 'da'],
  ['CREATE TABLE t OF ty (PRIMARY KEY (a HASH))', 'h'],
  ["CREATE TABLE t PARTITION OF p (PRIMARY KEY (a HASH, b ASC)) FOR VALUES IN ('x')", 'ha'],
  ['CREATE TABLE t (LIKE x INCLUDING ALL, PRIMARY KEY (a HASH)) WITH (colocation = false)', 'h'],
  ['ALTER TABLE t ADD PRIMARY KEY ((a, b) HASH, c ASC)', 'HHa'],
  ['ALTER TABLE t ADD COLUMN a int UNIQUE, ADD CONSTRAINT k UNIQUE (a HASH, b)', 'h-'],
  ['CREATE INDEX ON t ((h2, h1), r2 DESC, r1)', '++d-'],
  ['CREATE UNIQUE INDEX ON t ((h1, (h2 % 8)) HASH, r2, r1)', 'HH--'],
  ['CREATE INDEX i ON t (lower(v) HASH, w DESC NULLS LAST)', 'hd'],
  ['CREATE INDEX i ON t ((lower(v) || x) HASH, w ASC)', 'ha'],
  ['CREATE INDEX i ON t ((id) HASH)', 'H'],
  ['CREATE INDEX i ON t USING lsm (a COLLATE "C" text_ops HASH, b ASC)', 'ha'],
  ['CREATE INDEX i ON t ((a))', '+'],
  ['CREATE UNIQUE INDEX one_row ON t ((TRUE))'],
  ['CREATE INDEX i ON t USING btree ((current_user), (a IS NULL), (b))', '--+'],
  ['CREATE INDEX IF NOT EXISTS "x(y" ON ONLY s."t(" (a HASH)', 'h'],
];

describe('key lists', () => {
  for (const [text, ...keys] of KEYS) {
    test(text, () => {
      const { sql, dialect } = readDialect(text);
      expect(sayKeys(dialect)).toEqual(keys);
      expect(sql.length).toBe(text.length);
      expect(PARSER.parse(sql)).toMatchObject({ ok: true });
    });
  }

  test('are found by the place of their parenthesis in bytes', () => {
    const text = 'CREATE TABLE t (é int, PRIMARY KEY (é HASH), UNIQUE (é ASC))';
    const bytes = new TextEncoder().encode(text);
    const marks = readDialect(text).dialect.keys.map(({ at }) => new TextDecoder().decode(bytes.subarray(at, at + 3)));
    expect(marks).toEqual(['(é', '(é']);
  });

  test('lose HASH in an index, which PostgreSQL would take for an operator class', () => {
    expect(readDialect('CREATE INDEX i ON t (v HASH)').sql).toBe('CREATE INDEX i ON t (v     )');
  });
});

const CLAUSES: readonly (readonly [text: string, clauses: Partial<DialectClauses>])[] = [
  ['CREATE TABLE t (a int) SPLIT INTO 3 TABLETS', { split: { kind: 'into', tablets: 3 } }],
  ['CREATE TABLE t (a int) SPLIT AT VALUES ((100), (200, 5))', { split: { kind: 'at', values: '(100), (200, 5)' } }],
  ['CREATE INDEX ON t (a) INCLUDE (x) NULLS NOT DISTINCT WITH (fillfactor = 1) TABLESPACE y SPLIT (INTO 3 TABLETS) WHERE a > 1', { split: { kind: 'into', tablets: 3 } }],
  ['CREATE INDEX ON t (a) SPLIT (AT VALUES ((1), (MINVALUE)))', { split: { kind: 'at', values: '(1), (MINVALUE)' } }],
  ['CREATE UNIQUE INDEX NONCONCURRENTLY i ON t (a)', { nonconcurrently: true }],
  ['CREATE INDEX NONCONCURRENTLY ON t (a)', { nonconcurrently: true }],
  ['CREATE TABLE t (a int) TABLEGROUP g', { tablegroup: { name: 'g' } }],
  ['CREATE TEMP TABLE t (a int) TABLESPACE x NO TABLEGROUP', { tablegroup: 'none' }],
  ['CREATE INDEX i ON t (a) TABLEGROUP "G g"', { tablegroup: { name: 'G g' } }],
  ['ALTER USER r PROFILE p', {}],
  ['ALTER ROLE r NOPROFILE', {}],
  ['ALTER USER r ACCOUNT UNLOCK', {}],
];

describe('clauses', () => {
  for (const [text, clauses] of CLAUSES) {
    test(text, () => {
      const { sql, dialect } = readDialect(text);
      expect(dialect).toEqual({ ...PLAIN_DIALECT, ...clauses });
      expect(sql).not.toBe(text);
      expect(sql.length).toBe(text.length);
      expect(PARSER.parse(sql)).toMatchObject({ ok: true });
    });
  }
});

describe('statements of its own', () => {
  const own: readonly (readonly [string, DialectClauses['own']])[] = [
    ['CREATE TABLEGROUP g OWNER r TABLESPACE x', { kind: 'createTablegroup', name: 'g' }],
    ['ALTER TABLEGROUP "G" OWNER TO r', { kind: 'alterTablegroup', name: 'G' }],
    ['DROP TABLEGROUP IF EXISTS G', { kind: 'dropTablegroup', name: 'g' }],
    ['GRANT CREATE ON TABLEGROUP g TO r', { kind: 'grantOnTablegroup' }],
    ['ALTER DEFAULT PRIVILEGES GRANT CREATE ON TABLEGROUPS TO r', { kind: 'grantOnTablegroup' }],
    [`CREATE TABLESPACE ts OWNER r WITH (replica_placement = '{"num_replicas": 3}')`, { kind: 'createTablespace', name: 'ts' }],
    ["BACKFILL INDEX 1 READ TIME 2 PARTITION x'00'", { kind: 'backfillIndex' }],
    ['CREATE PROFILE p LIMIT FAILED_LOGIN_ATTEMPTS 3', { kind: 'createProfile', name: 'p' }],
    ['DROP PROFILE p', { kind: 'dropProfile', name: 'p' }],
  ];
  for (const [text, statement] of own) {
    test(text, () => {
      expect(readDialect(text)).toEqual({ sql: text, dialect: { ...PLAIN_DIALECT, own: statement } });
    });
  }
});

describe('what PostgreSQL reads by itself', () => {
  const plain = [
    'CREATE TABLE t (hash text, "desc" text, split int, tablegroup int, profile int, PRIMARY KEY (hash))',
    'CREATE TABLE t (a int) PARTITION BY HASH (a)',
    'CREATE TABLE t AS SELECT split, tablegroup FROM x ORDER BY (a) DESC',
    'CREATE TABLE tablegroup (split int)',
    'CREATE VIEW v AS SELECT row_number() OVER (ORDER BY (b) DESC) FROM t WHERE ((a = 1) OR (b = 2))',
    'CREATE TABLE t (a int CHECK ((a > 0) AND ((a < 5))), EXCLUDE USING gist (a WITH =))',
    'CREATE DATABASE d COLOCATION = true',
    'CREATE DATABASE d WITH colocated = true OWNER y',
    'CREATE TABLE t (a int) WITH (colocation = true, COLOCATION_ID = 20000)',
    "CREATE TABLESPACE ts LOCATION '/x'",
    'ALTER TABLE t RENAME COLUMN tablegroup TO split',
    'ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i',
    'DROP TABLE split',
    "COPY t FROM '/x' WITH (FORMAT csv, ROWS_PER_TRANSACTION 1000, DISABLE_FK_CHECK, REPLACE, SKIP 10)",
    'EXPLAIN (ANALYZE, DIST, DEBUG) SELECT 1',
    'CREATE INDEX ON items USING ybhnsw (embedding vector_l2_ops)',
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 ORDER BY 1 DESC -- PRIMARY KEY (a HASH) $$",
  ];
  for (const text of plain) {
    test(`${text} stays as it is`, () => {
      expect(readDialect(text)).toEqual({ sql: text, dialect: PLAIN_DIALECT });
      expect(PARSER.parse(text)).toMatchObject({ ok: true });
    });
  }
});
