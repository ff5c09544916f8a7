import { defineRule, NOTHING, type Help, type Index, type Problem, type StateContext } from '../src/rule.js';
import { findFreeId, indexAsHolder, tableAsHolder, type Holder } from './shared/colocation-ids.js';
import { belongsToParent, isColocated, isLeftToVectorRule } from './shared/keys.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'require-colocation-id',
  kind: 'state',
  topic: 'data-and-sessions',
  summary: 'Require `COLOCATION_ID` on colocated tables and their indexes.',
  rationale: `Colocated tables and their indexes share one tablet, and their rows are told apart there by a colocation id. Replication carries rows with that id,
so a table must have the same one on both clusters. In every mode but automatic the statement runs on each cluster by itself, and without a \`COLOCATION_ID\` each
makes up one of its own. For indexes two issues report replication that halts.

A primary key has no table of its own and needs no id; a unique constraint has one, and takes \`WITH (COLOCATION_ID = …)\` behind its columns. Partitioned tables and
each of their partitions count. An index that a partitioned table hands to its partitions can be given no id there: the finding is about the parent's. Tables in a tablegroup
and those with \`colocation = false\` do not count.

A database counts as colocated where the config says so (\`colocated\`), or where the migrations create it with \`COLOCATION = true\` and psql then connects to it in the same
file (\`\\c\`); a table, where it says \`colocation = true\` or has an id itself.`,
  remedy: `Write \`WITH (COLOCATION_ID = 20001)\` on the table and on each index, with numbers that nothing else in the database has, or ever had.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.colocation, 'With xCluster, colocated tables and their indexes must be created with the same colocation id on both clusters.'),
    citeIssue(18427, 'Replication of a colocated database halts after an index was created without a colocation id.'),
    citeIssue(19641, 'The same, about indexes of colocated tables.'),
  ],

  on: {
    table(table, context) {
      if (!isColocated(table, context) || !table.known || table.colocationId !== null || !context.isReplicated(table)) return NOTHING;
      return [problem(tableAsHolder(table), context, () => 'Write WITH (COLOCATION_ID = …) behind the columns')];
    },
    index(index, table, context) {
      if (!isColocated(table, context) || index.primary || index.colocationId !== undefined || !context.isReplicated(table)) return NOTHING;
      if (belongsToParent(index) || isLeftToVectorRule(index, context)) return NOTHING;
      return [problem(indexAsHolder(index, table), context, () => adviceFor(index))];
    },
  },
});

function problem(holder: Holder, context: StateContext, advise: () => string): Problem {
  return {
    clause: holder.origin,
    message: () => `${capitalize(holder.what)} is colocated and has no COLOCATION_ID: each cluster makes up an id of its own, and replication needs the same one on both.`,
    help: (): Help => {
      const free = findFreeId(context, holder.origin.statement.database);
      return { text: `${advise()}, the same number on both clusters, and one that no table or index of the database has or had before (${String(free)} is free in these migrations).` };
    },
    object: holder.object,
  };
}

function adviceFor(index: Index): string {
  if (index.via === 'like') return 'LIKE cannot give its indexes an id: leave INCLUDING INDEXES out and create them one by one, each WITH (COLOCATION_ID = …)';
  return index.constraint === null ? 'Write WITH (COLOCATION_ID = …) behind the keys' : 'Write the constraint as UNIQUE (…) WITH (COLOCATION_ID = …)';
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
