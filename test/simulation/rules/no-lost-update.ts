import { expect, it } from 'vitest';
import { findLoss, findLossFromAnySeed, type Workload } from '../interleaving.js';
import type { Lab } from '../lab.js';

const BEFORE = 'CREATE TABLE stock (article text PRIMARY KEY, count int NOT NULL, tags text[] NOT NULL DEFAULT $${}$$)';

/** A row for each cluster, added up when it is read. */
const BY_SITE = `
CREATE TABLE stock_changes (article text, site text, count int NOT NULL, PRIMARY KEY (article, site));
CREATE VIEW stock AS SELECT article, sum(count)::int AS count FROM stock_changes GROUP BY article`;

/** What happened, one row an event. */
const EVENTS = `
CREATE TABLE stock_events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), article text NOT NULL, change int NOT NULL);
CREATE VIEW stock AS SELECT article, sum(change)::int AS count FROM stock_events GROUP BY article`;

const COUNT = 'SELECT count FROM stock';

type Counting = Workload<{ count: number }>;

/** Both clusters count one thing; the run begins without a row, and the first count of a cluster makes it. */
function counting(add: (site: string, change: number) => string): Counting {
  const write = (change: number): Counting['writes'][string] => async ({ cluster, site, state }) => {
    await cluster.run(add(site, change));
    state.count += change;
  };
  return {
    start: () => ({ count: 0 }),
    writes: { 'takes one': write(-1), 'brings ten': write(10) },
    query: 'SELECT coalesce((SELECT count FROM stock), 0)',
    expected: ({ count }) => [String(count)],
  };
}

const bySite = (site: string, change: number): string =>
  `INSERT INTO stock_changes VALUES ('apples', '${site}', ${change}) ON CONFLICT (article, site) DO UPDATE SET count = stock_changes.count + EXCLUDED.count`;

const event = (_site: string, change: number): string => `INSERT INTO stock_events (article, change) VALUES ('apples', ${change})`;

export default function noLostUpdate(lab: Lab): void {
  it('before: of two decrements one is lost, and what stays is one unit too many', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(`INSERT INTO stock VALUES ('apples', 10)`);
    await replication.drain();
    await replication.a.run('UPDATE stock SET count = count - 1');
    await replication.b.run('UPDATE stock SET count = count - 1');
    await replication.drain();
    expect(await replication.columns(COUNT)).toEqual({ a: [9], b: [9] });
  });

  it('before: so is one of two elements that are appended', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(`INSERT INTO stock VALUES ('apples', 10)`);
    await replication.drain();
    await replication.a.run(`UPDATE stock SET tags = array_append(tags, 'red')`);
    await replication.b.run(`UPDATE stock SET tags = tags || '{sweet}'`);
    await replication.drain();
    expect(await replication.columns('SELECT tags FROM stock')).toEqual({ a: [['sweet']], b: [['sweet']] });
  });

  it('before: the lock that the reader takes does not reach the other cluster', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(`INSERT INTO stock VALUES ('apples', 10)`);
    await replication.drain();
    const careful = `SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT 1 FROM stock FOR UPDATE; UPDATE stock SET count = count - 1`;
    await replication.a.run(careful);
    await replication.b.run(careful);
    await replication.drain();
    expect(await replication.columns(COUNT)).toEqual({ a: [9], b: [9] });
  });

  it('before: the shortest interleaving that loses a count is one on each cluster', async () => {
    const add = (_site: string, change: number): string => `INSERT INTO stock VALUES ('apples', ${change}) ON CONFLICT (article) DO UPDATE SET count = stock.count + EXCLUDED.count`;
    const loss = await findLoss(await lab.start(BEFORE), counting(add));
    expect(loss?.steps.map((step) => step.replace(/takes one|brings ten/, 'counts')).toSorted()).toEqual(['a: counts', 'b: counts']);
  });

  it('after: with a row for each cluster no interleaving loses a count', async () => {
    expect(await findLossFromAnySeed(await lab.start(BY_SITE), counting(bySite))).toBeNull();
  });

  it('after: with a row for each event no interleaving loses a count', async () => {
    expect(await findLossFromAnySeed(await lab.start(EVENTS), counting(event))).toBeNull();
  });
}
