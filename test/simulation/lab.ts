import type { Replication, Setup } from './model/replication.js';

/** Where a scenario runs: two databases of one kind, which the next one begins anew. */
export interface Lab {
  /** Two clusters with this schema and no rows. */
  start(schema: string, setup?: Setup): Promise<Replication>;
}

/** The tests of one rule's claims; the default export of `test/simulation/<rule>.ts`. */
export type Evidence = (lab: Lab) => void;
