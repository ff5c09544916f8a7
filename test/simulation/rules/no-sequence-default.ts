import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const BEFORE = `
CREATE SEQUENCE invoice_numbers;
CREATE TABLE invoices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), number bigint NOT NULL DEFAULT nextval('invoice_numbers'), customer text NOT NULL);
CREATE TABLE receipts (number bigint PRIMARY KEY DEFAULT nextval('invoice_numbers'), customer text NOT NULL);
CREATE FUNCTION issue(customer text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO receipts (number, customer) VALUES (nextval('invoice_numbers'), customer) RETURNING number
$$`;

/** The number stays for people to read, next to the cluster that gave it. */
const AFTER = `
CREATE SEQUENCE invoice_numbers;
CREATE TABLE invoices (site text, number bigint NOT NULL DEFAULT nextval('invoice_numbers'), customer text NOT NULL, PRIMARY KEY (site, number))`;

export default function noSequenceDefault(lab: Lab): void {
  it('before: invoices of both clusters carry one number', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(`INSERT INTO invoices (customer) VALUES ('ada')`);
    await replication.b.run(`INSERT INTO invoices (customer) VALUES ('bob')`);
    await replication.drain();
    const invoices = ['1: ada', '1: bob'];
    expect(await replication.columns(`SELECT format('%s: %s', number, customer) FROM invoices ORDER BY 1`)).toEqual({ a: invoices, b: invoices });
  });

  it('before: where a function draws the key, the later receipt replaces the earlier', async () => {
    const replication = await lab.start(BEFORE);
    expect(await replication.a.runReturning(`SELECT issue('ada')::text`)).toBe('1');
    expect(await replication.b.runReturning(`SELECT issue('bob')::text`)).toBe('1');
    await replication.drain();
    expect(await replication.columns('SELECT customer FROM receipts')).toEqual({ a: ['bob'], b: ['bob'] });
  });

  it('after: number and cluster together tell the invoices apart', async () => {
    const replication = await lab.start(AFTER);
    await replication.a.run(`INSERT INTO invoices (site, customer) VALUES ('a', 'ada')`);
    await replication.b.run(`INSERT INTO invoices (site, customer) VALUES ('b', 'bob')`);
    await replication.drain();
    const invoices = ['a 1: ada', 'b 1: bob'];
    expect(await replication.columns(`SELECT format('%s %s: %s', site, number, customer) FROM invoices ORDER BY 1`)).toEqual({ a: invoices, b: invoices });
  });
}
