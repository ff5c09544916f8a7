import { defineRule, type ChangeContext, type ChangeOf, type Problem, type QualifiedName } from '../src/rule.js';
import { objectOf, quote, quoteSome, spell } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-cross-cluster-lock',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow locks and serializable transactions that are meant to hold on both clusters.',
  rationale: `A lock holds on the cluster that takes it. Replication writes rows without asking for locks, and takes none on the other side. So
two clusters that both take writes do not keep each other out.

- \`FOR UPDATE\`, \`FOR SHARE\`, \`LOCK TABLE\`: the other cluster updates the same rows at the same time, and the later write wins.
- \`FOR UPDATE SKIP LOCKED\`, as queues use it: workers of both clusters take the same job.
- **Advisory locks**: what should run once runs once a cluster.
- \`SERIALIZABLE\`: conflicts with transactions of the other cluster are not found, so none is refused.

The documentation says that no locks are taken or honoured on the receiving side; what follows for each statement is our reasoning.`,
  remedy: `Let one cluster own the rows, the queue or the job, and take the lock there. Where both have to work, divide the work by a column that
names the cluster, or make each step one that may happen twice.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Replicated writes neither take locks on the target nor honour those that are held there.'),
    cite(PAGES.multiMaster, 'Both clusters take writes by themselves; conflicts are settled by the last write, not by locks.'),
  ],

  on: {
    *lock(change, context) {
      const replicated = change.tables.filter((table) => context.isReplicated(table));
      // What no migration creates, beside what one does, is likely a trigger's transition table.
      const known = replicated.filter((table) => context.before.table(table)?.known === true);
      const tables = known.length > 0 ? known : replicated;
      const [first] = tables;
      if (change.form !== 'advisory' && first === undefined) return;
      yield {
        clause: change.clause,
        message: () => `${who(change)} ${describe(change, tables)} on one cluster only: ${consequence(change, context)}.`,
        help: () => ({ text: change.form !== 'advisory' && isMigration(change, context) ? adviseMigration(tables, context) : adviseOn(change, tables, context) }),
        object: first === undefined ? `pg_catalog.${change.words.replace('()', '')}` : objectOf(first),
      };
    },

    *set(change, context) {
      if (change.value?.toLowerCase() !== 'serializable' || !/^(default_)?transaction_isolation$/.test(change.name)) return;
      yield serializable(change, context);
    },
  },
});

function who({ inRoutine }: ChangeOf<'lock' | 'set'>): string {
  return inRoutine === null ? 'This statement' : quote(`${spell(inRoutine)}()`);
}

function describe({ form, words }: ChangeOf<'lock'>, tables: readonly QualifiedName[]): string {
  if (form === 'advisory') return `takes an advisory lock (${words}), which holds`;
  return form === 'table' ? `locks ${quoteSome(tables, 3)} (${words}), and the lock holds` : `locks rows of ${quoteSome(tables, 3)} (${words}), and the lock holds`;
}

function consequence({ form, skipLocked }: ChangeOf<'lock'>, { clusters: [one, other] }: ChangeContext): string {
  if (form === 'advisory') return `${one} and ${other} can both hold it at the same time`;
  if (skipLocked) return `workers on ${one} and on ${other} take the same rows at the same time`;
  return form === 'table' ? `while ${one} has the table locked, ${other} goes on writing it` : `${one} and ${other} can both hold the same rows, and of their updates the later silently wins`;
}

/** Whether it stands in a migration, or in a routine that changes the schema as one does: that has to run on both clusters. */
function isMigration({ inRoutine }: ChangeOf<'lock'>, context: ChangeContext): boolean {
  return inRoutine === null || context.after.routines(inRoutine).some(({ body }) => body?.runsDdl === true);
}

/** A migration locks what it is about to change, and is over soon. */
function adviseMigration(tables: readonly QualifiedName[], { clusters: [one, other] }: ChangeContext): string {
  return `Stop writes to ${quoteSome(tables, 3)} on ${one} and on ${other} while this runs, or make it a migration that needs no lock.`;
}

function adviseOn({ form, skipLocked }: ChangeOf<'lock'>, tables: readonly QualifiedName[], { clusters: [one] }: ChangeContext): string {
  if (form === 'advisory') return `Run what it guards on one cluster only, ${one} say, or make it harmless twice.`;
  if (skipLocked) return `Let workers run on one cluster only, or divide the rows by a column that names the cluster, and have each cluster's workers take its own.`;
  return `Let one cluster own ${quoteSome(tables, 3)}, or each its own rows, and send what needs the lock there.`;
}

function serializable(change: ChangeOf<'set'>, { clusters: [one, other] }: ChangeContext): Problem {
  return {
    clause: change.clause,
    message: () => `${who(change)} asks for SERIALIZABLE, which each cluster keeps for itself: transactions of ${one} and of ${other} that conflict are both committed, and of their writes to one row the later wins.`,
    help: () => ({ text: 'Send transactions that depend on each other to the same cluster, or let one cluster own the rows that they read and write.' }),
    object: `pg_catalog.${change.name}`,
  };
}
