import { defineRule, NOTHING, type Problem, type StateContext } from '../src/rule.js';
import { findEarlierHolder, findFreeId, indexAsHolder, isThere, tableAsHolder, type Holder } from './shared/colocation-ids.js';
import { quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-duplicate-colocation-id',
  kind: 'state',
  topic: 'data-and-sessions',
  summary: 'Disallow the same `COLOCATION_ID` twice in a database, also after a drop.',
  rationale: `Tables and indexes of a colocated database share one tablet, where their colocation id tells them apart. A second one with an id that is taken is refused.

After its holder was dropped the id is free again on the cluster by itself, but an issue reports replication that gets stuck where an id comes back: to
replication the id stands for the table that had it. That part rests on the one issue.

Ids are counted for each database: what a file creates after psql has connected to another one (\`\\c\`) is counted apart. Ids in routine bodies are held against those of
the migrations, not against each other.`,
  remedy: 'Take a number that no table or index of the database has, or ever had.',
  confidence: 'reported',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'error',
  },
  citations: [
    citeIssue(29290, 'A colocation id that is used again after a drop leaves replication stuck.'),
    cite(PAGES.colocation, 'Tables and indexes of a colocated database are told apart by their colocation id.'),
  ],

  on: {
    table: (table, context) => (table.colocationId !== null && context.isReplicated(table) ? judge(tableAsHolder(table), context) : NOTHING),
    index: (index, table, context) => (index.colocationId !== undefined && context.isReplicated(table) ? judge(indexAsHolder(index, table), context) : NOTHING),
  },
});

function* judge(holder: Holder, context: StateContext): Iterable<Problem> {
  const earlier = findEarlierHolder(holder, context);
  if (earlier === undefined) return;
  const name = `${earlier.type} ${quote(earlier.name)}`;
  yield {
    clause: holder.origin,
    message: () =>
      isThere(earlier, context.schema)
        ? `COLOCATION_ID ${String(holder.id)} of ${holder.what} is that of ${name} already: YugabyteDB refuses it a second time in the same database.`
        : `COLOCATION_ID ${String(holder.id)} of ${holder.what} was that of ${name} before: replication has been reported to get stuck where an id comes back after a drop.`,
    help: () => ({
      text:
        context.mode === 'transactional-automatic'
          ? 'Leave COLOCATION_ID out: in automatic mode the primary chooses the ids.'
          : `Take another number on both clusters: ${String(findFreeId(context, holder.origin.statement.database))} is free in these migrations.`,
    }),
    object: holder.object,
    related: [{ message: `${name} takes the id here`, clause: earlier.origin }],
  };
}
