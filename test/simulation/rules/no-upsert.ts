import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const STOCK = 'CREATE TABLE stock (article text PRIMARY KEY, count int NOT NULL)';

const add = (count: number): string => `INSERT INTO stock VALUES ('apples', ${count}) ON CONFLICT (article) DO UPDATE SET count = stock.count + EXCLUDED.count`;

const merge = (count: number): string =>
  `MERGE INTO stock USING (VALUES ('apples', ${count})) AS more (article, count) ON stock.article = more.article
   WHEN MATCHED THEN UPDATE SET count = stock.count + more.count WHEN NOT MATCHED THEN INSERT VALUES (more.article, more.count)`;

const COUNT = 'SELECT count FROM stock';

export default function noUpsert(lab: Lab): void {
  it.each([['ON CONFLICT', add], ['MERGE', merge]])('before: both clusters insert by %s, and an addition is lost', async (_name, upsert) => {
    const replication = await lab.start(STOCK);
    await replication.a.run(upsert(3));
    await replication.b.run(upsert(4));
    await replication.drain();
    expect(await replication.columns(COUNT)).toEqual({ a: [4], b: [4] });
  });

  it('before: DO NOTHING gives two callers two rows until replication has settled on one', async () => {
    const replication = await lab.start('CREATE TABLE tags (name text PRIMARY KEY, id uuid NOT NULL DEFAULT gen_random_uuid())');
    const get = `INSERT INTO tags (name) VALUES ('red') ON CONFLICT DO NOTHING`;
    await replication.a.run(get);
    await replication.b.run(get);
    const before = await replication.columns('SELECT id FROM tags');
    expect(before.a).not.toEqual(before.b);
    await replication.drain();
    expect(await replication.columns('SELECT id FROM tags')).toEqual({ a: before.b, b: before.b });
  });

  it('after: rows that are appended stay, and add up', async () => {
    const replication = await lab.start('CREATE TABLE stock_events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), article text, count int)');
    await replication.a.run(`INSERT INTO stock_events (article, count) VALUES ('apples', 3)`);
    await replication.b.run(`INSERT INTO stock_events (article, count) VALUES ('apples', 4)`);
    await replication.drain();
    expect(await replication.columns('SELECT sum(count)::int FROM stock_events')).toEqual({ a: [7], b: [7] });
  });

  it('after: with a key that both come to by themselves and whole rows, it does not matter who was first', async () => {
    const replication = await lab.start('CREATE TABLE tags (id uuid PRIMARY KEY, name text NOT NULL)');
    const get = `INSERT INTO tags VALUES (md5('red')::uuid, 'red') ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`;
    await replication.a.run(get);
    await replication.b.run(get);
    const before = await replication.columns('SELECT id FROM tags');
    expect(before.a).toEqual(before.b);
    await replication.drain();
    expect(await replication.columns('SELECT id FROM tags')).toEqual(before);
    expect(await replication.columns('SELECT name FROM tags')).toEqual({ a: ['red'], b: ['red'] });
  });
}
