import { defineRule, NOTHING, type Problem, type StateContext, type Table } from '../src/rule.js';
import { findOrphans, isCascading, replicatedForeignKeys, TARGET_HELP } from './shared/foreign-keys.js';
import { isSameName, objectOf, quote, quoteAll } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-foreign-key',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow foreign keys between replicated tables.',
  rationale: `A foreign key is checked, and the referenced row locked, on the cluster that takes the write. The other cluster applies both
rows as they come, without a check and without a lock.

- In **bidirectional** replication one cluster can delete a row while the other inserts one that references it. Both commit,
  both are replicated, and the reference points at nothing on both clusters. The constraint still stands, and reports nothing.
- In **non-transactional** replication with one direction the target can show the referencing row before the
  referenced one, for a moment; the source is sound.
- The transactional modes keep the order of transactions, and the rule is off.

Foreign keys that delete or change rows by themselves are \`no-cascading-foreign-key\`.`,
  remedy: `Keep the constraint where it helps, and do not trust it across clusters: mark rows as deleted instead of deleting them, let one cluster
write a row and everything that references it, and look for orphans from time to time.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'info',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Foreign keys cannot be guaranteed for data written to from both clusters at once; the target takes and honours no locks.'),
    cite(PAGES.multiMaster, 'Transactions are not applied atomically across the clusters.'),
  ],

  on: {
    table: (table, context) => (table.constraints.some((constraint) => constraint.type === 'foreign key') ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  for (const constraint of replicatedForeignKeys(table, context)) {
    if (isCascading(constraint)) continue;
    const target = constraint.references.table;
    yield {
      clause: constraint.origin,
      message: () => {
        const rows = isSameName(target, table) ? `a child in ${quote(table)}` : `a row of ${quote(table)}`;
        const name = `${quote(constraint.name)} (${quoteAll(constraint.columns)})`;
        if (context.mode === 'bidirectional') {
          const [a, b] = context.clusters;
          return `${name} is checked on the cluster of the write only: when ${a} deletes a row of ${quote(target)} while ${b} inserts ${rows} for it, both commit and the reference points at nothing.`;
        }
        return `${name} holds on the source only: the target applies rows one by one, and for a moment can show ${rows} without the row of ${quote(target)} that it references.`;
      },
      help: () => {
        if (context.mode !== 'bidirectional') return { text: TARGET_HELP };
        const orphans = findOrphans(table, constraint);
        return {
          text: `Mark rows of ${quote(target)} as deleted instead of deleting them, or let one cluster write a row and all that reference it, and look for orphans from time to time.`,
          sql: orphans === null ? [] : [orphans],
        };
      },
      object: objectOf(table, constraint.name),
    };
  }
}
