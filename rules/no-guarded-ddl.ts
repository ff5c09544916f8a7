import { defineRule, NOTHING, type Change, type ChangeContext, type Clause, type Problem, type QualifiedName, type Statement } from '../src/rule.js';
import { objectOf, quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-guarded-ddl',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `IF EXISTS` and `IF NOT EXISTS` on tables, columns, indexes and types.',
  rationale: `In every mode but automatic each schema change runs once on each cluster, and replication counts on both having the same schema, down to
the numbers of the columns. A guard lets the second run succeed where the first one did something else: a table with other
columns passes for the table that was meant, and a column that was never there passes for one that was dropped. Without a guard the
statement fails, and somebody looks.

Some differences are found by nobody else: replication does not notice a column with another name or type on the other side. That a guard
hides them is our reasoning, and a guard is harmless where the schemas are equal. In automatic mode schema changes run once, and the
rule is off.`,
  remedy: `Leave the guard out, and leave it to the migration tool to know what has run. To make a migration repeatable, ask first whether the object is
the one that is meant.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'info',
    'non-transactional': 'info',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Both clusters must have identical schemas, hidden metadata such as column IDs included.'),
    citeIssue(16640, 'A column of the same name with another type on the target is not noticed, and shows wrong values.'),
    citeIssue(23571, 'Columns of different names on the two sides are taken for each other without an error.'),
  ],

  on: {
    createTable: (change, context) => (change.guarded ? onTable(change, 'IF NOT EXISTS', null, context) : NOTHING),
    *createTableAs(change, context) {
      if (change.guarded) yield* onTable(change, 'IF NOT EXISTS', null, context);
    },
    *dropTable(change, context) {
      if (change.guarded) yield* onTable(change, 'IF EXISTS', null, context);
    },
    addColumn(change, context) {
      if (change.guarded) return onTable(change, 'IF NOT EXISTS', change.column.name, context);
      return change.ifTableExists === true ? onAlteration(change, context) : NOTHING;
    },
    *dropColumn(change, context) {
      if (change.guarded) yield* onTable(change, 'IF EXISTS', change.column, context);
      else yield* onAlteration(change, context);
    },
    createIndex: (change, context) => (change.guarded ? onTable(change, 'IF NOT EXISTS', change.index.name, context) : NOTHING),
    *dropIndex(change, context) {
      if (!change.guarded) return;
      const { table, index } = change;
      if (table !== null) yield* onTable({ ...change, table }, 'IF EXISTS', index.name, context);
      else if (isFirst(change)) yield problem(change, 'IF EXISTS', index, null, context);
    },
    *renameIndex(change, context) {
      if (change.guarded && isFirst(change)) yield problem(change, 'IF EXISTS', change.index, null, context);
    },
    *dropType(change, context) {
      if (change.guarded && isFirst(change)) yield problem(change, 'IF EXISTS', change.name, null, context);
    },
    renameTable: onAlteration,
    moveTable: onAlteration,
    renameColumn: onAlteration,
    alterColumnType: onAlteration,
    setDefault: onAlteration,
    dropDefault: onAlteration,
    setNotNull: onAlteration,
    dropNotNull: onAlteration,
    addConstraint: onAlteration,
    dropConstraint: onAlteration,
    renameConstraint: onAlteration,
    alterTable: onAlteration,
  },
});

type TableChange = Change & { readonly table: QualifiedName };
type Guard = 'IF EXISTS' | 'IF NOT EXISTS';

/** `ALTER TABLE IF EXISTS`. */
function* onAlteration(change: TableChange & { readonly ifTableExists?: boolean }, context: ChangeContext): Generator<Problem> {
  if (change.ifTableExists === true) yield* onTable(change, 'IF EXISTS', null, context);
}

function* onTable(change: TableChange, guard: Guard, part: string | null, context: ChangeContext): Generator<Problem> {
  if (context.isReplicated(change.table) && isFirst(change)) yield problem(change, guard, change.table, part, context);
}

/** The place of the guarded change of a statement that was asked about first: a statement has one finding, however often one asks. */
const FIRST_OF_STATEMENT = new WeakMap<Statement, Clause>();

function isFirst({ statement, clause }: Change): boolean {
  const first = FIRST_OF_STATEMENT.get(statement) ?? clause;
  FIRST_OF_STATEMENT.set(statement, first);
  return first === clause;
}

function problem(change: Change, guard: Guard, name: QualifiedName, part: string | null, context: ChangeContext): Problem {
  const clusters = context.mode === 'bidirectional' ? `on ${context.clusters[0]} and on ${context.clusters[1]}` : 'on both clusters';
  return {
    clause: change.clause,
    message: () =>
      guard === 'IF EXISTS'
        ? `${guard} lets this statement succeed where ${part === null ? `there is no ${quote(name)}` : `${quote(name)} has no ${quote(part)}`}: it has to run ${clusters}, and one that lacked it all along goes unnoticed.`
        : `${guard} lets this statement succeed where ${part === null ? `${quote(name)} is there already` : `${quote(name)} has ${quote(part)} already`}, whatever it looks like: it has to run ${clusters}, and a difference between them goes unnoticed.`,
    help: () => ({ text: `Leave ${guard} out, so that the statement fails on a cluster whose schema is not what the migration expects.` }),
    object: part === null ? objectOf(name) : objectOf(name, part),
  };
}
