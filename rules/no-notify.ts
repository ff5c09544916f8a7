import { defineRule, type ChangeContext, type ChangeOf, type Routine, type RuleContext } from '../src/rule.js';
import { quote, spell } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-notify',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow `LISTEN` and `NOTIFY` where both clusters have clients.',
  rationale: `A notification reaches the sessions of the cluster on which \`NOTIFY\` or \`pg_notify\` runs. xCluster replicates rows below the query layer: a row that
arrives fires no trigger and notifies nobody. Clients that listen on the other cluster see the row, and are not told of it.

What an event trigger tells of is left out: a schema change has to run on each cluster, and is told there.

That triggers do not fire for replicated rows is documented; that notifications do not travel is our reasoning from it.`,
  remedy: `Let clients on the other cluster poll for new rows, or carry the event by a message broker that both sites reach.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'info',
    'non-transactional': 'info',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [cite(PAGES.architecture, 'Replication works below the query layer: rows that arrive fire no triggers on the target.')],

  on: {
    *notify(change, context) {
      if (isOfEventTrigger(change, context)) return;
      yield {
        clause: change.clause,
        message: () => message(change, context),
        help: () => ({ text: help(change, context) }),
        object: change.channel ?? '',
      };
    },
  },
});

/** Whether it tells of schema changes, which each cluster makes for itself. */
function isOfEventTrigger(change: ChangeOf<'notify'>, context: ChangeContext): boolean {
  return routinesOf(change, context).some((routine) => routine.returnsEventTrigger === true);
}

function routinesOf({ inRoutine }: ChangeOf<'notify'>, { before }: ChangeContext): readonly Routine[] {
  return inRoutine === null ? [] : before.routines(inRoutine);
}

function message(change: ChangeOf<'notify'>, context: ChangeContext): string {
  const { words, channel, inRoutine } = change;
  const on = channel === null ? '' : ` on ${quote(channel)}`;
  const who = inRoutine === null ? words : `${words} in ${quote(`${spell(inRoutine)}()`)}`;
  if (words === 'LISTEN') return `${who}${on} hears only of what is notified on its own cluster: rows that replication brings notify nobody.`;
  const where = context.mode === 'bidirectional' ? 'the cluster that runs it' : 'the source';
  const rows = routinesOf(change, context).some((routine) => routine.returnsTrigger) ? 'the rows that it tells of' : 'if it tells of rows, they';
  return `${who} reaches only sessions that listen${on}${on === '' ? '' : ','} on ${where}: ${rows} arrive on the other cluster too, but nobody is told there.`;
}

function help({ words }: ChangeOf<'notify'>, context: RuleContext): string {
  const where = context.mode === 'bidirectional' ? 'on the other cluster' : 'on the target';
  return words === 'LISTEN'
    ? 'Poll for new rows besides, or take events from a message broker that both sites reach.'
    : `Have clients ${where} poll for new rows, or send the event by a message broker that both sites reach.`;
}
