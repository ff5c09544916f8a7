import { defineRule, type EventTrigger, type QualifiedName, type StateContext } from '../src/rule.js';
import { carriesSchema } from './shared/clusters.js';
import { quote, quoteSome, spell } from './shared/names.js';
import { citeFile, cite, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-event-trigger',
  kind: 'state',
  topic: 'data-and-sessions',
  summary: 'Disallow event triggers.',
  rationale: `An event trigger runs a function whenever the schema changes. No mode replicates it.

In automatic mode xCluster captures schema changes by an event trigger of its own, and PostgreSQL fires none for statements on event triggers:
they are not captured, and run only where they are issued. Where one exists on the standby, it can fire for the changes that replication
replays there; that is our reading of the source.

In the other modes every schema change runs on both clusters, and so does the function, wherever the trigger exists. What it writes to
replicated tables is then written on both: twice in bidirectional replication, and on a standby, which takes no writes, the change fails.`,
  remedy: `Keep event triggers to what concerns one cluster, such as a log in a table that is not replicated, and create them on both clusters by hand.`,
  confidence: 'source',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'info',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'warning',
  },
  citations: [
    citeFile(FILES.commandTags, 'Statements on event triggers fire no event trigger themselves.'),
    citeFile(FILES.ddlReadme, 'What never reaches an event trigger is neither captured on the source nor blocked on the target.'),
    cite(PAGES.architecture, 'In modes other than automatic no schema change is replicated.'),
  ],

  on: {
    *eventTrigger(eventTrigger, context) {
      if (!eventTrigger.enabled) return;
      yield {
        clause: eventTrigger.origin,
        message: () => message(eventTrigger, context),
        help: () => ({ text: help(eventTrigger, context) }),
        object: eventTrigger.name,
      };
    },
  },
});

function message(eventTrigger: EventTrigger, context: StateContext): string {
  const name = `Event trigger ${quote(eventTrigger.name)}`;
  const run = quote(`${spell(eventTrigger.function)}()`);
  if (carriesSchema(context)) return `${name} exists only where this statement runs: replication does not carry event triggers, and the standby has none until somebody creates it there.`;
  const written = replicatedWrites(eventTrigger, context);
  const runs = `${name} runs ${run} on each cluster that has it, and every schema change runs on both clusters`;
  if (written.length === 0) return `${runs}: replication neither carries the trigger nor keeps it from running twice.`;
  const tables = quoteSome(written, 3);
  if (context.mode === 'bidirectional') return `${runs}: what the function writes to ${tables} is written once on each, and replicated to the other.`;
  if (context.mode === 'non-transactional') return `${runs}: what the function writes to ${tables} is written on the target as well as replicated to it.`;
  return `${runs}: the standby takes no writes, so a function that writes ${tables} can make the schema change fail there.`;
}

function help(eventTrigger: EventTrigger, context: StateContext): string {
  if (carriesSchema(context)) return `Create it on the standby by hand if ${quote(`${spell(eventTrigger.function)}()`)} must run there after a failover, and see that it does no harm when replication replays schema changes.`;
  if (replicatedWrites(eventTrigger, context).length > 0) return 'Let the function write a table that is not replicated, and create the trigger on both clusters.';
  return 'Create it on both clusters if both need it, and see that it does no harm when it runs on both for the same change.';
}

function replicatedWrites(eventTrigger: EventTrigger, context: StateContext): readonly QualifiedName[] {
  const routine = context.schema.routines(eventTrigger.function).find(({ argumentTypes }) => argumentTypes.length === 0);
  return (routine?.body?.writes ?? []).filter((table) => context.isReplicated(table));
}
