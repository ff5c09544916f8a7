import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATABASES } from '../oracle/database.js';
import { openLab } from './lab.js';
import { Document, type RowWrite } from './model/document.js';
import { SITES } from './model/replication.js';

const SEED = { seed: 2026 };
const KEY = { id: 1 };

function write(kind: RowWrite['kind'], time: number, columns: RowWrite['columns'] = {}): RowWrite {
  return { kind, key: KEY, columns, time };
}

function read(...writes: readonly RowWrite[]) {
  const document = new Document(KEY);
  for (const each of writes) document.write(each);
  return document.read();
}

describe('a document', () => {
  it('keeps of each column the later value', () => {
    expect(read(write('insert', 1, { x: 1, y: 1 }), write('update', 3, { x: 3 }), write('update', 2, { x: 2, y: 2 }))).toEqual({ id: 1, x: 3, y: 2 });
  });

  it('is no row after a DELETE, whatever arrives late', () => {
    expect(read(write('delete', 3), write('insert', 1, { x: 1 }), write('update', 2, { x: 2 }))).toBeNull();
  });

  it('comes back by a later UPDATE with what that sets', () => {
    expect(read(write('insert', 1, { x: 1, y: 1 }), write('delete', 2), write('update', 3, { y: 3 }))).toEqual({ id: 1, x: null, y: 3 });
    expect(read(write('insert', 1, { x: 1, y: 1 }), write('delete', 2), write('update', 3, { y: null }))).toBeNull();
  });

  it('is a row after an INSERT of nothing but NULL', () => {
    expect(read(write('insert', 1, { x: null }))).toEqual({ id: 1, x: null });
  });

  it('comes out the same in whichever order the writes arrive, and if some arrive twice', () => {
    const value = fc.option(fc.nat({ max: 9 }));
    const columns = fc.oneof(fc.record({ x: value, y: value }), fc.record({ x: value }), fc.record({ y: value }));
    const writes = fc
      .array(fc.tuple(fc.constantFrom<RowWrite['kind']>('insert', 'update', 'delete'), columns), { minLength: 1, maxLength: 8 })
      .map((all) => all.map(([kind, set], index) => write(kind, index + 1, kind === 'delete' ? {} : kind === 'insert' ? { x: null, y: null, ...set } : set)));
    fc.assert(
      fc.property(
        writes.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all))),
        ([all, shuffled, again]) => {
          const once = read(...all);
          const other = read(...shuffled, ...again);
          // A column that no write names before another one does is absent until then, which is to say NULL.
          expect({ ...other }).toEqual({ ...once });
          expect(other === null).toBe(once === null);
        },
      ),
      SEED,
    );
  });
});

describe.each(DATABASES)('two clusters on $name', ({ open }) => {
  const { start } = openLab(open);

  const SCHEMA = `
CREATE TABLE parents (id int PRIMARY KEY, code int UNIQUE, note text);
CREATE TABLE children (parent int REFERENCES parents ON DELETE CASCADE, number int, size numeric NOT NULL, tags text[], PRIMARY KEY (number, parent), CHECK (size > number));
CREATE INDEX ON children (parent) INCLUDE (tags) WHERE size > 3;
CREATE UNIQUE INDEX ON children ((size + 1));
CREATE TABLE lines ("Text" text);`;

  /** What may be refused, by the cluster on which it runs. */
  const STATEMENTS: readonly ((n: number) => string)[] = [
    (n) => `INSERT INTO parents VALUES (${n % 3}, ${n % 4}, 'n${n}')`,
    (n) => `INSERT INTO parents VALUES (${n % 3}, NULL) ON CONFLICT (id) DO UPDATE SET note = 'again ${n}'`,
    (n) => `UPDATE parents SET code = ${n % 4} WHERE id = ${n % 3}`,
    (n) => `UPDATE parents SET id = ${n % 3} WHERE id = ${(n + 1) % 3}`,
    (n) => `DELETE FROM parents WHERE id = ${n % 3}`,
    (n) => `INSERT INTO children VALUES (${n % 3}, ${n % 2}, ${n}, '{t${n}}')`,
    (n) => `UPDATE children SET size = ${n % 7}, tags = tags || '{x}' WHERE number = ${n % 2}`,
    (n) => `DELETE FROM children WHERE size < ${n}`,
    (n) => `INSERT INTO lines VALUES ('line ${n}')`,
    () => 'DELETE FROM lines',
  ];

  it('show in PostgreSQL what their documents say, and are the same when everything has been carried, constraints or not', async () => {
    const replication = await start(SCHEMA);
    const site = fc.constantFrom(...SITES);
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(site, fc.nat({ max: STATEMENTS.length - 1 }), fc.nat({ max: 20 })) },
      { weight: 2, arbitrary: fc.tuple(site, fc.constant(null), fc.nat({ max: 9 })) },
    );
    let refused = 0;
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24, size: 'max' }), async (steps) => {
        await replication.clear();
        for (const [from, statement, n] of steps) {
          const waiting = replication.waiting(from);
          const relation = waiting[n % Math.max(waiting.length, 1)];
          if (statement !== null) {
            const sent = await replication.clusters[from].run(STATEMENTS[statement]!(n)).catch((error: unknown) => error);
            if (sent === undefined) ran += 1;
            else refused += 1;
            if (sent instanceof Error) expect(sent.message).toMatch(/violates/);
          } else if (relation !== undefined) {
            await replication.carry(from, relation);
          }
        }
        for (const each of SITES) expect(await replication.clusters[each].scanned()).toEqual(replication.clusters[each].stored());
        await replication.drain();
        expect(await replication.a.scanned()).toEqual(replication.a.stored());
        expect(await replication.b.scanned()).toEqual(replication.b.stored());
        expect(replication.b.stored()).toEqual(replication.a.stored());
      }),
      { ...SEED, numRuns: 40 },
    );
    expect(ran).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(25);
  });

  it('keep each its indexes in step as long as one of them writes', async () => {
    const replication = await start(SCHEMA);
    for (let n = 0; n < 60; n++) {
      await replication.a.run(STATEMENTS[(n * 7) % STATEMENTS.length]!(n % 21)).catch(() => undefined);
      expect(await replication.a.indexFaults()).toEqual([]);
    }
    await replication.drain();
    expect(await replication.b.indexFaults()).toEqual([]);
    expect(await replication.b.scanned()).toEqual(await replication.a.scanned());
  });

  it('check what is written to them, as PostgreSQL does', async () => {
    const { a } = await start(SCHEMA);
    await a.run(`INSERT INTO parents VALUES (1, 1), (2, NULL), (3, NULL); INSERT INTO children VALUES (1, 1, 5)`);
    await expect(a.run('INSERT INTO parents VALUES (4, 1)')).rejects.toThrow('duplicate key value violates unique constraint "parents_code_key"');
    await expect(a.run('INSERT INTO children VALUES (9, 1, 6)')).rejects.toThrow('violates foreign key constraint "children_parent_fkey"');
    await expect(a.run('INSERT INTO children VALUES (2, 1, 5.0)')).rejects.toThrow('duplicate key value violates unique constraint "children_expr_idx"');
    await expect(a.run('INSERT INTO children VALUES (1, 2, 2)')).rejects.toThrow('new row for relation "children" violates check constraint "children_check"');
    await expect(a.run('INSERT INTO children VALUES (1, 2, NULL)')).rejects.toThrow('null value in column "size" of relation "children" violates not-null constraint');
    expect(await a.column('SELECT size FROM children')).toEqual([5]);
  });
});
