import { expect, it } from 'vitest';
import { findLoss, findLossFromAnySeed, type Workload } from '../interleaving.js';
import type { Lab } from '../lab.js';

const ORDERS = 'CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), customer text NOT NULL, total int NOT NULL);';

const trigger = (name: string, body: string, when = 'AFTER INSERT'): string => `
CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NEW; END $$;
CREATE TRIGGER ${name} ${when} ON orders FOR EACH ROW EXECUTE FUNCTION ${name}();`;

const TOTALS = `${ORDERS}
CREATE TABLE customer_totals (customer text PRIMARY KEY, total int NOT NULL);
${trigger('add_up', 'INSERT INTO customer_totals VALUES (NEW.customer, NEW.total) ON CONFLICT (customer) DO UPDATE SET total = customer_totals.total + NEW.total;')}`;

/** The total is no row of its own any more. */
const TOTALS_AFTER = `${ORDERS}
CREATE VIEW customer_totals AS SELECT customer, sum(total)::int AS total FROM orders GROUP BY customer;`;

const NUMBERED_LOG = `${ORDERS}
CREATE TABLE order_log (id bigserial PRIMARY KEY, customer text NOT NULL);
${trigger('log_order', 'INSERT INTO order_log (customer) VALUES (NEW.customer);')}`;

const LOG = NUMBERED_LOG.replace('id bigserial PRIMARY KEY', 'id uuid PRIMARY KEY DEFAULT gen_random_uuid()');

/** The same log, written by the statement that writes the order. */
const LOG_AFTER = LOG.slice(0, LOG.indexOf('CREATE FUNCTION'));

const order = (customer: string, total: number): string => `INSERT INTO orders (customer, total) VALUES ('${customer}', ${total})`;

const LOGGED = 'SELECT customer FROM order_log ORDER BY 1';

/** Two customers order on either cluster; what is read is the total of each. */
const ORDERING: Workload<Map<string, number>> = {
  start: () => new Map(),
  writes: Object.fromEntries(
    ['ada', 'bob'].map((customer) => [
      `${customer} orders`,
      async ({ cluster, number, state }) => {
        await cluster.run(order(customer, number + 1));
        state.set(customer, (state.get(customer) ?? 0) + number + 1);
      },
    ]),
  ),
  query: `SELECT format('%s %s', customer, total) FROM customer_totals`,
  expected: (totals) => [...totals].map(([customer, total]) => `${customer} ${total}`),
};

export default function noTrigger(lab: Lab): void {
  it('what a trigger sets in the row travels with it', async () => {
    const replication = await lab.start(`${ORDERS}${trigger('lower', 'NEW.customer := lower(NEW.customer);', 'BEFORE INSERT')}`);
    await replication.a.run(order('ADA', 10));
    await replication.drain();
    expect(await replication.columns('SELECT customer FROM orders')).toEqual({ a: ['ada'], b: ['ada'] });
  });

  it('does not fire for rows that replication brings: one line of the log for each order', async () => {
    const replication = await lab.start(LOG);
    await replication.a.run(order('ada', 10));
    await replication.b.run(order('bob', 20));
    expect(await replication.columns(LOGGED)).toEqual({ a: ['ada'], b: ['bob'] });
    await replication.drain();
    expect(await replication.columns(LOGGED)).toEqual({ a: ['ada', 'bob'], b: ['ada', 'bob'] });
  });

  it.each(['ENABLE ALWAYS', 'ENABLE REPLICA'])('does not fire for them with %s either', async (enable) => {
    const replication = await lab.start(`${LOG} ALTER TABLE orders ${enable} TRIGGER log_order;`);
    await replication.a.run(order('ada', 10));
    await replication.drain();
    const logged = enable === 'ENABLE ALWAYS' ? ['ada'] : [];
    expect(await replication.columns(LOGGED)).toEqual({ a: logged, b: logged });
  });

  it('before: totals that both clusters keep by trigger overwrite each other', async () => {
    const replication = await lab.start(TOTALS);
    await replication.a.run(order('ada', 10));
    await replication.drain();
    await replication.a.run(order('ada', 5));
    await replication.b.run(order('ada', 7));
    await replication.drain();
    expect(await replication.columns('SELECT sum(total)::int FROM orders')).toEqual({ a: [22], b: [22] });
    expect(await replication.columns('SELECT total FROM customer_totals')).toEqual({ a: [17], b: [17] });
  });

  it('before: the shortest interleaving that spoils a total is one order on each cluster', async () => {
    const loss = await findLoss(await lab.start(TOTALS), ORDERING);
    expect(loss?.steps.map((step) => step.replace(/ada|bob/, 'somebody')).sort()).toEqual(['a: somebody orders', 'b: somebody orders']);
  });

  it('after: a view adds up what is there, and no interleaving spoils a total', async () => {
    expect(await findLossFromAnySeed(await lab.start(TOTALS_AFTER), ORDERING)).toBeNull();
  });

  it('before: a log with a number for its key loses lines', async () => {
    const replication = await lab.start(NUMBERED_LOG);
    await replication.a.run(order('ada', 10));
    await replication.b.run(order('bob', 20));
    await replication.drain();
    expect(await replication.columns('SELECT customer FROM orders ORDER BY 1')).toEqual({ a: ['ada', 'bob'], b: ['ada', 'bob'] });
    expect(await replication.columns(LOGGED)).toEqual({ a: ['bob'], b: ['bob'] });
  });

  it('before: what it writes to a table that is not replicated is on one cluster only', async () => {
    const replication = await lab.start(LOG, { notReplicated: ['public.order_log'] });
    await replication.a.run(order('ada', 10));
    await replication.b.run(order('bob', 20));
    await replication.drain();
    expect(await replication.columns(LOGGED)).toEqual({ a: ['ada'], b: ['bob'] });
  });

  it('after: the log is replicated, and written where the order is', async () => {
    const replication = await lab.start(LOG_AFTER);
    const both = (customer: string, total: number): string => `${order(customer, total)}; INSERT INTO order_log (customer) VALUES ('${customer}')`;
    await replication.a.run(both('ada', 10));
    await replication.b.run(both('bob', 20));
    await replication.drain();
    expect(await replication.columns(LOGGED)).toEqual({ a: ['ada', 'bob'], b: ['ada', 'bob'] });
  });

  it('before: what it forbids across rows it forbids on one cluster only', async () => {
    const forbid = `IF EXISTS (SELECT FROM orders WHERE customer = NEW.customer) THEN RAISE EXCEPTION 'one order a customer'; END IF;`;
    const replication = await lab.start(`${ORDERS}${trigger('one_order', forbid, 'BEFORE INSERT')}`);
    await replication.a.run(order('ada', 10));
    await expect(replication.a.run(order('ada', 11))).rejects.toThrow('one order a customer');
    await replication.b.run(order('ada', 20));
    await replication.drain();
    expect(await replication.columns('SELECT total FROM orders ORDER BY 1')).toEqual({ a: [10, 20], b: [10, 20] });
  });
}
