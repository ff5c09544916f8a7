import { defineRule, NOTHING, type Problem, type StateContext, type Table } from '../src/rule.js';
import { belongsToParent } from './shared/keys.js';
import { objectOf, proposedName, quote, quoteAll } from './shared/names.js';
import { cite, citeFile, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-multi-column-check',
  kind: 'state',
  topic: 'keys',
  summary: 'Disallow `CHECK` constraints over two or more columns.',
  rationale: `A check is evaluated on the cluster that takes the write. What replication brings is not checked again. An \`UPDATE\` of one column on
one cluster and of another column on the other, at the same time, each pass their check; replication then puts both columns
into one row that neither cluster would have accepted.

A check over a single column stays true, for each value that arrives was checked where it was written.

An \`UPDATE\` that sets every column of the check writes all of them, and the row of the later one stays whole. That does not hold for a column
that an index or a foreign key holds: newer releases compare it with what it was, to save work on the index, and leave it out where it stays the same.`,
  remedy: `Let one cluster own each row; or, where no index and no foreign key holds the columns of the check, set all of them in every \`UPDATE\`. Look for rows that break it from time to time.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'info',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Foreign keys, unique constraints and other constraints of the user cannot be guaranteed for data written from both clusters at once.'),
    { ...citeFile(FILES.updateOptimization, 'An UPDATE compares the columns of indexes and foreign keys with their old values, and writes none that stays the same.'), checked: '2026-11-25' },
  ],

  on: {
    table: (table, context) => (table.constraints.some((constraint) => constraint.type === 'check') ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  if (!context.isReplicated(table)) return;
  for (const constraint of table.constraints) {
    const { expression } = constraint;
    if (constraint.type !== 'check' || expression === null || expression.columns.length < 2) continue;
    if (belongsToParent(constraint) || constraint.via === 'inheritance') continue;
    yield {
      clause: constraint.origin,
      message: () => {
        const [a, b] = context.clusters;
        return `${quote(constraint.name)} of ${quote(table)} compares ${quoteAll(expression.columns)}, and each cluster checks only its own writes: an update of one on ${a} and of another on ${b} can meet in a row that breaks it.`;
      },
      help: () => ({
        text: `Let one cluster own each row of ${quote(table)}, or set all of these columns in every UPDATE, where no index and no foreign key holds them; look for rows that break it from time to time.`,
        sql: [{ form: 'findViolations', table: proposedName(table), condition: expression.text }],
      }),
      object: objectOf(table, constraint.name),
    };
  }
}
