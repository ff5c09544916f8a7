import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareSchemas, type Comparison } from './compare.js';
import { openDatabase, type Database } from './database.js';
import { PRELUDE, Random, randomStatement } from './random-ddl.js';
import { described, migrationOf, PARSER, statementsOf } from './replay.js';
import { Replay } from '../../src/schema/replay.js';

const SEQUENCES = 500;
const STATEMENTS = 25;
const SEED = process.env['XCLINT_RANDOM_SEED'] === 'random' ? Date.now() % 1_000_000 : Number(process.env['XCLINT_RANDOM_SEED'] ?? 2026);

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(async () => {
  await database.close();
});

/** Runs one sequence in both; what PostgreSQL refuses is left out of ours. */
async function compareSequence(seed: number): Promise<{ readonly accepted: readonly string[]; readonly comparison: Comparison }> {
  const random = new Random(seed);
  const replay = new Replay(PARSER);
  replay.startFile(migrationOf('').file);
  const accepted: string[] = [];
  await database.reset();
  for (const sql of [...PRELUDE, ...Array.from({ length: STATEMENTS }, () => randomStatement(random))]) {
    const isAccepted = await database.run(sql).then(
      () => true,
      () => false,
    );
    if (!isAccepted) continue;
    accepted.push(sql);
    for (const statement of statementsOf(sql)) replay.run(statement);
  }
  return { accepted, comparison: compareSchemas(await database.describe(), described(replay)) };
}

test(`${SEQUENCES} random sequences of DDL leave the schema that PostgreSQL has (seed ${SEED})`, { timeout: 600_000 }, async () => {
  let statements = 0;
  for (let i = 0; i < SEQUENCES; i++) {
    const { accepted, comparison } = await compareSequence(SEED * 1000 + i);
    statements += accepted.length;
    const differences = [...comparison.onlyInPostgres.map((fact) => `PostgreSQL: ${fact}`), ...comparison.onlyInXclint.map((fact) => `xclint: ${fact}`)];
    expect(differences, `sequence ${i}:\n${accepted.join(';\n')}`).toEqual([]);
  }
  // Sequences that are refused from the second statement on would prove nothing.
  expect(statements / SEQUENCES).toBeGreaterThan(PRELUDE.length + 5);
});
