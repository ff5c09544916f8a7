import { expect, it } from 'vitest';
import { findLoss, findLossFromAnySeed, type Workload } from '../interleaving.js';
import type { Lab } from '../lab.js';

const BEFORE = 'CREATE TABLE users (email text PRIMARY KEY, name text NOT NULL)';
const AFTER = 'CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL, name text NOT NULL)';
const BY_SITE = 'CREATE TABLE users (site text, email text, name text NOT NULL, PRIMARY KEY (site, email))';

const NAMES = 'SELECT name FROM users ORDER BY 1';

function signUp(columns: string, values: (site: string) => string): Workload<string[]> {
  return {
    start: () => [],
    writes: {
      async 'signs up'({ cluster, site, number, state }) {
        await cluster.run(`INSERT INTO users (${columns}) VALUES (${values(site)}, 'user ${number}')`);
        state.push(`user ${number}`);
      },
    },
    query: NAMES,
    expected: (names) => names,
  };
}

const BY_EMAIL = signUp('email, name', () => `'x@example.org'`);

export default function noNaturalPrimaryKey(lab: Lab): void {
  it('before: each cluster finds the key free, and the later row replaces the earlier', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(`INSERT INTO users VALUES ('x@example.org', 'ada')`);
    await replication.b.run(`INSERT INTO users VALUES ('x@example.org', 'bob')`);
    await replication.drain();
    expect(await replication.columns(NAMES)).toEqual({ a: ['bob'], b: ['bob'] });
  });

  it('before: the shortest interleaving that loses is one row on each cluster', async () => {
    expect((await findLoss(await lab.start(BEFORE), BY_EMAIL))?.steps.toSorted()).toEqual(['a: signs up', 'b: signs up']);
  });

  it('after: with a uuid no interleaving loses a row', async () => {
    expect(await findLossFromAnySeed(await lab.start(AFTER), BY_EMAIL)).toBeNull();
  });

  it('after: nor with the site in the key, as long as a site writes its own', async () => {
    expect(await findLossFromAnySeed(await lab.start(BY_SITE), signUp('site, email, name', (site) => `'${site}', 'x@example.org'`))).toBeNull();
  });
}
