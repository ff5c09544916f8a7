import { FIRST_RELEASES, hasReached, migrationOf, type ChangeContext, type ChangeOf, type Index, type Proposal, type QualifiedName, type Table } from '../../src/rule.js';
import { carriesSchema, receiver } from './clusters.js';
import { isLeftToVectorRule, proposeIndex } from './keys.js';

type CreateIndex = ChangeOf<'createIndex'>;

/** The rules about how an index is built, the more particular one first. */
const BUILD_RULES = [
  { id: 'no-index-on-partitioned-table', fits: isOnPartitionedParent },
  { id: 'no-nonconcurrent-index', fits: (change: CreateIndex) => change.nonconcurrently },
  { id: 'no-create-index-in-transaction', fits: (change: CreateIndex, context: ChangeContext) => !change.nonconcurrently && context.isInTransaction(change) },
  { id: 'require-simultaneous-index', fits: () => true },
] as const;

/** One of the rules about how an index is built. */
export type BuildRule = (typeof BUILD_RULES)[number]['id'];

/**
 * The rule that speaks about the way in which this index is built; null where the table is not yet replicated, where the
 * index was there, or where another rule has something to say about the index itself.
 */
export function findBuildRule(change: CreateIndex, context: ChangeContext): BuildRule | null {
  if (!change.effective || !context.isReplicated(change.table) || context.isNewInFile(change.table)) return null;
  if (isOnParentAlone(change, context) || isLeftToVectorRule(change.index, context)) return null;
  return BUILD_RULES.find(({ id, fits }) => context.levelOf(id) !== 'off' && fits(change, context))?.id ?? null;
}

function isOnPartitionedParent({ table, only }: CreateIndex, context: ChangeContext): boolean {
  return !only && isPartitionedTable(table, context);
}

/**
 * Without its partitions a partitioned table has no rows to build an index of. `ON ONLY` means nothing on a table that is not
 * partitioned; of one that nobody knows it says that it is.
 */
function isOnParentAlone({ table, only }: CreateIndex, context: ChangeContext): boolean {
  return only && (isPartitionedTable(table, context) || findTable(table, context)?.known !== true);
}

/** Whether the table is known to be partitioned. */
export function isPartitionedTable(name: QualifiedName, context: ChangeContext): boolean {
  const table = findTable(name, context);
  return table !== undefined && table.partitionKey !== null;
}

/** The table as the change finds it, or as it is first told of. */
export function findTable(name: QualifiedName, context: ChangeContext): Table | undefined {
  return context.before.table(name) ?? context.after.table(name);
}

/** What becomes of indexes that are built nonconcurrently, to follow the words `built nonconcurrently,`. */
export function describeNonconcurrent(change: CreateIndex, context: ChangeContext): string {
  if (carriesSchema(context)) return 'and writes during the build can leave it inconsistent';
  if (!hasReached(context.version, FIRST_RELEASES.nonconcurrentIndexRefused)) {
    const where = context.mode === 'bidirectional' ? 'both clusters' : receiver(context);
    return `which can leave duplicate entries on ${where} without an error`;
  }
  const table = context.before.table(change.table);
  const isNew = change.inRoutine === null && table?.known === true && migrationOf(table.origin.statement) === migrationOf(change.statement);
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
export function proposeConcurrently(change: CreateIndex, context: ChangeContext): readonly Proposal[] {
  const table = findTable(change.table, context);
  return table === undefined ? [] : [concurrently(table, change.index)];
}

/** A `CREATE INDEX CONCURRENTLY` of the index on the table. */
export function concurrently(table: Table, index: Index): Proposal {
  return proposeIndex(table, index, { concurrently: true });
}
