import { defineRule, type ChangeContext, type ChangeOf } from '../src/rule.js';
import { quote } from './shared/names.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-undeclared-role',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow roles and tablespaces that the config does not declare as existing on both clusters.',
  rationale: `Automatic mode sends the text of a schema change to the target, which runs it there as the role that ran it on the source. A role or
tablespace that the text names has to exist on the target under the same name: \`GRANT … TO\`, \`OWNER TO\`, \`CREATE POLICY … TO\`,
\`TABLESPACE\`, and the role that \`SET ROLE\` chose. These objects are not replicated, not even where the migrations create them. Where one is
missing, the target fails to run the statement, gives up after a few attempts, and replication of schema changes is paused until somebody
creates it.

No migration can tell what exists on the other cluster; the config can (\`roles\`, \`tablespaces\`). There is one finding a name, at its first
use: a warning while the config declares none, an error once it declares any. That roles are set and names are looked up on the target is read
in YugabyteDB's source.`,
  remedy: `Create the role or tablespace on both clusters, then declare it in the config. The roles that PostgreSQL and YugabyteDB bring along need no
declaration.`,
  confidence: 'source',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'warning',
  },
  worst: 'error',
  citations: [
    cite(PAGES.architecture, 'Users, roles and tablespaces are not replicated, and have to be managed by hand on the standby.'),
    citeFile(FILES.ddlQueueHandler, 'Sets the role of the source before it runs a statement on the target, retries a failing one a few times, and then pauses.'),
    citeIssue(22279, 'Asks that the set-up of replication check for roles and tablespaces that the target lacks.'),
  ],

  on: {
    *nameGlobal(change, context) {
      if (isBuiltIn(change.name) || isDeclared(change, context) || isFilledIn(change) || !context.isFirstUse(change)) return;
      yield {
        clause: change.clause,
        message: () =>
          `Nothing says that ${change.type} ${quote(change.name)} exists on both clusters. It is not replicated: automatic mode repeats on the standby what names it, and where it is missing there, replication of schema changes is paused after a few attempts.`,
        help: () => ({
          text: `Create it on the standby too, under the same name, before this runs; then declare it in the config: ${change.type}s: [${[...declared(change, context), change.name].map((name) => JSON.stringify(name)).join(', ')}].`,
        }),
        object: change.name,
        ...(context.declaredRoles.size + context.declaredTablespaces.size > 0 ? { level: 'error' as const } : {}),
      };
    },
  },
});

/** What every cluster has. */
function isBuiltIn(name: string): boolean {
  return name === 'postgres' || name === 'yugabyte' || /^(?:pg|yb)_/.test(name);
}

function declared({ type }: ChangeOf<'nameGlobal'>, context: ChangeContext): ReadonlySet<string> {
  return type === 'role' ? context.declaredRoles : context.declaredTablespaces;
}

function isDeclared(change: ChangeOf<'nameGlobal'>, context: ChangeContext): boolean {
  return declared(change, context).has(change.name);
}

/** Whether a placeholder without a value (`${APP}`) is in the name: nobody here knows it, and the name does not stand in the file. */
function isFilledIn({ name, clause }: ChangeOf<'nameGlobal'>): boolean {
  const { text, host, rewrites } = clause.statement;
  return host === null && rewrites.length === 0 && /^\w+$/.test(name) && !new RegExp(`\\b${name}\\b`, 'i').test(text);
}
