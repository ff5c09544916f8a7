import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const BEFORE = 'CREATE TABLE jobs (id int PRIMARY KEY, taken_by text)';
const AFTER = 'CREATE TABLE jobs (id int PRIMARY KEY, site text NOT NULL, taken_by text)';

const take = (worker: string, condition = 'true'): string =>
  `UPDATE jobs SET taken_by = '${worker}' WHERE id = (SELECT id FROM jobs WHERE taken_by IS NULL AND ${condition} ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING id::text`;

export default function noCrossClusterLock(lab: Lab): void {
  it('before: workers of both clusters take the same job, and one of them does not learn of the other', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run('INSERT INTO jobs VALUES (1), (2)');
    await replication.drain();
    expect([await replication.a.runReturning(take('ann')), await replication.b.runReturning(take('ben'))]).toEqual(['1', '1']);
    await replication.drain();
    const jobs = ['1 by ben', '2 by nobody'];
    expect(await replication.columns(`SELECT format('%s by %s', id, coalesce(taken_by, 'nobody')) FROM jobs ORDER BY id`)).toEqual({ a: jobs, b: jobs });
  });

  it('before: an advisory lock that one cluster holds is free on the other', async () => {
    const replication = await lab.start(BEFORE);
    const lock = 'SELECT pg_try_advisory_lock(1)::text';
    expect([await replication.a.runReturning(lock), await replication.b.runReturning(lock)]).toEqual(['true', 'true']);
  });

  it('after: where the jobs are divided by the cluster, each is taken once', async () => {
    const replication = await lab.start(AFTER);
    await replication.a.run(`INSERT INTO jobs VALUES (1, 'a'), (2, 'b')`);
    await replication.drain();
    expect([await replication.a.runReturning(take('ann', `site = 'a'`)), await replication.b.runReturning(take('ben', `site = 'b'`))]).toEqual(['1', '2']);
    await replication.drain();
    const jobs = ['1 by ann', '2 by ben'];
    expect(await replication.columns(`SELECT format('%s by %s', id, taken_by) FROM jobs ORDER BY id`)).toEqual({ a: jobs, b: jobs });
  });
}
