import { defineRule } from '../src/rule.js';
import { receiver } from './shared/clusters.js';
import { findBuildRule } from './shared/index-builds.js';
import { proposeIndex } from './shared/keys.js';
import { objectOf, quote } from './shared/names.js';
import { citeFile, citeIssue, FILES } from './shared/sources.js';

export default defineRule({
  id: 'no-nonconcurrent-index',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `CREATE INDEX NONCONCURRENTLY` on replicated tables.',
  rationale: `A nonconcurrent build fills the index in one go and expects that nobody else writes the table. Replication does write it: rows that arrive
during the build reach the index twice or not at all, so index and table no longer agree.

From 2025.1 YugabyteDB refuses the statement on a table that is replicated in any mode but automatic. Older releases run it, and the
clusters drift apart in silence. Automatic mode knows how to carry such an index, and the rule is off.`,
  remedy: 'Leave `NONCONCURRENTLY` out, or write `CONCURRENTLY`, which fails instead of switching to the other way of building. Run it outside of a transaction.',
  confidence: 'source',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'off',
  },
  citations: [
    citeIssue(27006, 'A nonconcurrent index created on the target can hold duplicate records; such indexes are to be refused.'),
    citeFile(FILES.xclusterManager, 'Refuses an index without backfill on a table that is part of replication in a mode other than automatic.'),
    citeIssue(26681, 'Automatic mode supports nonconcurrent index builds.'),
  ],

  on: {
    *createIndex(change, context) {
      if (findBuildRule(change, context) !== 'no-nonconcurrent-index') return;
      const { index } = change;
      const table = context.before.table(change.table);
      yield {
        clause: change.clause,
        message: () =>
          `${quote(index.name)} is built NONCONCURRENTLY on ${quote(change.table)}, which is replicated: rows that ${receiver(context)} receives during the build can be missing from the index or stand in it twice, and from 2025.1 on YugabyteDB refuses the statement.`,
        help: () => ({
          text: 'Build it CONCURRENTLY, outside of a transaction.',
          ...(table === undefined ? {} : { sql: [proposeIndex(table, index, { concurrently: true, name: index.named ? index.name : null })] }),
        }),
        object: objectOf(change.table, index.name),
      };
    },
  },
});
