import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, type Database } from '../oracle/database.js';
import { RULE_IDS, SIMULATED_RULES } from '../rule-files.js';
import type { Evidence, Lab } from './lab.js';
import { Replication } from './model/replication.js';

const EVIDENCE = await Promise.all(
  SIMULATED_RULES.map(async (id) => {
    const module = (await import(`./rules/${id}.ts`)) as { readonly default: Evidence };
    return { id, evidence: module.default };
  }),
);

describe.each(DATABASES)('two clusters on $name', ({ open }) => {
  const databases: Database[] = [];
  beforeAll(async () => {
    databases.push(await open(), await open());
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
  });

  const lab: Lab = {
    start: (schema, setup) => Replication.start({ a: databases[0]!, b: databases[1]! }, schema, setup),
  };

  for (const { id, evidence } of EVIDENCE) {
    describe(id, () => {
      evidence(lab);
    });
  }
});

describe('the scenarios', () => {
  it('are those of rules', () => {
    expect(SIMULATED_RULES.filter((id) => !RULE_IDS.includes(id))).toEqual([]);
  });

  it('are all in the table of docs/simulation.md', () => {
    const rows = readFileSync(new URL('../../docs/simulation.md', import.meta.url), 'utf8').matchAll(/^\| \[`([\w-]+)`\]\(rules\/\1\.md\) \|/gm);
    expect([...rows].map(([, id]) => id)).toEqual(SIMULATED_RULES);
  });
});
