import { defineRule, FIRST_RELEASES, hasReached, type ChangeContext, type ChangeOf, type ProposedFix } from '../src/rule.js';
import { addsUniqueInReplication, adviseTakeOver } from './shared/added-unique.js';
import { takesAnotherChange } from './shared/clusters.js';
import { isPartitionedTable } from './shared/index-builds.js';
import { objectOf, quote } from './shared/names.js';
import { findTransactionExit } from './shared/transaction-exit.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-blocking-unique-constraint',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow unique constraints on existing tables that build their own index.',
  rationale: `\`ADD CONSTRAINT … UNIQUE (…)\` and \`ADD COLUMN … UNIQUE\` build the index of the constraint nonconcurrently, whether in a transaction or not: unless
table-level locks are on, writes during the build can leave it inconsistent.

YugabyteDB refuses nonconcurrent indexes on tables that are replicated in any mode but automatic, from 2025.1 on. Whether that covers the index
of a constraint is our reasoning, not a test; the documentation of YugabyteDB Anywhere still gives an order for such statements. Automatic mode
replicates them.

An index that is built beforehand avoids the question: \`UNIQUE USING INDEX\` only takes it over. In bidirectional replication \`no-unique-constraint\` speaks
instead.`,
  remedy: `Build a unique index concurrently, then make it the constraint's with \`ADD CONSTRAINT … UNIQUE USING INDEX\`.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'info',
  },
  fix: {
    safety: 'unsafe',
    what: `Has a \`CREATE UNIQUE INDEX CONCURRENTLY\` build the index, and the constraint take it over. The schema comes out the same; a build that fails leaves an invalid index behind,
which has to be dropped before the next attempt. None in a transaction, where \`CONCURRENTLY\` fails, unless it is one of
the migration tool's that nothing else is in, and that a directive in the file does without (Atlas, goose, Liquibase, sql-migrate, tern); none in a file that is sent as one text. None on a
partitioned table, for keys with a written order, and where an \`ALTER TABLE\` does something else besides.`,
    brings: [],
  },
  citations: [
    citeIssue(13327, 'Adding a unique constraint builds its index nonconcurrently by default; the way around is a unique index, taken over by USING INDEX.'),
    citeIssue(27006, 'Nonconcurrent indexes are refused on tables in non-automatic replication.'),
    cite(PAGES.createIndex, 'Writes during a nonconcurrent build can leave the index inconsistent, unless table-level locks are on.'),
    cite(PAGES.managedDdl, 'Lists unique constraints among the changes to run on the source first, then on the target.'),
  ],

  on: {
    *addConstraint(change, context) {
      if (!addsUniqueInReplication(change, context)) return;
      yield {
        clause: change.clause,
        message: () => message(change, context),
        help: () => adviseTakeOver(change, ', outside of a transaction', context),
        object: objectOf(change.table, change.constraint.name),
        fix: () => fix(change, context),
      };
    },
  },
});

function fix(change: ChangeOf<'addConstraint'>, context: ChangeContext): ProposedFix | null {
  const { constraint, index, table, statement } = change;
  const { name } = constraint;
  // Two statements in one text are a transaction.
  if (statement.isSentAlone === true || statement.isSentTogether === true || !takesAnotherChange(context)) return null;
  const exit = context.isInTransaction(change) ? findTransactionExit(change, () => false, context) : null;
  // Two statements are too many for some, and for Flyway where one needs a transaction and one must have none.
  if (context.isInTransaction(change) && (exit === null || exit.directive.alone === true)) return null;
  // Of a table that no migration creates, the name that is left out may be taken, and it may be partitioned.
  const isKnown = (context.before.table(table) ?? context.after.table(table))?.known === true;
  if (isPartitionedTable(table, context) || !(constraint.named || isKnown)) return null;
  // The constraint takes over only what is sorted as indexes are by default.
  if (index === undefined || index.split !== null || constraint.sharding.some(({ order, grouped }) => order !== null || grouped)) return null;
  const column = constraint.via === 'column' ? (constraint.columns[0] ?? null) : null;
  return {
    title: `Build the index of ${quote(name)} concurrently${exit === null ? '' : ', outside of a transaction'}, then make it the constraint's: a build that fails leaves an invalid index behind`,
    safety: 'unsafe',
    effects: [],
    edits: [{ form: 'takeIndexOver', clause: constraint.origin, name, column }, ...(exit?.edits ?? [])],
  };
}

function message({ table, constraint }: ChangeOf<'addConstraint'>, context: ChangeContext): string {
  const builds = `${quote(constraint.name)} builds its index on ${quote(table)} nonconcurrently: writes during the build can leave it inconsistent`;
  const mayRefuse = context.mode !== 'transactional-automatic' && hasReached(context.version, FIRST_RELEASES.nonconcurrentIndexRefused);
  return mayRefuse ? `${builds}, and YugabyteDB may refuse it while the table is replicated, as it refuses other nonconcurrent indexes.` : `${builds}.`;
}
