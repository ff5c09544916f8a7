import { defineRule, GLOBAL_OBJECTS, handlingOf, type ChangeOf } from '../src/rule.js';
import { quote } from './shared/names.js';
import { cite, citeFile, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-uncaptured-statement',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow statements with a lasting effect that automatic mode never sees.',
  rationale: `Automatic mode learns of schema changes by event triggers. Some statements fire none: PostgreSQL does not fire them for what
belongs to all databases of a cluster, and YugabyteDB not for its own tablegroups and for the filling of an index. Such a statement runs where it is
issued, without an error, and nothing tells the standby. Nor does the standby refuse it, so it can be run there by hand.

The rule is about those that leave something behind: \`CREATE\`, \`ALTER\`, \`DROP\` and \`GRANT … ON TABLEGROUP\`, \`REASSIGN OWNED\`, \`CLUSTER\`,
\`BACKFILL INDEX\`, and comments, security labels and grants on a database, role or tablespace. Sessions and data (\`SET\`, \`COPY\`, \`VACUUM\`, \`DO\` …) are
not its subject; what a \`DO\` block changes is captured. That comments and grants on global objects are skipped is PostgreSQL's rule for event
triggers, which we have measured there and not on two clusters.`,
  remedy: `Run the statement on the standby by hand, before anything that depends on it. Instead of \`REASSIGN OWNED\`, change the owner object by object:
\`ALTER … OWNER TO\` is replicated.`,
  confidence: 'source',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'warning',
  },
  citations: [
    citeFile(FILES.commandTags, 'Which commands can fire event triggers; those of tablegroups, REASSIGN OWNED, CLUSTER and BACKFILL INDEX cannot.'),
    citeFile(FILES.ddlReadme, 'Statements on global objects fire no event trigger, and statements that reach no event trigger are not blocked on the target.'),
    cite(PAGES.architecture, 'Global objects are not replicated in automatic mode and have to be managed on the standby by hand.'),
  ],

  on: {
    *other(change) {
      const advice = adviceFor(change);
      if (advice === null) return;
      const { tag, object } = change;
      yield {
        clause: change.clause,
        message: () => `Automatic mode does not see ${describe(change)}: this takes effect on the primary only, and nothing tells the standby.`,
        help: () => ({ text: advice }),
        object: object === null || object.name === '' ? tag : object.name,
      };
    },
  },
});

const BY_HAND = 'Run it on the standby by hand as well.';

/** What is about a global object although the command is about any object. */
const ON_ANY_OBJECT = new Set(['COMMENT', 'SECURITY LABEL', 'GRANT', 'REVOKE']);

/** Null for what automatic mode sees, what leaves nothing behind, and what another rule is about. */
function adviceFor({ tag, object }: ChangeOf<'other'>): string | null {
  if (ON_ANY_OBJECT.has(tag)) return object !== null && [...GLOBAL_OBJECTS, 'tablegroup'].includes(object.type) ? BY_HAND : null;
  if (handlingOf(tag) !== 'never captured') return null;
  if (tag.endsWith(' TABLEGROUP')) return tag === 'CREATE TABLEGROUP' ? 'Run it on the standby by hand as well, before any table that is put into it.' : BY_HAND;
  if (tag === 'REASSIGN OWNED') return 'Change the owner object by object, with ALTER … OWNER TO, which is replicated; or run it on the standby by hand as well.';
  if (tag === 'CLUSTER') return 'Leave it out: YugabyteDB keeps rows in the order of the primary key.';
  return tag === 'BACKFILL INDEX' ? 'Leave it out: CREATE INDEX fills the index by itself.' : null;
}

function describe({ tag, object }: ChangeOf<'other'>): string {
  if (object?.type === 'tablegroup' && ON_ANY_OBJECT.has(tag)) return 'GRANT and REVOKE on a tablegroup';
  if (ON_ANY_OBJECT.has(tag)) return `${tag} on a ${object?.type ?? ''}${object === null || object.name === '' ? '' : ` (${quote(object.name)})`}`;
  return object === null || object.name === '' ? tag : `${tag} ${quote(object.name)}`;
}
