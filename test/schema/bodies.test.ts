import { describe, expect, test } from 'vitest';
import { changesOf, routineIn, schemaAfter, tableNames } from './session.js';

const routine = (body: string, header = 'RETURNS void LANGUAGE plpgsql'): string => `CREATE FUNCTION f() ${header} AS $f$ ${body} $f$`;
const trigger = (body: string): string => routine(body, 'RETURNS trigger LANGUAGE plpgsql');

function bodyOf(text: string): NonNullable<ReturnType<typeof routineIn>['body']> {
  const { body } = routineIn(schemaAfter(text), 'f');
  if (body === null) throw new Error('the body was not read');
  return body;
}

describe('the body of a routine', () => {
  test('changes nothing now, and tells what it would change', () => {
    const text = routine('BEGIN CREATE TABLE made (id serial); ALTER TABLE made ADD UNIQUE (id); END');
    expect(tableNames(schemaAfter(text))).toEqual([]);
    const { changes, complete } = bodyOf(text);
    expect(changes.map((change) => change.kind)).toEqual(['createTable', 'addConstraint']);
    expect(changes.map((change) => change.inRoutine?.name)).toEqual(['f', 'f']);
    expect(complete).toBe(true);
  });

  test('names the tables that it writes, once, and not the temporary ones', () => {
    const { writes } = bodyOf(routine('BEGIN CREATE TEMP TABLE tmp (a int); INSERT INTO tmp VALUES (1); INSERT INTO b VALUES (1); UPDATE s.c SET x = 1; DELETE FROM b; END'));
    expect(writes).toEqual([
      { schema: 'public', name: 'b' },
      { schema: 's', name: 'c' },
    ]);
  });

  test('finds what a WITH writes', () => {
    expect(bodyOf(routine('WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone', 'RETURNS void LANGUAGE sql')).writes.map(({ name }) => name).sort()).toEqual(['a', 'b']);
  });

  test('looks names up along its own search_path', () => {
    expect(bodyOf(routine('BEGIN INSERT INTO b VALUES (1); END', "RETURNS void LANGUAGE plpgsql SET search_path = 'app', 'public'")).writes).toEqual([{ schema: 'app', name: 'b' }]);
  });

  test('folds what EXECUTE is given where it is made of literals, and tells where it cannot', () => {
    const folded = bodyOf(routine("BEGIN EXECUTE format('DROP TABLE %I', 'A') || ' CASCADE'; END"));
    expect(folded.changes).toMatchObject([{ kind: 'dropTable', table: { name: 'A' }, cascade: true }]);
    expect(folded.complete).toBe(true);
    const unknown = bodyOf(routine("BEGIN EXECUTE 'DROP TABLE ' || some_name; END"));
    expect(unknown.changes).toMatchObject([{ kind: 'opaque', cause: 'dynamic' }]);
    expect(unknown.complete).toBe(false);
  });

  test('is null for languages that xclint does not read', () => {
    expect(routineIn(schemaAfter(routine('return 1', 'RETURNS int LANGUAGE plpython3u')), 'f').body).toBeNull();
  });
});

describe('a DO block runs', () => {
  test('conditional or not, nested or built by EXECUTE', () => {
    const text = `DO $a$ BEGIN
      IF NOT EXISTS (SELECT 1) THEN CREATE TABLE a (id int); END IF;
      EXECUTE 'CREATE TABLE b (id int)';
      EXECUTE 'DO $b$ BEGIN CREATE TABLE c (id int); END $b$';
    END $a$`;
    expect(tableNames(schemaAfter(text))).toEqual(['public.a', 'public.b', 'public.c']);
    expect(changesOf(text).every((change) => change.inRoutine === null)).toBe(true);
  });

  test('a constraint that is there already is not added a second time', () => {
    const text = `CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (id int, CONSTRAINT c FOREIGN KEY (id) REFERENCES u);
      DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'c') THEN ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (id) REFERENCES u ON DELETE SET NULL; END IF; END $$`;
    expect(schemaAfter(text).table({ schema: 'public', name: 't' })?.constraints.map(({ name, references }) => [name, references?.onDelete])).toEqual([['c', 'no action']]);
  });
});

/** What a trigger's function may do and still only assign. */
const ASSIGNING: readonly (readonly [what: string, body: string])[] = [
  ['NEW and variables', 'DECLARE v int; BEGIN v := 1; NEW.updated_at := now(); NEW.v = v + 1; RETURN NEW; END'],
  ['what a query gives', 'DECLARE v int; BEGIN SELECT count(*) INTO v FROM t; IF v > 3 THEN RETURN NULL; END IF; RETURN NEW; END'],
  ['RAISE', "BEGIN IF NEW.a IS NULL THEN RAISE EXCEPTION 'no %', NEW.id USING ERRCODE = 'check_violation'; END IF; RAISE NOTICE 'ok'; RETURN NEW; END"],
  ['functions that compute', "BEGIN NEW.name := upper(btrim(NEW.name)); NEW.doc := jsonb_set(NEW.doc, '{a}', to_jsonb(1)); RETURN NEW; END"],
  ['PERFORM of a query without effects', 'BEGIN PERFORM 1 FROM t WHERE t.id = NEW.id; IF NOT FOUND THEN RETURN NULL; END IF; RETURN NEW; END'],
];

const ACTING: readonly (readonly [what: string, body: string])[] = [
  ['writing rows', 'BEGIN INSERT INTO log VALUES (1); RETURN NEW; END'],
  ['notifying', "BEGIN PERFORM pg_notify('channel', NEW.id::text); RETURN NEW; END"],
  ['a NOTIFY', 'BEGIN NOTIFY channel; RETURN NEW; END'],
  ['moving a sequence', "BEGIN NEW.id := nextval('s'); RETURN NEW; END"],
  ['setting a setting', "BEGIN PERFORM set_config('a.b', 'c', false); RETURN NEW; END"],
  ['locking', 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END'],
  ['locking rows', 'BEGIN PERFORM 1 FROM t FOR UPDATE; RETURN NEW; END'],
  ['running something elsewhere', "BEGIN PERFORM dblink_exec('x', 'DELETE FROM t'); RETURN NEW; END"],
  ['calling a procedure', 'BEGIN CALL p(); RETURN NEW; END'],
  ['calling a function that nobody knows', 'BEGIN PERFORM audit.record(NEW.id); RETURN NEW; END'],
  ['dynamic SQL', "BEGIN EXECUTE 'DELETE FROM ' || TG_TABLE_NAME; RETURN NEW; END"],
];

describe('a trigger’s function only assigns', () => {
  test.each(ASSIGNING)('with %s', (_, body) => {
    expect(bodyOf(trigger(body)).onlyAssigns).toBe(true);
  });

  test.each(ACTING)('but not with %s', (_, body) => {
    expect(bodyOf(trigger(body)).onlyAssigns).toBe(false);
  });

  test('by calling one of the user’s that only assigns, not one that acts', () => {
    const calls = trigger('BEGIN NEW.a := g(NEW.a); RETURN NEW; END');
    const g = (body: string): string => `CREATE FUNCTION g(a int) RETURNS int LANGUAGE plpgsql AS $g$ ${body} $g$; `;
    expect(bodyOf(g('BEGIN RETURN a + 1; END') + calls).onlyAssigns).toBe(true);
    expect(bodyOf(g('BEGIN DELETE FROM t; RETURN a; END') + calls).onlyAssigns).toBe(false);
  });
});
