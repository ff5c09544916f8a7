import { defineRule, NOTHING, type Column, type Constraint, type Proposal, type StateContext, type Table } from '../src/rule.js';
import { drawsFromSequence, isRandom, isUuid } from './shared/generated-values.js';
import { belongsToParent, findPrimaryKey } from './shared/keys.js';
import { objectOf, quote, quoteAll } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';
import { proposeKeyOver, proposeUuidKey } from './shared/uuid-column.js';

const APPLICATION_TYPES = new Set(['text', 'varchar', 'bpchar', 'bytea']);
const APPLICATION_NAMES = /^(?:id|uuid|guid|ulid|.+_id)$/;

export default defineRule({
  id: 'no-natural-primary-key',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow primary keys that both clusters can come up with.',
  rationale: `The primary key decides which row is which. When both clusters insert a row with the same key, each finds the key free and
commits. Replication then has two versions of one row, and keeps the later write: one of the two inserts is lost, and no
duplicate-key error is raised anywhere.

Random keys (\`uuid\`) do not meet. Keys that start with the site that owns the row do not meet either, as long as a site writes
only its own. An e-mail address, a code or a number that a person assigns can come up twice.

The finding is \`info\` where the key is one text column named like an identifier (\`id\`, \`order_id\`): the application makes it, and
may well make it at random. A key made of foreign keys only is judged at the tables that it references.`,
  remedy: `Take a \`uuid\` with a random default as the key and keep the natural value as an ordinary column, or put the site that owns the row
into the key (the config's \`siteColumns\` says how you name it).`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Of two writes to one primary key the later wins; UUIDs are the advice.'),
    cite(PAGES.deployment, 'Key ranges of the two clusters should be kept apart to avoid conflicts of primary keys.'),
    citeIssue(32545, 'With packed rows a compaction may let the older of two external writes win.'),
  ],

  on: {
    table(table, context) {
      const key = findPrimaryKey(table);
      if (key === undefined || belongsToParent(key) || !context.isReplicated(table)) return NOTHING;
      const columns = findColumns(table, key);
      if (columns === null || columns.some((column) => cannotMeet(column, context)) || isMadeOfForeignKeys(table, key)) return NOTHING;
      const isApplicationMade = columns.length === 1 && columns.every((column) => !column.type.array && APPLICATION_TYPES.has(column.type.base.name) && APPLICATION_NAMES.test(column.name));
      return [
        {
          clause: key.origin,
          message: () => message(table, key, isApplicationMade, context),
          help: () => help(table, key, isApplicationMade, context),
          object: objectOf(table, key.name),
          ...(isApplicationMade ? { level: 'info' as const } : {}),
        },
      ];
    },
  },
});

/** The key's columns; null where one is not known, for then nothing can be said of it. */
function findColumns(table: Table, key: Constraint): Column[] | null {
  const columns = key.columns.map((name) => table.columns.find((column) => column.name === name));
  return columns.every((column) => column !== undefined) && columns.length > 0 ? columns : null;
}

/** Whether two clusters never give the column the same value, or another rule says so. */
function cannotMeet(column: Column, context: StateContext): boolean {
  return isUuid(column.type, context.schema) || context.siteColumns.includes(column.name) || drawsFromSequence(column) || isRandom(column.default);
}

function isMadeOfForeignKeys(table: Table, key: Constraint): boolean {
  const foreign = new Set(table.constraints.filter((constraint) => constraint.type === 'foreign key').flatMap((constraint) => constraint.columns));
  return key.columns.every((column) => foreign.has(column));
}

function message(table: Table, key: Constraint, isApplicationMade: boolean, context: StateContext): string {
  const [a, b] = context.clusters;
  const columns = quoteAll(key.columns);
  if (isApplicationMade) {
    return `The application makes ${columns}, the primary key of ${quote(table)}: if ${a} and ${b} ever make the same one, the two rows become one and the later write silently wins.`;
  }
  return `Both ${a} and ${b} can insert a row into ${quote(table)} with the same ${columns}: the two become one, and the later write silently replaces the earlier.`;
}

function help(table: Table, key: Constraint, isApplicationMade: boolean, context: StateContext): { text: string; sql?: Proposal[] } {
  if (isApplicationMade) return { text: `Make sure that it is random (a UUID or ULID); a column of type uuid says so, and this finding goes away.` };
  const site = context.siteColumns[0] ?? 'site';
  return {
    text: `Make a random uuid the key and keep ${quoteAll(key.columns)} as ${key.columns.length === 1 ? 'an ordinary column' : 'ordinary columns'}, or begin the key with the site that owns the row.`,
    sql: [
      ...proposeUuidKey(table, context.version),
      ...proposeKeyOver(table, [site, ...key.columns]).map((proposal) => ({ ...proposal, note: `or, with a column ${site} that each cluster fills with its own name` })),
    ],
  };
}
