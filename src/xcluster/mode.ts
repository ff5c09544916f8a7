/** The five ways in which xCluster replicates YSQL, in YugabyteDB's own words. The first is the default. */
export const MODES = [
  'bidirectional',
  'non-transactional',
  'transactional-manual',
  'transactional-semi-automatic',
  'transactional-automatic',
] as const;

/** One of `MODES`. */
export type Mode = (typeof MODES)[number];

/** What people are told of a mode. */
export interface ModeFacts {
  readonly title: string;
  /** One line: who writes, what commits together, how schema changes travel. */
  readonly description: string;
  /** The first release that has the mode; null where every known release has it. */
  readonly since: string | null;
  readonly source: string;
}

const DOCS = 'https://docs.yugabyte.com/stable';

/** Every mode in the order of `MODES`. Sources read on 2026-11-23. */
export const MODE_FACTS: Readonly<Record<Mode, ModeFacts>> = {
  bidirectional: {
    title: 'Bidirectional (active-active multi-master)',
    description: 'Both clusters take writes and replicate into each other, row by row; the last writer wins; schema changes are run on both by hand.',
    since: null,
    source: `${DOCS}/architecture/docdb-replication/async-replication/`,
  },
  'non-transactional': {
    title: 'Non-transactional, one direction',
    description: 'One cluster takes writes; rows reach the other one by one, without the transaction; schema changes are run on both by hand.',
    since: null,
    source: `${DOCS}/deploy/multi-dc/async-replication/async-deployment/`,
  },
  'transactional-manual': {
    title: 'Transactional, manual',
    description: 'One cluster takes writes; the other is read-only and sees whole transactions; schema changes are run on both, new tables added by hand.',
    since: null,
    source: `${DOCS}/deploy/multi-dc/async-replication/async-transactional-setup-manual/`,
  },
  'transactional-semi-automatic': {
    title: 'Transactional, semi-automatic',
    description: 'As manual, but new tables and indexes join replication by themselves; schema changes are run on the primary, then on the standby.',
    since: '2024.1.2',
    source: `${DOCS}/deploy/multi-dc/async-replication/async-transactional-setup-semi-automatic/`,
  },
  'transactional-automatic': {
    title: 'Transactional, automatic',
    description: 'One cluster takes writes and schema changes; both are replicated, in order, to a read-only standby.',
    since: '2025.1',
    source: `${DOCS}/deploy/multi-dc/async-replication/async-transactional-setup-automatic/`,
  },
};
