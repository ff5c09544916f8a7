import { defineRule } from '../src/rule.js';
import { treeName } from './shared/ast.js';
import { objectOf, quote } from './shared/names.js';
import { citeIssue } from './shared/sources.js';

export default defineRule({
  id: 'no-concurrent-refresh',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `REFRESH MATERIALIZED VIEW CONCURRENTLY` in automatic mode.',
  rationale: `A plain refresh builds the view's storage anew, and automatic mode carries that over as a schema change whose rows follow. A concurrent refresh
keeps the storage and changes its rows. Those changes reach the standby as rows, and are there when the standby replays the statement itself:
it works out the view's new contents without its data, so against nothing at all, and deletes every row.

How sure we are: one open issue explains it from the source, for releases from 2025.2 on.`,
  remedy: 'Refresh without `CONCURRENTLY`. Readers of the view wait while it runs.',
  confidence: 'reported',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': [{ level: 'off' }, { from: '2025.2.1.0', level: 'error' }],
  },
  fix: { safety: 'safe', what: 'Takes the word `CONCURRENTLY` out.', brings: [] },
  citations: [citeIssue(33714, 'A refresh that works in place empties the materialized view on the target of automatic replication.')],

  on: {
    *refreshView(change) {
      if (!change.concurrently) return;
      yield {
        clause: change.clause,
        message: () => `The concurrent refresh of ${quote(change.name)} changes its rows in place; the standby replays the statement without its data and deletes them all.`,
        help: () => ({ text: 'Refresh it without CONCURRENTLY.', sql: [{ form: 'statement', ast: { type: 'refresh materialized view', name: treeName(change.name) } }] }),
        object: objectOf(change.name),
        fix: () => ({ title: 'Refresh without CONCURRENTLY', safety: 'safe', effects: [], edits: [{ form: 'plainRefresh', statement: change.statement }] }),
      };
    },
  },
});
