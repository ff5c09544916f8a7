import { defineRule, NOTHING, type Help, type RewriteRule, type StateContext, type Table } from '../src/rule.js';
import { objectOf, proposedName, quote } from './shared/names.js';
import { cite, citeFile, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-rewrite-rule',
  kind: 'state',
  topic: 'data-and-sessions',
  summary: 'Disallow `CREATE RULE` on replicated tables.',
  rationale: `A rewrite rule turns a statement into another one before it runs. xCluster applies rows below the query layer, so a rule works on the cluster
on which the statement runs, and rows that replication brings never meet it. What the rule discards on one cluster can be written on the other
one; what it writes to other replicated tables travels as rows.

That follows from how replication works; the documentation speaks of triggers, not of rules. It also says that the type of a column cannot be
altered where the table has rules. Views have rules of their own, and are not meant here. Automatic mode carries the rule itself to the
standby, where nobody writes, and is silent.`,
  remedy: `Do in the application, or in the statement itself, what the rule does. Where a table only has to refuse something, take the privilege away
(\`REVOKE DELETE …\`), on both clusters.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'info',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Replication works below the query layer: triggers, for one, fire on the cluster of the write only.'),
    cite(PAGES.alterTable, 'The type of a column cannot be altered on tables that have rules.'),
    citeFile(FILES.ddlEndHandler, 'Automatic mode carries CREATE RULE, ALTER RULE and DROP RULE.'),
  ],

  on: {
    table(table, context) {
      if (table.rules === undefined || !context.isReplicated(table)) return NOTHING;
      return table.rules
        .filter(({ enabled }) => enabled)
        .map((rule) => ({ clause: rule.origin, message: () => message(table, rule, context), help: () => help(table, rule, context), object: objectOf(table, rule.name) }));
    },
  },
});

function message(table: Table, rule: RewriteRule, context: StateContext): string {
  const event = rule.event.toUpperCase();
  const what = `Rule ${quote(rule.name)} ${rule.instead ? `replaces each ${event}` : `adds to each ${event}`} on ${quote(table)}`;
  if (context.mode === 'bidirectional') return `${what} on the cluster where the statement runs, and nowhere else: rows that come from the other cluster never meet it.`;
  return `${what} on the ${context.mode === 'non-transactional' ? 'source' : 'primary'} only: replication writes rows, not statements, and rules rewrite statements.`;
}

function help(table: Table, rule: RewriteRule, context: StateContext): Help {
  if (context.mode === 'bidirectional') {
    return { text: 'Do in the statement or in the application what the rule does, then drop it; where it stays, both clusters need the same one.', sql: [{ form: 'dropRule', name: rule.name, table: proposedName(table) }] };
  }
  const moment = context.mode === 'non-transactional' ? 'once writes move to the target' : 'after a failover';
  return { text: `Create it on the other cluster too, so that it works there ${moment}.` };
}
