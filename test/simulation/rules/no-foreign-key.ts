import { expect, it } from 'vitest';
import { findLoss, findLossFromAnySeed, type Workload } from '../interleaving.js';
import type { Lab } from '../lab.js';

const SCHEMA = `
CREATE TABLE orders (name text PRIMARY KEY, deleted boolean NOT NULL DEFAULT false);
CREATE TABLE order_items (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), order_name text NOT NULL REFERENCES orders (name))`;

const ORPHANS = 'SELECT order_name FROM order_items WHERE order_name NOT IN (SELECT name FROM orders) ORDER BY 1';

const PLACED: Workload<{ items: number }>['writes'] = {
  async 'places an order'({ cluster, number }) {
    await cluster.run(`INSERT INTO orders VALUES ('order ${number}')`);
  },
  async 'adds to an order'({ cluster }) {
    await cluster.run('INSERT INTO order_items (order_name) SELECT name FROM orders WHERE NOT deleted ORDER BY name LIMIT 1');
  },
};

/** Orders without items go away; what is read is the orphans. */
const DELETING: Workload<{ items: number }> = {
  start: () => ({ items: 0 }),
  writes: {
    ...PLACED,
    async 'deletes an order'({ cluster }) {
      await cluster.run('DELETE FROM orders WHERE name = (SELECT name FROM orders ORDER BY name LIMIT 1)');
    },
  },
  query: ORPHANS,
  expected: () => [],
};

const MARKING: typeof DELETING = {
  ...DELETING,
  writes: {
    ...PLACED,
    async 'marks an order as deleted'({ cluster }) {
      await cluster.run('UPDATE orders SET deleted = true WHERE name = (SELECT name FROM orders WHERE NOT deleted ORDER BY name LIMIT 1)');
    },
  },
};

export default function noForeignKey(lab: Lab): void {
  it('before: one cluster deletes the row that the other references meanwhile, and the reference points at nothing on both', async () => {
    const replication = await lab.start(SCHEMA);
    await replication.a.run(`INSERT INTO orders VALUES ('x')`);
    await replication.drain();
    await replication.a.run(`DELETE FROM orders WHERE name = 'x'`);
    await replication.b.run(`INSERT INTO order_items (order_name) VALUES ('x')`);
    await replication.drain();
    expect(await replication.columns(ORPHANS)).toEqual({ a: ['x'], b: ['x'] });
  });

  it('each cluster by itself keeps the reference', async () => {
    const replication = await lab.start(SCHEMA);
    await expect(replication.a.run(`INSERT INTO order_items (order_name) VALUES ('x')`)).rejects.toThrow('violates foreign key constraint');
    await replication.a.run(`INSERT INTO orders VALUES ('x'); INSERT INTO order_items (order_name) VALUES ('x')`);
    await replication.drain();
    await expect(replication.b.run('DELETE FROM orders')).rejects.toThrow('violates foreign key constraint');
  });

  it('with one direction the target shows the referencing row before the referenced one, for a moment', async () => {
    const replication = await lab.start(SCHEMA);
    await replication.a.run(`INSERT INTO orders VALUES ('x'); INSERT INTO order_items (order_name) VALUES ('x')`);
    await replication.carry('a', 'public.order_items');
    expect(await replication.columns(ORPHANS)).toEqual({ a: [], b: ['x'] });
    await replication.drain('a');
    expect(await replication.columns(ORPHANS)).toEqual({ a: [], b: [] });
  });

  it('before: an interleaving of three writes leaves an orphan', async () => {
    const loss = await findLoss(await lab.start(SCHEMA), DELETING);
    expect(loss?.complaints.map((complaint) => complaint.replace(/\d+/, 'N'))).toEqual(['a has order N', 'b has order N']);
    const writes = loss?.steps.filter((step) => !step.startsWith('carry')).map((step) => step.slice(3));
    expect(writes?.sort()).toEqual(['adds to an order', 'deletes an order', 'places an order']);
  });

  it('after: where orders are marked as deleted, no interleaving leaves an orphan', async () => {
    expect(await findLossFromAnySeed(await lab.start(SCHEMA), MARKING)).toBeNull();
  });
}
