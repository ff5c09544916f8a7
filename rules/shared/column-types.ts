import { isSameName, quote } from './names.js';
import type { Column, QualifiedName, Schema, Table, TypeName } from '../../src/rule.js';

/** A type inside a column's type that xCluster does not bring over in any mode. */
export interface UnsupportedType {
  readonly kind: 'array' | 'row';
  readonly type: TypeName;
  /** The domain or composite type that brings it in, where the column does not have it itself. */
  readonly inside: QualifiedName | null;
}

/**
 * The first array of a domain, a row type or a multirange, or the first row type, that a column of this type holds: by
 * itself, or through domains and the attributes of composite types. What an array is made of is not looked into further.
 */
export function findUnsupported(kind: UnsupportedType['kind'], type: TypeName, schema: Schema): UnsupportedType | undefined {
  return search(kind, type, null, schema, []);
}

function search(kind: UnsupportedType['kind'], type: TypeName, inside: QualifiedName | null, schema: Schema, above: readonly QualifiedName[]): UnsupportedType | undefined {
  const { base, array } = type;
  // Nearly all columns have one of PostgreSQL's own types.
  if (base.schema === 'pg_catalog' && !array) return undefined;
  if (array && describeElement(type, schema) !== null) return kind === 'array' ? { kind, type, inside } : undefined;
  if (isRowType(type, schema)) return kind === 'row' ? { kind, type, inside } : undefined;
  const user = schema.type(base);
  if (user === undefined || above.some((name) => isSameName(name, base))) return undefined;
  const parts = user.baseType === null ? (user.attributes ?? []).map((attribute) => attribute.type) : [user.baseType];
  for (const part of parts) {
    const found = search(kind, part, inside ?? base, schema, [...above, base]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the array is made of, where xCluster supports no arrays of that; else null. */
export function describeElement(type: TypeName, schema: Schema): string | null {
  if (schema.type(type.base)?.kind === 'domain') return `the domain ${quote(type.base)}`;
  if (isRowType(type, schema)) return `the row type of ${quote(type.base)}`;
  if (!isMultirange(type, schema)) return null;
  return `the multirange ${quote(type.base.schema === 'pg_catalog' ? type.base.name : type.base)}`;
}

/** Whether the type, array or not, is a multirange: one of PostgreSQL's own, or that of a range which the migrations make. */
function isMultirange({ base }: TypeName, schema: Schema): boolean {
  if (base.schema === 'pg_catalog') return base.name.endsWith('multirange');
  if (schema.type(base) !== undefined || schema.table(base) !== undefined) return false;
  for (const range of schema.allTypes()) if (range.multirange !== undefined && isSameName(range.multirange, base)) return true;
  return false;
}

/** Whether the type, array or not, is the row type of a table or a view. */
function isRowType({ base }: TypeName, schema: Schema): boolean {
  return base.schema !== 'pg_catalog' && schema.type(base) === undefined && (schema.table(base)?.known === true || schema.view(base) !== undefined);
}

/** Whether some column has another type than one of PostgreSQL's own; an array of those counts. */
export function hasOtherTypes(table: Table): boolean {
  return table.columns.some(({ type }) => type.array || type.base.schema !== 'pg_catalog');
}

/** The columns that the table does not have from a parent or a pattern, whose finding stands there. */
export function ownColumns(table: Table): readonly Column[] {
  return table.partitionOf === null ? table.columns.filter((column) => column.via !== 'inheritance') : [];
}
