import { defineRule, isHistoryTable, type Help, type QualifiedName, type RuleContext, type Table } from '../src/rule.js';
import { receiver } from './shared/clusters.js';
import { join, objectOf, quote, quoteAll } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-replicated-migration-history',
  kind: 'project',
  topic: 'data-and-sessions',
  summary: 'Disallow replication of the table in which the migration tool notes what has run.',
  rationale: `In every mode but automatic each migration has to run on both clusters. A tool decides by its history table what is left to run. Where that
table is replicated with all others, which is what happens when a whole database is chosen, the row of a migration reaches the other
cluster as soon as it has run on the first one. The tool on the other cluster finds it there, and skips the migration: the schemas differ from
then on, and replication of the tables concerned pauses.

In bidirectional replication two runs at the same time also write the same keys, of which the later wins, or the same row twice where the
table has no primary key (\`databasechangelog\`). On a standby that takes no writes the tool cannot note anything by itself.

In automatic mode the history belongs to the schema: both travel together. This is our reasoning from how rows are replicated; nobody
documents it for migration tools.`,
  remedy: `Keep the history out of the replication: choose the tables that are replicated one by one, or let the tool keep it in another
database. Then leave it out in the config too (\`replicated\`). Where neither can be done, run the files on the other cluster without the tool.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.managedDdl, 'When a database is chosen for replication, all of its tables are added.'),
    cite(PAGES.architecture, 'Rows are replicated below the query layer, whoever wrote them; schema changes are not, but in automatic mode.'),
  ],

  on: {
    *root(context) {
      const own = context.historyTables;
      const created: Table[] = [];
      for (const table of context.schema.allTables()) if (isHistory(table, own) && table.known && context.isReplicated(table)) created.push(table);
      for (const table of created) {
        yield { clause: table.origin, message: () => message([table], 'a migration tool', context), help: () => help([table], context), object: objectOf(table) };
      }
      const left = own.filter((name) => context.isReplicated(name) && !created.some((table) => table.name === name.name));
      const [first] = left;
      if (first !== undefined) {
        yield { clause: context.place, message: () => message(left, context.tool, context), help: () => help(left, context), object: objectOf(first) };
      }
    },
  },
});

/** `own`: the tables of the tool at hand, which may be called as no other tool would call them. */
function isHistory(table: QualifiedName, own: readonly QualifiedName[]): boolean {
  return isHistoryTable(table) || own.some(({ schema, name }) => name === table.name && schema === table.schema);
}

function message(tables: readonly QualifiedName[], tool: string, context: RuleContext): string {
  const [holds, them] = tables.length === 1 ? (['holds', 'it'] as const) : (['hold', 'them'] as const);
  return `${quoteAll(tables)} ${holds} the history of ${tool}, and nothing here leaves ${them} out of the replication: then a migration that has run on one cluster counts as run on ${receiver(context)}, where the tool skips it.`;
}

function help(tables: readonly QualifiedName[], context: RuleContext): Help {
  const patterns = join(tables.map((table) => quote(`!${objectOf(table)}`)));
  const configure = `add ${patterns} to the config's "replicated" (["*.*"] where it is not set)`;
  if (context.mode === 'transactional-semi-automatic') {
    return { text: `This mode replicates every table of the database: let the tool keep its history in another database, and ${configure}. Where it cannot, run the files on the standby without the tool.` };
  }
  const standby = context.mode === 'transactional-manual' ? ' The standby takes no writes, the tool\'s own included: run the files there without it.' : '';
  return { text: `Keep ${tables.length === 1 ? 'the table' : 'the tables'} out of the replication, and ${configure}.${standby}` };
}
