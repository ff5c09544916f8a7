import { defineRule, NOTHING, type Problem, type StateContext, type Table } from '../src/rule.js';
import { belongsToParent } from './shared/keys.js';
import { objectOf, quote, quoteAll } from './shared/names.js';
import { citeIssue } from './shared/sources.js';

export default defineRule({
  id: 'no-exclusion-constraint',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow `EXCLUDE` constraints.',
  rationale: `YugabyteDB's YSQL does not support exclusion constraints: the statement is refused, on either cluster. If it were supported, each
cluster would check it against its own rows only, as it does with unique constraints.`,
  remedy: `Check for conflicting rows in the transaction that writes, on the one cluster that owns the resource (the room, the vehicle, the account).`,
  confidence: 'reported',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'error',
  },
  citations: [citeIssue(3944, "YSQL's grammar marks EXCLUDE as not supported yet and points to this issue.")],

  on: {
    table: (table, context) => (table.constraints.some((constraint) => constraint.type === 'exclusion') ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  if (!context.isReplicated(table)) return;
  for (const constraint of table.constraints) {
    if (constraint.type !== 'exclusion' || belongsToParent(constraint)) continue;
    yield {
      clause: constraint.origin,
      message: () => {
        const over = constraint.columns.length === 0 ? '' : ` over ${quoteAll(constraint.columns)}`;
        return `YugabyteDB does not support exclusion constraints: ${quote(constraint.name)} of ${quote(table)}${over} is refused on both clusters.`;
      },
      help: () => ({
        text:
          context.mode === 'bidirectional'
            ? 'Check for conflicting rows in the transaction that writes, and write each resource on one cluster only: the other does not see a conflict in time.'
            : 'Check for conflicting rows in the transaction that writes.',
      }),
      object: objectOf(table, constraint.name),
    };
  }
}
