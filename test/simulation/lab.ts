import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../oracle/database.js';
import { Replication, type Setup } from './model/replication.js';

/** Where a scenario runs: two databases of one kind, which the next one begins anew. */
export interface Lab {
  /** Two clusters with this schema and no rows. */
  readonly start: (schema: string, setup?: Setup) => Promise<Replication>;
}

/** Opens two databases before the tests of the block in which it is called, and closes them after. */
export function openLab(open: () => Promise<Database>): Lab {
  const databases: Database[] = [];
  beforeAll(async () => {
    databases.push(await open(), await open());
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
  });
  return { start: (schema, setup) => Replication.start({ a: databases[0]!, b: databases[1]! }, schema, setup) };
}

/** The tests of one rule's claims; the default export of `test/simulation/<rule>.ts`. */
export type Evidence = (lab: Lab) => void;
