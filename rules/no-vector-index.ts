import { defineRule, NOTHING } from '../src/rule.js';
import { belongsToParent, isVectorIndex } from './shared/keys.js';
import { objectOf, quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-vector-index',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow vector indexes (`ybhnsw`, `hnsw`, `ivfflat`).',
  rationale: `A vector index is kept beside the table's data in a form of its own, and xCluster does not replicate it in any mode but automatic, from
2025.2.7.0 on. The columns themselves, of type \`vector\`, are ordinary data and are replicated.

For the series 2026.1 the documentation that was read does not say which release has the same; there the finding is a warning.`,
  remedy: `Keep vectors that need an index in a database that is not replicated and fill it on each cluster, search without an index where
the table is small, or use automatic mode from 2025.2.7.0 on.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': [{ level: 'error' }, { from: '2025.2.7.0', level: 'off' }, { from: '2026.1.0.0', level: 'warning' }],
  },
  citations: [
    cite(PAGES.architecture, 'Indexes of pgvector are not supported with xCluster.'),
    cite(PAGES.pgvector, 'Vector indexes are replicated in automatic mode from v2025.2.7.0.'),
    citeIssue(26678, 'Tracks vector indexes with xCluster.'),
  ],

  on: {
    index(index, table, context) {
      if (!context.isReplicated(table) || !isVectorIndex(index) || belongsToParent(index)) return NOTHING;
      return [
        {
          clause: index.origin,
          message: () => {
            const name = `${quote(index.name)} on ${quote(table)}`;
            if (context.mode !== 'transactional-automatic') return `${name} is a vector index, which xCluster does not support in this mode.`;
            if (context.version.parts[0] >= 2026) return `${name} is a vector index: xCluster replicates those from 2025.2.7.0 on, and the documentation does not yet say which release of ${context.version.series} does.`;
            return `${name} is a vector index, which automatic mode supports from YugabyteDB 2025.2.7.0 on, and not in ${context.version.text}.`;
          },
          help: () => ({
            text:
              context.mode === 'transactional-automatic'
                ? 'Create the index after an upgrade to a release that supports it, or keep the vectors in a database that is not replicated.'
                : 'Keep the vectors in a database that is not replicated and index them there on each cluster, or search without an index.',
          }),
          object: objectOf(table, index.name),
        },
      ];
    },
  },
});
