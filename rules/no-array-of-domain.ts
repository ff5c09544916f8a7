import { defineRule, type Schema, type TypeName } from '../src/rule.js';
import { isMultirange, isRowType, ownColumns } from './shared/column-types.js';
import { objectOf, quote, spell } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-array-of-domain',
  kind: 'state',
  topic: 'schema-changes',
  summary: 'Disallow columns that are arrays of a domain, a row type or a multirange.',
  rationale: `A stored array carries the identifier of its elements' type. For arrays of domains, of row types and of multiranges xCluster has no way to bring
the identifiers of two clusters together, not even in automatic mode, which does it for enums, composite types and ranges. What one cluster
writes the other may not be able to read.

YugabyteDB's documentation asks not to create, alter or drop such array types while replication is active, in any mode; a table with
such a column makes one.`,
  remedy: "Make it an array of the domain's base type, and check the elements where they are written; or a table of its own with a row for each element.",
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'error',
  },
  citations: [
    cite(PAGES.architecture, 'In every mode array types over row types, domains and multiranges should not be created, altered or dropped while replication is active.'),
    citeIssue(24079, 'Automatic mode does not yet support arrays of domains and row types.'),
  ],

  on: {
    *table(table, context) {
      if (!context.isReplicated(table)) return;
      for (const column of ownColumns(table)) {
        const { type } = column;
        if (!type.array) continue;
        const what = describeElement(type, context.schema);
        if (what === null) continue;
        yield {
          clause: column.typeClause,
          // PostgreSQL's own multiranges have the same identifiers everywhere; the documentation does not except them.
          message: () => `${quote(column.name)} of ${quote(table)} is an array of ${what}: ${type.base.schema === 'pg_catalog' ? '' : 'its values hold the identifier of that type, which differs between the clusters, and '}xCluster does not support such arrays in any mode.`,
          help: () => ({ text: adviseOn(type, context.schema) }),
          object: objectOf(table, column.name),
        };
      }
    },
  },
});

function describeElement(type: TypeName, schema: Schema): string | null {
  if (schema.type(type.base)?.kind === 'domain') return `the domain ${quote(type.base)}`;
  if (isRowType(type, schema)) return `the row type of ${quote(type.base)}`;
  return isMultirange(type, schema) ? `the multirange ${quote(type.base.schema === 'pg_catalog' ? type.base.name : spell(type.base))}` : null;
}

function adviseOn(type: TypeName, schema: Schema): string {
  const base = schema.type(type.base)?.baseType;
  if (base !== undefined && base !== null) return `Make it ${base.text}[], and check the elements where they are written; or keep them as rows of a table of their own.`;
  return 'Keep the elements as rows of a table of their own, or as jsonb.';
}
