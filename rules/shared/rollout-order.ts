import type { Change, ChangeContext, Mode, QualifiedName } from '../../src/rule.js';
import { count, join, quoteSome } from './names.js';

/** What the order of a schema change depends on. */
export type RolloutKind = 'createTable' | 'createIndex' | 'addUnique' | 'alterTable' | 'rewrite' | 'userType' | 'dropIndex' | 'dropTable' | 'other';

/** The order in which the lines are given: what must be there first comes first. */
const ORDER: readonly RolloutKind[] = ['userType', 'createTable', 'createIndex', 'addUnique', 'alterTable', 'rewrite', 'dropIndex', 'dropTable', 'other'];

/** One schema change of a file. */
export interface SchemaChange {
  readonly change: Change;
  readonly kind: RolloutKind;
  /** What it changes; null where it names no table or index. */
  readonly name: QualifiedName | null;
  /** What people call the statement: `CREATE TABLE`. */
  readonly label: string;
}

const NAMED_LABELS: Readonly<Record<RolloutKind, (names: string, number: number) => string>> = {
  createTable: (names, number) => `new ${number === 1 ? 'table' : 'tables'} ${names}`,
  createIndex: (names, number) => `new ${number === 1 ? 'index' : 'indexes'} on ${names}`,
  addUnique: (names) => `new uniqueness of ${names}`,
  alterTable: (names) => `changes of ${names}`,
  rewrite: (names, number) => `changes of ${names} that may rewrite ${number === 1 ? 'it' : 'them'}`,
  userType: (names, number) => `${number === 1 ? 'type' : 'types'} ${names}`,
  dropIndex: (names) => `dropped ${names}`,
  dropTable: (names) => `dropped ${names}`,
  other: () => 'everything else',
};

type Steps = Readonly<Record<RolloutKind, string>>;

const REWRITE = 'YugabyteDB refuses a rewrite while the table is replicated; if it is one, drop the replication, run it, set the replication up again';
const USER_TYPE = 'run before replication is set up; else drop the replication, run it, set the replication up again: stored values hold identifiers of the type, which differ between clusters';

const BIDIRECTIONAL: Steps = {
  createTable: 'create on both clusters, then add to the replication in both directions before anything is written',
  createIndex: 'create on both clusters at the same time, outside of a transaction: each waits for the other, ten minutes by default, and fails alone',
  addUnique: 'on one cluster, wait for the backfill, then on the other, then add the index to the replication',
  alterTable: 'pause the replication in both directions, run on both clusters, resume',
  rewrite: REWRITE,
  userType: USER_TYPE,
  dropIndex: 'drop on one cluster, then on the other',
  dropTable: 'take out of the replication in both directions, then drop on both clusters',
  other: 'run on both clusters',
};

/** Before 2024.2.2 an index on a bidirectional table did not join replication by itself. */
const BIDIRECTIONAL_OLD_INDEX = 'stop all writes, wait until replication has caught up, create on both clusters, bootstrap both and add to the replication';

const STEPS: Readonly<Record<Mode, Steps>> = {
  bidirectional: BIDIRECTIONAL,
  'non-transactional': {
    createTable: 'create on the source, then on the target, then add to the replication before anything is written',
    createIndex: 'create on the source, wait for the backfill, bootstrap it and let the replication catch up; then create on the target and add it with the bootstrap id',
    addUnique: 'on the source, wait for the backfill, then on the target, then add the index to the replication',
    alterTable: 'pause the replication, run on both clusters, resume',
    rewrite: REWRITE,
    userType: USER_TYPE,
    dropIndex: 'take out of the replication, then drop on the target, then on the source',
    dropTable: 'take out of the replication, then drop on the target, then on the source',
    other: 'run on both clusters',
  },
  'transactional-manual': {
    createTable: 'create on the primary, then on the standby, then add to the replication before anything is written',
    createIndex: 'create on the primary, wait for the backfill, then on the standby',
    addUnique: 'on the primary, wait for the backfill, then on the standby',
    alterTable: 'run on the standby, then on the primary',
    rewrite: REWRITE,
    userType: USER_TYPE,
    dropIndex: 'drop on the standby, then on the primary',
    dropTable: 'take out of the replication, then drop on the standby, then on the primary',
    other: 'run on both clusters',
  },
  'transactional-semi-automatic': {
    createTable: 'create on the primary, then on the standby; they join the replication by themselves',
    createIndex: 'create on the primary, then on the standby',
    addUnique: 'on the primary, then on the standby',
    alterTable: 'run on the primary, then on the standby, each statement on both before the next one on the same table',
    rewrite: REWRITE,
    userType: USER_TYPE,
    dropIndex: 'drop on the primary, then on the standby',
    dropTable: 'drop on the primary, then on the standby',
    other: 'run on the primary, then on the standby',
  },
  'transactional-automatic': {
    createTable: 'create on the primary only',
    createIndex: 'create on the primary only',
    addUnique: 'on the primary only',
    alterTable: 'run on the primary only',
    rewrite: 'run on the primary only',
    userType: 'on the primary only',
    dropIndex: 'drop on the primary only',
    dropTable: 'drop on the primary only',
    other: 'run on the primary only',
  },
};

/** The rollout of a file, one line for each kind of change, `bothIndexesJoin` for releases from 2024.2.2 on. */
export function describeRollout(changes: readonly SchemaChange[], context: ChangeContext, bothIndexesJoin: boolean): string[] {
  return ORDER.flatMap((kind) => {
    const group = changes.filter((change) => change.kind === kind);
    if (group.length === 0) return [];
    const names = distinct(group.flatMap((change) => change.name ?? []));
    const label = kind === 'other' || names.length === 0 ? countLabels(group) : NAMED_LABELS[kind](quoteSome(names, 4), names.length);
    const isOldIndex = kind === 'createIndex' && context.mode === 'bidirectional' && !bothIndexesJoin;
    return [`${label}: ${isOldIndex ? BIDIRECTIONAL_OLD_INDEX : STEPS[context.mode][kind]}`];
  });
}

/** How many statements make the changes; one `ALTER TABLE` can make several. */
export function countStatements(changes: readonly SchemaChange[]): number {
  return new Set(changes.map(({ change }) => change.statement)).size;
}

/** `2 CREATE TABLE and 1 CREATE INDEX`: statements by label in order of appearance, the rest summed up beyond `limit` labels. */
export function countLabels(changes: readonly SchemaChange[], limit = 4): string {
  const statements = new Map<string, SchemaChange[]>();
  for (const change of changes) {
    const group = statements.get(change.label);
    if (group === undefined) statements.set(change.label, [change]);
    else group.push(change);
  }
  const entries = [...statements].map(([label, group]) => ({ label, number: countStatements(group) }));
  const shown = entries.slice(0, entries.length > limit ? limit - 1 : limit);
  const rest = entries.slice(shown.length).reduce((sum, { number }) => sum + number, 0);
  const texts = shown.map(({ label, number }) => `${String(number)} ${label}`);
  return join(rest === 0 ? texts : [...texts, count(rest, 'other')]);
}

function distinct(names: readonly QualifiedName[]): QualifiedName[] {
  return [...new Map(names.map((name) => [`${name.schema}.${name.name}`, name])).values()];
}
