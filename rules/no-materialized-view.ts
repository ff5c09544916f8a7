import { defineRule, type Help, type ModeLevel, type View } from '../src/rule.js';
import { treeName } from './shared/ast.js';
import { carriesSchema } from './shared/clusters.js';
import { objectOf, quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

const UNTIL_SUPPORTED: ModeLevel = [{ level: 'error' }, { from: '2025.2.1.0', level: 'off' }];

export default defineRule({
  id: 'no-materialized-view',
  kind: 'state',
  topic: 'schema-changes',
  summary: 'Disallow materialized views that replication does not maintain.',
  rationale: `A materialized view is stored like a table, and filled by the cluster that refreshes it. Replicating that storage beside a refresh of its own gives
each row twice, so in every mode but automatic materialized views have to be left out of the replication, created on both clusters, and
refreshed on both. Where that is forgotten the other cluster serves what its last refresh left, or nothing at all. A view that the config's
\`replicated\` leaves out is not flagged.

In automatic mode the creation is replicated from 2025.2.1 on; before that it is not.`,
  remedy: 'Keep the view out of the replication, create it on both clusters, and have each refresh its own. A plain view needs nothing of this.',
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': UNTIL_SUPPORTED,
  },
  citations: [
    cite(PAGES.architecture, 'Materialized views are to be excluded from replication, created on the target, and refreshed on both sides; automatic mode in 2025.1 does not replicate them.'),
    citeIssue(11147, 'A replicated materialized view ends with duplicate rows.'),
  ],

  on: {
    *view(view, context) {
      if (!view.materialized || !context.isNameReplicated(view)) return;
      yield {
        clause: view.origin,
        message: () =>
          carriesSchema(context)
            ? `Materialized view ${quote(view)} is not replicated by automatic mode in YugabyteDB ${context.version.text}: the standby does not get it.`
            : `Materialized view ${quote(view)} is filled on each cluster by itself: replication does not refresh it, and where its storage is replicated, a refresh on both clusters leaves its rows there twice.`,
        help: () => help(view, carriesSchema(context)),
        object: objectOf(view),
      };
    },
  },
});

function help(view: View, isAutomatic: boolean): Help {
  const text = isAutomatic
    ? 'Upgrade to 2025.2.1 or later, or create it on both clusters by hand, with the replication of DDL turned off for the session.'
    : 'Leave it out of the replication (config "replicated" too), create it on both clusters, and refresh it on both:';
  return isAutomatic ? { text } : { text, sql: [{ form: 'statement', ast: { type: 'refresh materialized view', name: treeName(view) } }] };
}
