import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';
import type { Replication } from '../model/replication.js';

const ROLES = 'CREATE TABLE roles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, level int NOT NULL DEFAULT 0)';
const NAMES = 'SELECT name FROM roles ORDER BY 1';
const FIXED = `INSERT INTO roles (id, name) VALUES ('11111111-1111-1111-1111-111111111111', 'admin')`;

/** A migration that runs on cluster A, and then on cluster B when all of it has arrived there. */
async function runOnBoth(replication: Replication, migration: string): Promise<void> {
  await replication.a.run(migration);
  await replication.drain();
  await replication.b.run(migration);
  await replication.drain();
}

export default function noDataChange(lab: Lab): void {
  it('before: rows under random keys exist twice', async () => {
    const replication = await lab.start(ROLES);
    await runOnBoth(replication, `INSERT INTO roles (name) VALUES ('admin')`);
    expect(await replication.columns(NAMES)).toEqual({ a: ['admin', 'admin'], b: ['admin', 'admin'] });
  });

  it('before: so do rows of a table without a key', async () => {
    const replication = await lab.start('CREATE TABLE roles (name text NOT NULL)');
    await runOnBoth(replication, `INSERT INTO roles (name) VALUES ('admin')`);
    expect(await replication.columns(NAMES)).toEqual({ a: ['admin', 'admin'], b: ['admin', 'admin'] });
  });

  it('before: SET x = x + 1 counts twice', async () => {
    const replication = await lab.start(ROLES);
    await replication.a.run(FIXED);
    await replication.drain();
    await runOnBoth(replication, 'UPDATE roles SET level = level + 1');
    expect(await replication.columns('SELECT level FROM roles')).toEqual({ a: [2], b: [2] });
  });

  it('before: an update that only repeats itself overwrites what was written since the first run', async () => {
    const replication = await lab.start(ROLES);
    await replication.a.run(FIXED);
    await replication.drain();
    const migration = `UPDATE roles SET name = 'root' WHERE id = '11111111-1111-1111-1111-111111111111'`;
    await replication.a.run(migration);
    await replication.drain();
    await replication.a.run(`UPDATE roles SET name = 'owner'`);
    await replication.drain();
    await replication.b.run(migration);
    await replication.drain();
    expect(await replication.columns(NAMES)).toEqual({ a: ['root'], b: ['root'] });
  });

  it('before: a plain INSERT under fixed keys fails where the rows have arrived', async () => {
    const replication = await lab.start(ROLES);
    await expect(runOnBoth(replication, FIXED)).rejects.toThrow('duplicate key value violates unique constraint "roles_pkey"');
  });

  it('rows under fixed keys that both write at the same moment are the same rows', async () => {
    const replication = await lab.start(ROLES);
    await replication.a.run(FIXED);
    await replication.b.run(FIXED);
    await replication.drain();
    expect(await replication.columns(NAMES)).toEqual({ a: ['admin'], b: ['admin'] });
  });

  it('after: a file that can run twice, or that runs on one cluster, leaves each row once', async () => {
    const replication = await lab.start(ROLES);
    await runOnBoth(replication, `${FIXED} ON CONFLICT DO NOTHING`);
    await replication.a.run(`INSERT INTO roles (name) VALUES ('reader')`);
    await replication.drain();
    expect(await replication.columns(NAMES)).toEqual({ a: ['admin', 'reader'], b: ['admin', 'reader'] });
  });
}
