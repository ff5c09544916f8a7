import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compareSchemas } from './compare.js';
import { openDatabase, type Database } from './database.js';
import { graphileWorkerMigrations, logtoMigrations } from './packages.js';
import { described, replayed } from './replay.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  await database.reset();
});
afterAll(async () => {
  await database.close();
});

test('the schema of graphile-worker is PostgreSQL’s, fact for fact', async () => {
  const placeholders = new Map([['GRAPHILE_WORKER_SCHEMA', 'graphile_worker']]);
  const texts = graphileWorkerMigrations();
  await database.run('CREATE SCHEMA graphile_worker');
  for (const text of texts) await database.run(text.replaceAll(':GRAPHILE_WORKER_SCHEMA', 'graphile_worker'));
  const comparison = compareSchemas(await database.describe(), described(replayed(texts, placeholders).replay));
  expect(comparison).toMatchObject({ onlyInPostgres: [], onlyInXclint: [] });
  expect(comparison.agreed).toBeGreaterThan(100);
});

test('the schema of @logto/schemas is PostgreSQL’s, fact for fact', async () => {
  const texts = logtoMigrations();
  await database.run('DROP ROLE IF EXISTS logto_tenant_logto');
  for (const text of texts) await database.run(text);
  const comparison = compareSchemas(await database.describe(), described(replayed(texts).replay));
  expect(comparison).toMatchObject({ onlyInPostgres: [], onlyInXclint: [] });
  expect(comparison.agreed).toBeGreaterThan(2000);
});
