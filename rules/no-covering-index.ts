import { defineRule, type Index, type ProposedFix, type Table } from '../src/rule.js';
import { belongsToParent, isInverted, isLeftToVectorRule, isPlainIndex, proposeIndex } from './shared/keys.js';
import { join, objectOf, quote, quoteAll } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-covering-index',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow covering, partial and GIN indexes on tables that both clusters write.',
  rationale: `Entries of an index are rows of their own to replication. The more of the row they copy, the more updates touch them, and every pair of
updates of one row on two clusters at the same time can leave an entry that does not fit the row.

- \`INCLUDE\` copies columns into the entry: an update of any of them is an update of the entry.
- A **partial** index decides by its condition whether the row has an entry, on the cluster that writes: a row can end up in the index
  and outside of its condition, or the other way round.
- A **GIN** index has an entry for each element or word, so one update touches many.`,
  remedy: `Leave \`INCLUDE\` out, index the whole table instead of a part of it, or let one cluster own each row.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  fix: {
    safety: 'unsafe',
    what: 'Takes `INCLUDE (…)` out: queries that read the included columns go to the table. None for a partial or a GIN index.',
    brings: ['no-secondary-index'],
  },
  citations: [cite(PAGES.architecture, 'Concurrent updates of one index row, its included columns too, can corrupt the index when replication is not transactional.')],

  on: {
    *index(index, table, context) {
      if (!context.isReplicated(table) || isLeftToVectorRule(index, context) || isPlainIndex(index)) return;
      if (index.unique || index.constraint !== null || belongsToParent(index)) return;
      yield {
        clause: index.origin,
        message: () => `${describe(index)}: when ${context.clusters[0]} and ${context.clusters[1]} update the same row of ${quote(table)} at the same time, ${consequence(index)}.`,
        help: () => help(index, table),
        object: objectOf(table, index.name),
        fix: () => fix(index, table),
      };
    },
  },
});

function describe(index: Index): string {
  if (isInverted(index)) return `GIN index ${quote(index.name)} has many entries for a row`;
  if (index.include.length > 0) return `${quote(index.name)} copies ${quoteAll(index.include)} into its entries`;
  return `${quote(index.name)} holds only rows where ${index.predicate?.text ?? 'its condition'}`;
}

function consequence(index: Index): string {
  if (isInverted(index)) return 'it can keep entries for elements that the row no longer has';
  if (index.include.length > 0) return 'its entry can keep values that the row no longer has';
  return 'it can keep a row that no longer fits, or miss one that does';
}

function help(index: Index, table: Table): { text: string; sql?: ReturnType<typeof proposeIndex>[] } {
  const owner = `let one cluster own each row of ${quote(table)}`;
  if (isInverted(index)) return { text: `Index it only if its column never changes after the insert, or ${owner}.` };
  const lean = [proposeIndex(table, index, { include: [], predicate: null })];
  const steps = [...(index.include.length > 0 ? ['leave INCLUDE out'] : []), ...(index.predicate === null ? [] : ['index the whole table'])];
  return { text: `Either ${join(steps)}, or ${owner}.`, sql: lean };
}

function fix(index: Index, table: Table): ProposedFix | null {
  // With a condition left, so is the finding.
  if (index.via !== 'statement' || index.include.length === 0 || index.predicate !== null || isInverted(index)) return null;
  return {
    title: `Leave INCLUDE out: ${quote(index.name)} no longer holds ${quoteAll(index.include)}`,
    safety: 'unsafe',
    effects: [{ change: 'changes', part: 'index', table, name: index.name }],
    edits: [{ form: 'leaveOutInclude', statement: index.origin.statement }],
  };
}
