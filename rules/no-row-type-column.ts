import { defineRule, NOTHING, type Problem, type StateContext, type Table } from '../src/rule.js';
import { findUnsupported, hasOtherTypes, ownColumns } from './shared/column-types.js';
import { objectOf, quote } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-row-type-column',
  kind: 'state',
  topic: 'schema-changes',
  summary: "Disallow columns whose type is a table's row type.",
  rationale: `A table is also a type, and a column may have it. Its values are stored with the identifier of that type, which each cluster's catalog gives out by
itself, and xCluster does not translate it in any mode. YugabyteDB's documentation says plainly that columns whose types involve row types
are not supported, and a domain over a row type, or a composite type with an
attribute of one, involves it too. A type made by \`CREATE TYPE … AS (…)\` is another matter, and has a rule of its own.`,
  remedy: 'Reference the row by a foreign key, copy the columns, or keep the value as `jsonb`.',
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'error',
  },
  citations: [cite(PAGES.architecture, 'Columns whose types involve row types are not supported in any mode.')],

  on: {
    table: (table, context) => (hasOtherTypes(table) ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  if (!context.isReplicated(table)) return;
  for (const column of ownColumns(table)) {
    const found = findUnsupported('row', column.type, context.schema);
    if (found === undefined) continue;
    const { type, inside } = found;
    yield {
      clause: column.typeClause,
      message: () =>
        `${quote(column.name)} of ${quote(table)} has ${inside === null ? '' : `the type ${quote(inside)}, which holds `}the row type of ${quote(type.base)}: its values hold the identifier of that type, which can differ between the clusters, and xCluster does not support such columns.`,
      help: () => ({ text: `Reference a row of ${quote(type.base)} by its key, copy the columns that are needed, or keep the value as jsonb.` }),
      object: objectOf(table, column.name),
    };
  }
}
