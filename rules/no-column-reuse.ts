import { defineRule, migrationOf, NOTHING, type ChangeContext, type ChangeOf, type DroppedColumn } from '../src/rule.js';
import { receiver, writer } from './shared/clusters.js';
import { objectOf, quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-column-reuse',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow adding a column under the name of one that was dropped.',
  rationale: `Replication tells columns apart by their numbers, and a column that is dropped and added again gets a new one. Where only
one cluster has been through both steps, the two show the same table, with the same names and types, and setting up replication finds nothing
wrong. But what one writes into the column arrives on the other under a number that is not there, and the column stays NULL.

Within one \`ALTER TABLE\`, YugabyteDB refuses to drop a column and add one of its name. It also refuses it within one transaction where
schema changes are part of transactions (the default from 2026.1), for the name is free only when the drop is committed.

In automatic mode the statements are replicated in their order, and the rule is off.`,
  remedy: `Give the new column a name that the table never had. To change the type of a column, add the new column under another name, copy, and drop the old one
when nobody reads it any more.`,
  confidence: 'reported',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'off',
  },
  worst: 'error',
  citations: [
    citeIssue(9386, 'A column dropped and added again on one side passes the checks of the set-up, and its values are NULL on the target.'),
    citeIssue(20342, 'One ALTER TABLE that drops a column and adds it back fails.'),
    citeIssue(26769, 'Dropping a column and adding it back fails in a transaction block: the column goes when the transaction commits.'),
    cite(PAGES.architecture, 'Both clusters must have identical schemas, hidden metadata such as column IDs included.'),
  ],

  on: {
    addColumn(change, context) {
      if (!change.effective || !context.isReplicated(change.table) || context.isNewInFile(change.table)) return NOTHING;
      const dropped = findDropped(change, context);
      if (dropped === undefined) return NOTHING;
      const refused = findRefusal(change, dropped, context);
      return [{
        clause: change.clause,
        message: () => explain(change, refused, context),
        help: () => ({ text: `Give the new column a name that ${quote(change.table)} never had.` }),
        object: objectOf(change.table, change.column.name),
        ...(refused === null ? {} : { level: 'error' as const }),
        related: [{ message: `${quote(change.column.name)} is dropped here`, clause: dropped.clause }],
      }];
    },
  },
});

/** The column that had the name, unless it was gone before the table could be replicated: dropped in the file that made the table. */
function findDropped(change: ChangeOf<'addColumn'>, context: ChangeContext): DroppedColumn | undefined {
  const table = context.before.table(change.table);
  const dropped = table?.droppedColumns?.find(({ name }) => name === change.column.name);
  if (table === undefined || dropped === undefined || context.mode === 'transactional-semi-automatic') return dropped;
  // A body runs later, when the table is in replication.
  if (change.inRoutine !== null && context.isInTransactionWith(change, dropped.clause.statement)) return dropped;
  return table.known && migrationOf(table.origin.statement) === migrationOf(dropped.clause.statement) ? undefined : dropped;
}

function findRefusal(change: ChangeOf<'addColumn'>, dropped: DroppedColumn, context: ChangeContext): 'statement' | 'transaction' | null {
  const { statement } = dropped.clause;
  if (statement === change.statement) return 'statement';
  return context.isInTransaction(change) && context.isInTransactionWith(change, statement) ? 'transaction' : null;
}

function explain(change: ChangeOf<'addColumn'>, refused: 'statement' | 'transaction' | null, context: ChangeContext): string {
  const column = `${quote(change.column.name)} of ${quote(change.table)}`;
  if (refused === 'statement') return `${column} is dropped and added in one ALTER TABLE, which YugabyteDB refuses: the name is taken until the statement is done.`;
  if (refused === 'transaction') {
    return `${column} is dropped and added again in one transaction, which YugabyteDB refuses where schema changes are transactional (the default from 2026.1); elsewhere, where only one cluster runs both steps, the two schemas look alike and the column's values do not arrive.`;
  }
  const [from, to] = context.mode === 'bidirectional' ? ['one cluster', 'the other'] : [writer(context), receiver(context)];
  return `${column} was dropped before, and the new column gets another number: where only one cluster has been through both steps, the two schemas look alike, and values that ${from} writes are NULL on ${to}.`;
}
