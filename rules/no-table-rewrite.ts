import { defineRule, NOTHING, effectOfTypeChange, type ChangeContext, type ChangeOf, type Problem, type ProposedFix, type QualifiedName, type TypeName } from '../src/rule.js';
import { objectOf, quote } from './shared/names.js';
import { proposeLaterDefault } from './shared/later-default.js';
import { explainColumnRewrite, explainKeyRewrite, explainTypeRewrite, whereToFill, type Explanation } from './shared/rewrite-advice.js';
import { findColumnRewrite, findKeyRewrite, isLeftToPartitionedTypeRule, type ColumnRewrite } from './shared/rewrite.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-table-rewrite',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow changes that rewrite a replicated table.',
  rationale: `Some changes cannot leave the stored rows as they are: YugabyteDB then writes them all into a new table underneath, and the old one goes.
Replication follows the old one. Outside of automatic mode YugabyteDB therefore refuses the statement while the table is replicated;
the way out is to drop the replication, run the statement, and set the replication up again, with a full copy.

What rewrites:

- A **primary key** that is added or dropped, and a dropped column that is part of it: rows are stored by their key.
- A new column whose value differs from row to row: a **volatile default** (\`gen_random_uuid()\`, \`clock_timestamp()\`, \`nextval()\`, a function that does
  not say \`STABLE\` or \`IMMUTABLE\`), a **serial** or **identity** column, a **stored generated** column, a **domain** with constraints.
- A **new type** for a column, except where the stored bytes fit it: a longer \`varchar\`, \`varchar\` to \`text\`, a wider \`numeric\` of the same scale,
  a higher precision of a time, and a few more. A \`USING\` that computes something rewrites always.

A constant or stable default rewrites nothing: it is kept beside the table. Whether a type change rewrites is PostgreSQL's decision; the
lists are held against PostgreSQL.

In automatic mode the rewrite is replicated from 2025.2.1 on, and what remains is that rows written while it runs may be lost. Below that
it refuses type changes and new serial columns.`,
  remedy: `Expand and contract: add a plain column beside the old one, fill it in on one cluster (replication carries the values over), let the
application change over, then swap the names. Give the table its primary key when it is created.`,
  confidence: 'source',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': [{ level: 'error' }, { from: '2025.2.1', level: 'info' }],
  },
  fix: {
    safety: 'unsafe',
    what: `Of a column with a volatile default: adds it without the default, and sets that in a statement of its own, so that it holds for new rows alone. Rows that are there already have
\`NULL\`; the statement that fills them in is written as a comment, for it is to be run on one cluster. None for a column that takes no \`NULL\`, for numbers of a sequence, for the
default of a domain, where a \`CHECK\` mentions the column, and in routines; none for any other rewrite, and none in automatic mode, which replicates it.`,
    brings: [],
  },
  citations: [
    cite(PAGES.alterTable, 'Which alterations rewrite the table; a rewrite is not supported under xCluster replication, and is not safe with writes at the same time.'),
    cite(PAGES.architecture, 'Outside of automatic mode the replication has to be dropped for changes that rewrite a table, and set up again after them.'),
    citeIssue(16625, 'A rewrite makes a new table in storage, which replication and change data capture do not know.'),
    citeIssue(22902, 'Dropping a column of the primary key rewrites the table.'),
    citeIssue(23118, 'A primary key from an existing index rewrites the table too.'),
    citeIssue(13278, 'Adding a column of a domain with constraints rewrites the table.'),
    citeIssue(27796, 'Automatic mode refused type changes at first.'),
  ],

  on: {
    addColumn(change, context) {
      if (!change.effective || !isJudged(change.table, context)) return NOTHING;
      const rewrite = findColumnRewrite(change.column, change.table, context.before);
      if (rewrite === null) return NOTHING;
      const explanation = explainColumnRewrite(rewrite, change, context);
      const found = problem({ clause: rewrite.clause, object: objectOf(change.table, change.column.name) }, explanation, rewrite.by === 'serial', context);
      return [{ ...found, fix: () => fixColumn(rewrite, change, context) }];
    },
    *addConstraint(change, context) {
      yield* judgeKey(change, context);
    },
    *dropConstraint(change, context) {
      yield* judgeKey(change, context);
    },
    *dropColumn(change, context) {
      yield* judgeKey(change, context);
    },
    *alterColumnType(change, context) {
      if (!isJudged(change.table, context) || isLeftToPartitionedTypeRule(change, context)) return;
      const effect = effectOfTypeChange(change, context.before, context.version);
      const place = { clause: change.clause, object: objectOf(change.table, change.column) };
      if (effect.rewrites === 'table') yield problem(place, explainTypeRewrite(change, context), true, context);
      if (effect.rewrites === 'unknown') yield unknownProblem(place, change, effect.undefinedType);
    },
  },
});

function fixColumn(rewrite: ColumnRewrite, change: ChangeOf<'addColumn'>, context: ChangeContext): ProposedFix | null {
  // Automatic mode replicates the rewrite, and numbers of a sequence are to go for a reason of their own.
  if (rewrite.by !== 'default' || context.mode === 'transactional-automatic' || rewrite.value.calls.some(({ name }) => name === 'nextval')) return null;
  return proposeLaterDefault(change, { literal: null, fillOn: whereToFill(context) }, context);
}

function isJudged(table: QualifiedName, context: ChangeContext): boolean {
  return context.isReplicated(table) && !context.isNewInFile(table);
}

function* judgeKey(change: ChangeOf<'addConstraint' | 'dropConstraint' | 'dropColumn'>, context: ChangeContext): Iterable<Problem> {
  if (!isJudged(change.table, context) || isReplaced(change)) return;
  const rewrite = findKeyRewrite(change, context.before);
  if (rewrite !== null) yield problem({ clause: change.clause, object: objectOf(change.table, rewrite.name) }, explainKeyRewrite(rewrite, change.table, context), false, context);
}

/** Whether the same statement adds the key that takes its place: then what is said there covers both. */
function isReplaced(change: ChangeOf<'addConstraint' | 'dropConstraint' | 'dropColumn'>): boolean {
  return change.kind !== 'addConstraint' && change.addsKey === true;
}

/** Automatic mode, where it is too old to replicate type changes and serials, replicates the other rewrites all the same. */
function problem(place: Pick<Problem, 'clause' | 'object'>, explanation: Explanation, isRefusedAtFirst: boolean, context: ChangeContext): Problem {
  const isReplicated = context.mode === 'transactional-automatic' && !isRefusedAtFirst;
  return { ...place, ...explanation, ...(isReplicated ? { level: 'info' } : {}) };
}

function unknownProblem(place: Pick<Problem, 'clause' | 'object'>, { table, column, to }: ChangeOf<'alterColumnType'>, undefinedType: TypeName | null): Problem {
  const reason =
    undefinedType === null
      ? `no migration says which type ${quote(column)} of ${quote(table)} has, so it is not known whether ${to.text} fits the stored rows or the table is rewritten`
      : `no migration says what the type ${undefinedType.text} is, so it is not known whether changing ${quote(column)} of ${quote(table)} to ${to.text} rewrites the table`;
  return {
    ...place,
    notJudged: true,
    message: () => `Not judged: ${reason}.`,
    help: () => ({
      text: 'Look the type up on a cluster. A longer varchar, varchar to text and a wider numeric of the same scale leave the rows alone. Most other changes rewrite the table: for them, add a column of the new type beside the old one.',
    }),
  };
}
