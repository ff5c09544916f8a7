import { defineRule, NOTHING } from '../src/rule.js';
import { belongsToParent, describeKeys, isLeftToVectorRule, isPlainIndex } from './shared/keys.js';
import { objectOf, quote } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

/** PostgreSQL's access methods that YugabyteDB refuses. */
const UNSUPPORTED = new Set(['gist', 'spgist', 'brin']);

export default defineRule({
  id: 'no-secondary-index',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow secondary indexes on columns that both clusters update.',
  rationale: `A secondary index is a table of its own, and its entries are replicated as rows of their own. An update takes the old entry away and puts a
new one in. When both clusters update the same row at the same time, the row ends with the later value, but each cluster has put
in an entry for its own value: one of them is stale, and queries through the index can answer with a row that no longer matches.

An index on columns that never change after the insert cannot go stale this way, and one whose rows are always written on
one cluster cannot either. xclint does not see which columns your application updates, so this is \`info\`.`,
  remedy: `Index columns that do not change, or let one cluster own each row. Indexes that copy more of the row (\`INCLUDE\`, a condition, GIN) are
\`no-covering-index\`.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'info',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [cite(PAGES.architecture, 'Concurrent updates and deletes of one row can corrupt its index entries when replication is not transactional.')],

  on: {
    index(index, table, context) {
      if (!context.isReplicated(table) || isLeftToVectorRule(index, context) || !isPlainIndex(index)) return NOTHING;
      if (index.unique || index.constraint !== null || belongsToParent(index)) return NOTHING;
      return [
        {
          clause: index.origin,
          message: () => {
            const [a, b] = context.clusters;
            if (UNSUPPORTED.has(index.method)) return `YugabyteDB has no ${index.method} indexes: ${quote(index.name)} on ${quote(table)} is refused on both clusters.`;
            return `When ${a} and ${b} update ${describeKeys(index.keys)} of the same row of ${quote(table)} at the same time, ${quote(index.name)} can keep an entry for the value that lost, and queries through it disagree with the table.`;
          },
          help: () => ({
            text: UNSUPPORTED.has(index.method)
              ? 'Use an index of another kind, or leave it out.'
              : `Harmless if ${describeKeys(index.keys)} never ${index.keys.length === 1 ? 'changes' : 'change'} after the insert, or if one cluster owns each row of ${quote(table)}.`,
          }),
          object: objectOf(table, index.name),
        },
      ];
    },
  },
});
