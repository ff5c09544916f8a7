import { defineRule, FIRST_RELEASES, hasReached, NOTHING, type Change, type ChangeContext, type ChangeOf, type Problem, type QualifiedName, type Statement } from '../src/rule.js';
import { carriesSchema } from './shared/clusters.js';
import { objectOf, quote, spell } from './shared/names.js';
import { readSchemaChanges } from './shared/schema-change.js';
import { citeFile, citeIssue, cite, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-dynamic-ddl',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow schema changes that are put together while they run.',
  rationale: `A schema change that an \`EXECUTE\` builds from rows, from the catalog or from arguments is known only when it runs. In every mode but automatic it
runs on each cluster by itself, and where the two do not hold the same at that moment, they get different schemas. xclint cannot judge it either:
what it would say of the same change in plain SQL is not said.

What stands as plain SQL in a \`DO\` block or a function, and what \`EXECUTE\` builds from literals, from variables that hold them, or from a loop
over them, is judged like any other statement.

Automatic mode replicates what was run in the end, statement by statement, so this is only a remark. In 2025.1 it is more: that
release takes one schema change for each string that a client sends, and counts those in \`DO\` blocks and functions, written out or not (but not roles and other
objects that all databases share, which it does not see). Our reading
of its source; which release of 2025.1 or 2025.2 lifted it is not documented.`,
  remedy: `Write the statements out in the migration. Where they depend on what is in the database, ask the database first, and commit what it answers
as a migration for both clusters.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': [{ level: 'error' }, { from: '2025.2', level: 'info' }],
  },
  citations: [
    cite(PAGES.architecture, 'In modes other than automatic, schema changes are run on both clusters by hand, and both must have identical schemas.'),
    citeFile(FILES.ddlReadme, 'Automatic mode captures each nested statement with a text of its own.'),
    citeIssue(27346, 'In 2025.1, a function that runs schema changes (create_parent of pg_partman) fails under automatic replication.'),
  ],

  on: {
    *opaque(change, context) {
      if (change.ddl !== undefined) yield unknownProblem(change, change.ddl, context);
    },
    file: (file, context) => (isRefused(context) ? refuseNested(file.changes, context) : NOTHING),
    transactionEnd: (transaction, context) => (transaction.origin === 'routine' && isRefused(context) ? refuseNested(transaction.changes, context) : NOTHING),
  },
});

function unknownProblem(change: ChangeOf<'opaque'>, ddl: 'here' | QualifiedName, context: ChangeContext): Problem {
  const subject = `${ddl === 'here' ? 'This EXECUTE' : quote(`${spell(ddl)}()`)} runs DDL that is put together while it runs`;
  return {
    clause: change.clause,
    message: () => {
      if (isRefused(context)) return `${subject}, and in YugabyteDB 2025.1 automatic replication refuses schema changes in blocks and functions.`;
      if (carriesSchema(context)) return `${subject}: what it comes to is replicated, but no rule could judge it.`;
      return `${subject}: it is built on each cluster from what it finds or is given there, so the clusters can get different schemas, and no rule could judge it.`;
    },
    help: () => ({ text: adviseUnknown(context) }),
    object: objectOfRoutine(ddl === 'here' ? change.inRoutine : ddl),
  };
}

function adviseUnknown(context: ChangeContext): string {
  if (isRefused(context)) return 'Write out the statements that it comes to, each as a statement of its own.';
  if (carriesSchema(context)) return 'Write out the statements that it comes to, so that they can be judged; or look at them yourself.';
  return 'Write out the statements that it comes to, so that both clusters run the same ones; or look at them yourself.';
}

function objectOfRoutine(routine: QualifiedName | null): string {
  return routine === null ? '' : objectOf(routine);
}

/** What no event trigger fires for, so that automatic replication neither carries nor refuses it. */
const NEVER_SEEN = /^(?:(?:CREATE|ALTER|DROP) (?:DATABASE|EVENT TRIGGER|ROLE|TABLEGROUP|TABLESPACE)|(?:GRANT|REVOKE) ROLE|REASSIGN OWNED|ALTER SYSTEM|CLUSTER)$/;

/** Schema changes that can be read and stand in a block or a function, one finding a statement. */
function* refuseNested(changes: readonly Change[], context: ChangeContext): Generator<Problem> {
  const seen = new Set<Statement>();
  for (const { change, label, object } of readSchemaChanges(changes, context)) {
    const { statement } = change;
    if (statement.host === null || seen.has(statement) || NEVER_SEEN.test(label)) continue;
    seen.add(statement);
    yield {
      clause: { statement, form: 'statement', at: 0 },
      message: () => `This ${label} stands in ${describeHost(change)}: in YugabyteDB 2025.1 automatic replication takes one schema change for each statement that a client sends, and refuses those inside of it.`,
      help: () => ({ text: 'Write it as a statement of its own, or go to 2025.2.1, which replicates each of them.' }),
      object,
    };
  }
}

function describeHost(change: Change): string {
  return change.inRoutine === null ? 'a block' : quote(`${spell(change.inRoutine)}()`);
}

function isRefused(context: ChangeContext): boolean {
  return carriesSchema(context) && !hasReached(context.version, FIRST_RELEASES.nestedSchemaChanges);
}
