import { expect, it } from 'vitest';
import { fixed } from '../fixed.js';
import type { Lab } from '../lab.js';

const TABLE = 'CREATE TABLE orders (id int PRIMARY KEY, customer text NOT NULL, status text NOT NULL, total int NOT NULL);';

const BEFORE = `${TABLE}
CREATE INDEX orders_customer_idx ON orders (customer) INCLUDE (status, total);`;

const PARTIAL = `${TABLE}
CREATE INDEX orders_open_idx ON orders (customer) WHERE status = 'open';`;

const TWO_CONDITIONS = `${TABLE}
ALTER TABLE orders ADD held boolean NOT NULL;
CREATE INDEX orders_ready_idx ON orders (customer) WHERE status = 'open' AND NOT held;`;

const AFTER = await fixed(BEFORE, 'no-covering-index');

export default function noCoveringIndex(lab: Lab): void {
  async function started(schema: string, status: string) {
    const replication = await lab.start(schema);
    await replication.a.run(`INSERT INTO orders VALUES (1, 'ada', '${status}', 10)`);
    await replication.drain();
    return replication;
  }

  it('before: an entry keeps an included value that the row no longer has', async () => {
    const replication = await started(BEFORE, 'open');
    await replication.a.run(`UPDATE orders SET status = 'paid'`);
    await replication.b.run('UPDATE orders SET total = 20');
    await replication.drain();
    const rows = [{ status: 'paid', total: 20 }];
    expect(await replication.both((cluster) => cluster.query('SELECT status, total FROM orders'))).toEqual({ a: rows, b: rows });
    const entries = [{ values: ['ada'], included: ['open', 20] }];
    expect(await replication.both((cluster) => cluster.entries('orders_customer_idx'))).toEqual({ a: entries, b: entries });
  });

  it('before: a row is in a partial index and outside of its condition', async () => {
    const replication = await started(PARTIAL, 'new');
    await replication.a.run(`UPDATE orders SET status = 'open'`);
    await replication.b.run(`UPDATE orders SET status = 'void'`);
    await replication.drain();
    const answer = [{ id: 1, customer: 'ada', status: 'void', total: 10 }];
    expect(await replication.both((cluster) => cluster.lookup('public.orders', 'orders_open_idx', ['ada']))).toEqual({ a: answer, b: answer });
  });

  it('before: or fits the condition, and is not in the index', async () => {
    const replication = await lab.start(TWO_CONDITIONS);
    await replication.a.run(`INSERT INTO orders VALUES (1, 'ada', 'new', 10, true)`);
    await replication.drain();
    await replication.a.run(`UPDATE orders SET status = 'open'`);
    await replication.b.run('UPDATE orders SET held = false');
    await replication.drain();
    const query = `SELECT customer FROM orders WHERE status = 'open' AND NOT held`;
    expect(await replication.columns(query)).toEqual({ a: ['ada'], b: ['ada'] });
    expect(await replication.both((cluster) => cluster.lookup('public.orders', 'orders_ready_idx', ['ada']))).toEqual({ a: [], b: [] });
  });

  it('after: the fix leaves the columns out, and the index agrees with the table', async () => {
    expect(AFTER).toBe(BEFORE.replace(' INCLUDE (status, total)', ''));
    const replication = await started(AFTER, 'open');
    await replication.a.run(`UPDATE orders SET status = 'paid'`);
    await replication.b.run('UPDATE orders SET total = 20');
    await replication.drain();
    expect(await replication.both((cluster) => cluster.indexFaults())).toEqual({ a: [], b: [] });
  });
}
