import { defineRule, NOTHING, type Problem, type Schema, type StateContext, type Table } from '../src/rule.js';
import { describeElement, findUnsupported, hasOtherTypes, ownColumns, type UnsupportedType } from './shared/column-types.js';
import { objectOf, quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-array-of-domain',
  kind: 'state',
  topic: 'schema-changes',
  summary: 'Disallow columns that are arrays of a domain, a row type or a multirange.',
  rationale: `A stored array carries the identifier of its elements' type. For arrays of domains, of row types and of multiranges xCluster has no way to bring
the identifiers of two clusters together, not even in automatic mode, which does it for enums, composite types and ranges. What one cluster
writes the other may not be able to read.

A column has such an array by itself, or inside of a domain or a composite type. YugabyteDB's documentation asks not to create, alter or drop
such array types while replication is active, in any mode.`,
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
    table: (table, context) => (hasOtherTypes(table) ? judge(table, context) : NOTHING),
  },
});

function* judge(table: Table, context: StateContext): Iterable<Problem> {
  if (!context.isReplicated(table)) return;
  for (const column of ownColumns(table)) {
    const found = findUnsupported('array', column.type, context.schema);
    if (found === undefined) continue;
    yield {
      clause: column.typeClause,
      message: () => `${quote(column.name)} of ${quote(table)} ${describe(found, context.schema)} xCluster does not support such arrays in any mode.`,
      help: () => ({ text: adviseOn(found, context.schema) }),
      object: objectOf(table, column.name),
    };
  }
}

function describe({ type, inside }: UnsupportedType, schema: Schema): string {
  const array = `an array of ${describeElement(type, schema) ?? quote(type.base)}`;
  const holds = inside === null ? `is ${array}` : `has the type ${quote(inside)}, which holds ${array}`;
  // PostgreSQL's own multiranges have the same identifiers everywhere; the documentation does not except them.
  return type.base.schema === 'pg_catalog' ? `${holds}:` : `${holds}: such values hold the identifier of the element's type, which can differ between the clusters, and`;
}

function adviseOn({ type, inside }: UnsupportedType, schema: Schema): string {
  const base = schema.type(type.base)?.baseType;
  const whose = inside === null ? 'it' : `that part of ${quote(inside)}`;
  if (base !== undefined && base !== null && !base.array && findUnsupported('row', base, schema) === undefined) return `Make ${whose} ${base.text}[], and check the elements where they are written; or keep them as rows of a table of their own.`;
  return `Keep the elements as rows of a table of their own, or ${inside === null ? 'as' : `make ${whose}`} jsonb.`;
}
