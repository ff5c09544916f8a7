import { FIRST_RELEASES, hasReached, type ChangeContext, type ChangeOf, type Index, type Proposal, type QualifiedName, type Table } from '../../src/rule.js';
import { isLeftToVectorRule, proposeIndex } from './keys.js';

type IndexRule = 'no-index-on-partitioned-table' | 'no-nonconcurrent-index' | 'no-create-index-in-transaction';

/**
 * The rule that refuses to build the index so: of several the most particular one that speaks. Null where nothing stands
 * against the build, or where it concerns no table in replication.
 */
export function findRefusal(change: ChangeOf<'createIndex'>, context: ChangeContext): IndexRule | null {
  if (!isBuiltInReplication(change, context)) return null;
  const speaks = (rule: IndexRule): boolean => context.levelOf(rule) !== 'off';
  if (isPartitioned(change, context) && speaks('no-index-on-partitioned-table')) return 'no-index-on-partitioned-table';
  if (change.nonconcurrently) return speaks('no-nonconcurrent-index') ? 'no-nonconcurrent-index' : null;
  return context.isInTransaction(change) && speaks('no-create-index-in-transaction') ? 'no-create-index-in-transaction' : null;
}

/** Whether the statement builds an index over rows of a table that is in replication already. */
export function isBuiltInReplication(change: ChangeOf<'createIndex'>, context: ChangeContext): boolean {
  // Without its partitions a partitioned table has no rows to build an index of.
  if (!change.effective || isOnParentAlone(change, context)) return false;
  return context.isReplicated(change.table) && !context.isNewInFile(change.table) && !isLeftToVectorRule(change.index, context);
}

function isPartitioned({ table }: ChangeOf<'createIndex'>, context: ChangeContext): boolean {
  return findTable(table, context)?.partitionKey != null;
}

/** `ON ONLY` means nothing on a table that is not partitioned; of one that nobody knows it says that it is. */
function isOnParentAlone(change: ChangeOf<'createIndex'>, context: ChangeContext): boolean {
  return change.only && (isPartitioned(change, context) || findTable(change.table, context)?.known !== true);
}

/** The table as the change finds it, or as it is first told of. */
export function findTable(name: QualifiedName, context: ChangeContext): Table | undefined {
  return context.before.table(name) ?? context.after.table(name);
}

/** What becomes of indexes that are built nonconcurrently, to follow the words `built nonconcurrently,`. */
export function describeNonconcurrent(change: ChangeOf<'createIndex'>, context: ChangeContext): string {
  if (context.mode === 'transactional-automatic') return 'and writes during the build can leave it inconsistent';
  if (!hasReached(context.version, FIRST_RELEASES.nonconcurrentIndexRefused)) {
    const where = { bidirectional: 'on both clusters', 'non-transactional': 'on the target', 'transactional-manual': 'on the standby', 'transactional-semi-automatic': 'on the standby' }[context.mode];
    return `which can leave duplicate entries ${where} without an error`;
  }
  const isNew = change.inRoutine === null && findTable(change.table, context)?.origin.statement.file === change.statement.file;
  const joins = context.mode === 'transactional-semi-automatic' && isNew ? ', and in this mode a new table is replicated at once' : '';
  return `which YugabyteDB refuses on a replicated table${joins}`;
}

/** What bidirectional replication asks for besides, with a space before it; nothing in other modes. `what` is `it` or `each build`. */
export function adviseSimultaneous(what: string, context: ChangeContext): string {
  if (context.mode !== 'bidirectional') return '';
  if (hasReached(context.version, FIRST_RELEASES.bidirectionalIndexJoins)) return ` Issue ${what} on both clusters at the same time.`;
  return ' Writes have to stop until it is on both clusters and part of the replication.';
}

/** The index as it is to be built. */
export function proposeConcurrently(change: ChangeOf<'createIndex'>, context: ChangeContext): readonly Proposal[] {
  const table = findTable(change.table, context);
  return table === undefined ? [] : [concurrently(table, change.index)];
}

/** A `CREATE INDEX CONCURRENTLY` of the index on the table. */
export function concurrently(table: Table, index: Index): Proposal {
  return proposeIndex(table, index, { concurrently: true });
}
