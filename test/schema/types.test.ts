import { describe, expect, test } from 'vitest';
import type { ChangeOf } from '../../src/schema/change.js';
import { changesOf, inPublic, schemaAfter } from './session.js';

// The names are those that PostgreSQL 16 gave.

describe('the multirange of a range', () => {
  test.each([
    ['CREATE TYPE floatrange AS RANGE (subtype = float8)', 'floatrange', 'public', 'floatmultirange'],
    ['CREATE TYPE rangespan AS RANGE (subtype = float8)', 'rangespan', 'public', 'multirangespan'],
    ['CREATE TYPE "Range" AS RANGE (subtype = float8)', 'Range', 'public', 'Range_multirange'],
    [`CREATE TYPE ${'y'.repeat(60)} AS RANGE (subtype = float8)`, 'y'.repeat(60), 'public', `${'y'.repeat(52)}_multirange`],
    [`CREATE TYPE ${'z'.repeat(56)}range AS RANGE (subtype = float8)`, `${'z'.repeat(56)}range`, 'public', `${'z'.repeat(56)}multira`],
    ['CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = spans)', 'span', 'public', 'spans'],
    ['CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = other."Spans")', 'span', 'other', 'Spans'],
    ['CREATE TYPE span AS RANGE (subtype = float8); ALTER TYPE span RENAME TO stretch', 'stretch', 'public', 'span_multirange'],
  ])('of %s', (sql, range, schema, name) => {
    expect(schemaAfter(sql).type(inPublic(range))?.multirange).toEqual({ schema, name });
  });

  test('stays in its schema when the range leaves', () => {
    const moved = schemaAfter('CREATE SCHEMA other; CREATE TYPE span AS RANGE (subtype = float8); ALTER TYPE span SET SCHEMA other').type({ schema: 'other', name: 'span' });
    expect(moved?.multirange).toEqual({ schema: 'public', name: 'span_multirange' });
  });
});

describe('a change of a type', () => {
  test.each([
    ["ALTER TYPE mood ADD VALUE 'happy'", 'add value', false],
    ["ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", 'rename value', false],
    ['ALTER TYPE pair ADD ATTRIBUTE c int, DROP ATTRIBUTE a', 'alter attributes', false],
    ['ALTER TYPE pair RENAME ATTRIBUTE a TO b', 'rename attribute', false],
    ['ALTER TYPE mood RENAME TO feeling', 'rename', false],
    ['ALTER TYPE mood SET SCHEMA other', 'rename', false],
    ['ALTER DOMAIN email RENAME TO mail', 'rename', true],
    ['ALTER DOMAIN email SET SCHEMA other', 'rename', true],
    ["ALTER DOMAIN email ADD CHECK (VALUE <> '')", 'constrain', true],
    ['ALTER DOMAIN email SET NOT NULL', 'constrain', true],
  ] satisfies [string, ChangeOf<'alterType'>['action'], boolean][])('is told by what it does: %s', (sql, action, asDomain) => {
    expect(changesOf(sql)).toMatchObject([{ kind: 'alterType', action, asDomain }]);
  });

  test.each([
    ['DROP TYPE a, b', false],
    ['DROP DOMAIN a, b', true],
  ])('is told from one of a domain: %s', (sql, asDomain) => {
    expect(changesOf(sql)).toMatchObject([
      { kind: 'dropType', asDomain },
      { kind: 'dropType', asDomain },
    ]);
  });
});

test.each([
  ['CREATE TABLE t AS SELECT 1 AS one', true],
  ['CREATE TABLE t AS SELECT 1 AS one WITH NO DATA', false],
  ['SELECT 1 AS one INTO t', true],
])('a table made from a query has its rows or not: %s', (sql, withData) => {
  expect(changesOf(sql)).toMatchObject([{ kind: 'createTableAs', withData }]);
});
