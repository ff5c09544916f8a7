import { defineRule, type ChangeContext, type ChangeOf, type Help, type Table } from '../src/rule.js';
import { carriesSchema } from './shared/clusters.js';
import { findBuildRule } from './shared/index-builds.js';
import { proposeIndex } from './shared/keys.js';
import { count, objectOf, proposedName, quote } from './shared/names.js';
import { cite, citeFile, FILES, PAGES } from './shared/sources.js';

/** Indexes of so many partitions are written out. */
const SHOWN_PARTITIONS = 3;

export default defineRule({
  id: 'no-index-on-partitioned-table',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow indexes on partitioned tables without `ONLY`.',
  rationale: `An index on a partitioned table is built on every partition, and always nonconcurrently: YugabyteDB does not say so with a notice, as it does
elsewhere. A nonconcurrent build on a replicated table is refused in every mode but automatic, for rows that arrive meanwhile would be missing
from the index; releases before 2025.1 run it and leave index and table in disagreement.

In automatic mode the build is carried over. Rows that are written while it runs are the danger that they always are with such builds, hence an info.`,
  remedy: `Create the index on the parent with \`ON ONLY\`, which builds nothing, then on each partition with \`CONCURRENTLY\`, and attach those to the first. When the
last partition has one, the parent's index becomes valid. Partitions that are created later get theirs with them.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'info',
  },
  citations: [
    cite(PAGES.createIndex, 'An index on a partitioned table is built nonconcurrently, without a notice; ONLY, the partitions one by one, and ATTACH PARTITION are the way around it.'),
    citeFile(FILES.xclusterManager, 'Refuses an index without backfill on a table that is part of replication in a mode other than automatic.'),
  ],

  on: {
    *createIndex(change, context) {
      if (findBuildRule(change, context) !== 'no-index-on-partitioned-table') return;
      yield {
        clause: change.clause,
        message: () => {
          const built = `${quote(change.table)} is partitioned, and so ${quote(change.index.name)} is built on every partition at once and nonconcurrently`;
          return carriesSchema(context) ? `${built}: nothing should write to them until it is done.` : `${built}, which YugabyteDB refuses for tables that are replicated; releases before 2025.1 run it and leave rows out of the index.`;
        },
        help: () => help(change, context),
        object: objectOf(change.table, change.index.name),
      };
    },
  },
});

function help(change: ChangeOf<'createIndex'>, context: ChangeContext): Help {
  const { index } = change;
  const parent = context.before.table(change.table);
  const text = 'Create it on the parent with ONLY, then on each partition with CONCURRENTLY, each in a transaction of its own, and attach those.';
  if (parent === undefined || !index.named) return { text };
  const partitions = [...context.before.children(change.table)];
  const shown = partitions.slice(0, SHOWN_PARTITIONS);
  const more = partitions.length > shown.length ? ` ${count(partitions.length - shown.length, 'more partition')} likewise.` : '';
  return {
    text: `${text}${more}`,
    sql: [
      proposeIndex(parent, index, { only: true }),
      ...shown.flatMap((partition) => {
        const name = indexName(partition, parent, index.name);
        return [
          proposeIndex(partition, index, { name, concurrently: true }),
          { form: 'attachIndex', index: { ...proposedName(parent), name: index.name }, partitionIndex: { ...proposedName(partition), name } } as const,
        ];
      }),
    ],
  };
}

/** `orders_2026_placed_at` for the partition `orders_2026` of `orders` with the index `orders_placed_at`. */
function indexName(partition: Table, parent: Table, name: string): string {
  return name.startsWith(`${parent.name}_`) ? `${partition.name}${name.slice(parent.name.length)}` : `${partition.name}_${name}`;
}
