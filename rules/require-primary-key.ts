import { defineRule, NOTHING, type Proposal, type Schema, type StateContext, type Table } from '../src/rule.js';
import { findPrimaryKey } from './shared/keys.js';
import { objectOf, quote, quoteAll } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';
import { proposeKeyOver, proposeUuidKey } from './shared/uuid-column.js';

export default defineRule({
  id: 'require-primary-key',
  kind: 'state',
  topic: 'keys',
  summary: 'Require a primary key on every table.',
  rationale: `YugabyteDB stores a table by its primary key. A table without one gets a hidden key per row, made up at random by the cluster
that takes the write. The same row written on both clusters, by a retry or by a seed that runs on each, is two rows
with two hidden keys, and replication keeps both.

In every mode a key cannot be had later at a small price: adding one rewrites the table, which YugabyteDB refuses while the
table is replicated in any mode but automatic.`,
  remedy: `Declare the key in \`CREATE TABLE\`: a \`uuid\` with a random default, or, for a table that links others, the columns that link.
Partitions take the key from their parent; children by \`INHERITS\` and tables made by \`LIKE\` without \`INCLUDING INDEXES\`
need their own.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'info',
  },
  citations: [
    cite(PAGES.architecture, 'The same row inserted on both clusters into a table without a primary key becomes two rows.'),
    cite(PAGES.createTable, 'Without a primary key the internal column ybrowid is the key.'),
    cite(PAGES.alterTable, 'Adding a primary key rewrites the table.'),
  ],

  on: {
    table(table, context) {
      if (!table.known || table.partitionOf !== null || !context.isReplicated(table)) return NOTHING;
      // How such a table comes about is the finding that stands there.
      if (table.fromQuery === true && context.levelOf('no-create-table-as') !== 'off') return NOTHING;
      if (findPrimaryKey(table) !== undefined || haveAllPartitionsKeys(table, context.schema)) return NOTHING;
      return [
        {
          clause: table.origin,
          message: () => message(table, context),
          help: () => help(table, context),
          object: objectOf(table),
        },
      ];
    },
  },
});

/** Whether the table has partitions, and each has a key of its own. */
function haveAllPartitionsKeys(table: Table, schema: Schema): boolean {
  if (table.partitionKey === null) return false;
  const partitions = schema.children(table);
  return partitions.length > 0 && partitions.every((partition) => findPrimaryKey(partition) !== undefined || haveAllPartitionsKeys(partition, schema));
}

function message(table: Table, context: StateContext): string {
  const hidden = `${quote(table)} has no primary key, so each row gets a hidden one`;
  if (context.mode === 'bidirectional') return `${hidden} from the cluster that takes the write: the same row written on both clusters becomes two rows.`;
  if (context.mode === 'transactional-automatic') return `${hidden}, and adding a key later rewrites the table, which is not safe while the application writes to it.`;
  return `${hidden}, and adding a key later rewrites the table, which YugabyteDB refuses while the table is replicated.`;
}

function help(table: Table, context: StateContext): { text: string; sql: Proposal[] } {
  const links = table.constraints.filter((constraint) => constraint.type === 'foreign key').flatMap((constraint) => constraint.columns);
  const isLink = links.length >= 2 && new Set(links).size === links.length && links.length <= table.columns.length && table.columns.every((column) => links.includes(column.name) || column.default !== null);
  const id = table.columns.find((column) => column.name === 'id');
  if (isLink || id !== undefined) {
    const columns = isLink ? links : ['id'];
    return {
      text: `Make ${quoteAll(columns)} the key, before the table holds rows and before it is added to replication.`,
      sql: proposeKeyOver(table, columns),
    };
  }
  return {
    text: 'Declare a key in CREATE TABLE, before the table holds rows and before it is added to replication.',
    sql: proposeUuidKey(table, context.version),
  };
}
