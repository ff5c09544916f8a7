import fc from 'fast-check';
import type { Cluster } from './model/cluster.js';
import { SITES, type Replication, type Site } from './model/replication.js';

/** One write of an application, on the cluster that it talks to. */
export interface Turn<State> {
  readonly cluster: Cluster;
  readonly site: Site;
  /** A number that no other write of the run has. */
  readonly number: number;
  /** What the application remembers of its writes, on whichever cluster. */
  readonly state: State;
}

/** An application: what it may write at any time, and what it has a right to read in the end. */
export interface Workload<State> {
  start(): State;
  readonly writes: Readonly<Record<string, (turn: Turn<State>) => Promise<void>>>;
  /** A query of one column: what either cluster has to give in the end, in any order. */
  readonly query: string;
  expected(state: State): readonly string[];
}

/** A write, or the carrying of the oldest batch of one of the streams that have something waiting. */
type Step = { readonly site: Site; readonly write: string } | { readonly site: Site; readonly carry: number };

/** What PostgreSQL says where it refuses what an application may well try. */
const REFUSED = /violates (?:unique|foreign key|check) constraint/;

const SEED = 2026;
/** XCLINT_SEED: interleavings that nobody chose. */
const OWN_SEED = process.env['XCLINT_SEED'];
const RUNS = 60;
const LONGEST = 16;

/** Why an interleaving is bad, and which one: the shortest that was found. */
export interface Loss {
  readonly steps: readonly string[];
  readonly complaints: readonly string[];
}

/**
 * Plays random interleavings of writes and carrying, carries the rest, and compares. Gives the shortest that ends badly: a row that
 * was written is missing, one is there that should not be, an index disagrees with its table, or the clusters with each other;
 * null if all of them end well.
 */
export async function findLoss<State>(replication: Replication, workload: Workload<State>, seed: number = SEED): Promise<Loss | null> {
  const site = fc.constantFrom(...SITES);
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ site, write: fc.constantFrom(...Object.keys(workload.writes)) }) },
    { weight: 2, arbitrary: fc.record({ site, carry: fc.nat({ max: 5 }) }) },
  );
  let loss: Loss | null = null;
  await fc.check(
    fc.asyncProperty(fc.array(step, { maxLength: LONGEST, size: 'max' }), async (steps) => {
      const played = await play(replication, workload, steps);
      if (played.complaints.length === 0) return true;
      // The last one that fails is the shortest.
      loss = played;
      return false;
    }),
    { seed, numRuns: RUNS },
  );
  return loss;
}

/** The same from the seed that every run has, and from `XCLINT_SEED` where that is set. */
export async function findLossFromAnySeed<State>(replication: Replication, workload: Workload<State>): Promise<Loss | null> {
  const loss = await findLoss(replication, workload);
  return loss !== null || OWN_SEED === undefined ? loss : findLoss(replication, workload, Number(OWN_SEED) | 0);
}

async function play<State>(replication: Replication, workload: Workload<State>, steps: readonly Step[]): Promise<Loss> {
  await replication.clear();
  const state = workload.start();
  const done: string[] = [];
  for (const [number, step] of steps.entries()) {
    const { site } = step;
    if ('carry' in step) {
      const waiting = replication.waiting(site);
      const relation = waiting[step.carry % Math.max(waiting.length, 1)];
      if (relation === undefined) continue;
      await replication.carry(site, relation);
      done.push(`carry ${relation} of ${site}`);
    } else {
      try {
        await workload.writes[step.write]?.({ cluster: replication.clusters[site], site, number, state });
        done.push(`${site}: ${step.write}`);
      } catch (error) {
        if (!(error instanceof Error) || !REFUSED.test(error.message)) throw error;
      }
    }
  }
  await replication.drain();
  return { steps: done, complaints: await complaintsOf(replication, workload.query, workload.expected(state)) };
}

async function complaintsOf(replication: Replication, query: string, expected: readonly string[]): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const site of SITES) {
    const cluster = replication.clusters[site];
    const read = (await cluster.column(query)).map(String);
    complaints.push(...without(expected, read).map((row) => `${site} lacks ${row}`), ...without(read, expected).map((row) => `${site} has ${row}`));
    complaints.push(...(await cluster.indexFaults()).map((fault) => `${site}: ${fault}`));
  }
  if (JSON.stringify(await replication.a.scanned()) !== JSON.stringify(await replication.b.scanned())) complaints.push('the clusters differ');
  return complaints;
}

/** Of the first list what the second has not, as often as it has not. */
function without(all: readonly string[], taken: readonly string[]): readonly string[] {
  const left = [...taken];
  return all.filter((item) => {
    const at = left.indexOf(item);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
