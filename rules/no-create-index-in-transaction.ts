import { defineRule, NOTHING, type Change, type ChangeContext, type ChangeOf, type Help, type ProposedEdit, type ProposedFix } from '../src/rule.js';
import { adviseSimultaneous, describeNonconcurrent, findBuildRule, proposeConcurrently } from './shared/index-builds.js';
import { objectOf, quote, spell } from './shared/names.js';
import { buildsIndex, findTransactionExit } from './shared/transaction-exit.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-create-index-in-transaction',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `CREATE INDEX` in transactions, those of migration tools too.',
  rationale: `YugabyteDB builds an index concurrently unless told otherwise, but not in a transaction: there it switches to a nonconcurrent build, and a
notice that most tools swallow is all that tells. On a table that is replicated in any mode but automatic such a build is refused from
2025.1 on; older releases carry it out, and the index can get entries twice on a cluster that receives rows (see \`no-nonconcurrent-index\`). In
automatic mode it is replicated, but writes during the build can leave the index inconsistent, unless table-level locks are on.

Most migration tools open a transaction for each file, and some for all pending files together. Tools that send a file as one text
need not open one: PostgreSQL makes a transaction of several statements in one text. A \`DO\` block or a function always runs in one.

With \`CONCURRENTLY\` written out the statement fails in a transaction instead of switching, which is the better of the two; it is reported all the
same, for the migration cannot succeed.

In semi-automatic mode new tables count too, for they join replication when they are created. Whether that holds before their own
transaction commits is our reading of the documentation, not a test.`,
  remedy: `Give the index a migration of its own that its tool runs without a transaction, and write \`CONCURRENTLY\`, so that it fails rather than switches.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'info',
  },
  fix: {
    safety: 'safe',
    what: `Writes the directive by which the migration tool runs the file, or its part of it, without a transaction, and \`CONCURRENTLY\`. There are such directives for Atlas, dbmate, goose,
graphile-migrate (in \`current.sql\`), Liquibase, morph, postgres-migrations, PrairieLearn's migrations, sql-migrate, sqlx and tern; Flyway goes by \`CONCURRENTLY\` itself. None where something
but indexes stands beside the index in its part (with tools that send a part as one text, and with Flyway: anything at all), or where the down part would lose a transaction
that it needs; none in \`BEGIN … COMMIT\`, blocks and routines.`,
    brings: ['require-simultaneous-index'],
  },
  citations: [
    cite(PAGES.createIndex, 'In a transaction, that of a migration tool included, the build becomes nonconcurrent with no more than a notice; with CONCURRENTLY written it fails.'),
    citeIssue(27006, 'Nonconcurrent indexes are refused on tables in non-automatic replication, for they end up with duplicate records on the target.'),
    citeFile(FILES.xclusterManager, 'Refuses an index without backfill on a table that is part of replication in a mode other than automatic.'),
    citeIssue(6240, 'The switch to a nonconcurrent build in a transaction.'),
  ],

  on: {
    createIndex(change, context) {
      if (findBuildRule(change, context) !== 'no-create-index-in-transaction') return NOTHING;
      return [{
        clause: change.clause,
        message: () => message(change, context),
        help: () => help(change, context),
        object: objectOf(change.table, change.index.name),
        fix: () => fix(change, context),
      }];
    },
  },
});

function message(change: ChangeOf<'createIndex'>, context: ChangeContext): string {
  const name = quote(change.index.name);
  if (change.concurrently) return `CREATE INDEX CONCURRENTLY fails in a transaction, and ${explainTransaction(change)}: ${name} on ${quote(change.table)} is not created.`;
  return `${name} on ${quote(change.table)} is created in a transaction (${explainTransaction(change)}), so it is built nonconcurrently, ${describeNonconcurrent(change, context)}.`;
}

/** Which transaction it is: a clause in which `one` means it. */
function explainTransaction(change: Change): string {
  const { statement, inRoutine } = change;
  if (inRoutine !== null) return `${quote(`${spell(inRoutine)}()`)} always runs in one`;
  if (statement.host !== null) return /^do\b/i.test(statement.host.text) ? 'a DO block always runs in one' : 'a routine always runs in one';
  if (change.inExplicitTransaction) return 'BEGIN has opened one';
  const { transactions } = statement;
  if (transactions === undefined) return 'by its comments the file is for a migration tool that runs it in one';
  if (statement.isSentAtOnce === true) return `${transactions.tool} sends the statements of a file as one text, which PostgreSQL runs as one`;
  return `${transactions.tool} runs ${transactions.unit} in one`;
}

function help(change: ChangeOf<'createIndex'>, context: ChangeContext): Help {
  const sql = proposeConcurrently(change, context);
  const fails = change.concurrently ? '' : ' CONCURRENTLY makes it fail rather than switch where there is a transaction after all.';
  return { text: `${adviseEscape(change, context)}${adviseSimultaneous('it', context)}${fails}`, sql };
}

function fix(change: ChangeOf<'createIndex'>, context: ChangeContext): ProposedFix | null {
  const { statement } = change;
  const exit = findTransactionExit(change, buildsIndex, context);
  // Outside of the transaction it waits for the other cluster, and there are releases that cannot take it even then.
  if (exit === null || context.levelOf('require-simultaneous-index') === 'error') return null;
  const concurrently: readonly ProposedEdit[] = change.concurrently ? [] : [{ form: 'sayConcurrently', statement }];
  const [first, ...others] = [...exit.edits, ...concurrently];
  if (first === undefined) return null;
  return { title: `Build ${quote(change.index.name)} concurrently, outside of a transaction`, safety: 'safe', effects: [], edits: [first, ...others] };
}

function adviseEscape(change: ChangeOf<'createIndex'>, context: ChangeContext): string {
  const { statement } = change;
  const { transactions } = statement.host ?? statement;
  const outside = statement.host === null ? '' : ', outside of the body';
  if (statement.host === null && change.inExplicitTransaction && !statement.inToolTransaction) return needsTransaction(change, context) ? 'Create it after COMMIT.' : 'Create it before BEGIN or after COMMIT.';
  if (transactions === undefined) return `Give the index a migration of its own that runs in no transaction${outside}.`;
  if (transactions.escape === null) {
    const where = context.mode === 'transactional-automatic' ? 'the primary' : 'each cluster';
    return `${transactions.tool} has no way to run SQL without a transaction: leave the index out of its migrations, and create it by hand on ${where}.`;
  }
  const alone = statement.isSentAtOnce === true ? 'with no other statement in its file' : transactions.escape;
  return `Give the index a migration of its own ${alone}${outside}.`;
}

/** Whether the index is of a column that the same transaction adds, so that it cannot come before it. */
function needsTransaction(change: ChangeOf<'createIndex'>, context: ChangeContext): boolean {
  const { keys, include, predicate } = change.index;
  const names = new Set([...keys.flatMap(({ column, expression }) => column ?? expression?.columns ?? []), ...include, ...(predicate?.columns ?? [])]);
  const columns = context.before.table(change.table)?.columns ?? [];
  return columns.some(({ name, origin }) => names.has(name) && context.isInTransactionWith(change, origin.statement));
}
