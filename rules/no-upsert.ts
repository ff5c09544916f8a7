import { defineRule, NOTHING, type ChangeContext, type ChangeOf } from '../src/rule.js';
import { objectOf, quote, quoteAll, spell } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

type Write = ChangeOf<'writeRows'>;

export default defineRule({
  id: 'no-upsert',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow `ON CONFLICT` and `MERGE` in routines on tables that both clusters write.',
  rationale: `\`ON CONFLICT\` and \`MERGE\` decide between inserting and updating by the rows of the cluster that runs them. A row that the other
cluster wrote a moment ago is not there yet, so both insert.

- Where the **primary key** decides, both have then written the same row, and the later write wins whole columns: an addition is lost.
- Where **another unique index** decides and the keys differ, both rows stay: neither cluster checks the rows that replication brings.
- **\`DO NOTHING\`** followed by reading the row back gives two callers two rows, until replication has settled on one.

The documentation says that the later write wins and that uniqueness holds within a cluster; what follows for these statements is our reasoning.`,
  remedy: `Give the row a key that both clusters come to by themselves (\`uuid_generate_v5\` of what makes it unique) and write whole rows, so that it does
not matter who was first; append rows instead of updating one; or let one cluster own each key.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Uniqueness is not guaranteed for rows that both clusters write at the same time; the later write of a row wins.'),
    cite(PAGES.multiMaster, 'Lists what does not work when both clusters write; conflicts are settled by the last write.'),
  ],

  on: {
    writeRows(change, context) {
      if (change.inRoutine === null || (change.onConflict === null && change.write !== 'merge') || !context.isReplicated(change.table)) return NOTHING;
      return [{
        clause: change.clause,
        message: () => message(change, context),
        help: () => ({ text: help(change, context) }),
        object: objectOf(change.table),
      }];
    },
  },
});

function message(change: Write, context: ChangeContext): string {
  const who = change.inRoutine === null ? 'This statement' : quote(`${spell(change.inRoutine)}()`);
  const how = change.write === 'merge' ? 'MERGE' : 'ON CONFLICT';
  const decides = `${who} leaves it to ${how} whether a row of ${quote(change.table)} is new, and ${how} sees only what has arrived`;
  return `${decides}: ${context.clusters[0]} and ${context.clusters[1]} can both insert it, and ${outcome(change, context)}.`;
}

function outcome(change: Write, context: ChangeContext): string {
  const keyed = byPrimaryKey(change, context);
  if (keyed === true) return 'then one of the two rows silently replaces the other';
  if (keyed === false) return `then both rows stay, with the same ${quoteAll(change.conflictColumns)}`;
  return 'then both rows stay, or one silently replaces the other where their primary keys are the same';
}

/** Null where that cannot be told. */
function byPrimaryKey({ table, conflictColumns }: Write, context: ChangeContext): boolean | null {
  const key = context.before.table(table)?.constraints.find((constraint) => constraint.type === 'primary key');
  if (key === undefined || conflictColumns.length === 0) return null;
  return key.columns.every((column) => conflictColumns.includes(column));
}

function help(change: Write, context: ChangeContext): string {
  const owner = `let one cluster own each row of ${quote(change.table)}`;
  if (byPrimaryKey(change, context) === true) return `It may stay where both clusters write the same whole row under that key; else append rows and read the newest, or ${owner}.`;
  const unique = change.conflictColumns.length === 0 ? 'what makes the row unique' : quoteAll(change.conflictColumns);
  return `Derive the primary key from ${unique} (uuid_generate_v5), so that both clusters write the same row, or ${owner}.`;
}
