import type { Constraint, QualifiedName, Sequence, View } from '../model.js';
import { isSameName, type Catalog } from '../schema.js';
import { dropColumn } from './columns.js';
import { dropRowTypeUsers } from './cascades.js';
import { dropKeysToTablesAbove } from './target-partitions.js';
import { edited, withoutConstraints } from './edit.js';

/** `DROP TABLE` with all that goes with it: partitions and children, views, foreign keys to it, owned sequences. */
export function dropTable(catalog: Catalog, name: QualifiedName): Catalog {
  const table = catalog.table(name);
  if (table === undefined) return catalog;
  let result = dropKeysToTablesAbove(catalog, table);
  for (const child of catalog.children(name)) result = dropTable(result, child);
  result = dropViews(result, name, () => true);
  result = dropForeignKeysTo(result, name, () => true);
  const sequences = result.sequencesOwnedBy(name);
  result = dropRowTypeUsers(result.withoutTable(name), name);
  for (const sequence of sequences) result = dropSequence(result, sequence);
  return result;
}

/** Drops the views that read a relation and what reads them, as far as they use what goes. */
export function dropViews(catalog: Catalog, name: QualifiedName, isAffected: (view: View) => boolean): Catalog {
  let result = catalog;
  for (const view of catalog.viewsReading(name)) {
    if (isAffected(view)) result = dropView(result, view);
  }
  return result;
}

/** `DROP VIEW` with the views that read it. */
export function dropView(catalog: Catalog, name: QualifiedName): Catalog {
  return dropViews(catalog.withoutView(name), name, () => true);
}

/** Drops foreign keys of other tables to this one. */
export function dropForeignKeysTo(catalog: Catalog, name: QualifiedName, isAffected: (constraint: Constraint) => boolean): Catalog {
  let result = catalog;
  for (const { table } of catalog.foreignKeysTo(name)) {
    result = edited(result, table, (other) =>
      withoutConstraints(other, (constraint) => constraint.references !== null && isSameName(constraint.references.table, name) && isAffected(constraint)),
    );
  }
  return result;
}

/** `DROP SEQUENCE`: defaults that use it go, and nobody owns it any more. */
export function dropSequence(catalog: Catalog, name: QualifiedName): Catalog {
  const sequence = catalog.sequence(name);
  if (sequence === undefined) return catalog;
  let result = catalog.withoutSequence(name);
  for (const table of catalog.tablesUsingSequence(name)) {
    result = edited(result, table, (user) => ({
      ...user,
      columns: user.columns.map((column) =>
        column.default?.sequence != null && isSameName(column.default.sequence, name) ? { ...column, default: null, defaultClause: null, serial: null } : column,
      ),
    }));
  }
  return disowned(result, sequence);
}

/** Takes the sequence off the column that owned it; another one that the column owns takes its place. */
export function disowned(catalog: Catalog, sequence: Sequence): Catalog {
  const { ownedBy } = sequence;
  if (ownedBy === null) return catalog;
  const other = catalog.sequencesOwnedBy(ownedBy.table).find((owned) => owned.ownedBy?.column === ownedBy.column && !isSameName(owned, sequence));
  const next = other === undefined ? null : { schema: other.schema, name: other.name };
  return edited(catalog, ownedBy.table, (table) => ({
    ...table,
    columns: table.columns.map((column) => (column.name === ownedBy.column && column.sequence !== null && isSameName(column.sequence, sequence) ? { ...column, sequence: next } : column)),
  }));
}

/** Drops a key's constraint or index, with what belongs to it on partitions and the foreign keys that need it. */
export function dropKey(catalog: Catalog, name: QualifiedName, indexName: string): Catalog {
  const table = catalog.table(name);
  const index = table?.indexes.find((candidate) => candidate.name === indexName);
  if (table === undefined || index === undefined) return catalog;
  let result = catalog;
  const columns = index.keys.map((key) => key.column);
  // A foreign key needs the first unique index on the columns that it references.
  const needed = table.indexes.find((other) => other.unique && other.predicate === null && isSameSet(other.keys.map((key) => key.column), columns));
  if (needed === index) {
    result = dropForeignKeysTo(result, name, (key) => isSameSet(key.references?.columns ?? [], columns));
  }
  result = edited(result, name, (before) => ({
    ...before,
    indexes: before.indexes.filter((other) => other.name !== indexName),
    constraints: before.constraints.filter((constraint) => constraint.name !== index.constraint),
  }));
  for (const child of catalog.children(name)) {
    for (const below of child.indexes) if (below.parent === indexName) result = dropKey(result, child, below.name);
  }
  return result;
}

function isSameSet(a: readonly (string | null)[], b: readonly (string | null)[]): boolean {
  return a.length === b.length && a.every((name) => name !== null && b.includes(name));
}

/** Drops the columns of a type that goes, and those of arrays of it. */
export function dropColumnsOfType(catalog: Catalog, type: QualifiedName): Catalog {
  let result = catalog;
  for (const table of catalog.tablesWithType(type)) {
    for (const column of table.columns) if (isSameName(column.type.base, type)) result = dropColumn(result, table, column.name, false);
  }
  return result;
}
