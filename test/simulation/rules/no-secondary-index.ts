import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const SCHEMA = `
CREATE TABLE orders (id int PRIMARY KEY, customer text NOT NULL, status text NOT NULL);
CREATE INDEX orders_status_idx ON orders (status)`;

const STATUS = 'SELECT status FROM orders';

export default function noSecondaryIndex(lab: Lab): void {
  it('before: of two updates of one row, the index keeps an entry for the value that lost', async () => {
    const replication = await lab.start(SCHEMA);
    await replication.a.run(`INSERT INTO orders VALUES (1, 'ada', 'open')`);
    await replication.drain();
    await replication.a.run(`UPDATE orders SET status = 'paid'`);
    await replication.b.run(`UPDATE orders SET status = 'void'`);
    await replication.drain();
    expect(await replication.columns(STATUS)).toEqual({ a: ['void'], b: ['void'] });
    // The query asks for what is paid, and gets the order that is void.
    const found = await replication.both((cluster) => cluster.lookup('public.orders', 'orders_status_idx', ['paid']));
    const answer = [{ id: 1, customer: 'ada', status: 'void' }];
    expect(found).toEqual({ a: answer, b: answer });
    expect(await replication.both((cluster) => cluster.indexFaults())).toEqual({ a: ['orders_status_idx: has no row for ["paid"]'], b: ['orders_status_idx: has no row for ["paid"]'] });
  });

  it('one whose columns never change cannot go stale', async () => {
    const replication = await lab.start(SCHEMA.replace('(status)', '(customer)'));
    await replication.a.run(`INSERT INTO orders VALUES (1, 'ada', 'open')`);
    await replication.drain();
    await replication.a.run(`UPDATE orders SET status = 'paid'`);
    await replication.b.run(`UPDATE orders SET status = 'void'`);
    await replication.drain();
    expect(await replication.both((cluster) => cluster.indexFaults())).toEqual({ a: [], b: [] });
  });

  it('nor one whose rows are written on one cluster', async () => {
    const replication = await lab.start(SCHEMA);
    await replication.a.run(`INSERT INTO orders VALUES (1, 'ada', 'open')`);
    await replication.b.run(`INSERT INTO orders VALUES (2, 'bob', 'open')`);
    await replication.drain();
    await replication.a.run(`UPDATE orders SET status = 'paid' WHERE id = 1`);
    await replication.b.run(`UPDATE orders SET status = 'void' WHERE id = 2`);
    await replication.drain();
    expect(await replication.both((cluster) => cluster.indexFaults())).toEqual({ a: [], b: [] });
  });
}
