import { defineRule, NOTHING, type ChangeContext, type ChangeOf, type FileChanges, type Problem, type QualifiedName, type Table } from '../src/rule.js';
import { objectOf, quote, quoteAll } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';
import { readWrites, type WriteGroup } from './shared/written-rows.js';
import { changingColumns, keySource } from './shared/written-values.js';

type Write = ChangeOf<'writeRows'>;

export default defineRule({
  id: 'no-insert-before-replication',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow rows in a table before it is in the replication.',
  rationale: `In bidirectional, non-transactional and manual mode a new table is not replicated until somebody adds it, which is after the migration that
creates it. Rows that the same file writes are therefore written before: replication never sends them, unless the whole
table is copied when it is added.

- With **replication in both directions**, or in one direction without transactions, the file runs on both clusters, and each writes the rows
  for itself. Rows of nothing but literals, their primary key included, come out the same on both, as if they had been replicated: a warning. Any others
  are different rows, and stay so.
- In **transactional manual** mode the standby takes no writes, and never receives the rows of the primary.

In semi-automatic and automatic mode a table joins replication as it is created. There this rule is off, and \`no-data-change\` speaks where it is on.
There is one finding a table and file, at the first row.`,
  remedy: `Create the table in one file, add it to the replication, and write its rows in a later file that runs on one cluster.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.deployment, 'Writes to new tables should start only after those were added to the replication.'),
    cite(PAGES.transactionalTables, 'In manual mode a new table is created on both clusters and then added to the replication.'),
    cite(PAGES.semiAutomatic, 'In semi-automatic mode rows may be written as soon as the table is there on the primary.'),
  ],

  on: {
    file: (file, context) => (readWrites(file, context).length > 0 ? judge(file, context) : NOTHING),
  },
});

function* judge(file: FileChanges, context: ChangeContext): Iterable<Problem> {
  for (const groups of groupsByNewTable(file, context)) {
    const [{ table, writes, createdBy }] = groups;
    const difference = findDifference(groups, context);
    const isSame = difference === null && context.mode !== 'transactional-manual';
    yield {
      clause: writes[0].clause,
      message: () => message(groups, difference, context),
      help: () => ({ text: help(table, isSame, context) }),
      object: objectOf(table),
      ...(isSame ? { level: 'warning' as const } : {}),
      related: createdBy === null ? [] : [{ message: `${quote(table)} is created here`, clause: createdBy.clause }],
    };
  }
}

type Groups = readonly [WriteGroup, ...WriteGroup[]];

/** The writes into each table that the file creates, under whatever name. */
function groupsByNewTable(file: FileChanges, context: ChangeContext): Iterable<Groups> {
  const tables = new Map<WriteGroup['createdBy'], [WriteGroup, ...WriteGroup[]]>();
  for (const group of readWrites(file, context)) {
    if (group.createdBy === null) continue;
    const groups = tables.get(group.createdBy);
    if (groups === undefined) tables.set(group.createdBy, [group]);
    else groups.push(group);
  }
  return tables.values();
}

/** What makes the rows of one cluster others than those of the other. */
interface Difference {
  readonly kind: 'random key' | 'counted key' | 'no key' | 'computed';
  readonly column: string | null;
}

/** Null where every row is literal, its key included. */
function findDifference(groups: Groups, context: ChangeContext): Difference | null {
  let computed: Difference | null = null;
  for (const group of groups) {
    const known = tableOf(group, context);
    for (const write of group.writes) {
      const difference = differenceOf(write, known);
      if (difference !== null && difference.kind !== 'computed') return difference;
      computed ??= difference;
    }
  }
  return computed;
}

function differenceOf(write: Write, table: Table | undefined): Difference | null {
  if (write.write === 'insert' || write.write === 'copy') {
    const { from, column } = keySource(write, table);
    if (from === 'a random value') return { kind: 'random key', column };
    if (from === 'a sequence') return { kind: 'counted key', column };
    if (from === 'nothing') return { kind: 'no key', column };
    if (from !== 'literals') return { kind: 'computed', column };
  }
  return write.literal ? null : { kind: 'computed', column: null };
}

/** As the file leaves it; where it has another name by then, as it was created. */
function tableOf({ table, createdBy }: WriteGroup, context: ChangeContext): Table | undefined {
  return context.after.table(table) ?? createdBy?.created;
}

function message(groups: Groups, difference: Difference | null, context: ChangeContext): string {
  const [{ table }] = groups;
  const created = `${quote(table)} is created in this file, so these rows are written before it is in the replication`;
  if (context.mode === 'transactional-manual') return `${created}: the primary does not send them, and the standby refuses to write them itself.`;
  const [one, other] = context.mode === 'bidirectional' ? context.clusters : ['source', 'target'];
  const both = context.mode === 'bidirectional' ? `${one} and ${other}` : `the ${one} and the ${other}`;
  if (difference === null) {
    const own = ownColumns(groups, context);
    const except = own.length === 0 ? '' : `, but for ${quoteAll(own)}, which each fills in for itself`;
    return `${created} and are not sent: ${both} have the same ones only if each runs this file${except}.`;
  }
  return `${created} and are not sent: ${both} each write their own, and ${describe(difference)}.`;
}

function describe({ kind, column }: Difference): string {
  const key = column === null ? 'key' : quote(column);
  switch (kind) {
    case 'random key':
      return `the same row has another ${key} on each, for good`;
    case 'counted key':
      return `each counts ${key} for itself, so that the same row may have another one on each`;
    case 'no key':
      return 'without a primary key nothing will tell which rows belong together';
    case 'computed':
      return 'what comes out differently on the two stays different';
  }
}

/** Columns that defaults fill with a time, a random value or a number: rows with the same key differ in them. */
function ownColumns(groups: Groups, context: ChangeContext): readonly string[] {
  return [...new Set(groups.flatMap((group) => group.writes.flatMap((write) => changingColumns(write, tableOf(group, context)))))];
}

function help(table: QualifiedName, isSame: boolean, context: ChangeContext): string {
  const runs = context.mode === 'bidirectional' ? 'one cluster' : context.mode === 'non-transactional' ? 'the source' : 'the primary';
  const later = `write them in a later file, on ${runs} only, once ${quote(table)} is in the replication`;
  if (isSame) return `Let both clusters run this file before anything else is written to ${quote(table)}; or ${later}.`;
  return `${later.charAt(0).toUpperCase()}${later.slice(1)}.`;
}
