import type { ChangeContext, ChangeOf, Help } from '../../src/rule.js';
import { concurrently, findTable, isPartitionedTable } from './index-builds.js';
import { proposedName, quote } from './names.js';

/** Whether the statement makes a table that is in replication already build an index for a new unique constraint. */
export function addsUniqueInReplication(change: ChangeOf<'addConstraint'>, context: ChangeContext): boolean {
  const { constraint, table } = change;
  if (constraint.type !== 'unique' || constraint.usingIndex || !context.isReplicated(table) || context.isNewInFile(table)) return false;
  // Without its partitions a partitioned table has no rows.
  return change.onlyTable !== true || !isPartitionedTable(table, context);
}

/** How to come to the constraint by way of an index that is built concurrently; `where` follows the word `concurrently`. */
export function adviseTakeOver(change: ChangeOf<'addConstraint'>, where: string, context: ChangeContext): Help {
  const { constraint, index } = change;
  const { name } = constraint;
  const table = findTable(change.table, context);
  if (table === undefined || index === undefined) return { text: `Build a unique index concurrently${where}, then take it over with UNIQUE USING INDEX.` };
  if (table.partitionKey !== null) {
    return { text: `A partitioned table takes no USING INDEX. Make a unique index ON ONLY ${quote(table)}, build one on each partition concurrently${where}, and attach them to it; it keeps the rows as unique as the constraint would.` };
  }
  return {
    text: `${constraint.via === 'column' ? 'Add the column without UNIQUE, build' : 'Build'} the index concurrently${where}, then make it the constraint's:`,
    // The index takes the constraint's name when it is taken over, so it can have that name from the beginning.
    sql: [concurrently(table, { ...index, name }), { form: 'uniqueUsingIndex', table: proposedName(table), constraint: name, index: name }],
  };
}
