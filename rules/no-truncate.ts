import { defineRule, type ChangeContext, type ChangeOf, type Help, type ProposedFix, type QualifiedName, type Table } from '../src/rule.js';
import { treeName } from './shared/ast.js';
import { carriesSchema, receiver, writer } from './shared/clusters.js';
import { isSameName, objectOf, quoteSome } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-truncate',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `TRUNCATE` of tables that are replicated.',
  rationale: `Replication reads the write-ahead log. \`TRUNCATE\` writes no row into it: it gives the table new, empty storage. So there is nothing that
the other cluster could receive, and YugabyteDB refuses the statement while the table is replicated. Releases that did not refuse it emptied
one cluster and left the other full, for good.

Automatic mode replicates the statement from 2025.1.1 on.

\`CASCADE\` empties every table that references the one named, directly or through others, and is refused if one of them is replicated. In a function
the statement fails when the function is called. \`RESTART IDENTITY\` starts the sequences of one cluster anew; in modes that do not replicate
sequences the other cluster's go on.`,
  remedy: `Delete the rows instead, on one cluster; replication deletes them on the other. In batches where there are many.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': [{ level: 'error' }, { from: '2025.1.1', level: 'off' }],
  },
  fix: {
    safety: 'unsafe',
    what: `Writes \`DELETE FROM\`, for several tables a statement each, referencing tables first: the rows are deleted one by one, and replication deletes them on the other cluster.

There is none in manual and semi-automatic mode, whose targets refuse to write rows; for \`CASCADE\` and \`RESTART IDENTITY\`; for tables that no migration creates; and where a trigger, a rewrite rule, a child table or a foreign key (from a table that is not named, or in a circle) would make a difference.`,
    brings: ['no-data-change', 'no-multi-table-transaction'],
  },
  citations: [
    cite(PAGES.architecture, 'TRUNCATE is not supported on replicated tables, for it works below the log that is replicated; in automatic mode from 2025.1.1 on.'),
    citeIssue(12712, 'The error of a TRUNCATE of a table in replication.'),
    citeIssue(7846, 'An earlier TRUNCATE was ignored on the target without a word.'),
    citeIssue(2965, 'With two clusters that are both written, a TRUNCATE left them different for good.'),
  ],

  on: {
    *truncate(change, context) {
      const emptied = findEmptied(change, context);
      const refused = emptied.filter((table) => context.isReplicated(table) && !context.isNewInFile(table));
      const [first] = refused;
      if (first === undefined) return;
      yield {
        clause: change.clause,
        message: () => message(change, refused, context),
        help: () => help(change, emptied, context),
        object: objectOf(first),
        fix: () => fix(change, context),
      };
    },
  },
});

/** The tables that the statement empties: those that it names, then those that `CASCADE` reaches. */
function findEmptied(change: ChangeOf<'truncate'>, context: ChangeContext): readonly QualifiedName[] {
  const emptied = new Map(change.tables.map((table) => [objectOf(table), table]));
  // Tables that are added while it runs are looked at in their turn.
  if (change.cascade) for (const table of emptied.values()) for (const { table: referencing } of context.before.foreignKeysTo(table)) emptied.set(objectOf(referencing), referencing);
  return [...emptied.values()];
}

function message(change: ChangeOf<'truncate'>, refused: readonly QualifiedName[], context: ChangeContext): string {
  const reached = refused.filter((table) => !change.tables.some((named) => isSameName(named, table)));
  const named = refused.filter((table) => !reached.includes(table));
  const what = `TRUNCATE empties ${listEmptied(named, reached)}`;
  if (carriesSchema(context)) return `${what}, which automatic mode replicates only from 2025.1.1 on.`;
  const subject = refused.length === 1 ? 'the table is' : 'these tables are';
  const sequences = restartsSequences(change, context) ? ' RESTART IDENTITY restarts the sequences of one cluster only.' : '';
  return `${what} without a trace in the log that is replicated: ${receiver(context)} would keep the rows, so YugabyteDB refuses it while ${subject} replicated.${sequences}`;
}

/** Of a table that no migration creates nobody knows whether it has one. */
function restartsSequences(change: ChangeOf<'truncate'>, context: ChangeContext): boolean {
  const mayCount = (table: Table | undefined): boolean => table?.known !== true || table.columns.some(({ sequence }) => sequence !== null);
  return change.restartIdentity && findEmptied(change, context).some((table) => mayCount(context.before.table(table)));
}

function listEmptied(named: readonly QualifiedName[], reached: readonly QualifiedName[]): string {
  if (reached.length === 0) return quoteSome(named, 4);
  return named.length === 0 ? `${quoteSome(reached, 4)} by CASCADE` : `${quoteSome(named, 4)}, and by CASCADE ${quoteSome(reached, 4)},`;
}

function help(change: ChangeOf<'truncate'>, emptied: readonly QualifiedName[], context: ChangeContext): Help {
  const sequences = restartsSequences(change, context) ? ' Leave the sequences as they are: a number that is handed out again can meet a row of the same key that the other cluster has not deleted yet.' : '';
  return {
    text: `Delete the rows on ${writer(context)}, in batches where there are many; replication deletes them on the other.${sequences}`,
    sql: referencingFirst(emptied, context).map((table) => ({ form: 'statement', ast: { type: 'delete', from: treeName(table) } })),
  };
}

/** The tables in an order in which no foreign key is in the way. */
function referencingFirst(tables: readonly QualifiedName[], context: ChangeContext): readonly QualifiedName[] {
  const left = new Map(tables.map((table) => [objectOf(table), table]));
  const ordered: QualifiedName[] = [];
  const take = (table: QualifiedName): void => {
    if (!left.delete(objectOf(table))) return;
    for (const { table: referencing } of context.before.foreignKeysTo(table)) take(referencing);
    ordered.push(table);
  };
  tables.forEach(take);
  return ordered;
}

function fix(change: ChangeOf<'truncate'>, context: ChangeContext): ProposedFix | null {
  const { tables, cascade, restartIdentity, statement } = change;
  const isWritable = ['no-data-change', 'no-multi-table-transaction'].every((id) => context.levelOf(id) !== 'error');
  if (cascade || restartIdentity || !isWritable || new Set(tables.map((table) => objectOf(table))).size < tables.length) return null;
  // What is asked of a row count, or of whether rows were found, has another answer then.
  if (statement.host !== null && /\bfound\b|\brow_count\b/i.test(statement.host.sql)) return null;
  const isPlain = tables.every((table) => deletesAlike(context.before.table(table), table, tables, context));
  const ordered = referencingFirst(tables, context);
  const position = (table: QualifiedName): number => ordered.findIndex((other) => isSameName(other, table));
  const isOrdered = tables.every((table) => context.before.foreignKeysTo(table).every(({ table: referencing }) => position(referencing) <= position(table)));
  if (!isPlain || !isOrdered) return null;
  const order = ordered.map((table) => tables.findIndex((other) => isSameName(other, table)));
  return {
    title: `Delete the rows of ${quoteSome(tables, 4)}: one by one, each of them a write that is replicated`,
    safety: 'unsafe',
    effects: [],
    edits: [{ form: 'deleteRows', statement, order }],
  };
}

/** Whether a `DELETE` of all rows leaves what a `TRUNCATE` leaves, and nothing besides happens. */
function deletesAlike(known: Table | undefined, table: QualifiedName, named: readonly QualifiedName[], context: ChangeContext): boolean {
  if (known?.known !== true || known.foreign || context.before.children(table).length > 0) return false;
  if (known.triggers.some(({ events }) => events.includes('delete') || events.includes('truncate')) || (known.rules ?? []).some(({ event }) => event === 'delete')) return false;
  return context.before.foreignKeysTo(table).every(({ table: referencing, constraint }) => {
    const isOwn = isSameName(referencing, table);
    // Checked row by row, it is in the way of rows that reference each other.
    return named.some((other) => isSameName(other, referencing)) && !(isOwn && constraint.references?.onDelete === 'restrict');
  });
}
