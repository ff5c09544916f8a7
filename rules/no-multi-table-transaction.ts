import { defineRule, type Change, type ChangeOf, type ChangeContext, type Problem, type TransactionChanges } from '../src/rule.js';
import { objectOf, quote, quoteSome, spell } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-multi-table-transaction',
  kind: 'change',
  topic: 'active-active',
  summary: 'Disallow transactions that write two or more replicated tables.',
  rationale: `Non-transactional replication, in one direction or both, moves rows one by one and knows nothing of the transaction that wrote
them. Rows of one transaction become visible on the other cluster at different times, in any order; a reader there sees
an order without its lines. When the writing cluster is lost in between, the torn transaction stays torn: replication
does not heal it.

Within the writing cluster the transaction is as atomic as ever. The transactional modes replicate whole transactions; they
exist for one direction only.`,
  remedy: `Keep what must appear together in one row (a \`jsonb\` column, say), or write an outbox row that the other side acts upon when
everything it names has arrived. Where neither will do, use a transactional mode.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.multiMaster, 'Updates of one transaction are not committed atomically across the clusters.'),
    cite(PAGES.architecture, 'Writes of one transaction that touch several tablets can become visible at different times, and stay torn when the source is lost.'),
  ],

  on: {
    *transactionEnd(transaction, context) {
      let writes = new Map<string, ChangeOf<'writeRows'>>();
      for (const change of transaction.changes) {
        // A procedure may commit half-way: what comes after is another transaction.
        if (endsTransaction(change)) writes = new Map();
        if (change.kind !== 'writeRows' || !context.isReplicated(change.table)) continue;
        const table = spell(change.table);
        if (writes.has(table)) continue;
        writes.set(table, change);
        if (writes.size === 2) yield problem(transaction, writes, change, context);
      }
    },
  },
});

function endsTransaction(change: Change): boolean {
  return change.kind === 'transaction' && (change.action === 'commit' || change.action === 'rollback');
}

/** `writes` grows after the problem is made: the message is asked for when the whole transaction has been read. */
function problem(transaction: TransactionChanges, writes: ReadonlyMap<string, ChangeOf<'writeRows'>>, second: ChangeOf<'writeRows'>, context: ChangeContext): Problem {
  const { routine } = transaction;
  const [first] = writes.values();
  const who = { explicit: 'This transaction', tool: 'This file, which runs as one transaction,', routine: routine === null ? 'This routine' : quote(`${spell(routine)}()`) }[transaction.origin];
  const elsewhere = context.mode === 'bidirectional' ? 'the other cluster' : 'the target';
  return {
    clause: second.clause,
    message: () =>
      `${who} writes ${quoteSome(Array.from(writes.values(), (write) => write.table), 4)}, and ${elsewhere} receives the rows one by one: it can show those of one table without the other's, and keeps them so if the writing cluster is lost in between.`,
    help: () => ({
      text:
        transaction.origin === 'routine'
          ? 'Keep what belongs together in one row, or make each write one that can be repeated, with keys known beforehand, so that a half-arrived transaction can be completed.'
          : 'Write one table a transaction, in an order in which every step is complete by itself, with fixed keys so that it can be repeated.',
    }),
    object: routine === null ? objectOf(second.table) : objectOf(routine),
    related: first === undefined ? [] : [{ message: `${quote(first.table)} is written here`, clause: first.clause }],
  };
}
