import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DATABASES } from '../oracle/database.js';
import { RULE_IDS, SIMULATED_RULES } from '../rule-files.js';
import { openLab, type Evidence } from './lab.js';

const EVIDENCE = await Promise.all(
  SIMULATED_RULES.map(async (id) => {
    const module = (await import(`./rules/${id}.ts`)) as { readonly default: Evidence };
    return { id, evidence: module.default };
  }),
);

describe.each(DATABASES)('two clusters on $name', ({ open }) => {
  const lab = openLab(open);

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
