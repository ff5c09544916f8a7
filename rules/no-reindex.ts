import { defineRule, type ChangeContext, type ChangeOf, type Help, type QualifiedName } from '../src/rule.js';
import { concurrently } from './shared/index-builds.js';
import { objectOf, quote } from './shared/names.js';
import { treeName } from './shared/ast.js';
import { citeIssue, cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-reindex',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `REINDEX` on tables that are replicated.',
  rationale: `\`REINDEX\` gives an index new storage. To replication an index is a table of its own, whose identity is part of what was set up on both sides;
after a \`REINDEX\` the index that is replicated and the one that is used are no longer the same. In automatic mode it is not even seen: the
statement fires none of the events by which schema changes are captured, and a YugabyteDB engineer says of it that it breaks the
replication. In the other modes we conclude as much from what holds for rewrites, which must not happen while a table is replicated.

\`REINDEX SCHEMA\` and \`REINDEX DATABASE\` are reported whatever they hold.`,
  remedy: `Create a new index concurrently and drop the old one, in the order of the mode.`,
  confidence: 'reported',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'error',
  },
  citations: [
    citeIssue(10694, 'REINDEX rewrites without firing an event, which breaks automatic replication.'),
    cite(PAGES.architecture, 'What rewrites a table or an index is not supported while it is replicated in a mode other than automatic.'),
  ],

  on: {
    *reindex(change, context) {
      const table = tableOf(change, context);
      // Nobody replicates the catalog.
      if (change.scope === 'system' || (table !== null && !context.isReplicated(table))) return;
      yield {
        clause: change.clause,
        message: () => message(change, context),
        help: () => help(change, context),
        object: nameObject(change, table),
      };
    },
  },
});

/** The table whose indexes are built anew; the index itself where nobody knows its table; null for what is larger. */
function tableOf({ scope, relation }: ChangeOf<'reindex'>, context: ChangeContext): QualifiedName | null {
  return relation !== null && scope === 'index' ? (context.before.index(relation)?.table ?? relation) : relation;
}

function nameObject({ relation, target }: ChangeOf<'reindex'>, table: QualifiedName | null): string {
  if (relation === null || table === null) return target;
  return table === relation ? objectOf(relation) : objectOf(table, relation.name);
}

function message(change: ChangeOf<'reindex'>, context: ChangeContext): string {
  const one = change.scope === 'index';
  const consequence =
    context.mode === 'transactional-automatic'
      ? `automatic mode does not see the statement, and the replication of ${one ? 'the index' : 'these indexes'} breaks`
      : `replication was set up with the old storage of ${one ? 'the index' : 'each'}, and rewrites are not supported while it runs`;
  return `REINDEX builds ${describe(change)} anew: ${consequence}.`;
}

function describe({ scope, target, relation }: ChangeOf<'reindex'>): string {
  if (relation !== null) return scope === 'index' ? `index ${quote(relation)}` : `the indexes of ${quote(relation)}`;
  return `every index of ${target === '' ? 'the' : scope} ${target === '' ? scope : quote(target)}`;
}

function help(change: ChangeOf<'reindex'>, context: ChangeContext): Help {
  const found = change.scope === 'index' && change.relation !== null ? context.before.index(change.relation) : undefined;
  if (found === undefined || found.index.constraint !== null || found.table.partitionKey !== null) {
    const one = change.scope === 'index';
    return { text: `Create ${one ? 'a new index' : 'new indexes'} concurrently under ${one ? 'another name' : 'other names'} and drop the old ${one ? 'one' : 'ones'}, each in the order that the mode prescribes.` };
  }
  const { table, index } = found;
  return {
    text: 'Create it anew under another name, then drop the old one, each in the order that the mode prescribes:',
    sql: [concurrently(table, { ...index, name: `${index.name}_new` }), { form: 'statement', ast: { type: 'drop index', names: [treeName({ schema: table.schema, name: index.name })] } }],
  };
}
