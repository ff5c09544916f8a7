import { AUTOMATIC_MODE_EXTENSIONS, defineRule, JOB_EXTENSION, PARTMAN_SUPPORT, REPLICATION_EXTENSION, type Change, type ChangeContext, type ChangeOf, type Problem, type Severity } from '../src/rule.js';
import { quote } from './shared/names.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-unsupported-extension',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow extensions that the replication mode does not take.',
  rationale: `**Automatic mode** replays \`CREATE EXTENSION\` on the standby, where the script of the extension runs again. That works for scripts that make
functions, operators and types, and not for those that make tables. The documentation names nine extensions that may be created, altered and dropped
while replication runs: \`file_fdw\`, \`fuzzystrmatch\`, \`hypopg\`, \`pg_stat_monitor\`, \`pgaudit\`, \`pgcrypto\`, \`postgres_fdw\`, \`sslinfo\` and
\`uuid-ossp\`. All others have to be there before automatic mode is set up.

- YugabyteDB's own tests also create and drop \`hll\`, \`hstore\`, \`pg_trgm\`, \`pgtap\`, \`tablefunc\` and \`vector\`. The documentation does not list them: a warning.
- \`ALTER EXTENSION\` is a warning, whatever the extension. The primary lets it through, but in the one state of the source that we read the standby does not
  know the command and stops replaying.

**Other modes** have trouble with two extensions that act by themselves. \`pg_partman\` creates and drops partitions, each of which is a table that has to be created on both
clusters and added to the replication; it is not supported in transactional manual mode, not recommended in bidirectional and non-transactional
replication, and needs extra steps in semi-automatic mode. \`pg_cron\` runs its jobs on each cluster that has them, so it belongs in a database outside of the replication.
Only their \`CREATE EXTENSION\` is a finding there.`,
  remedy: `Create the extension on both clusters before replication is set up; name the last migration that had run by then in \`replicatingSince\`. Keep \`pg_cron\` in a
database of its own.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'error',
  },
  citations: [
    cite(PAGES.architecture, 'Automatic mode: lists the nine extensions that may be created, dropped or altered; all others have to be created before it is set up.'),
    citeFile(FILES.extensionTests, 'Tests of automatic mode create six more, and leave out those that make tables.'),
    citeFile(FILES.ddlQueueHandler, 'ALTER EXTENSION is not among the commands that the standby replays.'),
    cite(PAGES.pgPartman, 'pg_partman and pg_cron in each replication mode.'),
    citeIssue(31980, 'pg_cron with xCluster.'),
  ],

  on: {
    *createExtension(change, context) {
      yield* context.mode === 'transactional-automatic' ? judgeAutomatic(change, change.name, context) : judgeSelfActing(change, context.mode);
    },
    *dropExtension(change, context) {
      if (context.mode === 'transactional-automatic') yield* judgeAutomatic(change, change.name, context);
    },
    *other(change, context) {
      if (change.tag !== 'ALTER EXTENSION' || context.mode !== 'transactional-automatic') return;
      const name = change.object?.name ?? '';
      yield {
        clause: change.clause,
        message: () => `ALTER EXTENSION ${quote(name)} runs on the primary, and the standby may not know the command: then it stops replaying schema changes there.`,
        help: () => ({ text: 'Try it on a test pair of your release first. Where the standby stops, the extension has to be altered before replication is set up.' }),
        object: name,
        level: 'warning',
      };
    },
  },
});

function* judgeAutomatic(change: ChangeOf<'createExtension' | 'dropExtension'>, name: string, context: ChangeContext): Iterable<Problem> {
  const facts = AUTOMATIC_MODE_EXTENSIONS.get(name);
  if (facts?.support === 'documented' || facts?.support === 'pre-installed') return;
  // What is wrong with its drop is more than that it is on no list.
  if (change.kind === 'dropExtension' && name === REPLICATION_EXTENSION && context.levelOf('no-replication-internals') !== 'off') return;
  const isTested = facts?.support === 'tested';
  const [verb, done] = change.kind === 'createExtension' ? ['creates', 'created'] : ['drops', 'dropped'];
  yield problem(change, name, isTested ? 'warning' : undefined, {
    message: () =>
      isTested
        ? `This ${verb} extension ${quote(name)}, which YugabyteDB's own tests do in automatic mode, but which is not among those that the documentation says may be ${done} while it replicates.`
        : `This ${verb} extension ${quote(name)}, which is not among those that may be ${done} while automatic mode replicates: the primary refuses it, or the standby cannot replay it and stops.`,
    help: () => ({
      text: isTested
        ? `Try it on a test pair of your release first, or have it ${done} on both clusters before replication is set up.`
        : `Have it ${done} on both clusters before automatic mode is set up; with replication running, drop the replication, do it on both, and set the replication up again.`,
    }),
  });
}

function* judgeSelfActing(change: ChangeOf<'createExtension'>, mode: keyof typeof PARTMAN_SUPPORT): Iterable<Problem> {
  if (change.name === JOB_EXTENSION.name) {
    yield problem(change, change.name, 'warning', {
      message: () => `${quote(change.name)} runs jobs by itself, here in a database that is replicated: each cluster that has a job runs it, and what the jobs change is changed twice or refused.`,
      help: () => ({ text: 'Create it in a database outside of the replication, and have its jobs run in this one from there, on one cluster.' }),
    });
  }
  if (change.name !== 'pg_partman') return;
  const { verdict } = PARTMAN_SUPPORT[mode];
  yield problem(change, change.name, undefined, {
    message: () => `"pg_partman" creates and drops partitions by itself, each of them a table that the other cluster and the replication have to learn of: in this mode it ${verdict === 'extra steps' ? 'needs extra steps' : `is ${verdict}`}.`,
    help: () => ({
      text:
        verdict === 'extra steps'
          ? 'Watch for the statements that it runs on the primary and run the same ones on the standby, within the time for which the write-ahead log is kept; the page of pg_partman has the steps.'
          : 'Create the partitions in migrations, ahead of time, and roll them out as tables.',
    }),
  });
}

function problem(change: Change, name: string, level: Severity | undefined, texts: Pick<Problem, 'message' | 'help'>): Problem {
  return { clause: change.clause, object: name, ...(level === undefined ? {} : { level }), ...texts };
}
