import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { project, xclint } from '../cli/command-line.js';
import { compareSchemas, parseDescription, type Comparison } from './compare.js';
import { DATABASES, type Database } from './database.js';
import { GRAPHILE_WORKER_FOLDER, graphileWorkerMigrations, logtoMigrations } from './packages.js';

/** Holds what `xclint schema` prints against the database. */
async function compareWith(database: Database, args: readonly string[], cwd: string): Promise<Comparison> {
  const { code, stdout, stderr } = await xclint(['schema', '--format', 'json', ...args], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return compareSchemas(await database.describe(), parseDescription(stdout));
}

describe.each(DATABASES)('$name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.reset();
  });
  afterAll(async () => {
    await database.close();
  });

  test('the schema of graphile-worker is PostgreSQL’s, fact for fact', async () => {
    await database.run('CREATE SCHEMA graphile_worker');
    for (const text of graphileWorkerMigrations()) await database.run(text.replaceAll(':GRAPHILE_WORKER_SCHEMA', 'graphile_worker'));
    const comparison = await compareWith(database, ['--placeholder', 'GRAPHILE_WORKER_SCHEMA=graphile_worker', GRAPHILE_WORKER_FOLDER], project({}));
    expect(comparison).toMatchObject({ onlyInPostgres: [], onlyInXclint: [] });
    // A release that has fewer facts than the one that was tried first would make the test say less than it did.
    expect(comparison.agreed).toBeGreaterThanOrEqual(117);
  });

  test('the schema of @logto/schemas is PostgreSQL’s, fact for fact', async () => {
    const texts = logtoMigrations();
    await database.run('DROP ROLE IF EXISTS logto_tenant_logto');
    for (const text of texts) await database.run(text);
    const files = texts.map((text, i) => [`migrations/${String(i + 1).padStart(4, '0')}.sql`, text] as const);
    const comparison = await compareWith(database, ['migrations'], project(Object.fromEntries(files)));
    expect(comparison).toMatchObject({ onlyInPostgres: [], onlyInXclint: [] });
    expect(comparison.agreed).toBeGreaterThanOrEqual(2113);
  });
});
