import { defineRule, NOTHING, type Problem, type StateContext, type Table } from '../src/rule.js';
import { countingColumn } from './shared/sequence-numbers.js';
import { cite, PAGES } from './shared/sources.js';
import { UUID_FIX } from './shared/uuid-fix.js';

export default defineRule({
  id: 'no-serial',
  kind: 'state',
  topic: 'active-active',
  summary: 'Disallow `serial`, `bigserial` and `smallserial` columns.',
  rationale: `A serial column takes its numbers from a sequence, and in every mode but automatic xCluster replicates the rows of
tables, not the state of sequences. Each cluster keeps a counter of its own.

- In **bidirectional** replication both counters run, from the same start: each cluster gives the number 1 to a row of its
  own, then the number 2. Where the number is the key, the two rows are one row to replication, and the later write
  replaces the earlier without an error anywhere. Where it is not, two rows carry the same number.
- With **one direction** the counter of the cluster that is not written stays at its start. After a failover \`nextval\`
  begins there, and hands out numbers that replicated rows already have: inserts fail as duplicates until somebody
  moves the sequence past them.
- **Automatic** mode replicates sequences, and the rule is off.`,
  remedy: `Make the column a \`uuid\` with a random default: \`gen_random_uuid()\` is built in from YugabyteDB 2025.1, and in the
extension \`pgcrypto\` before. Every column that references it becomes a \`uuid\` too, so change them in the same
migration; on a table that already holds rows this is a new column and a backfill, not a change of type, for a table that
is replicated must not be rewritten.

With one direction you can also keep the column and make \`setval\` a step of the failover runbook.`,
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
    cite(PAGES.architecture, 'Non-transactional and non-automatic transactional replication leave sequences out; serial keys on two clusters therefore collide, and UUIDs are the advice.'),
    cite(PAGES.multiMaster, 'Lists serial columns among the things to avoid: both clusters would generate the same sequence.'),
    cite(PAGES.failover, 'Sequences have to be moved forward by hand after a failover, unless the mode is automatic.'),
  ],

  on: {
    table: (table, context) => (table.columns.some((column) => column.serial !== null) ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  if (!context.isReplicated(table)) return;
  for (const column of table.columns) {
    if (column.serial === null || column.via === 'inheritance') continue;
    yield countingColumn(table, column, { clause: column.typeClause, what: `is ${column.serial}`, sequence: null }, context);
  }
}
