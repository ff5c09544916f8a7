import { DEFAULT_SHARDING, defineRule, type Index, type ModeLevel, type Proposal, type Table } from '../src/rule.js';
import { belongsToParent, describeKeys, isShardedByKey, proposeIndex, proposeKeys, sharesTablet } from './shared/keys.js';
import { objectOf, quote } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

/** The releases that repair it, one a series. */
const UNTIL_FIXED: ModeLevel = [{ level: 'error' }, { from: '2.20.11.0', level: 'off' }, { from: '2024.1.6.1', level: 'off' }, { from: '2024.2.3.1', level: 'off' }];

export default defineRule({
  id: 'no-range-sharding',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow range-sharded keys and indexes in releases that lose their rows.',
  rationale: `In releases before 2.20.11.0, 2024.1.6.1 and 2024.2.3.1 the cluster that receives a transaction works out wrongly which of its rows
belong to which tablet, if the table or index is sharded by range and has more than one tablet. It applies the rows of one tablet
and leaves the others out. Lag is reported as zero and the replication as healthy; the rows are gone on that cluster until the
replication is set up anew.

A range-sharded table begins with one tablet and splits by itself as it grows, so the loss begins later than the tests end. Tables
that are colocated or in a tablegroup do not split, and are not flagged.`,
  remedy: `Upgrade, or shard by hash: \`HASH\` on the first column.`,
  confidence: 'documented',
  severity: {
    bidirectional: UNTIL_FIXED,
    'non-transactional': UNTIL_FIXED,
    'transactional-manual': UNTIL_FIXED,
    'transactional-semi-automatic': UNTIL_FIXED,
    'transactional-automatic': 'off',
  },
  citations: [cite(PAGES.rangeShardingAdvisory, 'Rows of range-sharded tables and indexes with several tablets go missing on the target; repaired in 2.20.11.0, 2024.1.6.1 and 2024.2.3.1.')],

  on: {
    *index(index, table, context) {
      const [first] = index.keys;
      if (first === undefined || belongsToParent(index) || !isShardedByKey(index)) return;
      if (!context.isReplicated(table) || sharesTablet(table, context)) return;
      const isRange = first.order === 'asc' || first.order === 'desc' || (first.order === null && !first.grouped && index.hashByDefault === false);
      if (!isRange) return;
      yield {
        clause: index.origin,
        message: () => {
          const what = index.primary ? `The primary key of ${quote(table)}` : `${quote(index.name)} on ${quote(table)}`;
          const why = first.order === null ? `, since ${DEFAULT_SHARDING.setting} is off` : '';
          return `${what} is sharded by range of ${describeKeys([first])}${why}: in YugabyteDB ${context.version.text} its rows go missing on the other cluster once it has two tablets, and nothing reports it.`;
        },
        help: () => ({ text: 'Upgrade to 2.20.11.0, 2024.1.6.1, 2024.2.3.1 or later, or shard by hash.', sql: [byHash(index, table)] }),
        object: objectOf(table, index.name),
      };
    },
  },
});

function byHash(index: Index, table: Table): Proposal {
  const keys = proposeKeys(index.keys).map((key, position) => (position === 0 ? { ...key, order: 'hash' as const } : key));
  return index.primary ? { form: 'primaryKey', table: null, name: null, keys } : proposeIndex(table, index, { keys });
}
