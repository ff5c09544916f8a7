import { defineRule, type ChangeContext, type ChangeOf, type Help } from '../src/rule.js';
import { quote } from './shared/names.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-global-object',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow roles, tablespaces, databases and cluster settings in migrations: no mode replicates them.',
  rationale: `Roles, role memberships, tablespaces, databases and the settings attached to them belong to a whole cluster, not to the database that is
replicated. xCluster replicates the rows of a database, and automatic mode also its schema; none of the modes carries these objects. The
statement takes effect on the cluster on which it runs, and succeeds.

What goes wrong goes wrong later, where something names the object: a \`GRANT\`, an \`OWNER TO\`, a policy, a \`TABLESPACE\` clause. By hand it fails
on the cluster that lacks the object; in automatic mode the target fails to repeat it, and replication of schema changes stops there. A setting
of a role or a database (\`ALTER ROLE … SET\`) that one cluster lacks shows after a failover, as sessions that behave differently.

That the statements are not captured in automatic mode is read in YugabyteDB's source.`,
  remedy: `Run the statement on both clusters, under the same name, before the migration that names the object; best outside of the migrations, with
whatever sets up the clusters. The placement of a tablespace may differ between the clusters, its name may not. Then declare the names in the
config (\`roles\`, \`tablespaces\`).`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'warning',
  },
  citations: [
    cite(PAGES.architecture, 'Users, roles and tablespaces are not replicated, and have to be managed by hand on the standby.'),
    cite(PAGES.deployment, 'Has an example of a tablespace that is created on both clusters, with another placement on each.'),
    citeFile(FILES.commandTags, 'Lists the statements for which an event trigger fires, which is how automatic mode captures them; those on roles, tablespaces, databases and system settings are none of them.'),
    citeIssue(22279, 'Asks that the set-up of replication check for roles and tablespaces that the target lacks.'),
  ],

  on: {
    *other(change, context) {
      if (!isGlobal(change.tag)) return;
      yield {
        clause: change.clause,
        message: () => message(change, context),
        help: () => help(change),
        object: change.object?.name ?? '',
      };
    },
  },
});

function isGlobal(tag: string): boolean {
  return /^(?:(?:CREATE|ALTER|DROP) (?:ROLE|TABLESPACE|DATABASE|PROFILE)|(?:GRANT|REVOKE) ROLE|ALTER SYSTEM)$/.test(tag);
}

/** The first word of the command tag, the kind of object, and the object in words: `DROP`, `ROLE`, `role "app"`. */
function readTag({ tag, object }: ChangeOf<'other'>): { readonly verb: string; readonly kind: string; readonly what: string } {
  const [verb = '', kind = ''] = tag.split(' ');
  const noun = kind === 'SYSTEM' ? 'setting' : kind.toLowerCase();
  const isAll = object === null || object.name === 'all';
  return { verb, kind, what: isAll ? `every ${noun}` : `${noun} ${quote(object.name)}` };
}

function message(change: ChangeOf<'other'>, context: ChangeContext): string {
  const { verb, kind, what } = readTag(change);
  const carries = context.mode === 'transactional-automatic' ? 'neither the replication of rows nor automatic mode carries this statement' : 'no mode of replication carries this statement';
  if (kind === 'SYSTEM') return `The other cluster keeps its own value of ${what}: this configures one cluster, and ${carries}.`;
  const effect = {
    CREATE: `The other cluster does not get ${what}`,
    ALTER: `What this changes about ${what} it changes on one cluster only`,
    DROP: `The other cluster keeps ${what}`,
    GRANT: `The other cluster does not get the new members of ${what}`,
    REVOKE: `The other cluster keeps all members of ${what}`,
  }[verb];
  return `${effect ?? ''}: a ${kind.toLowerCase()} is an object of the cluster, not of the replicated database, and ${carries}.`;
}

function help(change: ChangeOf<'other'>): Help {
  const { verb, kind } = readTag(change);
  if (verb === 'DROP') return { text: 'Run it on both clusters, on each after the last thing there that names it is gone.' };
  if (kind === 'SYSTEM') return { text: 'Set it on both clusters, with whatever configures them, rather than in a migration.' };
  if (kind === 'TABLESPACE' && verb === 'CREATE') return { text: 'Run it on both clusters, under the same name (the placement may differ), before what names it.' };
  if (verb === 'CREATE') return { text: 'Run it on both clusters, under the same name, before what names it.' };
  return { text: 'Run it on both clusters.' };
}
