import { defineRule, FIRST_RELEASES, handlingOf, hasReached, type Change, type ChangeContext, type FileChanges, type Problem, type QualifiedName, type Statement, type Table } from '../src/rule.js';
import { isColocated } from './shared/keys.js';
import { objectOf, quote } from './shared/names.js';
import { readSchemaChanges } from './shared/schema-change.js';
import { SessionSettings } from './shared/session-settings.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-unsupported-statement',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow statements that automatic mode refuses.',
  rationale: `Automatic mode looks at the command of every schema change. What it does not know how to replicate it refuses on the primary, with a hint at the setting for
manual replication. Those are \`ALTER\` of servers, foreign data wrappers, foreign tables, user mappings, languages, conversions, access methods and large objects; \`CREATE\`
of conversions, languages and transforms; \`DROP\` of languages and transforms. The command is what is written: \`ALTER FOREIGN TABLE\` is refused,
while \`ALTER TABLE\` of a foreign table is not refused. \`DROP CONVERSION\` is a warning: the primary lets it through, and in the one state of the source that we read
the standby does not know it.

Older releases refuse more, or stop at it on the standby:

- before 2025.2.1, the first release that the documentation admits to this mode, every schema change of a colocated table;
- before 2025.2.1, a second schema change in one text. Some migration tools send a whole file as one. In which release that ended we do not know exactly;
- before 2025.2.3, a second schema change of a table outside of the current schema: what the standby was told for the first is not forgotten, and it stops at the second. One issue
  reports it, for \`CREATE TABLE\` and \`TRUNCATE\`. Indexes and triggers have names of their own and do not count.`,
  remedy: `Where \`DROP\` and \`CREATE\` say the same, use them: those are replicated for servers, wrappers, foreign tables and user mappings. Else run the statement by hand on both clusters, the
primary first, each time under \`yb_xcluster_ddl_replication.enable_manual_ddl_replication\`. On an older release upgrade first.`,
  confidence: 'source',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'error',
  },
  citations: [
    citeFile(FILES.ddlEndHandler, 'The commands that are replicated, passed through or ignored; any other raises an error on the primary, and so does the drop of an object whose catalog is not listed.'),
    citeFile(FILES.ddlQueueHandler, 'The commands that the standby replays.'),
    citeIssue(25926, 'Colocated tables are not supported in automatic mode at first.'),
    citeIssue(30529, 'A second schema change of a table outside the current schema fails on the target.'),
    cite(PAGES.automatic, 'Both clusters must run v2025.2.1 or later.'),
  ],

  on: {
    *file(file, context) {
      const refused = new Set<Statement>();
      for (const { change, problem } of judge(file.changes, context)) {
        refused.add(change.statement);
        yield problem;
      }
      yield* judgeText(file, refused, context);
    },
    *transactionEnd(transaction, context) {
      if (transaction.origin !== 'routine') return;
      for (const { problem } of judge(transaction.changes, context)) yield problem;
    },
  },
});

interface Judged {
  readonly change: Change;
  readonly problem: Problem;
}

/** At most one problem a statement. */
function* judge(changes: readonly Change[], context: ChangeContext): Iterable<Judged> {
  const isComplete = hasReached(context.version, FIRST_RELEASES.automaticModeComplete);
  const outside = hasReached(context.version, FIRST_RELEASES.schemaChangesOutsideCurrentSchema) ? null : new OutsideChanges(context);
  const created = new Map<string, Table>();
  let last: Statement | null = null;
  for (const change of changes) {
    if (!isComplete && (change.kind === 'createTable' || change.kind === 'createTableAs')) created.set(objectOf(change.table), change.created);
    const repeated = outside?.take(change);
    if (change.statement === last) continue;
    const problem = judgeCommand(change) ?? (isComplete ? undefined : judgeColocated(change, created, context)) ?? repeated;
    if (problem === undefined) continue;
    last = change.statement;
    yield { change, problem };
  }
}

/** What `DROP` and `CREATE` can be written instead of. */
const REMADE: ReadonlySet<string> = new Set(['ALTER SERVER', 'ALTER FOREIGN DATA WRAPPER', 'ALTER FOREIGN TABLE', 'ALTER USER MAPPING']);

function judgeCommand(change: Change): Problem | undefined {
  const command = commandOf(change);
  // ALTER EXTENSION, of which the standby is not known to take care either, is another rule's.
  if (command === undefined || command.tag === 'ALTER EXTENSION') return undefined;
  const { tag, object } = command;
  const what = object === tag ? tag : `${tag} (${quote(object)})`;
  const handling = handlingOf(tag);
  if (handling !== 'refused' && handling !== 'stalls') return undefined;
  const byHand = 'run it by hand on the primary and then on the standby, each time between SET yb_xcluster_ddl_replication.enable_manual_ddl_replication = true and its RESET';
  return {
    clause: change.clause,
    message: () =>
      handling === 'refused'
        ? `Automatic mode does not know how to replicate ${what}: the primary refuses it with an error.`
        : `The primary runs ${what}, and the standby may not know the command: then it stops replaying schema changes there.`,
    help: () => ({ text: REMADE.has(tag) ? `Drop it and create it anew, which is replicated; or ${byHand}.` : `Leave it out, or ${byHand}.` }),
    object,
    ...(handling === 'stalls' ? { level: 'warning' } : {}),
  };
}

/** The command tag of what has one that automatic mode may refuse. */
function commandOf(change: Change): { readonly tag: string; readonly object: string } | undefined {
  if (change.kind === 'other') return { tag: change.tag, object: change.object === null || change.object.name === '' ? change.tag : change.object.name };
  return 'asForeign' in change && change.asForeign ? { tag: 'ALTER FOREIGN TABLE', object: objectOf(change.table) } : undefined;
}

function judgeColocated(change: Change, created: ReadonlyMap<string, Table>, context: ChangeContext): Problem | undefined {
  const name = changedTables(change).find((candidate) => {
    const table = created.get(objectOf(candidate)) ?? context.before.table(candidate) ?? context.after.table(candidate);
    return context.isReplicated(candidate) && table?.persistence !== 'temporary' && (table === undefined ? context.colocated : isColocated(table, context));
  });
  if (name === undefined) return undefined;
  return {
    clause: change.clause,
    message: () => `${quote(name)} is colocated, and in YugabyteDB ${context.version.text} automatic mode refuses schema changes of colocated tables: the primary raises an error.`,
    help: () => ({ text: 'Upgrade both clusters to 2025.2.1 or later, or have the table WITH (colocation = false).' }),
    object: objectOf(name),
  };
}

/** Tables that the statement creates, alters or drops, with their indexes and triggers. */
function changedTables(change: Change): readonly QualifiedName[] {
  if (change.kind === 'truncate') return change.tables;
  if (change.kind === 'writeRows' || !('table' in change) || change.table === null) return [];
  return 'effective' in change && !change.effective ? [] : [change.table];
}

/** Counts the schema changes of tables that are not in the current schema. */
class OutsideChanges {
  readonly #context: ChangeContext;
  readonly #settings = new SessionSettings();
  /** The first statement of each table, then whether it has its finding. */
  readonly #seen = new Map<string, Statement | 'reported'>();

  constructor(context: ChangeContext) {
    this.#context = context;
  }

  /** Takes the next change; gives the problem where it is the second of a table. */
  take(change: Change): Problem | undefined {
    this.#settings.take(change);
    // The search path with which a routine will run is not known.
    if (change.inRoutine !== null || hasNameOfItsOwn(change)) return undefined;
    const { currentSchema } = this.#settings;
    const repeated = changedTables(change).find((table) => table.schema !== currentSchema && this.#context.isReplicated(table) && this.#isSecond(table, change.statement));
    return repeated === undefined ? undefined : this.#problem(change, repeated, currentSchema);
  }

  #isSecond(table: QualifiedName, statement: Statement): boolean {
    const key = objectOf(table);
    const seen = this.#seen.get(key);
    const isSecond = seen !== undefined && seen !== 'reported' && seen !== statement;
    if (seen === undefined || isSecond) this.#seen.set(key, isSecond ? 'reported' : statement);
    return isSecond;
  }

  #problem(change: Change, table: QualifiedName, currentSchema: string): Problem {
    return {
      clause: change.clause,
      message: () =>
        `This is a second schema change of ${quote(table)}, while ${quote(currentSchema)} is the current schema: in YugabyteDB ${this.#context.version.text} the standby can still hold what it was told for the first one, and then it stops replaying schema changes.`,
      help: () => ({ text: `Make ${quote(table.schema)} the first schema of the search_path before the schema changes of its tables, or upgrade both clusters to 2025.2.3 or later.` }),
      object: objectOf(table),
    };
  }
}

/** Whether the standby is told of an index, a trigger or a rule, not of the table. */
function hasNameOfItsOwn(change: Change): boolean {
  return change.kind === 'createIndex' || change.kind === 'dropIndex' || /(?:Trigger|Rule)$/.test(change.kind);
}

/** The second schema change of a file that is sent as one text. */
function* judgeText(file: FileChanges, refused: ReadonlySet<Statement>, context: ChangeContext): Iterable<Problem> {
  if (!file.sentAtOnce || hasReached(context.version, FIRST_RELEASES.automaticModeComplete)) return;
  let first: number | null = null;
  for (const { change, object } of readSchemaChanges(file.changes, context)) {
    const handling = change.kind === 'other' ? handlingOf(change.tag) : undefined;
    const { ordinal } = change.statement;
    if (handling === 'never captured' || handling === 'ignored' || ordinal === first) continue;
    if (first !== null) {
      if (refused.has(change.statement)) return;
      yield {
        clause: change.clause,
        message: () => `This is the second schema change of a file that is sent as one text: in YugabyteDB ${context.version.text} automatic mode takes one a text, and the primary refuses the file.`,
        help: () => ({ text: 'Put each schema change into a file of its own, or upgrade both clusters to 2025.2.1 or later.' }),
        object: object === '' ? file.file.path : object,
      };
      return;
    }
    first = ordinal;
  }
}
