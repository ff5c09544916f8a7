import { defineRule, NOTHING, type Help, type Problem, type QualifiedName, type Routine, type RuleContext, type StateContext, type Table, type Trigger } from '../src/rule.js';
import { isSameName, objectOf, proposedName, quote, quoteSome, spell } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-trigger',
  kind: 'state',
  topic: 'active-active',
  summary: 'Disallow triggers on replicated tables.',
  rationale: `xCluster applies rows below the query layer, so a trigger fires on the cluster that takes the write and never on the one that
receives it. What follows from that depends on the trigger's function.

- What it **sets in the row** (\`NEW.updated_at := now()\`) travels with the row. In bidirectional replication this is a warning, for
  both clusters must still have the same trigger.
- What it **writes into other replicated tables** travels as ordinary rows. The trigger does not run twice, but two clusters that
  keep a total or a copy by trigger overwrite each other's results.
- What it does **outside of replicated tables** (an audit table that is excluded, a \`NOTIFY\`, a foreign table) happens on one
  cluster only.
- What it **forbids** it forbids on one cluster only. A check of the row by itself holds for each row where it is written (a
  warning); a check across rows does not see what the other cluster accepts at the same time.

The documentation advises against the same triggers on both clusters; YugabyteDB's engineers, in review, advise to keep the
schema identical on both, triggers included. Both say: do not build on them. \`ENABLE ALWAYS\` and \`ENABLE REPLICA\` change
nothing, for no SQL runs on the receiving side.`,
  remedy: `Move what the trigger does to where the write happens: into the application, in the same transaction; into a default or a
generated column where the value depends on the row alone; into a query or a view for totals. Where a trigger stays, it
should only set columns of its own row.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'info',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'info',
  },
  citations: [
    cite(PAGES.architecture, 'Triggers fire on the cluster of the write only, since replication works below the query layer.'),
    cite(PAGES.multiMaster, 'Lists triggers among the things to avoid.'),
    citeIssue(28833, 'Asks for clearer warnings; the discussion wants the same triggers on both clusters, and calls their writes hidden.'),
  ],

  on: {
    table: (table, context) => (table.triggers.length > 0 ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  if (!context.isReplicated(table)) return;
  for (const trigger of table.triggers) {
    if (trigger.inherited || !trigger.enabled) continue;
    const routine = findRoutine(trigger, context);
    yield {
      clause: trigger.origin,
      message: () => message(table, trigger, routine, context),
      help: () => help(table, trigger, routine, context),
      object: objectOf(table, trigger.name),
      ...(context.mode === 'bidirectional' && effectOnRow(trigger, routine) !== null ? { level: 'warning' as const } : {}),
      related: routine === undefined ? [] : [{ message: `${quote(`${spell(routine)}()`)} is defined here`, clause: routine.origin }],
    };
  }
}

function findRoutine(trigger: Trigger, context: StateContext): Routine | undefined {
  return context.schema.routines(trigger.function).find((routine) => routine.argumentTypes.length === 0);
}

/** Trigger functions of PostgreSQL and of its extensions, which no migration defines and which only set columns of the row. */
const WELL_KNOWN = new Set(['moddatetime', 'tsvector_update_trigger', 'tsvector_update_trigger_column', 'suppress_redundant_updates_trigger']);

/** What the function does to the row that fires it, and nothing besides; null where it does more, or nobody knows what. */
function effectOnRow(trigger: Trigger, routine: Routine | undefined): 'sets' | 'checks' | null {
  if (routine === undefined) return WELL_KNOWN.has(trigger.function.name) ? 'sets' : null;
  const { body } = routine;
  if (body === null || !body.complete || !body.onlyAssigns) return null;
  if (body.setsRow) return 'sets';
  // What is refused because of other rows is what two clusters disagree about.
  return body.reads.length === 0 ? 'checks' : null;
}

/** Tables that the function writes: those whose rows travel, and those whose rows stay. */
function splitWrites(routine: Routine | undefined, context: RuleContext): { replicated: readonly QualifiedName[]; local: readonly QualifiedName[] } {
  const writes = routine?.body?.writes ?? [];
  return { replicated: writes.filter((table) => context.isReplicated(table)), local: writes.filter((table) => !context.isReplicated(table)) };
}

function message(table: Table, trigger: Trigger, routine: Routine | undefined, context: RuleContext): string {
  const where = context.mode === 'bidirectional' ? 'only on the cluster that takes the write' : `only on the ${context.mode === 'non-transactional' ? 'source' : 'primary'}`;
  const fires = `Trigger ${quote(trigger.name)} runs ${quote(`${spell(trigger.function)}()`)} ${where}: rows of ${quote(table)} that replication brings do not fire it.`;
  const { replicated, local } = splitWrites(routine, context);
  const effect = effectOnRow(trigger, routine);
  if (effect === 'sets') return `${fires} Columns that it sets are replicated with the row.`;
  if (effect === 'checks') return `${fires} What it refuses is refused there only.`;
  if (replicated.length > 0 && context.mode === 'bidirectional') {
    return `${fires} Its writes to ${quoteSome(replicated, 3)} are replicated as rows, and where both clusters' triggers write the same row there, the later write silently wins.`;
  }
  if (replicated.length > 0) return `${fires} Its writes to ${quoteSome(replicated, 3)} are replicated as rows.`;
  if (local.length > 0) return `${fires} Its writes to ${quoteSome(local, 3)}, which is not replicated, exist on that cluster only.`;
  return fires;
}

function help(table: Table, trigger: Trigger, routine: Routine | undefined, context: RuleContext): Help {
  const drop = [{ form: 'dropTrigger', name: trigger.name, table: proposedName(table) } as const];
  if (trigger.constraint) {
    return { text: 'YugabyteDB does not support constraint triggers. Check the rule in the transaction that writes the row, and on one cluster only.', sql: drop };
  }
  const effect = effectOnRow(trigger, routine);
  if (effect === 'sets') {
    return { text: 'It may stay if both clusters have the same trigger. A default, a generated column or the statement itself can set the value without it.' };
  }
  if (effect === 'checks') {
    return { text: 'It may stay if both clusters have the same trigger: it looks at the row alone, so each row is checked where it is written. Where it needs no old values, a CHECK over one column says the same without a trigger.' };
  }
  if (context.mode !== 'bidirectional') {
    const { replicated, local } = splitWrites(routine, context);
    const arrives = replicated.length > 0 && local.length === 0;
    const meanwhile = arrives ? 'what it writes to replicated tables arrives as rows' : 'until then what it does outside of replicated tables is missing there';
    const first = context.mode === 'transactional-automatic' ? 'The other cluster gets it with the schema, and it fires there after a failover' : 'Create it on the other cluster too, so that it fires there after a failover';
    return { text: `${first}; ${meanwhile}.` };
  }
  return { text: adviseRewrite(table, trigger, routine, context), sql: drop };
}

function adviseRewrite(table: Table, trigger: Trigger, routine: Routine | undefined, context: RuleContext): string {
  const { replicated, local } = splitWrites(routine, context);
  const name = quote(`${spell(trigger.function)}()`);
  const others = replicated.filter((written) => !isSameName(written, table));
  if (replicated.length > 0 && others.length === 0) {
    return `Change the other rows of ${quote(table)} in the application, in the transaction that writes the first one; then drop the trigger.`;
  }
  if (replicated.length > 0) {
    return `Write ${quoteSome(others, 3)} where ${quote(table)} is written, in the same transaction, with keys that both clusters can make; then drop the trigger.`;
  }
  if (local.length > 0) {
    return `Let ${quoteSome(local, 3)} be replicated and write it where ${quote(table)} is written, then drop the trigger; where it stays, each cluster has its own half of ${quoteSome(local, 3)}.`;
  }
  if (routine === undefined) return `No migration here defines ${name}. Move what it does to where ${quote(table)} is written, then drop the trigger.`;
  return `Move what ${name} does to where ${quote(table)} is written, then drop the trigger; a check across rows holds on one cluster only.`;
}
