import { defineRule, NOTHING, type Constraint, type Problem, type Proposal, type StateContext, type Table } from '../src/rule.js';
import { findOrphans, isCascading, replicatedForeignKeys, TARGET_HELP } from './shared/foreign-keys.js';
import { objectOf, quote } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-cascading-foreign-key',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow `ON DELETE CASCADE`, `SET NULL` and `SET DEFAULT` between replicated tables.',
  rationale: `The action of a foreign key runs on the cluster where the referenced row is deleted or changed, and reaches the rows that this cluster can
see at that moment. Its row changes are replicated like any others; the other cluster never runs the action itself.

A row that the other cluster inserts at the same time is missed and stays behind, pointing at nothing. A row that the other
cluster updates at the same time can come back after the cascade deleted it, for the update is the later write.

With one direction only the source is written, and its actions are complete there. In **non-transactional** replication
the target can show, for a moment, the deleted row gone and the rows that the action changes still as they were.

\`ON UPDATE CASCADE\` by itself is \`no-foreign-key\`.`,
  remedy: `Leave the action out, so that a delete with children left fails instead of guessing, and delete or detach the children in the
application. Better, mark rows as deleted and remove them when both clusters have long agreed.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'info',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Foreign keys cannot be guaranteed for data written to from both clusters at once, and triggers fire where the write happens; cascades are triggers of that kind.'),
  ],

  on: {
    table: (table, context) => (table.constraints.some((constraint) => constraint.type === 'foreign key') ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  for (const constraint of replicatedForeignKeys(table, context)) {
    if (!isCascading(constraint)) continue;
    const { references } = constraint;
    const [event, action] = references.onDelete === 'no action' || references.onDelete === 'restrict' ? ['UPDATE', references.onUpdate] : ['DELETE', references.onDelete];
    yield {
      clause: constraint.origin,
      message: () => {
        if (context.mode !== 'bidirectional') {
          return `ON ${event} ${action.toUpperCase()} of ${quote(constraint.name)} runs on the source only, and the target applies its rows one by one: for a moment readers there can see the change of ${quote(references.table)} without that of ${quote(table)}.`;
        }
        const [a, b] = context.clusters;
        const verb = event === 'DELETE' ? 'deletes' : 'changes the key of';
        const effect = action === 'cascade' ? 'stay behind or come back' : 'keep pointing at it';
        return `ON ${event} ${action.toUpperCase()} of ${quote(constraint.name)} reaches only the rows of ${quote(table)} that one cluster can see: when ${a} ${verb} a row of ${quote(references.table)} while ${b} writes rows that reference it, those ${effect}.`;
      },
      help: () => {
        if (context.mode !== 'bidirectional') return { text: TARGET_HELP };
        return {
          text: `Leave the action out and ${action === 'cascade' ? 'delete' : 'detach'} the rows of ${quote(table)} in the application first; look for orphans from time to time.`,
          sql: proposals(table, constraint),
        };
      },
      object: objectOf(table, constraint.name),
    };
  }
}

function proposals(table: Table, constraint: Constraint): Proposal[] {
  const orphans = findOrphans(table, constraint);
  return orphans === null ? [] : [{ form: 'plainForeignKey', clause: constraint.origin }, orphans];
}
