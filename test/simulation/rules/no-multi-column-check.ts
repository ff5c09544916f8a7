import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const BEFORE = `
CREATE TABLE bookings (id int PRIMARY KEY, starts int NOT NULL, ends int NOT NULL, CONSTRAINT bookings_order CHECK (starts < ends))`;

const INDEXED = `${BEFORE};
CREATE INDEX bookings_starts_idx ON bookings (starts);
CREATE INDEX bookings_ends_idx ON bookings (ends)`;

const BOOKING = `SELECT format('%s to %s', starts, ends) FROM bookings`;

export default function noMultiColumnCheck(lab: Lab): void {
  async function started(schema: string) {
    const replication = await lab.start(schema);
    await replication.a.run('INSERT INTO bookings VALUES (1, 10, 20)');
    await replication.drain();
    return replication;
  }

  it('each cluster by itself keeps the check', async () => {
    const replication = await started(BEFORE);
    await expect(replication.b.run('UPDATE bookings SET starts = 30')).rejects.toThrow('new row for relation "bookings" violates check constraint "bookings_order"');
  });

  it('before: updates of one column each pass the check, and make a row that neither cluster would have taken', async () => {
    const replication = await started(BEFORE);
    await replication.a.run('UPDATE bookings SET starts = 18');
    await replication.b.run('UPDATE bookings SET ends = 12');
    await replication.drain();
    expect(await replication.columns(BOOKING)).toEqual({ a: ['18 to 12'], b: ['18 to 12'] });
  });

  it('after: updates that set both columns leave the row of the later one', async () => {
    const replication = await started(BEFORE);
    await replication.a.run('UPDATE bookings SET starts = 18, ends = 20');
    await replication.b.run('UPDATE bookings SET starts = 10, ends = 12');
    await replication.drain();
    expect(await replication.columns(BOOKING)).toEqual({ a: ['10 to 12'], b: ['10 to 12'] });
  });

  it('setting both does not help where the columns are in indexes: one that keeps its value is not written', async () => {
    const replication = await started(INDEXED);
    await replication.a.run('UPDATE bookings SET starts = 18, ends = 20');
    await replication.b.run('UPDATE bookings SET starts = 10, ends = 12');
    await replication.drain();
    expect(await replication.columns(BOOKING)).toEqual({ a: ['18 to 12'], b: ['18 to 12'] });
  });

  it('a check over one column stays true', async () => {
    const replication = await lab.start('CREATE TABLE stock (id int PRIMARY KEY, count int CHECK (count >= 0))');
    await replication.a.run('INSERT INTO stock VALUES (1, 1)');
    await replication.drain();
    await replication.a.run('UPDATE stock SET count = count - 1');
    await replication.b.run('UPDATE stock SET count = count - 1');
    await replication.drain();
    expect(await replication.columns('SELECT count FROM stock')).toEqual({ a: [0], b: [0] });
  });
}
