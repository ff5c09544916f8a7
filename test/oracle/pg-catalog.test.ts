import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { isBuiltInFunction } from '../../src/schema/pg-catalog.js';

test('the functions that people call are PostgreSQL\'s, and nothing else is', async () => {
  const database = await PGlite.create();
  const { rows } = await database.query<{ proname: string }>("SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace");
  const known = new Set(rows.map(({ proname }) => proname));
  await database.close();
  const called = 'now gen_random_uuid lower to_tsvector jsonb_build_object date_trunc array_append nextval clock_timestamp count string_agg json_agg timezone regexp_replace'.split(' ');
  expect(called.filter((name) => !known.has(name) || !isBuiltInFunction(name))).toEqual([]);
  expect(['uuid_generate_v4', 'digest', 'crypt', 'similarity', 'unaccent', 'nanoid', 'f'].filter((name) => known.has(name) || isBuiltInFunction(name))).toEqual([]);
});
