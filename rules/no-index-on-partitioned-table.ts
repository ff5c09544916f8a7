import { defineRule, NOTHING, type ChangeContext, type ChangeOf, type Help, type Index, type Proposal, type Table } from '../src/rule.js';
import { adviseSimultaneous, concurrently, describeNonconcurrent, findBuildRule, findTable } from './shared/index-builds.js';
import { proposeIndex } from './shared/keys.js';
import { count, objectOf, proposedName, quote } from './shared/names.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-index-on-partitioned-table',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow indexes on partitioned tables without `ONLY`.',
  rationale: `An index on a partitioned table makes one on every partition, and YugabyteDB cannot build those concurrently. It switches to a nonconcurrent build
without even a notice; with \`CONCURRENTLY\` written the statement fails.

On a table that is replicated in any mode but automatic a nonconcurrent build is refused from 2025.1 on; older releases carry it out, and the index can
get entries twice on a cluster that receives rows. In automatic mode it is replicated, but writes during the build can leave the
index inconsistent, unless table-level locks are on.

That a partitioned table is refused like any other follows from the two; it is documented for neither.`,
  remedy: `Make the index on the parent with \`ON ONLY\`, which builds nothing, build one concurrently on each partition, and attach each to the parent's with
\`ALTER INDEX … ATTACH PARTITION\`. With the last one the parent's index becomes valid.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'info',
  },
  citations: [
    cite(PAGES.createIndex, 'Indexes of partitioned tables are built nonconcurrently and without a notice; to build them concurrently, each partition gets its own, attached to one made with ONLY.'),
    citeIssue(27006, 'Nonconcurrent indexes are refused on tables in non-automatic replication, for they end up with duplicate records on the target.'),
    citeFile(FILES.xclusterManager, 'Refuses an index without backfill on a table that is part of replication in a mode other than automatic.'),
  ],

  on: {
    createIndex(change, context) {
      if (findBuildRule(change, context) !== 'no-index-on-partitioned-table') return NOTHING;
      return [{
        clause: change.clause,
        message: () => message(change, context),
        help: () => help(change, context),
        object: objectOf(change.table, change.index.name),
      }];
    },
  },
});

function message(change: ChangeOf<'createIndex'>, context: ChangeContext): string {
  const { index, table } = change;
  if (change.concurrently) return `CREATE INDEX CONCURRENTLY fails on a partitioned table: ${quote(index.name)} on ${quote(table)} is not created.`;
  return `${quote(index.name)} is built on every partition of ${quote(table)} that has no such index yet, nonconcurrently, ${describeNonconcurrent(change, context)}.`;
}

function help(change: ChangeOf<'createIndex'>, context: ChangeContext): Help {
  const table = findTable(change.table, context);
  const steps = table === undefined ? [] : proposeParts(table, change.index, context);
  const left = context.after.children(change.table).length - SHOWN_PARTITIONS;
  const more = left > 0 ? ` ${count(left, 'more partition')} likewise.` : '';
  const rest = steps.length < 2 ? ' No partition is known here: attach what is built on each with ALTER INDEX ATTACH PARTITION.' : more;
  return { text: `Make it on the parent only, which builds nothing; build one concurrently on each partition, outside of a transaction, and attach it.${adviseSimultaneous('each build', context)}${rest}`, sql: steps };
}

/** So many partitions of a table are written out. */
const SHOWN_PARTITIONS = 3;

/** The index on the table without its partitions, then the same for each partition, attached. */
function proposeParts(table: Table, index: Index, context: ChangeContext): Proposal[] {
  const steps = [proposeIndex(table, index, { only: true })];
  for (const partition of context.after.children(table).slice(0, SHOWN_PARTITIONS)) {
    const own = nameFor(partition, index);
    if (partition.partitionKey === null) steps.push(concurrently(partition, own));
    else steps.push(...proposeParts(partition, own, context));
    steps.push({ form: 'attachIndex', index: proposedName(index), partitionIndex: proposedName(own) });
  }
  return steps;
}

/** The partition's index with the name that PostgreSQL gives it. */
function nameFor(partition: Table, index: Index): Index {
  const made = partition.indexes.find((candidate) => candidate.parent === index.name);
  return { ...index, schema: partition.schema, name: made?.name ?? `${partition.name}_${index.name}` };
}
