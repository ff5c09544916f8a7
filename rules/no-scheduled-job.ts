import { defineRule, hasReached, FIRST_RELEASES, type ChangeOf, type RuleContext } from '../src/rule.js';
import { quote } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-scheduled-job',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow jobs that a replicated database runs by itself.',
  rationale: `\`pg_cron\` runs jobs on each cluster by itself, and \`pg_partman\` creates and drops partitions by itself. Neither knows of the other cluster.

- Where **both clusters take writes**, or both run the migration, each runs the job: what it does is done twice.
- A job that only refreshes materialized views, analyzes or vacuums is another matter: each cluster keeps those for itself, so both need it. There the
  finding is a remark in bidirectional and non-transactional mode.
- On the **target** of a replication the job's writes are refused (transactional modes), or become rows that the source does not have.
- **Partitions** that \`pg_partman\` creates are schema changes, which no mode but automatic replicates. They have to be created on the other
  cluster and, but for semi-automatic mode, added to the replication by hand, each time. In manual mode it is not supported.
- In **automatic** mode \`pg_cron\` runs jobs on the primary only, from 2025.1.1 on, and follows a switchover. Below that it has to stand in a database
  that is not replicated, and the jobs have to be enabled where the primary is.`,
  remedy: `Install \`pg_cron\` in a database of its own, outside of the replication, and enable each job on one cluster. Create partitions in
migrations, well ahead of time, instead of having them created.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': [{ level: 'warning' }, { from: '2025.1.1', level: 'info' }],
  },
  citations: [
    cite(PAGES.pgPartman, 'What pg_partman and pg_cron need in each mode; from 2025.1.1 pg_cron runs on the primary only in automatic mode.'),
    cite(PAGES.pgCron, 'Each cluster has one node that schedules and runs the jobs.'),
    cite(PAGES.architecture, 'Schema changes are replicated in automatic mode only.'),
  ],

  on: {
    *scheduleJob(change, context) {
      const isLocal = isLocalJob(change, context);
      yield {
        clause: change.clause,
        message: () => (isLocal ? describeLocalJob(change, context) : change.extension === 'pg_cron' ? describeJob(change, context) : describePartitions(change, context)),
        help: () => ({ text: isLocal ? adviseLocalJob(context) : change.extension === 'pg_cron' ? adviseJob(context) : advisePartitions(change, context) }),
        object: change.subject ?? change.function,
        ...(isLocal && !context.mode.startsWith('transactional') ? { level: 'info' as const } : {}),
      };
    },
  },
});

type Job = ChangeOf<'scheduleJob'>;

/** What one cluster does for itself, because replication brings nothing of it; in automatic mode it does. */
const LOCAL_WORK = /^\s*(refresh\s+materialized\s+view|analyze|vacuum)\b/i;

/** Whether the job does nothing but what each cluster needs. */
function isLocalJob({ command }: Job, { mode }: RuleContext): boolean {
  const statements = (command ?? '').split(';').filter((statement) => statement.trim() !== '');
  return mode !== 'transactional-automatic' && statements.length > 0 && statements.every((statement) => LOCAL_WORK.test(statement));
}

function describeLocalJob({ subject, command }: Job, { mode }: RuleContext): string {
  const job = subject === null ? 'This job' : `The job ${quote(subject)}`;
  const work = /refresh/i.test(command ?? '') ? 'refreshes what' : 'looks after what';
  const both = `${job} ${work} each cluster keeps for itself, so both need it`;
  return mode.startsWith('transactional') ? `${both}; but pg_cron may not stand in a replicated database in this mode.` : `${both}: replication carries neither the job nor what it does.`;
}

function adviseLocalJob({ mode, clusters: [one, other] }: RuleContext): string {
  const [first, second] = mode === 'bidirectional' ? [one, other] : mode === 'non-transactional' ? ['the source', 'the target'] : ['the primary', 'the standby'];
  return `Schedule it on ${first} and on ${second}, in a database outside of the replication (cron.schedule_in_database).`;
}

function describeJob({ subject }: Job, context: RuleContext): string {
  const job = subject === null ? 'This job' : `The job ${quote(subject)}`;
  switch (context.mode) {
    case 'bidirectional':
      return `${job} runs on each cluster that schedules it: where both do, everything it does is done twice, at the same time.`;
    case 'non-transactional':
      return `${job} runs on each cluster that schedules it: what it changes on the target is the target's own, and replication does not set it right.`;
    case 'transactional-manual':
    case 'transactional-semi-automatic':
      return `${job} runs on each cluster that schedules it: on the standby its writes are refused, and pg_cron may not stand in a replicated database in this mode.`;
    case 'transactional-automatic':
      return hasReached(context.version, FIRST_RELEASES.cronFollowsPrimary)
        ? `${job} runs on the primary only, and moves with it in a switchover or failover.`
        : `${job} runs on each cluster that has it: below 2025.1.1 pg_cron does not know which one is the primary, and may not stand in a replicated database.`;
  }
}

function adviseJob(context: RuleContext): string {
  switch (context.mode) {
    case 'bidirectional':
      return `Schedule it on one cluster only, in a database outside of the replication (cron.schedule_in_database), or make it harmless twice.`;
    case 'non-transactional':
      return 'Schedule it on the source only, in a database outside of the replication (cron.schedule_in_database), and on the target once writes move there.';
    case 'transactional-manual':
    case 'transactional-semi-automatic':
      return 'Schedule it on the primary only, in a database outside of the replication (cron.schedule_in_database), and on the standby once it is promoted.';
    case 'transactional-automatic':
      return hasReached(context.version, FIRST_RELEASES.cronFollowsPrimary)
        ? 'Nothing to do, unless the job is meant to run on the standby too.'
        : 'Move pg_cron to a database outside of the replication and enable the job where the primary is, or upgrade to 2025.1.1.';
  }
}

function describePartitions({ function: name, subject }: Job, context: RuleContext): string {
  const what = `${name}() creates and drops partitions${subject === null ? '' : ` of ${quote(subject)}`} by itself`;
  switch (context.mode) {
    case 'bidirectional':
      return `${what}, on each cluster at its own time: rows of a partition that the other does not have, or that is not in the replication yet, do not get there.`;
    case 'non-transactional':
      return `${what}: rows of a partition that the target does not have, or that is not in the replication yet, do not get there.`;
    case 'transactional-manual':
      return `${what}, which YugabyteDB does not support in this mode: each partition has to be created on the standby and added to the replication by hand.`;
    case 'transactional-semi-automatic':
      return `${what}, and the standby does not receive them: replication of a new partition waits until it is created there too.`;
    case 'transactional-automatic':
      return `${what}; on the primary that is replicated, on the standby it must not run.`;
  }
}

function advisePartitions({ subject }: Job, context: RuleContext): string {
  const table = subject === null ? 'the table' : quote(subject);
  switch (context.mode) {
    case 'bidirectional':
    case 'non-transactional':
      return `Create the partitions of ${table} in migrations, well ahead of time, and add each to the replication before rows go there.`;
    case 'transactional-manual':
      return `Create the partitions of ${table} in migrations, on the primary and then on the standby, and add each to the replication before rows go there.`;
    case 'transactional-semi-automatic':
      return 'Run it on the primary only, watch for its statements (pgaudit shows them) and run each on the standby within the time that the log is kept, four hours by default.';
    case 'transactional-automatic':
      return hasReached(context.version, FIRST_RELEASES.cronFollowsPrimary)
        ? 'Run it on the primary only; a job of pg_cron does so by itself.'
        : 'Run it on the primary only: disable its job on the standby, and swap the two in a switchover.';
  }
}
