import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const SCHEMA = `
CREATE TABLE carts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner text);
CREATE INDEX carts_owner_idx ON carts (owner)`;

const OWNERS = 'SELECT owner FROM carts ORDER BY 1';

export default function noTruncate(lab: Lab): void {
  async function started() {
    const replication = await lab.start(SCHEMA);
    await replication.a.run(`INSERT INTO carts (owner) VALUES ('ada')`);
    await replication.b.run(`INSERT INTO carts (owner) VALUES ('bob')`);
    await replication.drain();
    return replication;
  }

  it('before: where it is not refused it empties one cluster and leaves the other full, for good', async () => {
    const replication = await started();
    await replication.a.run('TRUNCATE carts');
    expect(replication.waiting('a')).toEqual([]);
    await replication.drain();
    expect(await replication.columns(OWNERS)).toEqual({ a: [], b: ['ada', 'bob'] });
    await replication.b.run(`INSERT INTO carts (owner) VALUES ('cyd')`);
    await replication.drain();
    expect(await replication.columns(OWNERS)).toEqual({ a: ['cyd'], b: ['ada', 'bob', 'cyd'] });
  });

  it('after: a DELETE on one cluster empties both', async () => {
    const replication = await started();
    await replication.a.run('DELETE FROM carts');
    await replication.drain();
    expect(await replication.columns(OWNERS)).toEqual({ a: [], b: [] });
    expect(await replication.both((cluster) => cluster.entries('carts_owner_idx'))).toEqual({ a: [], b: [] });
  });
}
