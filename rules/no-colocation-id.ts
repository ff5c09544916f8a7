import { defineRule, type Problem } from '../src/rule.js';
import { indexAsHolder, tableAsHolder, type Holder } from './shared/colocation-ids.js';
import { cite, citeFile, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-colocation-id',
  kind: 'state',
  topic: 'data-and-sessions',
  summary: 'Disallow `COLOCATION_ID` in automatic mode.',
  rationale: `Automatic mode gives the standby the colocation id that the primary chose, together with the statement. The documentation says to write no
\`COLOCATION_ID\` in this mode, neither on tables nor on indexes. What happens where one is written it does not say.

In all other modes it is the other way round: there the id has to be written, see \`require-colocation-id\`.`,
  remedy: 'Leave `COLOCATION_ID` out. `colocation = false` may stay.',
  confidence: 'documented',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'error',
  },
  fix: {
    safety: 'safe',
    what: 'Takes the option out, and the whole `WITH (…)` where it is the only one. None where a `LIKE` or a partitioned parent brought the index.',
    brings: [],
  },
  citations: [
    cite(PAGES.colocation, 'Automatic mode: do not specify a colocation id when creating tables or indexes.'),
    citeFile(FILES.ddlEndHandler, 'The colocation id of each new relation is recorded with the statement.'),
  ],

  on: {
    *table(table, context) {
      if (table.colocationId !== null && context.isReplicated(table)) yield problem(tableAsHolder(table), true);
    },
    *index(index, table, context) {
      if (index.colocationId !== undefined && context.isReplicated(table)) yield problem(indexAsHolder(index, table), index.via === 'statement' || index.via === 'constraint');
    },
  },
});

function problem(holder: Holder, isWritten: boolean): Problem {
  return {
    clause: holder.origin,
    message: () => `COLOCATION_ID ${String(holder.id)} is written for ${holder.what}: in automatic mode the standby is told the id that the primary chose, and the documentation says to write none.`,
    help: () => ({ text: 'Leave COLOCATION_ID out.' }),
    object: holder.object,
    fix: () => (isWritten ? { title: 'Leave COLOCATION_ID out', safety: 'safe', effects: [], edits: [{ form: 'leaveOutOption', clause: holder.origin, option: 'colocation_id' }] } : null),
  };
}
