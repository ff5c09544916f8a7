import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const BEFORE = `
CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), customer text NOT NULL);
CREATE TABLE order_lines (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), order_id uuid NOT NULL, article text NOT NULL)`;

/** What has to appear together is in one row. */
const AFTER = 'CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), customer text NOT NULL, lines jsonb NOT NULL)';

const PLACE = `
WITH placed AS (INSERT INTO orders (customer) VALUES ('ada') RETURNING id)
INSERT INTO order_lines (order_id, article) SELECT id, 'apples' FROM placed`;

const ORDERS = 'SELECT customer FROM orders';
const LINES = 'SELECT article FROM order_lines';

export default function noMultiTableTransaction(lab: Lab): void {
  it('before: a reader on the other cluster sees an order without its lines', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(PLACE);
    await replication.carry('a', 'public.orders');
    expect([await replication.b.column(ORDERS), await replication.b.column(LINES)]).toEqual([['ada'], []]);
  });

  it('before: or the lines without the order, for there is no order between tables', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(PLACE);
    await replication.carry('a', 'public.order_lines');
    expect([await replication.b.column(ORDERS), await replication.b.column(LINES)]).toEqual([[], ['apples']]);
  });

  it('before: when the writing cluster is lost in between, the rest never comes', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(PLACE);
    await replication.carry('a', 'public.orders');
    await replication.b.run(`INSERT INTO orders (customer) VALUES ('bob')`);
    await replication.drain('b');
    expect([await replication.b.column(`${ORDERS} ORDER BY 1`), await replication.b.column(LINES)]).toEqual([['ada', 'bob'], []]);
  });

  it('within the writing cluster the transaction is whole or not there', async () => {
    const replication = await lab.start(BEFORE);
    await expect(replication.a.run(`${PLACE}; SELECT 1 / 0`)).rejects.toThrow('division by zero');
    expect([await replication.a.column(ORDERS), await replication.a.column(LINES)]).toEqual([[], []]);
    expect(replication.waiting('a')).toEqual([]);
    await replication.a.run(PLACE);
    expect([await replication.a.column(ORDERS), await replication.a.column(LINES)]).toEqual([['ada'], ['apples']]);
  });

  it('after: one row arrives whole', async () => {
    const replication = await lab.start(AFTER);
    await replication.a.run(`INSERT INTO orders (customer, lines) VALUES ('ada', '["apples"]')`);
    expect(await replication.b.column(ORDERS)).toEqual([]);
    await replication.carry('a', 'public.orders');
    expect(await replication.b.query('SELECT customer, lines FROM orders')).toEqual([{ customer: 'ada', lines: ['apples'] }]);
    expect(replication.waiting('a')).toEqual([]);
  });
}
