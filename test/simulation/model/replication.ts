import type { Database } from '../../oracle/database.js';
import { Cluster, type Batch } from './cluster.js';
import type { Json } from './document.js';

/** The two clusters. */
export const SITES = ['a', 'b'] as const;
export type Site = (typeof SITES)[number];

export interface Setup {
  /** Ids of tables and of indexes (`Cluster.relations`); each is left out by itself. */
  readonly notReplicated?: readonly string[];
}

/**
 * Two clusters that replicate into each other. What is modelled, and what is not, is said in docs/simulation.md.
 *
 * Nothing arrives before `carry` or `drain` carries it.
 */
export class Replication {
  readonly clusters: Readonly<Record<Site, Cluster>>;
  readonly #queues: Readonly<Record<Site, Batch[]>>;

  private constructor(clusters: Readonly<Record<Site, Cluster>>, queues: Readonly<Record<Site, Batch[]>>) {
    this.clusters = clusters;
    this.#queues = queues;
  }

  /** Sets both databases up with one schema, on both the same. */
  static async start(databases: Readonly<Record<Site, Database>>, schema: string, { notReplicated = [] }: Setup = {}): Promise<Replication> {
    let time = 0;
    const now = (): number => (time += 1);
    const queues: Record<Site, Batch[]> = { a: [], b: [] };
    const create = async (site: Site): Promise<Cluster> => {
      await databases[site].reset();
      return Cluster.create(databases[site], schema, now, (batches) => queues[site].push(...batches.filter(({ relation }) => !notReplicated.includes(relation))));
    };
    return new Replication({ a: await create('a'), b: await create('b') }, queues);
  }

  get a(): Cluster {
    return this.clusters.a;
  }

  get b(): Cluster {
    return this.clusters.b;
  }

  /** The tables and indexes of which a cluster has something to send; each is a stream of its own. */
  waiting(from: Site): readonly string[] {
    return [...new Set(this.#queues[from].map(({ relation }) => relation))].sort();
  }

  /** Carries the oldest batch of one stream to the other cluster. */
  async carry(from: Site, relation: string): Promise<void> {
    const queue = this.#queues[from];
    const at = queue.findIndex((batch) => batch.relation === relation);
    const [batch] = at === -1 ? [] : queue.splice(at, 1);
    if (batch === undefined) throw new Error(`nothing of ${relation} to carry`);
    await this.clusters[from === 'a' ? 'b' : 'a'].apply(batch);
  }

  /** Carries everything that is waiting: of one cluster, or of both. */
  async drain(from?: Site): Promise<void> {
    for (const site of from === undefined ? SITES : [from]) {
      for (let [relation] = this.waiting(site); relation !== undefined; [relation] = this.waiting(site)) await this.carry(site, relation);
    }
  }

  /** What each of the two answers. */
  async both<T>(ask: (cluster: Cluster) => Promise<T>): Promise<{ readonly a: T; readonly b: T }> {
    return { a: await ask(this.a), b: await ask(this.b) };
  }

  /** What a query of one column gives on each of the two. */
  columns(sql: string): Promise<{ readonly a: readonly Json[]; readonly b: readonly Json[] }> {
    return this.both((cluster) => cluster.column(sql));
  }

  /** Leaves both as if just started. */
  async clear(): Promise<void> {
    for (const site of SITES) {
      this.#queues[site].length = 0;
      await this.clusters[site].clear();
    }
  }
}
