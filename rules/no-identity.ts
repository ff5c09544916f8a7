import { defineRule, NOTHING, type Problem, type StateContext, type Table } from '../src/rule.js';
import { countingColumn } from './shared/sequence-numbers.js';
import { cite, PAGES } from './shared/sources.js';
import { UUID_FIX } from './shared/uuid-fix.js';

export default defineRule({
  id: 'no-identity',
  kind: 'state',
  topic: 'active-active',
  summary: 'Disallow `GENERATED … AS IDENTITY` columns.',
  rationale: `An identity column is a sequence with better manners: the numbers come from a counter that belongs to the column, and
in every mode but automatic xCluster does not replicate counters.

- In **bidirectional** replication both clusters count from the same start and hand out the same numbers; rows with the same
  key silently replace each other.
- With **one direction** the counter on the other cluster stays at its start, and after a failover inserts there draw numbers
  that replicated rows already have.
- **Automatic** mode replicates sequences, and the rule is off.

\`ALWAYS\` and \`BY DEFAULT\` make no difference here: both draw from the sequence.`,
  remedy: `Make the column a \`uuid\` with a random default (\`gen_random_uuid()\`; before YugabyteDB 2025.1 it needs the extension
\`pgcrypto\`), and every column that references it too. With one direction, \`setval\` after each failover does as well.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'off',
  },
  fix: UUID_FIX,
  citations: [
    cite(PAGES.architecture, 'Sequence data is replicated in automatic mode only; what draws on sequences repeats numbers on the other cluster.'),
    cite(PAGES.createTable, 'An identity column is backed by a sequence that is made with it.'),
    cite(PAGES.failover, 'Sequences have to be moved forward by hand after a failover, unless the mode is automatic.'),
  ],

  on: {
    table: (table, context) => (table.columns.some((column) => column.identity !== null) ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  if (!context.isReplicated(table)) return;
  for (const column of table.columns) {
    if (column.identity === null || column.via === 'inheritance') continue;
    const clause = column.identityClause ?? column.origin;
    yield countingColumn(table, column, { clause, what: 'is an identity column', sequence: null }, context);
  }
}
