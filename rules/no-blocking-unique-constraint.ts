import { defineRule, FIRST_RELEASES, hasReached, type ChangeContext, type ChangeOf } from '../src/rule.js';
import { addsUniqueInReplication, adviseTakeOver } from './shared/added-unique.js';
import { objectOf, quote } from './shared/names.js';
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
      };
    },
  },
});

function message({ table, constraint }: ChangeOf<'addConstraint'>, context: ChangeContext): string {
  const builds = `${quote(constraint.name)} builds its index on ${quote(table)} nonconcurrently: writes during the build can leave it inconsistent`;
  const mayRefuse = context.mode !== 'transactional-automatic' && hasReached(context.version, FIRST_RELEASES.nonconcurrentIndexRefused);
  return mayRefuse ? `${builds}, and YugabyteDB may refuse it while the table is replicated, as it refuses other nonconcurrent indexes.` : `${builds}.`;
}
