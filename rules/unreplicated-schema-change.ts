import { defineRule, FIRST_RELEASES, hasReached, type ChangeContext } from '../src/rule.js';
import { count } from './shared/names.js';
import { countLabels, countStatements, describeRollout, type SchemaChange } from './shared/rollout-order.js';
import { readSchemaChanges } from './shared/schema-change.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'unreplicated-schema-change',
  kind: 'change',
  topic: 'active-active',
  summary: 'Disallow schema changes without a rollout: replication does not carry them.',
  rationale: `In every mode but automatic xCluster replicates rows and nothing else. A migration that creates, alters or drops anything permanent has to
run on each cluster, in an order that depends on the mode and on the statement.

Where it runs on one cluster only, replication of the table pauses as soon as its rows no longer fit the other side. What was written in
the meantime waits in the write-ahead log, which is kept for four hours by default; after that the replication has to be set up anew. A
new table is not replicated at all until it is added, unless the mode adds it.

There is one finding a file, at its first schema change. It does not call the migration wrong: it says what the file asks for, and it goes
away in automatic mode.`,
  remedy: `Roll the file out in the order that the finding gives. The orders are those of YugabyteDB's documentation for each mode, which is not of one
mind about \`ALTER TABLE\`: follow the page of your mode.`,
  confidence: 'documented',
  oncePerFile: true,
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Schema changes are not replicated in non-automatic modes; replication of a table pauses while its two schemas differ.'),
    cite(PAGES.deployment, 'Bidirectional and non-transactional: tables are added before they are written; indexes are created on both clusters at the same time; replication is paused for alterations.'),
    cite(PAGES.transactionalTables, 'Transactional manual: the order of each kind of statement on primary and standby.'),
    cite(PAGES.semiAutomatic, 'Semi-automatic: primary first, then standby, one change of a table at a time.'),
    cite(PAGES.managedDdl, 'The orders for replication that YugabyteDB Anywhere manages.'),
    citeIssue(25744, 'From 2024.2.2 an index created on both clusters of a bidirectional pair joins the replication by itself.'),
  ],

  on: {
    *file(file, context) {
      const [first] = readSchemaChanges(file.changes, context);
      if (first === undefined) return;
      // What else the file changes is asked for when the finding is printed: a dump has ten thousands of them.
      let known: readonly SchemaChange[] | undefined;
      const read = (): readonly SchemaChange[] => (known ??= Array.from(readSchemaChanges(file.changes, context), (change) => asPartOfNewTable(change, context)));
      yield {
        clause: { statement: first.change.statement, form: 'statement', at: 0 },
        message: () => {
          const changes = read();
          const statements = countStatements(changes);
          return statements === 1
            ? `The other cluster does not receive this ${first.label}: xCluster replicates rows, and the schema changes only where the statement runs.`
            : `The other cluster does not receive the ${count(statements, 'schema change')} of this file (${countLabels(changes)}): xCluster replicates rows, and the schema changes only where the statements run.`;
        },
        help: () => ({ text: ['Roll it out like this:', ...describeRollout(read(), context, hasReached(context.version, FIRST_RELEASES.bidirectionalIndexJoins)).map((line) => `- ${line}`)].join('\n') }),
        object: first.object,
      };
    },
  },
});

/** What is done to a table that this file creates is done before it joins the replication, and goes with its creation. */
function asPartOfNewTable(read: SchemaChange, context: ChangeContext): SchemaChange {
  const { change, kind } = read;
  if (kind === 'createTable' || kind === 'dropTable' || kind === 'userType' || kind === 'other') return read;
  const name = change.kind === 'dropIndex' ? change.table : read.name;
  return name !== null && context.isNewInFile(name) ? { ...read, kind: 'createTable', name } : read;
}
