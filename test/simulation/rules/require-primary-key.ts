import { expect, it } from 'vitest';
import type { Lab } from '../lab.js';

const ADMIN = '11111111-1111-1111-1111-111111111111';

export default function requirePrimaryKey(lab: Lab): void {
  it('before: the same row written on both clusters is two rows, and replication keeps both', async () => {
    const replication = await lab.start('CREATE TABLE roles (name text)');
    await replication.a.run(`INSERT INTO roles VALUES ('admin')`);
    await replication.b.run(`INSERT INTO roles VALUES ('admin')`);
    await replication.drain();
    expect(await replication.columns('SELECT name FROM roles')).toEqual({ a: ['admin', 'admin'], b: ['admin', 'admin'] });
  });

  it('after: with a key it is one row', async () => {
    const replication = await lab.start('CREATE TABLE roles (id uuid PRIMARY KEY, name text)');
    await replication.a.run(`INSERT INTO roles VALUES ('${ADMIN}', 'admin')`);
    await replication.b.run(`INSERT INTO roles VALUES ('${ADMIN}', 'admin')`);
    await replication.drain();
    expect(await replication.columns('SELECT name FROM roles')).toEqual({ a: ['admin'], b: ['admin'] });
  });
}
