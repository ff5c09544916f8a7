import type { Column, QualifiedName, Schema, Table, TypeName } from '../../src/rule.js';

/** A range type's multirange, as PostgreSQL names it where the user does not: `floatrange` has `floatmultirange`, `span` has `span_multirange`. */
export function multirangeName(range: QualifiedName): string {
  return range.name.includes('range') ? range.name.replace('range', 'multirange') : `${range.name}_multirange`;
}

/** Whether the type, array or not, is a multirange: one of PostgreSQL's own, or that of a range which the migrations make. */
export function isMultirange(type: TypeName, schema: Schema): boolean {
  const { base } = type;
  if (base.schema === 'pg_catalog') return base.name.endsWith('multirange');
  if (schema.type(base) !== undefined || schema.table(base) !== undefined) return false;
  for (const range of schema.allTypes()) if (range.kind === 'range' && range.schema === base.schema && multirangeName(range) === base.name) return true;
  return false;
}

/** Whether the type, array or not, is the row type of a table or a view. */
export function isRowType(type: TypeName, schema: Schema): boolean {
  return type.base.schema !== 'pg_catalog' && schema.type(type.base) === undefined && (schema.table(type.base)?.known === true || schema.view(type.base) !== undefined);
}

/** The columns that the table does not have from a parent or a pattern, whose finding stands there. */
export function ownColumns(table: Table): readonly Column[] {
  return table.partitionOf === null ? table.columns.filter((column) => column.via !== 'inheritance') : [];
}
