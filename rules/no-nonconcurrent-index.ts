import { defineRule, NOTHING, type ChangeContext, type ChangeOf, type ProposedFix } from '../src/rule.js';
import { adviseSimultaneous, describeNonconcurrent, findBuildRule, proposeConcurrently } from './shared/index-builds.js';
import { objectOf, quote } from './shared/names.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-nonconcurrent-index',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `CREATE INDEX NONCONCURRENTLY` on tables that are replicated.',
  rationale: `A concurrent build fills the index with what the table held at one moment and lets every later write keep it up. A nonconcurrent build
has no such moment: the statement itself writes an entry for each row that it finds.

On a cluster that receives rows, replication brings the entries of the index as well. Those that the statement wrote come on top of
them, and the index has rows twice. YugabyteDB's engineers found it so, and from 2025.1 on the statement is refused on a table that is
replicated in any mode but automatic; older releases build the index and say nothing. Automatic mode takes such builds.

Tables that the same file creates are not in replication yet, but in semi-automatic mode, where a new table joins at once.`,
  remedy: `Leave the word out or write \`CONCURRENTLY\`, outside of a transaction.`,
  confidence: 'source',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'off',
  },
  fix: {
    safety: 'safe',
    what: 'Writes `CONCURRENTLY` in the place of `NONCONCURRENTLY`. None in a transaction or a body, where a concurrent build fails, and none in bidirectional replication below 2024.2.2, where an index waits until all writes have stopped.',
    brings: ['require-simultaneous-index'],
  },
  citations: [
    citeIssue(27006, 'A nonconcurrent index that is created on the target ends up with duplicate records, so it is refused on tables in non-automatic replication.'),
    citeFile(FILES.xclusterManager, 'Refuses an index without backfill on a table that is part of replication in a mode other than automatic.'),
    citeIssue(26681, 'Automatic mode supports nonconcurrent indexes.'),
    cite(PAGES.createIndex, 'A nonconcurrent build does no online backfill, and writes during it can leave the index inconsistent.'),
  ],

  on: {
    createIndex(change, context) {
      if (findBuildRule(change, context) !== 'no-nonconcurrent-index') return NOTHING;
      return [{
        clause: change.clause,
        message: () => `${quote(change.index.name)} on ${quote(change.table)} is built nonconcurrently, ${describeNonconcurrent(change, context)}.`,
        help: () => ({ text: advise(change, context), sql: proposeConcurrently(change, context) }),
        object: objectOf(change.table, change.index.name),
        fix: () => fix(change, context),
      }];
    },
  },
});

function advise(change: ChangeOf<'createIndex'>, context: ChangeContext): string {
  const where = context.isInTransaction(change) ? ', in a migration of its own outside of a transaction' : '';
  return `Build it concurrently${where}.${adviseSimultaneous('it', context)}`;
}

function fix(change: ChangeOf<'createIndex'>, context: ChangeContext): ProposedFix | null {
  if (context.isInTransaction(change) || context.levelOf('require-simultaneous-index') === 'error') return null;
  return { title: 'Write CONCURRENTLY instead of NONCONCURRENTLY', safety: 'safe', effects: [], edits: [{ form: 'buildConcurrently', statement: change.statement }] };
}
