import { defineRule, effectOfTypeChange, FIRST_RELEASES, hasReached, type ChangeContext, type ChangeOf, type Help, type Index, type Proposal } from '../src/rule.js';
import { treeName } from './shared/ast.js';
import { proposeIndex } from './shared/keys.js';
import { join, objectOf, quote, quoteSome } from './shared/names.js';
import { whereToAlter } from './shared/rewrite-advice.js';
import { isLeftToPartitionedTypeRule } from './shared/rewrite.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-index-rewrite',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow type changes that rewrite an index of a replicated table.',
  rationale: `A type change that leaves the table alone can still make an index of it anew. An index is a table of its own in storage, and the new one is not
the one that replication follows. YugabyteDB forbids that as it forbids the rewrite of a table, but its check looks at the table only: the
statement succeeds, and the replication of the index is broken without an error. A customer's incident is on record.

- From 2024.2.9, 2025.1.4 and 2025.2.3 on, an index is made anew if the column is in it and it has an **expression** or a **\`WHERE\`**, on whatever
  column, or if its **collation** or **operator class** changes with the type (\`text\` to \`citext\`).
- In older releases every index is that has the column: as a key, in \`INCLUDE\`, in an expression, in its \`WHERE\`.
- A primary key is not: YugabyteDB stores the table itself by it.

Even a change to the same type does it. Automatic mode does not notice the rewrite of an index alone; below 2025.2.1 it refuses type
changes altogether.`,
  remedy: `Drop the index on both clusters, change the type, and create the index again as an index is created in your mode. Or add a column of the
new type beside the old one.`,
  confidence: 'reported',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': [{ level: 'error' }, { from: '2025.2.1', level: 'warning' }],
  },
  citations: [
    cite(PAGES.alterTable, 'Where the table is not rewritten, an index on the column is; both are not supported under xCluster replication.'),
    cite(PAGES.indexRewriteAdvisory, 'Fewer indexes are made anew from 2024.2.9, 2025.1.4 and 2025.2.3 on, and a notice says so.'),
    citeIssue(32241, 'The check lets type changes through that make only an index anew.'),
    citeIssue(32242, 'The documentation names indexes after an incident at a customer.'),
    citeIssue(27757, 'Automatic mode does not notice that an index alone is made anew: one with an expression, a condition, or another operator class.'),
  ],

  on: {
    *alterColumnType(change, context) {
      if (!context.isReplicated(change.table) || context.isNewInFile(change.table) || isLeftToPartitionedTypeRule(change, context)) return;
      const effect = effectOfTypeChange(change, context.before, context.version);
      if (effect.rewrites !== 'index-only') return;
      const { indexes } = effect;
      yield {
        clause: change.clause,
        message: () => message(change, indexes, context),
        help: () => help(change, indexes, context),
        object: objectOf(change.table, change.column),
        related: indexes.map((index) => ({ message: `${quote(index.name)} is created here`, clause: index.origin })),
      };
    },
  },
});

function message(change: ChangeOf<'alterColumnType'>, indexes: readonly Index[], context: ChangeContext): string {
  const [first] = indexes;
  const names = quoteSome(indexes.map(({ name }) => name), 3);
  const why = first === undefined || indexes.length > 1 ? '' : `, ${reasonFor(first, context)},`;
  return `Changing ${quote(change.column)} of ${quote(change.table)} to ${change.to.text} keeps the rows but makes ${names}${why} anew: ${consequence(indexes.length, context)}.`;
}

function reasonFor(index: Index, context: ChangeContext): string {
  if (!hasReached(context.version, FIRST_RELEASES.plainIndexSurvivesTypeChange)) return 'as this release does with every index of the column';
  if (index.predicate !== null) return 'which has a WHERE';
  if (index.keys.some((key) => key.expression !== null)) return 'which has an expression';
  return 'whose operator class or collation changes with the type';
}

function consequence(number: number, context: ChangeContext): string {
  const [index, old] = number === 1 ? ['the new index', 'the old one'] : ['the new indexes', 'the old ones'];
  if (context.mode === 'transactional-automatic') {
    return hasReached(context.version, FIRST_RELEASES.automaticTypeChange)
      ? 'automatic replication does not notice when an index alone is rewritten, and can stop there'
      : 'automatic replication refuses type changes before 2025.2.1';
  }
  const other = context.mode === 'bidirectional' ? 'the other cluster' : context.mode === 'non-transactional' ? 'the target' : 'the standby';
  return `replication knows only ${old}, and YugabyteDB does not stop the statement, so entries of ${index} may not reach ${other}`;
}

function help(change: ChangeOf<'alterColumnType'>, indexes: readonly Index[], context: ChangeContext): Help {
  const table = context.before.table(change.table);
  const constraints = indexes.flatMap((index) => index.constraint ?? []);
  const plain = indexes.filter((index) => index.constraint === null);
  const what = [
    ...(constraints.length === 0 ? [] : [`${constraints.length === 1 ? 'the constraint' : 'the constraints'} ${quoteSome(constraints, 3)}`]),
    ...(plain.length === 0 ? [] : [plain.length === 1 ? 'the index' : 'the indexes']),
  ];
  const where = whereToAlter(context);
  const again = context.mode === 'bidirectional' ? `${where} at the same time` : where;
  return {
    text: `Drop ${join(what)} ${where}, then change the type, then create ${indexes.length === 1 ? 'it' : 'them'} again, outside of a transaction.`,
    sql: table === undefined ? [] : [...plain.map((index) => proposeDrop(index, `before, ${where}`)), ...plain.map((index) => ({ ...proposeIndex(table, index, { concurrently: true }), note: `afterwards, ${again}` }))],
  };
}

function proposeDrop(index: Index, note: string): Proposal {
  return { form: 'statement', note, ast: { type: 'drop index', names: [treeName(index)] } };
}
