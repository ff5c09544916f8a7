import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/sql/body.js';
import type { Body, BodyItem } from '../../src/sql/body.js';
import { spanOf, textOf } from '../../src/sql/clause.js';
import type { Statement } from '../../src/sql/statement.js';
import { PARSER, statementOf } from './migration.js';

function bodyOf(text: string, placeholders: Readonly<Record<string, string>> = {}): Body | null {
  const host = statementOf(text, { placeholders });
  const outcome = PARSER.parse(host.sql);
  if (!outcome.ok) throw new Error(outcome.message);
  return readBody(host, outcome.node, PARSER);
}

/** An item in a line: what it is, where it stands, what the grammar was given. */
function say(item: BodyItem): string {
  switch (item.kind) {
    case 'statement':
      return `${item.conditional ? 'maybe ' : ''}${item.statement.folded ? 'folded ' : ''}${item.statement.sql.replace(/\s+/g, ' ').trim()}`;
    case 'expression':
      return `= ${item.statement.sql.replace(/\s+/g, ' ').trim()}`;
    case 'assign':
      return `${item.target} :=`;
    case 'opaque':
      return `? ${item.cause}: ${item.clause.statement.text}`;
  }
}

function linesOf(body: Body | null): string[] {
  if (body === null) throw new Error('no body');
  return body.items.map(say);
}

const plpgsql = (body: string): string => `DO $$\n${body}\n$$`;

const BODIES: readonly (readonly [what: string, body: string, ...items: string[]])[] = [
  ['a block', 'BEGIN NULL; END', ],
  ['static SQL', 'BEGIN CREATE TABLE a (id int); INSERT INTO a VALUES (1); END;', 'CREATE TABLE a (id int)', 'INSERT INTO a VALUES (1)'],
  ['YugabyteDB’s additions', 'BEGIN CREATE TABLE a (id int, PRIMARY KEY (id HASH)) SPLIT INTO 2 TABLETS; END', 'CREATE TABLE a (id int, PRIMARY KEY (id ))'],
  ['labels, options and nested blocks', '#variable_conflict use_column\n<<outer>>\nDECLARE x int := f(1); y text;\nBEGIN\n <<inner>> BEGIN DELETE FROM a; END inner;\nEND outer;', '= SELECT f(1)', 'DELETE FROM a'],
  ['branches', 'BEGIN IF EXISTS (SELECT 1) THEN DELETE FROM a; ELSIF f(2) THEN DELETE FROM b; ELSE DELETE FROM c; END IF; DELETE FROM d; END', '= SELECT EXISTS (SELECT 1)', 'maybe DELETE FROM a', '= SELECT f(2)', 'maybe DELETE FROM b', 'maybe DELETE FROM c', 'DELETE FROM d'],
  ['a CASE', "BEGIN CASE f(x) WHEN 1, g(2) THEN DELETE FROM a; ELSE NULL; END CASE; CASE WHEN x THEN DELETE FROM b; END CASE; DELETE FROM c; END", '= SELECT f(x)', '= SELECT 1, g(2)', 'maybe DELETE FROM a', 'maybe DELETE FROM b', 'DELETE FROM c'],
  ['loops', 'BEGIN LOOP EXIT WHEN f(1); DELETE FROM a; END LOOP; WHILE f(2) LOOP DELETE FROM b; END LOOP; FOREACH x SLICE 1 IN ARRAY f(3) LOOP DELETE FROM c; END LOOP; END', '= SELECT f(1)', 'DELETE FROM a', '= SELECT f(2)', 'maybe DELETE FROM b', '= SELECT f(3)', 'maybe DELETE FROM c'],
  ['loops over numbers', 'BEGIN FOR i IN REVERSE f(9)..1 BY 2 LOOP DELETE FROM a; END LOOP; FOR i IN 1..10 LOOP DELETE FROM b; END LOOP; END', 'i :=', '= SELECT f(9)', 'maybe DELETE FROM a', 'i :=', 'maybe DELETE FROM b'],
  ['loops over queries and cursors', 'BEGIN FOR r IN SELECT * FROM a WHERE (b) LOOP DELETE FROM a; END LOOP; FOR r IN c LOOP NULL; END LOOP; FOR r IN c(1, 2) LOOP NULL; END LOOP; END', 'r :=', 'SELECT * FROM a WHERE (b)', 'maybe DELETE FROM a', 'r :=', 'r :='],
  ['handlers', "BEGIN DELETE FROM a; EXCEPTION WHEN unique_violation OR SQLSTATE '22012' THEN DELETE FROM b; WHEN others THEN DELETE FROM c; END", 'DELETE FROM a', 'maybe DELETE FROM b', 'maybe DELETE FROM c'],
  ['assignments', 'BEGIN NEW.updated_at := now(); "X".y[1] = f(2); v := 1; $1 := 2; END', 'new :=', '= SELECT now()', 'X :=', '= SELECT f(2)', 'v :='],
  ['queries into variables', 'BEGIN SELECT id, n INTO STRICT v_id, rec.n FROM a; INSERT INTO b VALUES (1) RETURNING id INTO arr[1]; SELECT INTO x count(*) FROM c; END', 'v_id :=', 'rec :=', 'SELECT id, n FROM a', 'arr :=', 'INSERT INTO b VALUES (1) RETURNING id', 'x :=', 'SELECT count(*) FROM c'],
  ['PERFORM and RETURN', "BEGIN PERFORM f(1) FROM a; RETURN; RETURN NEXT f(2); RETURN f(3); RETURN QUERY SELECT 1; END", '= SELECT f(1) FROM a', '= SELECT f(2)', '= SELECT f(3)', 'SELECT 1'],
  ['cursors', 'DECLARE c CURSOR FOR SELECT 1; d NO SCROLL CURSOR (k int) IS SELECT k; BEGIN OPEN c; OPEN e FOR SELECT f(2); FETCH NEXT FROM c INTO x; MOVE c; CLOSE c; END', 'SELECT 1', 'SELECT k', 'SELECT f(2)'],
  ['statements that change nothing', "BEGIN GET DIAGNOSTICS n = ROW_COUNT; RAISE NOTICE 'a % ; b', x; ASSERT f(1), 'no'; NULL; END", "= SELECT f(1), 'no'"],
  ['the end of a transaction', 'BEGIN DELETE FROM a; COMMIT; CALL p(1); ROLLBACK AND CHAIN; END', 'DELETE FROM a', 'COMMIT', 'CALL p(1)', 'ROLLBACK AND CHAIN'],
  ['text to execute', "BEGIN EXECUTE 'CREATE TABLE a (id serial)'; END", 'folded CREATE TABLE a (id serial)'],
  ['two statements in one text', "BEGIN EXECUTE 'DROP TABLE a; DROP TABLE b;'; END", 'folded DROP TABLE a', 'folded DROP TABLE b'],
  ['text put together of literals', "BEGIN IF x THEN EXECUTE ('DROP' || ' TABLE ' || quote_ident('A')) || $q$ CASCADE$q$::text USING f(1); END IF; END", 'maybe folded DROP TABLE "A" CASCADE', '= SELECT f(1)'],
  ['text that goes on in the next line', "BEGIN EXECUTE 'DROP TABLE '\n 'a'; END", 'folded DROP TABLE a'],
  ['format with literals', "BEGIN EXECUTE format('ALTER TABLE %I.%I ADD n text DEFAULT %L -- 100%%\n%s', 's', 'T', 'it''s', ', ADD m int'); END", `folded ALTER TABLE "s"."T" ADD n text DEFAULT 'it''s' -- 100% , ADD m int`],
  ['format with positions', "BEGIN EXECUTE pg_catalog.format('DROP TABLE %2$I, %1$I', 'a', 'b'); END", 'folded DROP TABLE "b", "a"'],
  ['text that nobody knows', "BEGIN EXECUTE 'DROP TABLE ' || t INTO v USING 1; FOR r IN EXECUTE q LOOP NULL; END LOOP; RETURN QUERY EXECUTE format('SELECT %s', x); OPEN c FOR EXECUTE 'SELECT 1'; END", 'v :=', "? dynamic: EXECUTE 'DROP TABLE ' || t INTO v USING 1", 'r :=', '? dynamic: EXECUTE q', "? dynamic: EXECUTE format('SELECT %s', x)", "= SELECT format('SELECT %s', x)", 'folded SELECT 1'],
  ['one wrong statement, and the rest', 'BEGIN DELETE FROM a; DELETE FORM b; DELETE FROM c; END', 'DELETE FROM a', '? syntax: DELETE FORM b', 'DELETE FROM c'],
  ['names that are keywords', 'BEGIN open := 1; "loop" := 2; t.end := 3; SELECT a.into, a.loop INTO x FROM a; END', 'open :=', 'loop :=', 't :=', 'x :=', 'SELECT a.into, a.loop FROM a'],
  ['comments', 'BEGIN -- ; END\n DELETE /* ; */ FROM a -- it\'s\n; /* END */ END -- ;', "DELETE /* ; */ FROM a"],
];

describe('PL/pgSQL', () => {
  for (const [what, body, ...items] of BODIES) {
    test(what, () => {
      const read = bodyOf(plpgsql(body));
      expect(linesOf(read)).toEqual(items);
      expect(read?.complete).toBe(!items.some((item) => item.startsWith('?')));
    });
  }

  const broken: readonly (readonly [string, string, string])[] = [
    ['ends too early', 'BEGIN DELETE FROM a; IF x THEN DELETE FROM b;', 'the body ends inside IF'],
    ['goes on behind its end', 'BEGIN NULL; END; DELETE FROM a;', 'the body goes on behind its END'],
    ['has no BEGIN', 'DECLARE x int;', 'the body has no BEGIN'],
    ['lacks a semicolon', 'BEGIN DELETE FROM a', 'a `;` is missing'],
  ];
  for (const [what, body, reason] of broken) {
    test(`says that a body ${what}`, () => {
      const read = bodyOf(plpgsql(body));
      expect(read?.complete).toBe(false);
      expect(read?.items.find((item) => item.kind === 'opaque')).toMatchObject({ cause: 'syntax', reason });
    });
  }

  test('reads twenty thousand branches in each other', () => {
    const depth = 20_000;
    const read = bodyOf(plpgsql(`BEGIN ${'IF x THEN '.repeat(depth)}DELETE FROM a; ${'END IF; '.repeat(depth)}END`));
    expect(linesOf(read)).toEqual(['maybe DELETE FROM a']);
    expect(read?.complete).toBe(true);
  });
});

/** The text in the file that an item stands at. */
function writtenAt(text: string, statement: Statement): string {
  return text.slice(statement.start.offset, statement.start.offset + statement.text.length);
}

describe('places in bodies', () => {
  const bodies: readonly (readonly [string, string, string])[] = [
    ['between dollars', "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $f$\nBEGIN\n  /* 😀é */ INSERT INTO a VALUES ('it''s');\nEND $f$", "INSERT INTO a VALUES ('it''s')"],
    ['between quotes, which are doubled', "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN\n  PERFORM ''a''; INSERT INTO a VALUES (''it''''s'');\nEND'", "INSERT INTO a VALUES (''it''''s'')"],
    ['in an escape string', "DO E'BEGIN\\n INSERT INTO a VALUES (\\'x\\'); END'", "INSERT INTO a VALUES (\\'x\\')"],
    ['behind a placeholder', "DO $$ BEGIN DELETE FROM :SCHEMA.b; INSERT INTO :SCHEMA.a VALUES (1); END $$", 'INSERT INTO :SCHEMA.a VALUES (1)'],
    ['behind a placeholder between quotes', "DO 'BEGIN DELETE FROM :SCHEMA.b WHERE c = ''d''; INSERT INTO :SCHEMA.a VALUES (''1''); END'", "INSERT INTO :SCHEMA.a VALUES (''1'')"],
    ['in SQL', "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT 1; INSERT INTO a VALUES (2); $$", 'INSERT INTO a VALUES (2)'],
    ['in a standard body', "CREATE PROCEDURE f(é int) BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; INSERT INTO a VALUES (2); END", 'INSERT INTO a VALUES (2)'],
  ];
  for (const [where, text, written] of bodies) {
    test(`are true ${where}`, () => {
      const file = `SELECT 1;\n  ${text};`;
      const host = statementOf(file.replace('SELECT 1;', '         '), { placeholders: { SCHEMA: 'a_long_schema' } });
      const outcome = PARSER.parse(host.sql);
      if (!outcome.ok) throw new Error(outcome.message);
      const body = readBody(host, outcome.node, PARSER);
      const inserts = body?.items.flatMap((item) => (item.kind === 'statement' && 'InsertStmt' in item.node ? [item.statement] : []));
      expect(inserts?.length).toBe(1);
      const [insert] = inserts ?? [];
      if (insert === undefined) throw new Error('no INSERT');
      expect(insert.text).toBe(written);
      expect(writtenAt(file, insert)).toBe(written);
      expect(file.slice(0, insert.start.offset).split('\n').length).toBe(insert.start.line);
      const relation = insert.sql.indexOf('a', 'INSERT INTO '.length);
      const span = spanOf({ statement: insert, form: 'word', at: relation });
      expect(file.slice(span.start.offset, span.end.offset)).toMatch(/^a$|^:SCHEMA$/);
      expect(body?.complete).toBe(true);
    });
  }

  test('of what EXECUTE builds are the EXECUTE', () => {
    const text = "DO $$ BEGIN\n  EXECUTE 'CREATE TABLE a (id bigserial)'; END $$";
    const [item] = bodyOf(text)?.items ?? [];
    if (item?.kind !== 'statement') throw new Error('no statement');
    const clause = { statement: item.statement, form: 'type', at: 'CREATE TABLE a (id '.length } as const;
    expect(spanOf(clause)).toEqual({ start: { line: 2, column: 3, offset: 14 }, end: { line: 2, column: 10, offset: 21 } });
    expect(textOf(clause)).toBe('bigserial');
    expect(item.statement.text).toBe("EXECUTE 'CREATE TABLE a (id bigserial)'");
    expect(item.statement.host?.text).toBe(text);
  });

  test('of what is built inside what is built are the outer EXECUTE', () => {
    const text = "DO $a$ BEGIN EXECUTE 'DO $b$ BEGIN DROP TABLE a; END $b$'; END $a$";
    const [outer] = bodyOf(text)?.items ?? [];
    if (outer?.kind !== 'statement') throw new Error('no statement');
    const [inner] = readBody(outer.statement, outer.node, PARSER)?.items ?? [];
    if (inner?.kind !== 'statement') throw new Error('no statement');
    expect([inner.statement.sql, inner.statement.folded, inner.statement.start.offset]).toEqual(['DROP TABLE a', true, text.indexOf('EXECUTE')]);
  });
});

describe('other languages', () => {
  test('are no bodies of ours', () => {
    expect(bodyOf("CREATE FUNCTION f() RETURNS int LANGUAGE C AS 'lib', 'f'")).toBeNull();
    expect(bodyOf('DO LANGUAGE plv8 $$ x $$')).toBeNull();
  });

  test('in SQL, the value of a RETURN is an expression', () => {
    expect(linesOf(bodyOf("CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN nextval('s')"))).toEqual(["= SELECT nextval('s')"]);
    expect(linesOf(bodyOf("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC DELETE FROM a; RETURN nextval('s'); END"))).toEqual(['DELETE FROM a', "= SELECT nextval('s')"]);
  });

  test('in SQL, a wrong statement does not hide the others', () => {
    expect(linesOf(bodyOf("CREATE FUNCTION f() RETURNS int LANGUAGE 'SQL' AS 'DELETE FORM a; DELETE FROM b'"))).toEqual(['? syntax: DELETE FORM a', 'DELETE FROM b']);
  });
});
