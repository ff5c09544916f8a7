import { defineRule, type ChangeContext, type ChangeOf, type Help } from '../src/rule.js';
import { objectOf, quote } from './shared/names.js';
import { adviseNewType, whereToFill } from './shared/rewrite-advice.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-alter-partitioned-type',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `ALTER COLUMN … TYPE` on partitioned tables.',
  rationale: `YugabyteDB does not change the type of a column of a partitioned table, replicated or not. The migration fails on the first cluster that it
meets; where it is one of several statements without a transaction around them, that cluster keeps what ran before it, and the two
schemas differ.

A table is partitioned by its \`PARTITION BY\`; the type of a partition's column is its parent's and cannot be changed there either.`,
  remedy: `Add a column of the new type to the partitioned table (its partitions get it too), fill it in on one cluster, and let it take the old one's
name. A column that is part of the partition key needs a new table.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'error',
  },
  citations: [cite(PAGES.alterTable, 'The type of a column cannot be changed on a partitioned table (issue 16980).')],

  on: {
    *alterColumnType(change, context) {
      const key = context.before.table(change.table)?.partitionKey ?? null;
      if (key === null || !context.isReplicated(change.table)) return;
      yield {
        clause: change.clause,
        message: () => message(change, context),
        help: () => help(change, key, context),
        object: objectOf(change.table, change.column),
      };
    },
  },
});

function message(change: ChangeOf<'alterColumnType'>, context: ChangeContext): string {
  const fails = `${quote(change.table)} is partitioned, and YugabyteDB does not change the type of a partitioned table's column`;
  const then = context.mode === 'transactional-automatic' ? 'the statement fails on the primary' : 'the statement fails on both clusters';
  return `${fails}: ${then}, and ${quote(change.column)} stays ${change.from === null ? 'as it is' : change.from.text}.`;
}

function help(change: ChangeOf<'alterColumnType'>, key: readonly (string | null)[], context: ChangeContext): Help {
  const { table, column, to } = change;
  if (context.isNewInFile(table)) return { text: `Write ${to.text} where ${quote(table)} is created, in the same file.` };
  if (!key.includes(column)) return adviseNewType(change, context);
  return { text: `Rows of ${quote(table)} are divided by ${quote(column)}: create a new partitioned table with the new type and copy the rows on ${whereToFill(context)}, once the new table is replicated.` };
}
