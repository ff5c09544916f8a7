import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/schema/model.js';
import { schemaAfter, tableIn } from './session.js';

const TABLE = 'CREATE TABLE t (id int);';
const RULE = 'CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;';

/** `name event`, with what is unusual about it. */
function rulesOf(schema: Schema, table = 't'): string[] {
  return (tableIn(schema, table).rules ?? []).map(({ name, event, instead, enabled }) => `${name} ${event}${instead ? ' instead' : ''}${enabled ? '' : ' off'}`);
}

function eventTriggersOf(schema: Schema): string[] {
  return [...schema.allEventTriggers()].map(({ name, event, function: run, enabled }) => `${name} ${event} ${run.schema}.${run.name}${enabled ? '' : ' off'}`).sort();
}

function droppedFrom(schema: Schema, table: string): string[] {
  return (tableIn(schema, table).droppedColumns ?? []).map(({ name }) => name);
}

describe('a rewrite rule', () => {
  test.each([
    ['is the table\'s', `${TABLE} ${RULE}`, ['r delete instead']],
    ['is replaced by one of its name', `${TABLE} ${RULE} CREATE OR REPLACE RULE r AS ON INSERT TO t DO ALSO NOTIFY x;`, ['r insert']],
    ['is dropped', `${TABLE} ${RULE} DROP RULE r ON t;`, []],
    ['is renamed', `${TABLE} ${RULE} ALTER RULE r ON t RENAME TO s;`, ['s delete instead']],
    ['is disabled', `${TABLE} ${RULE} ALTER TABLE t DISABLE RULE r;`, ['r delete instead off']],
    ['is enabled again', `${TABLE} ${RULE} ALTER TABLE t DISABLE RULE r; ALTER TABLE t ENABLE ALWAYS RULE r;`, ['r delete instead']],
    ['goes with its table', `${TABLE} ${RULE} DROP TABLE t; ${TABLE}`, []],
    ['stays where a block asks for it again', `${TABLE} ${RULE} DO $$ BEGIN CREATE RULE r AS ON UPDATE TO t DO NOTHING; END $$;`, ['r delete instead']],
    ['makes up a table that nobody creates', RULE, ['r delete instead']],
  ])('%s', (_, text, expected) => {
    expect(rulesOf(schemaAfter(text))).toEqual(expected);
  });

  test('moves with its table, and is not copied', () => {
    const schema = schemaAfter(`${TABLE} ${RULE} CREATE TABLE u (LIKE t INCLUDING ALL); ALTER TABLE t RENAME TO v;`);
    expect(rulesOf(schema, 'v')).toEqual(['r delete instead']);
    expect(rulesOf(schema, 'u')).toEqual([]);
  });

  test('of a view is not kept', () => {
    const schema = schemaAfter('CREATE VIEW t AS SELECT 1 AS a; CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING; DROP RULE r ON t;');
    expect(schema.table({ schema: 'public', name: 't' })).toBeUndefined();
  });
});

describe('an event trigger', () => {
  const routine = 'CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;';
  const trigger = 'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();';

  test.each([
    ['is known with its function', trigger, ['e ddl_command_end public.f']],
    ['is dropped', `${trigger} DROP EVENT TRIGGER IF EXISTS e;`, []],
    ['is renamed', `${trigger} ALTER EVENT TRIGGER e RENAME TO g;`, ['g ddl_command_end public.f']],
    ['is disabled', `${trigger} ALTER EVENT TRIGGER e DISABLE;`, ['e ddl_command_end public.f off']],
    ['is enabled again', `${trigger} ALTER EVENT TRIGGER e DISABLE; ALTER EVENT TRIGGER e ENABLE REPLICA;`, ['e ddl_command_end public.f']],
    ['has a function that moves', `CREATE SCHEMA s; ${trigger} ALTER FUNCTION f() SET SCHEMA s;`, ['e ddl_command_end s.f']],
    ['goes with its function', `${trigger} DROP FUNCTION f() CASCADE;`, []],
    ['that nobody made is not renamed', 'ALTER EVENT TRIGGER e RENAME TO g; ALTER EVENT TRIGGER e DISABLE;', []],
  ])('%s', (_, text, expected) => {
    expect(eventTriggersOf(schemaAfter(`${routine} ${text}`))).toEqual(expected);
  });
});

describe('a dropped column', () => {
  test.each([
    ['is remembered', 'CREATE TABLE t (a int, b int); ALTER TABLE t DROP COLUMN b;', ['b']],
    ['is remembered once', 'CREATE TABLE t (a int, b int); ALTER TABLE t DROP b; ALTER TABLE t ADD b int; ALTER TABLE t DROP b;', ['b']],
    ['is remembered under the table\'s new name', 'CREATE TABLE s (a int, b int); ALTER TABLE s DROP b; ALTER TABLE s RENAME TO t;', ['b']],
    ['is remembered of a table that nobody creates', 'ALTER TABLE t DROP COLUMN b;', ['b']],
    ['that the table never had is none', 'CREATE TABLE t (a int); ALTER TABLE t DROP COLUMN IF EXISTS b;', []],
    ['is forgotten with the table', 'CREATE TABLE t (a int, b int); ALTER TABLE t DROP b; DROP TABLE t; CREATE TABLE t (a int);', []],
    ['is none where the transaction is taken back', 'CREATE TABLE t (a int, b int); BEGIN; ALTER TABLE t DROP b; ROLLBACK;', []],
  ])('%s', (_, text, expected) => {
    expect(droppedFrom(schemaAfter(text), 't')).toEqual(expected);
  });

  test('is remembered of partitions and children that lose it too', () => {
    const schema = schemaAfter('CREATE TABLE p (a int, b int); CREATE TABLE c (LIKE p) INHERITS (p); CREATE TABLE d () INHERITS (p); ALTER TABLE p DROP COLUMN b;');
    expect(droppedFrom(schema, 'd')).toEqual(['b']);
    expect(droppedFrom(schema, 'c')).toEqual([]);
  });
});
