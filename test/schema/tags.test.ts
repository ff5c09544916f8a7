import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/schema/change.js';
import { changesOf, tableIn, stepsOf } from './session.js';

/** The tags of the statements that have one as a change of their own. */
function tagsOf(text: string): string[] {
  return changesOf(text).flatMap((change) => (change.kind === 'other' ? change.tag : []));
}

function asForeign(change: Change | undefined): boolean {
  return change !== undefined && 'asForeign' in change && change.asForeign;
}

describe('command tags', () => {
  // Measured with an event trigger in PostgreSQL 15.
  it.each([
    ['ALTER SERVER s OWNER TO CURRENT_USER', 'ALTER SERVER'],
    ['ALTER SERVER s RENAME TO t', 'ALTER SERVER'],
    ['ALTER FOREIGN DATA WRAPPER f RENAME TO g', 'ALTER FOREIGN DATA WRAPPER'],
    ['ALTER FOREIGN DATA WRAPPER f OWNER TO CURRENT_USER', 'ALTER FOREIGN DATA WRAPPER'],
    ['ALTER TEXT SEARCH CONFIGURATION c OWNER TO CURRENT_USER', 'ALTER TEXT SEARCH CONFIGURATION'],
    ['ALTER TEXT SEARCH DICTIONARY c RENAME TO d', 'ALTER TEXT SEARCH DICTIONARY'],
    ['ALTER TEXT SEARCH PARSER c SET SCHEMA s', 'ALTER TEXT SEARCH PARSER'],
    ['CREATE TEXT SEARCH TEMPLATE t (LEXIZE = dsimple_lexize)', 'CREATE TEXT SEARCH TEMPLATE'],
    ['ALTER DOMAIN d RENAME CONSTRAINT a TO b', 'ALTER DOMAIN'],
    ['ALTER STATISTICS s RENAME TO t', 'ALTER STATISTICS'],
    ['CREATE VIEW v AS SELECT 1 AS a; ALTER TABLE v RENAME COLUMN a TO b', 'ALTER TABLE'],
    ['CREATE VIEW v AS SELECT 1 AS a; ALTER VIEW v RENAME COLUMN a TO b', 'ALTER VIEW'],
    ['CREATE SEQUENCE s; ALTER TABLE s OWNER TO CURRENT_USER', 'ALTER TABLE'],
    ['ALTER MATERIALIZED VIEW m OWNER TO CURRENT_USER', 'ALTER MATERIALIZED VIEW'],
    ['ALTER EXTENSION e UPDATE', 'ALTER EXTENSION'],
    ['ALTER OPERATOR FAMILY f USING btree OWNER TO CURRENT_USER', 'ALTER OPERATOR FAMILY'],
    ['ALTER OPERATOR CLASS f USING btree SET SCHEMA s', 'ALTER OPERATOR CLASS'],
    ['ALTER POLICY p ON t RENAME TO q', 'ALTER POLICY'],
    ['ALTER LANGUAGE l RENAME TO m', 'ALTER LANGUAGE'],
    ['ALTER LARGE OBJECT 42 OWNER TO CURRENT_USER', 'ALTER LARGE OBJECT'],
    ['ALTER CONVERSION c RENAME TO d', 'ALTER CONVERSION'],
    ['ALTER AGGREGATE a(int) OWNER TO CURRENT_USER', 'ALTER AGGREGATE'],
    ['ALTER EXTENSION e SET SCHEMA s', 'ALTER EXTENSION'],
    ['DROP FOREIGN DATA WRAPPER f', 'DROP FOREIGN DATA WRAPPER'],
    ['DROP SERVER s', 'DROP SERVER'],
    ['DROP STATISTICS s', 'DROP STATISTICS'],
    ['DROP OPERATOR CLASS o USING btree', 'DROP OPERATOR CLASS'],
    ['DROP TEXT SEARCH CONFIGURATION c', 'DROP TEXT SEARCH CONFIGURATION'],
    ['DROP CONVERSION c', 'DROP CONVERSION'],
    ['DROP LANGUAGE l', 'DROP LANGUAGE'],
    ['DROP TRANSFORM FOR int LANGUAGE sql', 'DROP TRANSFORM'],
    ['DISCARD ALL', 'DISCARD ALL'],
    ['DISCARD TEMP', 'DISCARD TEMP'],
  ])('of %s is %s', (text, tag) => {
    expect(tagsOf(text)).toEqual([tag]);
  });

  it.each([
    ['ALTER FOREIGN TABLE f ADD COLUMN a int', true],
    ['ALTER FOREIGN TABLE f RENAME COLUMN a TO b', true],
    ['ALTER FOREIGN TABLE f RENAME TO g', true],
    ['ALTER FOREIGN TABLE f OWNER TO CURRENT_USER', true],
    ['ALTER FOREIGN TABLE f SET SCHEMA s', true],
    ['ALTER TABLE f ADD COLUMN a int', false],
    ['ALTER TABLE f RENAME TO g', false],
  ])('tell ALTER FOREIGN TABLE by what is written: %s', (text, expected) => {
    expect(asForeign(changesOf(text)[0])).toBe(expected);
  });
});

describe('the database of a table', () => {
  it.each([
    ['CREATE DATABASE shop WITH COLOCATION = true;\n\\c shop\n', true],
    ['CREATE DATABASE "Shop" COLOCATION true;\n\\connect "Shop" app\n', true],
    ["CREATE DATABASE shop colocated = true;\n\\c 'dbname=shop user=app'\n", true],
    ['CREATE DATABASE shop COLOCATION = false;\n\\c shop\n', false],
    ['CREATE DATABASE shop COLOCATION = true;\n\\c postgresql://localhost/shop?user=app\n', true],
    ['CREATE DATABASE shop;\n\\c shop\n', null],
    ['CREATE DATABASE shop COLOCATION = true;\n', null],
    ['CREATE DATABASE shop COLOCATION = true;\n\\c shop\n\\c other\n', null],
    ['CREATE DATABASE shop COLOCATION = true;\n\\c shop\n\\c - app\n', true],
  ])('decides about colocation: %j', (text, colocated) => {
    const { schema } = stepsOf(`${text}CREATE TABLE t (id int);`);
    expect(tableIn(schema, 't').colocated).toBe(colocated);
  });

  it('is that of the migrations again in the next file, and does not overrule the table', () => {
    const { schema } = stepsOf('CREATE DATABASE shop COLOCATION = true;\n\\c shop\nCREATE TABLE a (id int) WITH (colocation = false);', 'CREATE TABLE b (id int);');
    expect(tableIn(schema, 'a').colocated).toBe(false);
    expect(tableIn(schema, 'b').colocated).toBeNull();
  });
});

describe('colocation ids', () => {
  it('are read of tables, indexes and constraints, and are nobody else’s', () => {
    const { schema } = stepsOf(
      'CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE WITH (colocation_id = 20002)) WITH (colocation_id = 20001);',
      'CREATE INDEX i ON t (a) WITH (colocation_id = 20003); CREATE TABLE u (LIKE t INCLUDING ALL); CREATE TABLE q WITH (colocation_id = 20004) AS SELECT 1 AS a;',
    );
    const idsOf = (name: string): (number | null | undefined)[] => [tableIn(schema, name).colocationId, ...tableIn(schema, name).indexes.map((index) => index.colocationId)];
    expect(idsOf('t')).toEqual([20001, undefined, 20002, 20003]);
    expect(new Set(idsOf('u'))).toEqual(new Set([null, undefined]));
    expect(idsOf('q')).toEqual([20004]);
  });
});
