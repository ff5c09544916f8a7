import type { Change, ChangeContext, Mode, QualifiedName, StateContext } from '../../src/rule.js';
import { count, join, quoteSome } from './names.js';

/** What the order of a schema change depends on. */
export type RolloutKind = 'createTable' | 'createIndex' | 'addUnique' | 'dropUnique' | 'alterTable' | 'alterCatalog' | 'rewrite' | 'rewriteIndex' | 'mayRewrite' | 'userType' | 'dropIndex' | 'dropTable' | 'other';

/** One schema change of a file. */
export interface SchemaChange {
  readonly change: Change;
  readonly kind: RolloutKind;
  /** What it changes, as its line names it; null where that is summed up by labels. */
  readonly name: QualifiedName | null;
  /** What it changes, for the finding's `object`; empty where it names nothing. */
  readonly object: string;
  /** What people call the statement: `CREATE TABLE`. */
  readonly label: string;
}

const NAMED_LABELS: Readonly<Record<RolloutKind, (names: string, number: number) => string>> = {
  createTable: (names, number) => `new ${number === 1 ? 'table' : 'tables'} ${names}`,
  createIndex: (names, number) => `new ${number === 1 ? 'index' : 'indexes'} on ${names}`,
  addUnique: (names) => `new uniqueness of ${names}`,
  dropUnique: (names) => `uniqueness given up by ${names}`,
  alterTable: (names) => `changes of ${names}`,
  alterCatalog: (names) => `changes of ${names} that leave the columns alone`,
  rewrite: (names, number) => `changes of ${names} that rewrite ${number === 1 ? 'it' : 'them'}`,
  rewriteIndex: (names, number) => `changes of ${names} that rewrite an index of ${number === 1 ? 'it' : 'them'}`,
  mayRewrite: (names, number) => `changes of ${names} that may rewrite ${number === 1 ? 'it' : 'them'}`,
  userType: (names, number) => `${number === 1 ? 'type' : 'types'} ${names}`,
  dropIndex: (names) => `dropped ${names}`,
  dropTable: (names) => `dropped ${names}`,
  other: () => 'everything else',
};

type Steps = Readonly<Record<RolloutKind, string>>;

const REWRITE = 'YugabyteDB refuses that while the table is replicated: drop the replication, run it, set the replication up again';
const REWRITE_INDEX = 'drop the index on both clusters first, run it on both, then create the index again';
const MAY_REWRITE = 'YugabyteDB refuses a rewrite while the table is replicated; if it is one, drop the replication, run it, set the replication up again';
const USER_TYPE = 'run before replication is set up; else drop the replication, run it, set the replication up again: stored values hold identifiers of the type, which differ between clusters';

const BIDIRECTIONAL: Steps = {
  createTable: 'create on both clusters, then add to the replication in both directions before anything is written',
  createIndex: 'create on both clusters at the same time, outside of a transaction: each waits for the other, ten minutes by default, and fails alone',
  addUnique: 'run on both clusters at the same time, outside of a transaction: each waits for the other, ten minutes by default, and fails alone',
  dropUnique: 'drop on one cluster, then on the other',
  alterTable: 'pause the replication in both directions, run on both clusters, resume',
  alterCatalog: 'run on both clusters',
  rewrite: REWRITE,
  rewriteIndex: REWRITE_INDEX,
  mayRewrite: MAY_REWRITE,
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
    dropUnique: 'drop on the target, then on the source',
    alterTable: 'pause the replication, run on both clusters, resume',
    alterCatalog: 'run on both clusters',
    rewrite: REWRITE,
    rewriteIndex: REWRITE_INDEX,
    mayRewrite: MAY_REWRITE,
    userType: USER_TYPE,
    dropIndex: 'take out of the replication, then drop on the target, then on the source',
    dropTable: 'take out of the replication, then drop on the target, then on the source',
    other: 'run on both clusters',
  },
  'transactional-manual': {
    createTable: 'create on the primary, then on the standby, then add to the replication before anything is written',
    createIndex: 'create on the primary, wait for the backfill, then on the standby',
    addUnique: 'on the primary, wait for the backfill, then on the standby',
    dropUnique: 'drop on the standby, then on the primary',
    alterTable: 'run on the standby, then on the primary',
    alterCatalog: 'run on the standby, then on the primary',
    rewrite: REWRITE,
    rewriteIndex: REWRITE_INDEX,
    mayRewrite: MAY_REWRITE,
    userType: USER_TYPE,
    dropIndex: 'drop on the standby, then on the primary',
    dropTable: 'take out of the replication, then drop on the standby, then on the primary',
    other: 'run on both clusters',
  },
  'transactional-semi-automatic': {
    createTable: 'create on the primary, then on the standby; new tables join the replication by themselves',
    createIndex: 'create on the primary, then on the standby',
    addUnique: 'on the primary, then on the standby',
    dropUnique: 'drop on the primary, then on the standby',
    alterTable: 'run on the primary, then on the standby, each statement on both before the next one on the same table',
    alterCatalog: 'run on the primary, then on the standby',
    rewrite: REWRITE,
    rewriteIndex: REWRITE_INDEX,
    mayRewrite: MAY_REWRITE,
    userType: USER_TYPE,
    dropIndex: 'drop on the primary, then on the standby',
    dropTable: 'drop on the primary, then on the standby',
    other: 'run on the primary, then on the standby',
  },
  'transactional-automatic': {
    createTable: 'create on the primary only',
    createIndex: 'create on the primary only',
    addUnique: 'on the primary only',
    dropUnique: 'drop on the primary only',
    alterTable: 'run on the primary only',
    alterCatalog: 'run on the primary only',
    rewrite: 'run on the primary only',
    rewriteIndex: 'run on the primary only',
    mayRewrite: 'run on the primary only',
    userType: 'on the primary only',
    dropIndex: 'drop on the primary only',
    dropTable: 'drop on the primary only',
    other: 'run on the primary only',
  },
};

/** On which clusters a change runs and in which order, as sentences for those who run it. */
export function explainRollout(kind: RolloutKind, { mode, clusters: [a, b] }: Pick<StateContext, 'mode' | 'clusters'>): string[] {
  const step = STEPS[mode][kind];
  return [`Runs on ${a} and on ${b}: ${step}.`];
}

/** So many steps of a file are written out. */
const SHOWN_STEPS = 12;

/** Changes that stand next to each other in the file and are rolled out together. */
interface Step {
  readonly kind: RolloutKind;
  readonly changes: SchemaChange[];
}

/** The rollout of a file, one line a step, in the order of the file; `bothIndexesJoin` for releases from 2024.2.2 on. */
export function describeRollout(changes: readonly SchemaChange[], context: ChangeContext, bothIndexesJoin: boolean): string[] {
  const steps = intoSteps(changes, context);
  const shown = steps.slice(0, steps.length > SHOWN_STEPS ? SHOWN_STEPS - 1 : SHOWN_STEPS);
  const rest = steps.slice(shown.length).flatMap((step) => step.changes);
  const lines = shown.map((step) => {
    const isOldIndex = (step.kind === 'createIndex' || step.kind === 'addUnique') && context.mode === 'bidirectional' && !bothIndexesJoin;
    return `${labelOf(step)}: ${isOldIndex ? BIDIRECTIONAL_OLD_INDEX : STEPS[context.mode][step.kind]}`;
  });
  return rest.length === 0 ? lines : [...lines, `the other ${count(countStatements(rest), 'statement')} likewise, in the order of the file`];
}

function intoSteps(changes: readonly SchemaChange[], context: ChangeContext): Step[] {
  const steps: Step[] = [];
  for (const change of changes) {
    const last = steps.at(-1);
    const isAlong = change.kind === 'other' && !isOnOlderTable(change, context);
    if (last?.kind === change.kind || (last?.kind === 'createTable' && isAlong)) last.changes.push(change);
    // What stands before a new table may be needed by it (its schema, a type, a sequence), and goes where the table goes.
    else if (last?.kind === 'other' && change.kind === 'createTable' && !last.changes.some((before) => isOnOlderTable(before, context))) steps[steps.length - 1] = { kind: 'createTable', changes: [...last.changes, change] };
    else steps.push({ kind: change.kind, changes: [change] });
  }
  return steps;
}

/** A trigger on a table that is written already may write a new table as soon as it is there, which is to be replicated by then. */
function isOnOlderTable({ change }: SchemaChange, context: ChangeContext): boolean {
  return 'table' in change && change.table !== null && !context.isNewInFile(change.table);
}

function labelOf({ kind, changes }: Step): string {
  const named = changes.filter((change) => change.kind === kind);
  const names = distinct(named.flatMap((change) => change.name ?? []));
  if (kind === 'other' || names.length === 0) return countLabels(changes);
  const others = changes.filter((change) => change.kind !== kind);
  const shown = quoteSome(names, 4);
  const isContinued = kind === 'createTable' && named.every(({ change }) => change.kind !== 'createTable' && change.kind !== 'createTableAs');
  const label = isContinued ? `more of the new ${names.length === 1 ? 'table' : 'tables'} ${shown}` : NAMED_LABELS[kind](shown, names.length);
  return others.length === 0 ? label : `${label}, with ${countLabels(others)} in the order of the file`;
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
