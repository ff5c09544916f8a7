import { defineRule, NOTHING, FIRST_RELEASES, hasReached, type ChangeContext, type Help } from '../src/rule.js';
import { addsUniqueInReplication, adviseTakeOver } from './shared/added-unique.js';
import { findBuildRule, proposeConcurrently } from './shared/index-builds.js';
import { objectOf, quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'require-simultaneous-index',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Require that indexes of bidirectional tables are created on both clusters at the same time.',
  rationale: `An index is a table of its own to replication. In bidirectional replication neither direction may start without the other: the statement on
each cluster waits until the same index is created on the other one, then both join the replication and are filled. Where nobody issues it
on the other cluster it waits (ten minutes by default, \`add_new_index_to_bidirectional_xcluster_timeout_secs\`) and fails. A deployment that migrates
one cluster after the other cannot get past it.

That is so from 2024.2.2 on, and what is found there is a \`warning\`. Below, an index does not join a bidirectional replication by itself: all writes
must stop while it is created on both and added in both directions, or the two indexes do not hold the same; that is an \`error\`.

An index that another rule refuses to build is left to that rule.`,
  remedy: `Issue the statement on both clusters at the same time, by itself and outside of a transaction, with a deployment step that does nothing else.`,
  confidence: 'documented',
  severity: {
    bidirectional: [{ level: 'error' }, { from: '2024.2.2', level: 'warning' }],
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.deployment, 'Indexes of bidirectional tables are to be created on both universes at the same time; on one alone the statement times out and fails.'),
    citeIssue(25744, 'Indexes join bidirectional replication by themselves from 2024.2.2 on; below, writes had to be stopped.'),
    citeIssue(24362, 'A notice says that the index has to be created on both at the same time.'),
  ],

  on: {
    createIndex(change, context) {
      if (findBuildRule(change, context) !== 'require-simultaneous-index') return NOTHING;
      return [{
        clause: change.clause,
        message: () => explain(`${quote(change.index.name)} on ${quote(change.table)}`, context),
        help: () => (isLate(context) ? LATE : { text: TOGETHER, sql: proposeConcurrently(change, context) }),
        object: objectOf(change.table, change.index.name),
      }];
    },
    *addConstraint(change, context) {
      if (!addsUniqueInReplication(change, context)) return;
      yield {
        clause: change.clause,
        message: () => explain(`The index of ${quote(change.constraint.name)} on ${quote(change.table)}`, context),
        help: () => (isLate(context) ? LATE : adviseTakeOver(change, ', on both clusters at the same time and outside of a transaction', context)),
        object: objectOf(change.table, change.constraint.name),
      };
    },
  },
});

const TOGETHER = 'Issue it on both clusters at the same time, by itself and outside of a transaction. A deployment that migrates one cluster after the other cannot get past it.';

const LATE: Help = {
  text: 'Stop all writes and wait until replication has caught up; create it on both clusters, bootstrap it on both and add it to the replication in both directions; then let writes in again.',
};

/** Whether the release is from before such indexes joined by themselves. */
function isLate(context: ChangeContext): boolean {
  return !hasReached(context.version, FIRST_RELEASES.bidirectionalIndexJoins);
}

function explain(what: string, context: ChangeContext): string {
  const [a, b] = context.clusters;
  if (isLate(context)) {
    return `${what} does not join the replication by itself before 2024.2.2: writes to ${a} and ${b} have to stop until it is there on both, or the two indexes differ.`;
  }
  return `${what} has to be created on ${a} and ${b} at the same time: each waits for the other, ten minutes by default, and fails alone.`;
}
