import { defineRule } from '../src/rule.js';
import { isTemporary, objectOf, quote, quoteSome } from './shared/names.js';
import { citeIssue } from './shared/sources.js';

export default defineRule({
  id: 'no-create-table-as-from-temporary',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `CREATE TABLE AS` that reads a temporary table or view, in automatic mode.',
  rationale: `Automatic mode sends the statement's text to the standby and runs it there, to make the table; its rows come by replication. A temporary
table exists in one session of the primary, so on the standby the statement names something that is not there. It is tried a few times, then
the replication of schema changes pauses, and with it the time up to which the standby can be read, until somebody repairs it by hand.

How sure we are: one open issue reports this, with a way to reproduce it on 2025.2.5.`,
  remedy: 'Create the table with its columns, then `INSERT … SELECT` from the temporary one: rows travel as rows.',
  confidence: 'reported',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'error',
  },
  citations: [citeIssue(34017, 'CREATE TABLE AS over a temporary table is replayed on the target, where that table does not exist, and pauses the replication of DDL.')],

  on: {
    *createTableAs(change, context) {
      if (context.levelOf('no-create-table-as') !== 'off') return;
      if (!change.effective || isTemporary(change.table) || !context.isReplicated(change.table)) return;
      const temporary = change.reads.filter(isTemporary).map(({ name }) => name);
      if (temporary.length === 0) return;
      yield {
        clause: change.clause,
        message: () =>
          `${quote(change.table)} is made from ${quoteSome(temporary, 3)}, which ${temporary.length === 1 ? 'is' : 'are'} temporary: the standby runs the same statement without having ${temporary.length === 1 ? 'it' : 'them'}, which fails, and the replication of schema changes pauses until it is repaired by hand.`,
        help: () => ({ text: `Create ${quote(change.table)} with its columns${change.withData ? ` first, then fill it with INSERT … SELECT from ${quoteSome(temporary, 3)}` : ' written out'}.` }),
        object: objectOf(change.table),
      };
    },
  },
});
