import { defineRule } from '../src/rule.js';
import { callsNextval } from './shared/generated-values.js';
import { objectOf, quote, spell } from './shared/names.js';
import { countingColumn } from './shared/sequence-numbers.js';
import { cite, PAGES } from './shared/sources.js';
import { UUID_FIX } from './shared/uuid-fix.js';

export default defineRule({
  id: 'no-sequence-default',
  kind: 'state',
  topic: 'active-active',
  summary: 'Disallow `nextval` in defaults, functions and triggers.',
  rationale: `A default that calls \`nextval\` is a serial column written out, and a function that calls it hands out the same numbers.
xCluster replicates the state of sequences in automatic mode only; in all others each cluster counts for itself.

- In **bidirectional** replication both clusters draw the same numbers: order numbers, ticket numbers and keys repeat, and rows
  with the same key silently replace each other.
- With **one direction** the sequence on the other cluster stays at its start, so after a failover \`nextval\` starts over there.`,
  remedy: `For a key, a \`uuid\` with a random default. For a number that people read, keep the cluster's name beside it and let the two
together tell rows apart. With one direction, \`setval\` after each failover does as well.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'off',
  },
  fix: UUID_FIX,
  citations: [
    cite(PAGES.architecture, 'Sequence data is replicated in automatic mode only.'),
    cite(PAGES.multiMaster, 'Both clusters would generate the same sequence; UUIDs are the advice.'),
    cite(PAGES.failover, 'Sequences have to be moved forward by hand after a failover, unless the mode is automatic.'),
  ],

  on: {
    *table(table, context) {
      if (!context.isReplicated(table)) return;
      for (const column of table.columns) {
        if (column.default === null || column.serial !== null || column.via === 'inheritance' || !callsNextval(column.default)) continue;
        const { sequence } = column.default;
        const what = sequence === null ? 'takes its default from a sequence' : `takes its default from the sequence ${quote(sequence)}`;
        yield countingColumn(table, column, { clause: column.defaultClause ?? column.origin, what, sequence }, context);
      }
    },

    *routine(routine, context) {
      for (const change of routine.body?.changes ?? []) {
        if (change.kind !== 'callSequence' || change.function !== 'nextval') continue;
        const { sequence } = change;
        yield {
          clause: change.clause,
          message: () => {
            const from = sequence === null ? 'a sequence' : `the sequence ${quote(sequence)}`;
            const effect =
              context.mode === 'bidirectional'
                ? `each cluster counts for itself: calls on ${context.clusters[0]} and on ${context.clusters[1]} get the same numbers`
                : 'xCluster does not replicate sequences in this mode: once writes move to the other cluster, its numbers start over';
            return `${quote(`${spell(routine)}()`)} draws numbers from ${from}, and ${effect}.`;
          },
          help: () => ({
            text:
              context.mode === 'bidirectional'
                ? 'Use gen_random_uuid() where the number only has to be unique, else keep the cluster that gave it in a column beside it.'
                : 'Use gen_random_uuid() where the number only has to be unique, else move the sequence forward with setval after every failover.',
          }),
          object: objectOf(routine),
        };
      }
    },
  },
});
