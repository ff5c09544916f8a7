import { defineRule } from '../src/rule.js';
import { treeName } from './shared/ast.js';
import { objectOf, quote } from './shared/names.js';
import { citeIssue } from './shared/sources.js';

export default defineRule({
  id: 'no-concurrent-refresh',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `REFRESH MATERIALIZED VIEW CONCURRENTLY` in automatic mode.',
  rationale: `A plain refresh builds the view's storage anew, and automatic mode carries that over as a schema change, with the new rows. A concurrent refresh
changes the rows in place instead. The standby runs the statement without its data, and ends with an empty view.

How sure we are: one open issue reports it, for releases from 2025.2 on.`,
  remedy: 'Refresh without `CONCURRENTLY`. Readers of the view wait while it runs.',
  confidence: 'reported',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': [{ level: 'off' }, { from: '2025.2.1.0', level: 'error' }],
  },
  citations: [citeIssue(33714, 'A refresh that works in place empties the materialized view on the target of automatic replication.')],

  on: {
    *refreshView(change) {
      if (!change.concurrently) return;
      yield {
        clause: change.clause,
        message: () => `The concurrent refresh of ${quote(change.name)} changes its rows in place, and leaves the view empty on the standby.`,
        help: () => ({ text: 'Refresh it without CONCURRENTLY.', sql: [{ form: 'statement', ast: { type: 'refresh materialized view', name: treeName(change.name) } }] }),
        object: objectOf(change.name),
      };
    },
  },
});
