import { DEFAULT_SHARDING, defineRule, type Clause, type Help, type Index, type Problem, type Proposal, type Table, type ProposedEdit, type ProposedFix } from '../src/rule.js';
import { belongsToParent, describeKeys, findPrimaryKey, isShardedByKey, proposeIndex, proposeKeys, sharesTablet } from './shared/keys.js';
import { objectOf, quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'require-explicit-sharding',
  kind: 'state',
  topic: 'keys',
  summary: 'Require `HASH`, `ASC` or `DESC` on the first column of primary keys and indexes.',
  rationale: `Where the first column of a key says nothing, the setting \`yb_use_hash_splitting_by_default\` of the session that runs the statement decides
between hash and range. In every mode but automatic the statement runs on each cluster by itself, and the setting may differ: then
one cluster has the table by hash and the other by range. Setting up such a pair was let through silently, and the data came out
wrong. Automatic mode sends the setting along with the statement.

The finding is \`info\`; it is a \`warning\` where the migrations themselves set the variable, for then it is known to vary. A group in
parentheses, \`((a, b), c)\`, is explicit. Tables that are colocated or in a tablegroup have no hash, and a \`UNIQUE\` constraint has no
place to write it.`,
  remedy: `Write the default out: \`PRIMARY KEY (id HASH)\`, \`CREATE INDEX … (a HASH, b)\`. An inline \`PRIMARY KEY\` becomes a table constraint. PostgreSQL itself
does not take it in a primary key, so migrations that also run there (in tests, say) cannot follow.`,
  confidence: 'reported',
  severity: {
    bidirectional: 'info',
    'non-transactional': 'info',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'off',
  },
  worst: 'warning',
  fix: {
    safety: 'unsafe',
    what: 'Writes the default out behind the first column: `HASH`, or `ASC` where the migrations had turned hashing off. YugabyteDB makes the same table of it, but PostgreSQL no longer takes the statement. None for a `PRIMARY KEY` that stands on its column, for what `LIKE` brings along, and for an index with `NULLS FIRST` or `NULLS LAST`.',
    brings: [],
  },
  citations: [
    citeIssue(28895, 'A range-sharded source and a hash-sharded target were accepted, with inconsistent data as the result.'),
    cite(PAGES.createTable, 'The first column of a key is hashed by default, the others ascend; the default can be changed by a setting.'),
    cite(PAGES.createIndex, 'The same for indexes.'),
  ],

  on: {
    *index(index, table, context) {
      const [first] = index.keys;
      if (first === undefined || first.order !== null || first.grouped || belongsToParent(index) || !isShardedByKey(index)) return;
      if (index.constraint !== null && !index.primary) return;
      if (!context.isReplicated(table) || sharesTablet(table, context)) return;
      const isSet = context.history.settings(DEFAULT_SHARDING.setting).length > 0;
      yield new UnwrittenSharding(index, table, isSet);
    },
  },
});

/**
 * A class, for nearly every index of a schema has one: with two closures each, a file of 59,000 tables took 25 MB more.
 */
class UnwrittenSharding implements Problem {
  readonly #index: Index;
  readonly #table: Table;
  readonly level: 'warning' | 'info';

  constructor(index: Index, table: Table, isSet: boolean) {
    this.#index = index;
    this.#table = table;
    this.level = isSet ? 'warning' : 'info';
  }

  get clause(): Clause {
    return this.#index.origin;
  }

  get object(): string {
    return objectOf(this.#table, this.#index.name);
  }

  message(): string {
    const index = this.#index;
    const what = index.primary ? `the primary key of ${quote(this.#table)}` : `${quote(index.name)} on ${quote(this.#table)}`;
    const who = this.level === 'warning' ? `these migrations set ${DEFAULT_SHARDING.setting}` : `each cluster decides by its setting ${DEFAULT_SHARDING.setting}`;
    return `${describeKeys(index.keys.slice(0, 1))}, the first column of ${what}, says neither HASH nor ASC nor DESC: ${who}, and where the two clusters differ the replicated data comes out wrong.`;
  }

  fix(): ProposedFix | null {
    const index = this.#index;
    if (index.keys[0]?.nulls !== undefined) return null;
    const order = orderOf(index);
    const edit = findEdit(index, this.#table, order);
    if (edit === null) return null;
    return { title: `Write ${order.toUpperCase()} out: the statement no longer runs in PostgreSQL`, safety: 'unsafe', effects: [], edits: [edit] };
  }

  help(): Help {
    const index = this.#index;
    return {
      text: advise(index, this.#table),
      sql: [writtenOut(index, this.#table)],
    };
  }
}

function advise(index: Index, table: Table): string {
  const isInline = index.primary && findPrimaryKey(table)?.via === 'column';
  if (isInline) return 'Write the sharding out in a constraint of its own behind the columns, for here is no place for it; PostgreSQL itself does not take it.';
  return index.primary || index.hashByDefault !== false ? 'Write the sharding out; PostgreSQL itself does not take it.' : 'Write the order out.';
}

function writtenOut(index: Index, table: Table): Proposal {
  const order = orderOf(index);
  const keys = proposeKeys(index.keys).map((key, position) => (position === 0 ? { ...key, order } as const : key));
  if (!index.primary) return proposeIndex(table, index, { keys });
  const key = findPrimaryKey(table);
  return { form: 'primaryKey', table: null, name: key?.named === true ? key.name : null, keys };
}

function orderOf(index: Index): 'hash' | 'asc' {
  return index.hashByDefault === false ? DEFAULT_SHARDING.firstWithoutHash : DEFAULT_SHARDING.first;
}

/** The place where the order can be written without moving anything. */
function findEdit(index: Index, table: Table, order: 'hash' | 'asc'): ProposedEdit | null {
  if (index.via === 'statement' && index.constraint === null) return { form: 'shardIndex', statement: index.origin.statement, order };
  const key = findPrimaryKey(table);
  if (!index.primary || key === undefined || key.usingIndex || (key.via !== 'table' && key.via !== 'alter')) return null;
  return { form: 'shardKey', clause: key.origin, order };
}
