import { describe, expect, test } from 'vitest';
import { startOf } from '../../src/sql/clause.js';
import type { Clause } from '../../src/sql/statement.js';
import { changesOf, marked, schemaAfter, tableIn } from './session.js';

/** Puts `>` where the clause begins. */
function markedAt(text: string, clause: Clause | null | undefined): string {
  if (clause === null || clause === undefined) return 'nowhere';
  const { offset } = startOf(clause);
  return `${text.slice(0, offset)}>${text.slice(offset)}`;
}

/** Each text has `>` where a change that it makes begins. */
const CHANGES: readonly string[] = [
  '>CREATE TABLE t (id int)',
  '>CREATE TABLE t AS SELECT 1 AS a',
  '>SELECT 1 AS a INTO t',
  '>DROP TABLE t',
  'ALTER TABLE t >RENAME TO u',
  'ALTER TABLE t >SET SCHEMA s',
  'ALTER TABLE t >ADD COLUMN a int DEFAULT 1',
  'ALTER TABLE t ADD a int, >DROP COLUMN b',
  'ALTER TABLE t >RENAME COLUMN a TO b',
  'ALTER TABLE t >ALTER COLUMN a TYPE uuid USING a::uuid',
  'ALTER TABLE t ALTER a SET >DEFAULT nextval(\'s\')',
  'ALTER TABLE t >ALTER a DROP DEFAULT',
  'ALTER TABLE t >ALTER a SET NOT NULL',
  'ALTER TABLE t ALTER a ADD >GENERATED ALWAYS AS IDENTITY',
  'ALTER TABLE t >ALTER a DROP IDENTITY',
  'ALTER TABLE t ADD >CONSTRAINT c UNIQUE (a)',
  'ALTER TABLE t ADD >UNIQUE (a)',
  'ALTER TABLE t ADD >PRIMARY KEY (a)',
  'ALTER TABLE t ADD >FOREIGN KEY (a) REFERENCES u',
  'ALTER TABLE t ADD >CHECK (a > 0)',
  'ALTER TABLE t ADD >EXCLUDE USING gist (a WITH =)',
  'ALTER TABLE t ADD COLUMN a int >UNIQUE',
  'ALTER TABLE t ADD COLUMN a int CHECK (a IS NOT NULL) >REFERENCES u',
  'ALTER TABLE t ADD >CONSTRAINT c UNIQUE USING INDEX i',
  'ALTER TABLE t >DROP CONSTRAINT c',
  'ALTER TABLE t >RENAME CONSTRAINT c TO d',
  'ALTER TABLE t >VALIDATE CONSTRAINT c',
  'ALTER TABLE t >ATTACH PARTITION p DEFAULT',
  'ALTER TABLE t >DETACH PARTITION p CONCURRENTLY',
  'ALTER TABLE t >INHERIT u',
  'ALTER TABLE t >SET UNLOGGED',
  'ALTER TABLE t >OWNER TO me',
  'ALTER TABLE t >DISABLE TRIGGER g',
  'ALTER TABLE t ADD a int,\n  DROP COLUMN b,\n  ALTER c SET >DEFAULT 1',
  'CREATE >UNIQUE INDEX i ON t (a)',
  '>CREATE INDEX i ON t (a)',
  '>DROP INDEX i',
  '>CREATE SEQUENCE s',
  '>CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
  '>CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING',
  'ALTER TABLE t >DISABLE RULE r',
  '>CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()',
  ">CREATE TYPE e AS ENUM ('a')",
  '>CREATE VIEW v AS SELECT 1',
  '>TRUNCATE t',
  '>REINDEX TABLE t',
  '>INSERT INTO t VALUES (1)',
  'DO $$ BEGIN >ALTER TABLE t ADD CONSTRAINT c UNIQUE (a); END $$',
  "DO $$ BEGIN >EXECUTE 'ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)'; END $$",
];

describe('a change stands at its clause', () => {
  test.each(CHANGES)('%s', (expected) => {
    const text = expected.replace('>', '');
    expect(changesOf(text).map((change) => marked(text, change))).toContain(expected);
  });
});

const OBJECTS: readonly (readonly [what: string, expected: string, find: (text: string) => Clause | null | undefined])[] = [
  ['the type of a serial', 'CREATE TABLE t (id >bigserial PRIMARY KEY)', (text) => tableIn(schemaAfter(text), 't').columns[0]?.typeClause],
  ['a default', 'CREATE TABLE t (id int >DEFAULT (1 + 2))', (text) => tableIn(schemaAfter(text), 't').columns[0]?.defaultClause],
  ['an identity', 'CREATE TABLE t (id int >GENERATED ALWAYS AS IDENTITY)', (text) => tableIn(schemaAfter(text), 't').columns[0]?.identityClause],
  ['an inline primary key', 'CREATE TABLE t (id int >PRIMARY KEY)', (text) => tableIn(schemaAfter(text), 't').constraints[0]?.origin],
  ['an inline unique constraint with a name', 'CREATE TABLE t (id int NOT NULL >CONSTRAINT u UNIQUE)', (text) => tableIn(schemaAfter(text), 't').constraints[0]?.origin],
  ['an inline foreign key', 'CREATE TABLE t (id int >REFERENCES u (a) ON DELETE CASCADE)', (text) => tableIn(schemaAfter(text), 't').constraints[0]?.origin],
  ['a foreign key of the table', 'CREATE TABLE t (id int, >FOREIGN KEY (id) REFERENCES u)', (text) => tableIn(schemaAfter(text), 't').constraints[0]?.origin],
  ['an exclusion constraint', 'CREATE TABLE t (r int4range, >EXCLUDE USING gist (r WITH &&))', (text) => tableIn(schemaAfter(text), 't').constraints[0]?.origin],
  ['a check of the table', 'CREATE TABLE t (a int, b int, >CHECK (a < b))', (text) => tableIn(schemaAfter(text), 't').constraints[0]?.origin],
  ['what LIKE brings', 'CREATE TABLE s (id serial UNIQUE); CREATE TABLE t (>LIKE s INCLUDING ALL)', (text) => tableIn(schemaAfter(text), 't').constraints[0]?.origin],
  ['the type of a serial that LIKE brings', 'CREATE TABLE s (id serial UNIQUE); CREATE TABLE t (>LIKE s INCLUDING ALL)', (text) => tableIn(schemaAfter(text), 't').columns[0]?.typeClause],
  ['the index of a constraint', 'CREATE TABLE t (id int >UNIQUE)', (text) => tableIn(schemaAfter(text), 't').indexes[0]?.origin],
  ['a type that was changed', 'CREATE TABLE t (id int); ALTER TABLE t ALTER id TYPE >bigint', (text) => tableIn(schemaAfter(text), 't').columns[0]?.typeClause],
  ['a default that was set', 'CREATE TABLE t (id int DEFAULT 1); ALTER TABLE t ALTER id SET >DEFAULT 2', (text) => tableIn(schemaAfter(text), 't').columns[0]?.defaultClause],
  ['no default any more', 'nowhere', () => tableIn(schemaAfter('CREATE TABLE t (id int DEFAULT 1); ALTER TABLE t ALTER id DROP DEFAULT'), 't').columns[0]?.defaultClause],
  ['the index of a partition, at the parent’s', 'CREATE TABLE t (id int) PARTITION BY LIST (id); CREATE TABLE p PARTITION OF t DEFAULT; CREATE >UNIQUE INDEX ON t (id)', (text) => tableIn(schemaAfter(text), 'p').indexes[0]?.origin],
];

describe('an object knows where it was made', () => {
  test.each(OBJECTS)('%s', (_, expected, find) => {
    const text = expected.replace('>', '');
    expect(markedAt(text, find(text))).toBe(expected);
  });
});
