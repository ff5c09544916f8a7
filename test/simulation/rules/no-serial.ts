import { expect, it } from 'vitest';
import { findLoss, findLossFromAnySeed, type Workload } from '../interleaving.js';
import type { Lab } from '../lab.js';

const BEFORE = `
CREATE TABLE orders (id bigserial PRIMARY KEY, customer text NOT NULL);
CREATE TABLE order_items (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  article text NOT NULL
)`;

const AFTER = `
CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), customer text NOT NULL);
CREATE TABLE order_items (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id uuid NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  article text NOT NULL
)`;

const order = (customer: string, article: string): string =>
  `WITH placed AS (INSERT INTO orders (customer) VALUES ('${customer}') RETURNING id) INSERT INTO order_items (order_id, article) SELECT id, '${article}' FROM placed`;

const LINES = `SELECT format('%s: %s', customer, article) FROM orders JOIN order_items ON order_id = orders.id ORDER BY 1`;

/** Customers place orders on either cluster, and add to the last order that they placed there. */
const SHOP: Workload<{ readonly lines: string[]; readonly last: Record<string, string> }> = {
  start: () => ({ lines: [], last: {} }),
  writes: {
    async 'places an order'({ cluster, site, number, state }) {
      const customer = `customer ${number}`;
      const id = await cluster.runReturning(`INSERT INTO orders (customer) VALUES ('${customer}') RETURNING id::text`);
      await cluster.run(`INSERT INTO order_items (order_id, article) VALUES ('${id}', 'first')`);
      state.lines.push(`${customer}: first`);
      state.last[site] = `${id} ${customer}`;
    },
    async 'adds to the last order'({ cluster, site, number, state }) {
      const [id, ...customer] = state.last[site]?.split(' ') ?? [];
      if (id === undefined) return;
      await cluster.run(`INSERT INTO order_items (order_id, article) VALUES ('${id}', 'article ${number}')`);
      state.lines.push(`${customer.join(' ')}: article ${number}`);
    },
  },
  query: LINES,
  expected: ({ lines }) => lines,
};

export default function noSerial(lab: Lab): void {
  it('before: two orders get one number, the later write replaces the earlier, and nothing says so', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(`INSERT INTO orders (customer) VALUES ('ada')`);
    await replication.b.run(`INSERT INTO orders (customer) VALUES ('bob')`);
    await replication.drain();
    expect(await replication.columns('SELECT customer FROM orders')).toEqual({ a: ['bob'], b: ['bob'] });
    expect(await replication.columns('SELECT id FROM orders')).toEqual({ a: [1], b: [1] });
  });

  it('before: the lines of the order that is lost hang on the one that took its place', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(order('ada', 'apples'));
    await replication.b.run(order('bob', 'bread'));
    await replication.drain();
    const lines = ['bob: apples', 'bob: bread'];
    expect(await replication.columns(LINES)).toEqual({ a: lines, b: lines });
  });

  it('before: where the number is not the key, two rows carry it', async () => {
    const replication = await lab.start('CREATE TABLE tickets (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), number serial)');
    await replication.a.run('INSERT INTO tickets DEFAULT VALUES');
    await replication.b.run('INSERT INTO tickets DEFAULT VALUES');
    await replication.drain();
    expect(await replication.columns('SELECT number FROM tickets')).toEqual({ a: [1, 1], b: [1, 1] });
  });

  it('before, with one direction: after a failover inserts fail as duplicates until the sequence is past the rows that came', async () => {
    const replication = await lab.start(BEFORE);
    for (const customer of ['ada', 'bob']) await replication.a.run(`INSERT INTO orders (customer) VALUES ('${customer}')`);
    await replication.drain('a');
    const insert = `INSERT INTO orders (customer) VALUES ('cyd')`;
    await expect(replication.b.run(insert)).rejects.toThrow('duplicate key value violates unique constraint "orders_pkey"');
    await expect(replication.b.run(insert)).rejects.toThrow('duplicate key value violates unique constraint "orders_pkey"');
    await replication.b.run(insert);
    expect(await replication.b.column('SELECT customer FROM orders ORDER BY id')).toEqual(['ada', 'bob', 'cyd']);
  });

  it('before: the shortest interleaving that loses is one order on each cluster', async () => {
    const loss = await findLoss(await lab.start(BEFORE), SHOP);
    expect(loss?.steps.toSorted()).toEqual(['a: places an order', 'b: places an order']);
    expect(loss?.complaints).toEqual(['a lacks customer 0: first', 'a has customer 1: first', 'b lacks customer 0: first', 'b has customer 1: first']);
  });

  it('after: with a uuid both orders stay, each with its own lines', async () => {
    const replication = await lab.start(AFTER);
    await replication.a.run(order('ada', 'apples'));
    await replication.b.run(order('bob', 'bread'));
    await replication.drain();
    const lines = ['ada: apples', 'bob: bread'];
    expect(await replication.columns(LINES)).toEqual({ a: lines, b: lines });
  });

  it('after: no interleaving loses anything', async () => {
    expect(await findLossFromAnySeed(await lab.start(AFTER), SHOP)).toBeNull();
  });
}
