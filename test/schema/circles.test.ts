import { expect, test } from 'vitest';
import { schemaAfter, stepsOf, tableIn, tableNames } from './session.js';

// PostgreSQL refuses a circle of parents; a model that had one would walk round it for ever.

test.each([
  ['of two by INHERIT', 'CREATE TABLE a (i int); CREATE TABLE b (i int); ALTER TABLE b INHERIT a; ALTER TABLE a INHERIT b'],
  ['of one by INHERIT', 'CREATE TABLE a (i int); CREATE TABLE b (i int); ALTER TABLE a INHERIT a; ALTER TABLE b INHERIT a'],
  [
    'of three by INHERIT',
    'CREATE TABLE a (i int); CREATE TABLE b (i int); CREATE TABLE c (i int); ALTER TABLE b INHERIT a; ALTER TABLE c INHERIT b; ALTER TABLE a INHERIT c',
  ],
  [
    'of two by ATTACH PARTITION',
    'CREATE TABLE a (i int) PARTITION BY LIST (i); CREATE TABLE b (i int) PARTITION BY LIST (i); ALTER TABLE a ATTACH PARTITION b DEFAULT; ALTER TABLE b ATTACH PARTITION a DEFAULT',
  ],
])('a circle %s is not closed', (_, sql) => {
  const { steps, schema } = stepsOf(`${sql}; ALTER TABLE a ADD COLUMN j int`);
  expect(steps.filter(({ change }) => change.kind === 'opaque')).toEqual([]);
  expect(tableIn(schema, 'b').columns.map(({ name }) => name)).toEqual(['i', 'j']);
  expect(tableNames(schemaAfter(`${sql}; DROP TABLE a CASCADE`))).toEqual([]);
});
