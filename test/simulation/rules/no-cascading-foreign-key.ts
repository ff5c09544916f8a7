import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const schema = (action: string): string => `
CREATE TABLE orders (id uuid PRIMARY KEY, deleted_at timestamptz);
CREATE TABLE order_items (id uuid PRIMARY KEY, order_id uuid REFERENCES orders (id) ${action}, article text, quantity int)`;

const ORDER = '00000000-0000-0000-0000-00000000000a';
const ITEM = '00000000-0000-0000-0000-00000000000b';
const LATER_ITEM = '00000000-0000-0000-0000-00000000000c';

const ITEMS = `SELECT format('%s of %s', article, coalesce(order_id::text, 'nothing')) FROM order_items ORDER BY 1`;
const ORPHANS = 'SELECT article FROM order_items WHERE order_id IS NOT NULL AND order_id NOT IN (SELECT id FROM orders) ORDER BY 1';

export default function noCascadingForeignKey(lab: Lab): void {
  async function started(action: string) {
    const replication = await lab.start(schema(action));
    await replication.a.run(`INSERT INTO orders VALUES ('${ORDER}'); INSERT INTO order_items VALUES ('${ITEM}', '${ORDER}', 'apples', 1)`);
    await replication.drain();
    return replication;
  }

  it.each(['CASCADE', 'SET NULL', 'SET DEFAULT'])('before: ON DELETE %s misses the row that the other cluster inserts meanwhile, which points at nothing then', async (action) => {
    const replication = await started(`ON DELETE ${action}`);
    await replication.a.run(`DELETE FROM orders WHERE id = '${ORDER}'`);
    await replication.b.run(`INSERT INTO order_items VALUES ('${LATER_ITEM}', '${ORDER}', 'bread', 1)`);
    await replication.drain();
    expect(await replication.columns('SELECT id FROM orders')).toEqual({ a: [], b: [] });
    const items = [...(action === 'CASCADE' ? [] : ['apples of nothing']), `bread of ${ORDER}`];
    expect(await replication.columns(ITEMS)).toEqual({ a: items, b: items });
    expect(await replication.columns(ORPHANS)).toEqual({ a: ['bread'], b: ['bread'] });
  });

  it('the rows that the action changes are replicated, and the other cluster does not run it', async () => {
    const replication = await started('ON DELETE CASCADE');
    await replication.a.run(`DELETE FROM orders WHERE id = '${ORDER}'`);
    await replication.carry('a', 'public.orders');
    expect(await replication.b.column(ORPHANS)).toEqual(['apples']);
    await replication.drain();
    expect(await replication.columns(ITEMS)).toEqual({ a: [], b: [] });
  });

  it('before: a row that the other cluster updates meanwhile comes back with what the update set, and nothing else', async () => {
    const replication = await started('ON DELETE CASCADE');
    await replication.a.run(`DELETE FROM orders WHERE id = '${ORDER}'`);
    await replication.b.run(`UPDATE order_items SET quantity = 2 WHERE id = '${ITEM}'`);
    await replication.drain();
    const left = [{ id: ITEM, order_id: null, article: null, quantity: 2 }];
    expect(await replication.both((cluster) => cluster.query('SELECT * FROM order_items'))).toEqual({ a: left, b: left });
  });

  it('after: without an action, a delete with children left is refused', async () => {
    const replication = await started('');
    await expect(replication.a.run(`DELETE FROM orders WHERE id = '${ORDER}'`)).rejects.toThrow('violates foreign key constraint');
  });

  it('after: an order that is marked as deleted keeps what the other cluster adds', async () => {
    const replication = await started('');
    await replication.a.run(`UPDATE orders SET deleted_at = now() WHERE id = '${ORDER}'`);
    await replication.b.run(`INSERT INTO order_items VALUES ('${LATER_ITEM}', '${ORDER}', 'bread', 1); UPDATE order_items SET quantity = 2 WHERE id = '${ITEM}'`);
    await replication.drain();
    const items = [`apples of ${ORDER}`, `bread of ${ORDER}`];
    expect(await replication.columns(ITEMS)).toEqual({ a: items, b: items });
    expect(await replication.columns(ORPHANS)).toEqual({ a: [], b: [] });
    expect(await replication.columns('SELECT count(deleted_at)::int FROM orders')).toEqual({ a: [1], b: [1] });
  });
}
