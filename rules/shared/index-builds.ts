import type { ChangeContext, ChangeOf } from '../../src/rule.js';
import { isLeftToVectorRule } from './keys.js';

type CreateIndex = ChangeOf<'createIndex'>;

/** The rules about how an index is built, the more particular one first. */
const BUILD_RULES = [
  { id: 'no-index-on-partitioned-table', fits: isOnPartitionedParent },
  { id: 'no-nonconcurrent-index', fits: (change: CreateIndex) => change.nonconcurrently },
  { id: 'no-create-index-in-transaction', fits: (change: CreateIndex, context: ChangeContext) => context.isInTransaction(change) },
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
  if (isLeftToVectorRule(change.index, context)) return null;
  return BUILD_RULES.find(({ id, fits }) => context.levelOf(id) !== 'off' && fits(change, context))?.id ?? null;
}

function isOnPartitionedParent(change: CreateIndex, context: ChangeContext): boolean {
  return !change.only && isPartitionedTable(change, context);
}

/** Whether the change's table is partitioned. */
export function isPartitionedTable(change: Pick<CreateIndex, 'table'>, context: ChangeContext): boolean {
  const table = context.before.table(change.table);
  return table !== undefined && table.partitionKey !== null;
}
