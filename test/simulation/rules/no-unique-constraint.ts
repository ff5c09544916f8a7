import { expect, it } from 'vitest';
import { fixed } from '../fixed.js';
import { findLoss, findLossFromAnySeed, type Workload } from '../interleaving.js';
import type { Lab } from '../lab.js';

const BEFORE = `
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL, name text NOT NULL);
CREATE UNIQUE INDEX users_email_key ON users (email);`;

const AFTER = await fixed(BEFORE, 'no-unique-constraint');

/** Each region's users are written in that region only. */
const BY_REGION = `
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), region text NOT NULL, email text NOT NULL, name text NOT NULL, UNIQUE (region, email))`;

const NAMES = 'SELECT name FROM users ORDER BY name';

const ADDRESSES = ['x@example.org', 'y@example.org'] as const;

type SignUp = Workload<{ readonly present: Map<string, string> }>;

const GO_AWAY: SignUp['writes'] = {
  async 'goes away'({ cluster, site, state }) {
    const [name] = [...state.present].find(([, home]) => home === site) ?? [];
    if (name === undefined) return;
    await cluster.run(`DELETE FROM users WHERE name = '${name}'`);
    state.present.delete(name);
  },
};

function signUp(email: (typeof ADDRESSES)[number], byRegion: boolean): SignUp['writes'] {
  return {
    async [`signs up as ${email}`]({ cluster, site, number, state }) {
      await cluster.run(`INSERT INTO users (${byRegion ? 'region, ' : ''}email, name) VALUES (${byRegion ? `'${site}', ` : ''}'${email}', 'user ${number}')`);
      state.present.set(`user ${number}`, site);
    },
  };
}

/** People sign up with one of two addresses on either cluster, and go away where they came. */
const SIGN_UP: SignUp = {
  start: () => ({ present: new Map() }),
  writes: { ...signUp(ADDRESSES[0], false), ...signUp(ADDRESSES[1], false), ...GO_AWAY },
  query: NAMES,
  expected: ({ present }) => [...present.keys()],
};

/** They change their address, too. */
const SIGN_UP_BY_REGION: SignUp = {
  ...SIGN_UP,
  writes: {
    ...signUp(ADDRESSES[0], true),
    ...signUp(ADDRESSES[1], true),
    ...GO_AWAY,
    async 'changes the address'({ cluster, site, number }) {
      await cluster.run(`UPDATE users SET email = '${number}@example.org' WHERE id = (SELECT id FROM users WHERE region = '${site}' ORDER BY name LIMIT 1)`);
    },
  },
};

export default function noUniqueConstraint(lab: Lab): void {
  const insert = (name: string): string => `INSERT INTO users (email, name) VALUES ('x@example.org', '${name}')`;

  it('before: one cluster by itself keeps the value unique', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(insert('ada'));
    await expect(replication.a.run(insert('bob'))).rejects.toThrow('duplicate key value violates unique constraint "users_email_key"');
    await replication.drain();
    await expect(replication.b.run(insert('bob'))).rejects.toThrow('duplicate key value violates unique constraint "users_email_key"');
  });

  it('before: both rows stay in the table, and a lookup finds the later one', async () => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(insert('ada'));
    await replication.b.run(insert('bob'));
    await replication.drain();
    expect(await replication.columns(NAMES)).toEqual({ a: ['ada', 'bob'], b: ['ada', 'bob'] });
    const found = await replication.both((cluster) => cluster.lookup('public.users', 'users_email_key', ['x@example.org']));
    expect([found.a, found.b].map((rows) => rows.map(({ name }) => name))).toEqual([['bob'], ['bob']]);
    expect(await replication.both((cluster) => cluster.indexFaults())).toEqual({
      a: ['users_email_key: misses a row of ["x@example.org"]'],
      b: ['users_email_key: misses a row of ["x@example.org"]'],
    });
  });

  it.each(['ada', 'bob'])('before: deleting %s takes the shared entry along, and the value is free for a third', async (name) => {
    const replication = await lab.start(BEFORE);
    await replication.a.run(insert('ada'));
    await replication.b.run(insert('bob'));
    await replication.drain();
    await replication.a.run(`DELETE FROM users WHERE name = '${name}'`);
    await replication.drain();
    const other = name === 'ada' ? 'bob' : 'ada';
    expect(await replication.columns(NAMES)).toEqual({ a: [other], b: [other] });
    expect(await replication.both((cluster) => cluster.lookup('public.users', 'users_email_key', ['x@example.org']))).toEqual({ a: [], b: [] });
    await replication.b.run(insert('cyd'));
    await replication.drain();
    expect(await replication.columns(NAMES)).toEqual({ a: [other, 'cyd'], b: [other, 'cyd'] });
  });

  it('before: the shortest interleaving that breaks the index is one value on each cluster', async () => {
    const loss = await findLoss(await lab.start(BEFORE), SIGN_UP);
    const [email] = ADDRESSES.filter((address) => loss?.steps[0]?.endsWith(address));
    expect(loss?.steps.toSorted()).toEqual([`a: signs up as ${email}`, `b: signs up as ${email}`]);
    expect(loss?.complaints).toEqual([`a: users_email_key: misses a row of ["${email}"]`, `b: users_email_key: misses a row of ["${email}"]`]);
  });

  it('after: the fix makes a plain index, and the table and the index agree', async () => {
    expect(AFTER).toBe(BEFORE.replace('CREATE UNIQUE INDEX', 'CREATE INDEX'));
    const replication = await lab.start(AFTER);
    await replication.a.run(insert('ada'));
    await replication.b.run(insert('bob'));
    await replication.drain();
    const found = await replication.both((cluster) => cluster.lookup('public.users', 'users_email_key', ['x@example.org']));
    expect([found.a, found.b].map((rows) => rows.map(({ name }) => name).sort())).toEqual([['ada', 'bob'], ['ada', 'bob']]);
    await replication.a.run(`DELETE FROM users WHERE name = 'bob'`);
    await replication.drain();
    const left = await replication.both((cluster) => cluster.lookup('public.users', 'users_email_key', ['x@example.org']));
    expect([left.a, left.b].map((rows) => rows.map(({ name }) => name))).toEqual([['ada'], ['ada']]);
  });

  it('after: no interleaving loses a row or an entry', async () => {
    expect(await findLossFromAnySeed(await lab.start(AFTER), SIGN_UP)).toBeNull();
  });

  it('holds where each cluster writes the rows of its own region only', async () => {
    expect(await findLossFromAnySeed(await lab.start(BY_REGION), SIGN_UP_BY_REGION)).toBeNull();
  });
}
