import { defineRule, type ChangeOf, type ModeLevel, type RuleContext } from '../src/rule.js';
import { carriesSchema, receiver, writer } from './shared/clusters.js';
import { isTemporary, objectOf, quote } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

const UNTIL_SUPPORTED: ModeLevel = [{ level: 'error' }, { from: '2025.2.1.0', level: 'off' }];

export default defineRule({
  id: 'no-create-table-as',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `CREATE TABLE AS` and `SELECT INTO`.',
  rationale: `Both create a table and fill it in one statement. In every mode but automatic the new table joins the replication only after it is there on both
clusters, so its first rows are written before anything would carry them; and run on each cluster, the statement fills each table from that
cluster's own rows. Such a table also has no primary key: rows that are then the same on both clusters are two rows with two hidden keys.
YugabyteDB's documentation says that neither form is supported.

Automatic mode refuses both before 2025.2.1, and replicates them from that release on. A temporary table stays in its session and is not flagged.`,
  remedy: 'Create the table with a primary key, roll it out, and fill it with `INSERT … SELECT` on one cluster when it is replicated.',
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': UNTIL_SUPPORTED,
  },
  citations: [
    cite(PAGES.architecture, 'CREATE TABLE AS and SELECT INTO are not supported; CREATE TABLE and INSERT … SELECT do the same. In 2025.1 this holds for automatic mode too.'),
    cite(PAGES.automatic, 'Automatic mode as documented needs 2025.2.1 or later.'),
  ],

  on: {
    *createTableAs(change, context) {
      if (!change.effective || isTemporary(change.table) || !context.isReplicated(change.table)) return;
      const form = change.form === 'as' ? 'CREATE TABLE AS' : 'SELECT INTO';
      yield {
        clause: change.clause,
        message: () =>
          carriesSchema(context)
            ? `${form} makes ${quote(change.table)}, and automatic mode refuses that in YugabyteDB ${context.version.text}.`
            : change.withData
              ? `${form} makes and fills ${quote(change.table)} at once, which xCluster does not support: ${consequence(context)}.`
              : `${form} makes ${quote(change.table)} without a primary key, and YugabyteDB's documentation says that xCluster does not support it; WITH NO DATA is not excepted.`,
        help: () => ({ text: adviseOn(change, context) }),
        object: objectOf(change.table),
      };
    },
  },
});

function adviseOn({ table, withData }: ChangeOf<'createTableAs'>, context: RuleContext): string {
  const where = carriesSchema(context) ? '' : context.mode === 'transactional-semi-automatic' ? ', on both clusters' : ', on both clusters, and add it to the replication';
  const create = `Create ${quote(table)} with its columns and a primary key${where}`;
  return withData ? `${create}; then fill it with INSERT … SELECT on ${writer(context)}.` : `${create}.`;
}

function consequence(context: RuleContext): string {
  if (context.mode === 'bidirectional' || context.mode === 'non-transactional') {
    return `its rows are written before the table is replicated, and on ${receiver(context)} the same statement fills the table from the rows that are there`;
  }
  return 'the standby takes no writes, so the statement cannot run there, and the two schemas differ';
}
