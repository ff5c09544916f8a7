import { defineRule, GUARD_SETTINGS, NOTHING, REPLICATION_EXTENSION, type Change, type ChangeContext, type Problem, type QualifiedName, type RuleContext } from '../src/rule.js';
import { objectOf, quote } from './shared/names.js';
import { SessionSettings } from './shared/session-settings.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-replication-internals',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow changes to the records of automatic mode, and settings that take its guards off for good.',
  rationale: `Automatic mode keeps its records in the schema \`yb_xcluster_ddl_replication\`: a queue of the statements that the standby still has to run,
and a list of those that were run. Nothing protects them. After a \`TRUNCATE\` of the queue, later statements run on the primary and are not
queued any more; the standby never gets them, the rows of their tables stop arriving, and the only way back is to set the replication up
anew. The issue that reports it covers every change of those tables and the drop of the extension.

Some session settings take a guard off:

- \`yb_xcluster_ddl_replication.enable_manual_ddl_replication\` has statements recorded and not run on the standby, where somebody then has
  to run each of them by hand.
- \`yb_non_ddl_txn_for_sys_tables_allowed\` lets a session write on a read-only target. It is meant for migration tools that keep a
  history there, and the two clusters drift apart where it lets anything else through.
- \`yb_xcluster_automatic_mode_target_ddl\` and \`yb_xcluster_target_ddl_bypass\` are what the standby sets for itself while it replays.

Each is fine for a few statements; a finding is for a \`SET\` that nothing in the file takes back. \`RESET\` of it or of everything, a \`SET\` to
off or to its default, \`DISCARD ALL\` and the rollback of its transaction take it back; \`SET LOCAL\` ends by itself. In modes other than automatic
the finding is a warning: the schema is not in use there, and for the settings it is our reasoning.`,
  remedy: `Leave the schema and the extension to replication; both go when the replication is dropped by \`yb-admin\`. Where a setting is needed, set
it for the statements that need it, with \`SET LOCAL\` or with a \`RESET\` behind them.`,
  confidence: 'reported',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'error',
  },
  citations: [
    citeIssue(32919, 'A TRUNCATE of the queue succeeds, later statements are never queued, and what was missed cannot be recovered; ALTER, DROP and DROP EXTENSION are to be refused too.'),
    citeFile(FILES.ddlReadme, 'The extension keeps a queue of statements and a list of those that were run; with the manual setting on, a statement is recorded and not analyzed.'),
    cite(PAGES.architecture, 'The setting that lets writes through on the target is for migration tools such as Flyway only, and can lead to diverging data.'),
  ],

  on: {
    file: (file, context) => judge(file.changes, context),
    transactionEnd: (transaction, context) => (transaction.origin === 'routine' ? judge(transaction.changes, context) : NOTHING),
  },
});

/** Of a whole file or body at once: every change can be one of these, and hardly one ever is. */
function judge(changes: readonly Change[], context: ChangeContext): readonly Problem[] {
  const problems: Problem[] = [];
  let sets = false;
  for (const change of changes) {
    if (change.kind === 'set') sets = true;
    const touched = findTouched(change);
    if (touched !== undefined) problems.push(problem(change, touched, context));
  }
  if (sets) problems.push(...judgeSettings(changes, context));
  return problems.length === 0 ? NOTHING : problems;
}

function problem(change: Change, touched: Touched, context: ChangeContext): Problem {
  return {
    clause: change.clause,
    message: () =>
      context.mode === 'transactional-automatic'
        ? `${touched.what}: automatic mode keeps its record of schema changes there, nothing guards it, and changes that go missing from it never reach the standby.`
        : `${touched.what}, which belongs to automatic mode: in this mode replication does not use it, and after a move to automatic mode it is what the standby goes by.`,
    help: () => ({
      text:
        context.mode === 'transactional-automatic'
          ? 'Leave it to replication. To end the replication, or to set it up anew, use yb-admin, which takes care of it.'
          : 'Leave it out of migrations: replication makes and removes it by itself.',
    }),
    object: touched.object,
  };
}

/** What of the extension a change is about. */
interface Touched {
  readonly what: string;
  readonly object: string;
}

function findTouched(change: Change): Touched | undefined {
  if (change.kind === 'dropExtension' || change.kind === 'dropSchema' || change.kind === 'renameSchema') {
    const what = { dropExtension: 'drops the extension', dropSchema: 'drops the schema', renameSchema: 'renames the schema' }[change.kind];
    return change.name === REPLICATION_EXTENSION ? { what: `This ${what} ${quote(change.name)}`, object: change.name } : undefined;
  }
  if (change.kind === 'dropRoutine') return inside(change.name);
  if (change.kind === 'truncate') return inside(change.tables.find((table) => table.schema === REPLICATION_EXTENSION) ?? null);
  return 'table' in change ? inside(change.table) : undefined;
}

function inside(name: QualifiedName | null): Touched | undefined {
  return name?.schema === REPLICATION_EXTENSION ? { what: `This changes ${quote(name)}`, object: objectOf(name) } : undefined;
}

type GuardSetting = 'manual changes' | 'changes on the standby' | 'writes';

/** The settings that are still on when the file, or the routine, is over. */
function* judgeSettings(changes: readonly Change[], context: RuleContext): Iterable<Problem> {
  const settings = new SessionSettings();
  for (const change of changes) settings.take(change);
  for (const set of settings.lasting()) {
    const guard = GUARD_SETTINGS.get(set.name);
    if (guard === undefined || isOff(set.value ?? '')) continue;
    yield {
      clause: set.clause,
      message: () => `${set.name} is set and not reset: ${consequence(guard.lets, context)}`,
      help: () => ({
        text: `Set it for the statements that need it only: SET LOCAL inside their transaction, or RESET ${set.name} behind them.${guard.lets === 'manual changes' && context.mode === 'transactional-automatic' ? ' What runs under it has to be run on the standby by hand, under the same setting.' : ''}`,
      }),
      object: set.name,
    };
  }
}

function consequence(lets: GuardSetting, context: RuleContext): string {
  const isAutomatic = context.mode === 'transactional-automatic';
  if (lets !== 'writes' && !isAutomatic) return 'it belongs to automatic mode and does nothing here, but after a move to automatic mode it lets the two schemas drift apart.';
  if (lets === 'manual changes') return 'schema changes that the session makes after it are not replayed on the standby, and the two schemas drift apart without an error.';
  if (lets === 'changes on the standby') return 'where the session is on the standby, schema changes pass that automatic mode would refuse, and the two schemas drift apart.';
  return context.mode === 'bidirectional' || context.mode === 'non-transactional'
    ? 'it lets a session write where a transactional mode would refuse it, which this mode has no use for.'
    : 'where the session is on the standby, which is read-only, everything passes that it writes after it, and those rows are on the standby only.';
}

function isOff(value: string): boolean {
  return /^(?:off|false|f|no|n|0|)$/i.test(value);
}
