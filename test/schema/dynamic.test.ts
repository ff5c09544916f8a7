import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changesOf, schemaAfter, tableNames } from './session.js';

/** Blocks whose `EXECUTE` is put together of literals: PostgreSQL runs them too, and must make the same tables. */
const KNOWN: readonly (readonly [what: string, block: string])[] = [
  ['a variable of the DECLARE', "DECLARE s text := 'CREATE TABLE a ()'; BEGIN EXECUTE s; END"],
  ['a variable that was set before', "DECLARE s text; BEGIN s := 'CREATE TABLE a ()'; EXECUTE s; s = 'CREATE TABLE b ()'; EXECUTE s; END"],
  ['a text that grows', "DECLARE s text := 'CREATE TABLE '; BEGIN s := s || quote_ident('A b'); s := concat(s, ' ', '()'); EXECUTE s; END"],
  ['names in variables', "DECLARE n CONSTANT text := 'A'; BEGIN EXECUTE format('CREATE TABLE %I ()', n) || '' ; END"],
  ['a loop over an array', "DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP EXECUTE 'CREATE TABLE ' || t || ' ()'; END LOOP; END"],
  ['a loop over an array in a variable', "DECLARE t text; l text[] := ARRAY['a', 'b']::text[]; BEGIN FOREACH t IN ARRAY l LOOP EXECUTE 'CREATE TABLE ' || t || ' ()'; END LOOP; END"],
  ['a loop over an array that is a string', "DECLARE t text; l text[] := '{a, b}'; BEGIN FOREACH t IN ARRAY l LOOP EXECUTE 'CREATE TABLE ' || t || ' ()'; END LOOP; END"],
  ['a loop over VALUES', "DECLARE t text; BEGIN FOR t IN VALUES ('a'), ('b') LOOP EXECUTE 'CREATE TABLE ' || t || ' ()'; END LOOP; END"],
  ['a loop of records over VALUES', "DECLARE r record; BEGIN FOR r IN VALUES ('a'), ('b') LOOP EXECUTE 'CREATE TABLE ' || r.column1 || ' ()'; END LOOP; END"],
  ['a loop over unnest', "DECLARE r record; BEGIN FOR r IN SELECT unnest(ARRAY['a', 'b']) AS name LOOP EXECUTE format('CREATE TABLE %I ()', r.name); END LOOP; END"],
  ['loops in each other', "DECLARE a text; b text; BEGIN FOREACH a IN ARRAY ARRAY['a', 'b'] LOOP FOREACH b IN ARRAY ARRAY['c', 'd'] LOOP EXECUTE 'CREATE TABLE ' || a || b || ' ()'; END LOOP; END LOOP; END"],
  ['a variable made of a loop\'s', "DECLARE t text; s text; BEGIN FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP s := 'CREATE TABLE ' || t; s := s || ' ()'; EXECUTE s; END LOOP; END"],
  ['an inner variable of the same name', "DECLARE s text := 'CREATE TABLE a ()'; BEGIN DECLARE s text := 'CREATE TABLE b ()'; BEGIN EXECUTE s; END; END"],
  ['the variable of a loop, set once more behind it', "DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a'] LOOP EXECUTE 'CREATE TABLE ' || t || ' ()'; END LOOP; t := 'b'; EXECUTE 'CREATE TABLE ' || t || ' ()'; END"],
];

/** Blocks of which it cannot be known, or which it would be wrong to believe. */
const UNKNOWN: readonly (readonly [what: string, block: string])[] = [
  ['a variable that a branch may have set', "DECLARE s text := 'CREATE TABLE a ()'; BEGIN IF x THEN s := 'CREATE TABLE b ()'; END IF; EXECUTE s; END"],
  ['the other branch', "DECLARE s text; BEGIN IF x THEN s := 'CREATE TABLE b ()'; ELSE EXECUTE s; END IF; END"],
  ['a variable that is set further down in the loop', "DECLARE s text := 'CREATE TABLE a ()'; BEGIN LOOP EXECUTE s; s := 'CREATE TABLE b ()'; END LOOP; END"],
  ['a variable that a query sets', "DECLARE s text := 'CREATE TABLE a ()'; BEGIN SELECT 'CREATE TABLE b ()' INTO s; EXECUTE s; END"],
  ['a variable that a cursor sets', "DECLARE s text := 'CREATE TABLE a ()'; BEGIN FETCH c INTO s; EXECUTE s; END"],
  ['an outer variable behind an inner one', "DECLARE s text; BEGIN DECLARE s text := 'CREATE TABLE b ()'; BEGIN NULL; END; EXECUTE s; END"],
  ['what a handler sees', "DECLARE s text := ''; BEGIN s := 'CREATE TABLE a ()'; PERFORM f(); EXCEPTION WHEN others THEN EXECUTE s; END"],
  ['a loop over rows', "DECLARE r record; BEGIN FOR r IN SELECT relname FROM pg_class LOOP EXECUTE 'CREATE TABLE ' || r.relname; END LOOP; END"],
  ['an array with an expression', "DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a', f()] LOOP EXECUTE 'CREATE TABLE ' || t || ' ()'; END LOOP; END"],
  ['two variables of one loop', "DECLARE t text; s text; BEGIN FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP s := t || '2'; EXECUTE 'CREATE TABLE ' || s || t || ' ()'; END LOOP; END"],
  ['more texts than anybody writes', `DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY[${Array.from({ length: 101 }, (_, i) => `'t${String(i)}'`).join(', ')}] LOOP EXECUTE 'CREATE TABLE ' || t || ' ()'; END LOOP; END`],
];

describe('what EXECUTE runs', () => {
  let postgres: PGlite;

  beforeAll(async () => {
    postgres = await PGlite.create();
    await postgres.exec('SET search_path TO public');
  });

  afterAll(async () => {
    await postgres.close();
  });

  test.each(KNOWN)('is known of %s, and PostgreSQL runs the same', async (_, block) => {
    const sql = `DO $do$ ${block} $do$;`;
    await postgres.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${sql}`);
    const { rows } = await postgres.query<{ name: string }>("SELECT 'public.' || relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'");
    expect(rows.length).toBeGreaterThan(0);
    expect(tableNames(schemaAfter(sql))).toEqual(rows.map(({ name }) => name).sort());
    expect(changesOf(sql).filter(({ kind }) => kind === 'opaque')).toEqual([]);
  });

  test.each(UNKNOWN)('is not known of %s', (_, block) => {
    const changes = changesOf(`DO $do$ ${block} $do$;`);
    expect(changes.filter(({ kind }) => kind === 'createTable')).toEqual([]);
    expect(changes.filter(({ kind }) => kind === 'opaque')).toMatchObject([{ cause: 'dynamic', ddl: 'here' }]);
  });
});
