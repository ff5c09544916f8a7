import { defineRule, type ChangeContext, type ChangeOf } from '../src/rule.js';
import { receiver, writer } from './shared/clusters.js';
import { quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-publication',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow publications and subscriptions: replication does not carry them.',
  rationale: `A publication feeds logical replication (change data capture) from the write-ahead log of the cluster on which it stands. xCluster writes the
rows that it brings below the query layer, and carries neither publications nor subscriptions nor the state of their slots.

- **Bidirectional**: change data capture is not supported on a cluster that receives rows by xCluster, and here both do.
- **One direction**: it is for the source only. After a failover the other cluster has no slot, and a consumer starts anew.
- **Automatic**: the documentation lists these statements as not supported; newer releases run them where they are issued and ignore them
  in replication.`,
  remedy: `Keep publications out of the migrations, with whatever sets up the consumers. Create them on the source alone, and again on the new
source after a failover or switchover.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'info',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'warning',
  },
  citations: [
    cite(PAGES.architecture, 'Change data capture is not supported on the target, nor with bidirectional replication; automatic mode does not support statements on publications and subscriptions.'),
    citeIssue(29340, 'Has automatic mode leave out statements on publications and subscriptions instead of refusing them.'),
  ],

  on: {
    *other(change, context) {
      if (!/^(?:CREATE|ALTER|DROP) (?:PUBLICATION|SUBSCRIPTION)$/.test(change.tag)) return;
      yield {
        clause: change.clause,
        message: () => message(change, context),
        help: () => ({ text: help(change, context) }),
        object: change.object?.name ?? '',
      };
    },
  },
});

function message({ tag, object }: ChangeOf<'other'>, context: ChangeContext): string {
  const [verb = '', kind = ''] = tag.split(' ');
  const what = `${kind.toLowerCase()} ${quote(object?.name ?? '')}`;
  if (verb === 'DROP') return `This drops ${what} on one cluster only: xCluster carries no statement on publications or subscriptions.`;
  if (verb === 'ALTER') return `This changes ${what} on one cluster only: xCluster carries no statement on publications or subscriptions.`;
  if (context.mode === 'bidirectional') {
    return `The other cluster does not get ${what}, and YugabyteDB does not support change data capture on clusters that replicate in both directions.`;
  }
  const other = receiver(context);
  const after = kind === 'PUBLICATION' ? `after a failover ${other} feeds no consumer` : `after a failover ${other} does not go on with it`;
  return `T${other.slice(1)} does not get ${what}: xCluster does not carry it, and ${after}.`;
}

function help({ tag }: ChangeOf<'other'>, context: ChangeContext): string {
  if (tag.startsWith('DROP')) return 'Run it on each cluster that has it.';
  if (context.mode === 'bidirectional') return 'Read changes from a source that replicates in one direction, or have the application write what a consumer needs.';
  return `Run it on ${writer(context)} only, outside of the migrations, and again on the other cluster when it takes over.`;
}
