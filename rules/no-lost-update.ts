import { defineRule, NOTHING, type ChangeContext, type ChangeOf, type Column, type Help, type Proposal, type QualifiedName, type Table } from '../src/rule.js';
import { treeName } from './shared/ast.js';
import { objectOf, quote, quoteAll, spell } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

type Write = ChangeOf<'writeRows'>;

export default defineRule({
  id: 'no-lost-update',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow routines that compute a column from its own old value on tables that both clusters write.',
  rationale: `xCluster replicates what a column holds after the update, not what the update did. \`SET stock = stock - 1\` on one cluster and on the
other at the same time ends with one of the two results, and with one unit too many: the later write wins, and nothing tells that there was another. Row locks and
isolation levels do not help, for neither reaches the other cluster.

The same goes for whatever puts something into what was there: \`array_append\`, \`jsonb_set\`, \`||\`, \`GREATEST\`, \`DO UPDATE SET n = t.n + EXCLUDED.n\`.
\`lower(x)\` or \`coalesce(x, 0)\` put nothing in, and give no finding.

That the later write wins is documented; that counters lose updates by it is our reasoning. A table whose primary key holds a column that names the
cluster (config \`siteColumns\`) gives no finding: there each cluster updates rows of its own.`,
  remedy: `Keep a row for each cluster and add them up when reading; or write what happened, one row an event, and add those up; or let one
cluster own the row, and send its updates there.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Of two writes to a row on two clusters the one with the later time wins; no locks are taken on the receiving side.'),
    cite(PAGES.multiMaster, 'Conflicting updates are settled by the last write.'),
  ],

  on: {
    writeRows(change, context) {
      if (change.inRoutine === null || change.relative.length === 0 || !context.isReplicated(change.table)) return NOTHING;
      const table = context.before.table(change.table);
      if (isOwnedBySite(table, context)) return NOTHING;
      return [{
        clause: change.clause,
        message: () => message(change, context),
        help: () => help(change, table, context),
        object: objectOf(change.table, change.relative[0]?.column),
      }];
    },
  },
});

/** Whether each cluster has rows of its own there. */
function isOwnedBySite(table: Table | undefined, context: ChangeContext): boolean {
  return keyOf(table).some((column) => context.siteColumns.includes(column));
}

function message({ table, relative, inRoutine }: Write, context: ChangeContext): string {
  const columns = [...new Set(relative.map(({ column }) => column))];
  const who = inRoutine === null ? 'This statement' : quote(`${spell(inRoutine)}()`);
  const values = columns.length === 1 ? 'its old value, and replication sends the result' : 'their old values, and replication sends the results';
  return `${who} computes ${quoteAll(columns)} of ${quote(table)} from ${values}: when ${context.clusters[0]} and ${context.clusters[1]} do so with one row at the same time, one of the two changes is lost.`;
}

function help({ table: name, relative }: Write, table: Table | undefined, context: ChangeContext): Help {
  const owner = `let one cluster own each row of ${quote(name)}`;
  const counter = relative.find(({ by }) => by === 'arithmetic')?.column;
  const column = table?.columns.find((own) => own.name === counter);
  if (counter === undefined || (column !== undefined && !isNumber(column))) return { text: `Write each change as a row of its own and put them together when reading, or ${owner}.` };
  const keyColumns = keyOf(table).flatMap((part) => table?.columns.filter((own) => own.name === part) ?? []);
  const sql = column === undefined || keyColumns.length === 0 ? [] : [proposeCounter(name, keyColumns, column, context.siteColumns[0] ?? 'site')];
  return { text: `Count in a row for each cluster and add the rows up when reading, or ${owner}.`, sql };
}

/** A table with a row for each cluster: the key of the counted row and the cluster's name are its key. */
function proposeCounter(counted: QualifiedName, key: readonly Column[], counter: Column, site: string): Proposal {
  const parts = key.map(({ name, type }) => ({ name: key.length > 1 || name.startsWith(`${counted.name}_`) ? name : `${counted.name}_${name}`, type: type.text }));
  return {
    form: 'statement',
    ast: {
      type: 'create table',
      name: treeName({ schema: counted.schema, name: `${counted.name}_${counter.name}` }),
      columns: [
        ...parts.map((part) => ({ kind: 'column' as const, name: { name: part.name }, dataType: { name: part.type } })),
        { kind: 'column', name: { name: site }, dataType: { name: 'text' } },
        { kind: 'column', name: { name: counter.name }, dataType: { name: counter.type.text }, constraints: [{ type: 'not null' }] },
      ],
      constraints: [{ type: 'primary key', columns: [...parts, { name: site }].map((part) => ({ name: part.name })) }],
    },
  };
}

function keyOf(table: Table | undefined): readonly string[] {
  return table?.constraints.find((constraint) => constraint.type === 'primary key')?.columns ?? [];
}

function isNumber({ type }: Column): boolean {
  return !type.array && ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'].includes(type.base.name);
}
