import type { ChangeOf } from '../change.js';
import { inheritedColumn } from '../inheritance.js';
import { renamedColumnIn } from '../interpret/expression.js';
import { usesColumn } from '../interpret/queries.js';
import { indexMentions } from '../keys.js';
import type { Column, Constraint, Index, QualifiedName, Table } from '../model.js';
import { isSameName, type Catalog } from '../schema.js';
import { dropForeignKeysTo, dropSequence, dropTable, dropViews } from './drops.js';
import { edited, editedTree, parentsOf } from './edit.js';

/** `ADD COLUMN`, handed down to children; a child's column of the same name stays. */
export function addColumn(catalog: Catalog, change: ChangeOf<'addColumn'>): Catalog {
  if (!change.effective) return catalog;
  const withSequence = change.sequence === undefined ? catalog : catalog.withSequence(change.sequence);
  return withColumn(withSequence, change.table, change.column, change.onlyTable === true);
}

function withColumn(catalog: Catalog, name: QualifiedName, column: Column, only: boolean): Catalog {
  let result = edited(catalog, name, (table) =>
    table.columns.some((own) => own.name === column.name) ? table : { ...table, columns: table.columns.concat(column) },
  );
  if (only) return result;
  for (const child of catalog.children(name)) result = withColumn(result, child, inheritedColumn(column), false);
  return result;
}

/** Edits one column of a table and, unless `only`, of the tables below it. */
export function editColumn(catalog: Catalog, name: QualifiedName, only: boolean, column: string, edit: (column: Column) => Column): Catalog {
  return editedTree(catalog, name, only, (table) => ({
    ...table,
    columns: table.columns.map((own) => (own.name === column ? edit(own) : own)),
  }));
}

/** `ALTER COLUMN … TYPE`: indexes on the column are made anew. */
export function changeType(catalog: Catalog, change: ChangeOf<'alterColumnType'>): Catalog {
  const { table: name, column: columnName, onlyTable } = change;
  const typeClause = change.typeClause ?? change.clause;
  return editedTree(catalog, name, onlyTable === true, (table) => ({
    ...table,
    columns: table.columns.map((own) => (own.name === columnName ? retyped(own, change, typeClause) : own)),
    indexes: table.indexes.some((index) => indexMentions(index, columnName)) ? table.indexes.map((index) => (indexMentions(index, columnName) ? remade(index) : index)) : table.indexes,
  }));
}

/** A collation that is not written again is the new type's own. */
function retyped({ collation: _collation, ...column }: Column, { to: type, collation }: ChangeOf<'alterColumnType'>, typeClause: Column['typeClause']): Column {
  return { ...column, type, typeClause, ...(collation === undefined ? {} : { collation }) };
}

/** An index made anew calls its columns what the table calls them now. */
function remade({ includeNames: _names, ...index }: Index): Index {
  return { ...index, keys: index.keys.map(({ name, ...key }) => (key.column !== null || name === undefined ? key : { ...key, name })) };
}

/** `DROP COLUMN` as a statement has it: the table remembers the column, and so do the tables below that lost it with it. */
export function dropColumnByName(catalog: Catalog, change: ChangeOf<'dropColumn'>): Catalog {
  const { table: name, column } = change;
  const only = change.onlyTable === true;
  const result = dropColumn(catalog, name, column, only);
  return editedTree(result, name, only, (table) => {
    const before = catalog.table(table);
    const wasThere = before !== undefined && (hasColumn(before, column) || before.columnsKnown === false);
    if (!wasThere || hasColumn(table, column)) return table;
    const others = (table.droppedColumns ?? []).filter((dropped) => dropped.name !== column);
    return { ...table, droppedColumns: [...others, { name: column, clause: change.clause }] };
  });
}

function hasColumn(table: Table, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}

/** `DROP COLUMN`: with all that mentions the column, and from children that have it from nobody else. */
export function dropColumn(catalog: Catalog, name: QualifiedName, column: string, only: boolean): Catalog {
  const table = catalog.table(name);
  const dropped = table?.columns.find((own) => own.name === column);
  if (table === undefined || dropped === undefined) return catalog;
  // Only the end of its type can take a column from a table that is partitioned by it.
  if (table.partitionKey?.includes(column) === true) return dropTable(catalog, name);
  let result = dropViews(catalog, name, (view) => usesColumn(view, name, column));
  result = dropForeignKeysTo(result, name, (key) => key.references?.columns.includes(column) === true);
  result = edited(result, name, (before) => withoutColumn(before, column));
  for (const sequence of catalog.sequencesOwnedBy(name)) {
    if (sequence.ownedBy?.column === column) result = dropSequence(result, sequence);
  }
  // A generated column cannot outlive what it is made of.
  for (const other of table.columns) {
    if (other.name !== column && other.generated?.columns.includes(column) === true) result = dropColumn(result, name, other.name, only);
  }
  for (const child of catalog.children(name)) {
    result = only ? edited(result, child, (below) => withLocalColumn(below, column)) : dropFromChild(result, child, name, column);
  }
  return result;
}

function dropFromChild(catalog: Catalog, child: Table, parent: QualifiedName, column: string): Catalog {
  const own = child.columns.find((candidate) => candidate.name === column);
  if (own === undefined || own.via !== 'inheritance') return catalog;
  const hasOther = parentsOf(child).some(
    (other) => !isSameName(other, parent) && catalog.table(other)?.columns.some((candidate) => candidate.name === column) === true,
  );
  return hasOther ? catalog : dropColumn(catalog, child, column, false);
}

function withLocalColumn(table: Table, column: string): Table {
  return { ...table, columns: table.columns.map((own) => (own.name === column ? { ...own, via: 'definition' } : own)) };
}

function withoutColumn(table: Table, column: string): Table {
  const constraints = table.constraints.filter((constraint) => !mentions(constraint, column));
  const kept = new Set(constraints.map((constraint) => constraint.name));
  return {
    ...table,
    columns: table.columns.filter((own) => own.name !== column),
    constraints,
    indexes: table.indexes.filter((index) => !indexMentions(index, column) && (index.constraint === null || kept.has(index.constraint))),
    triggers: table.triggers.filter((trigger) => trigger.columns?.includes(column) !== true),
  };
}

function mentions(constraint: Constraint, column: string): boolean {
  return constraint.columns.includes(column) || constraint.include.includes(column) || constraint.expression?.columns.includes(column) === true;
}

/** `RENAME COLUMN`, below the table too, and wherever the column is mentioned. */
export function renameColumn(catalog: Catalog, name: QualifiedName, from: string, to: string): Catalog {
  let result = edited(catalog, name, (table) => withRenamedColumn(table, from, to));
  for (const { table } of catalog.foreignKeysTo(name)) {
    result = edited(result, table, (other) => ({ ...other, constraints: other.constraints.map((key) => withRenamedTarget(key, name, from, to)) }));
  }
  for (const sequence of catalog.sequencesOwnedBy(name)) {
    if (sequence.ownedBy?.column === from) result = result.withSequence({ ...sequence, ownedBy: { ...sequence.ownedBy, column: to } });
  }
  for (const view of catalog.viewsReading(name)) {
    if (usesColumn(view, name, from)) result = result.withView({ ...view, uses: view.uses.map((use) => (use.column === from && isSameName(use.relation, name) ? { ...use, column: to } : use)) });
  }
  for (const child of catalog.children(name)) result = renameColumn(result, child, from, to);
  return result;
}

function withRenamedTarget(constraint: Constraint, target: QualifiedName, from: string, to: string): Constraint {
  if (constraint.references === null || !isSameName(constraint.references.table, target)) return constraint;
  return { ...constraint, references: { ...constraint.references, columns: renamed(constraint.references.columns, from, to) } };
}

function withRenamedColumn(table: Table, from: string, to: string): Table {
  return {
    ...table,
    partitionKey: table.partitionKey === null ? null : table.partitionKey.map((key) => (key === from ? to : key)),
    columns: table.columns.map((column) => ({
      ...column,
      name: column.name === from ? to : column.name,
      generated: column.generated === null ? null : renamedColumnIn(column.generated, from, to),
    })),
    constraints: table.constraints.map((constraint) => ({
      ...constraint,
      columns: renamed(constraint.columns, from, to),
      include: renamed(constraint.include, from, to),
      expression: constraint.expression === null ? null : renamedColumnIn(constraint.expression, from, to),
    })),
    indexes: table.indexes.map((index) => withRenamedKeys(index, from, to)),
    triggers: table.triggers.map((trigger) => (trigger.columns === undefined ? trigger : { ...trigger, columns: renamed(trigger.columns, from, to) })),
  };
}

/** The index's own columns keep their names; copies of the index are named after those. */
function withRenamedKeys(index: Index, from: string, to: string): Index {
  return {
    ...index,
    keys: index.keys.map((key) => ({
      ...key,
      ...(key.column === from ? { column: to, name: key.name ?? from } : {}),
      expression: key.expression === null ? null : renamedColumnIn(key.expression, from, to),
    })),
    include: renamed(index.include, from, to),
    ...(index.include.includes(from) ? { includeNames: index.includeNames ?? index.include } : {}),
    predicate: index.predicate === null ? null : renamedColumnIn(index.predicate, from, to),
  };
}

function renamed(names: readonly string[], from: string, to: string): readonly string[] {
  return names.includes(from) ? names.map((name) => (name === from ? to : name)) : names;
}
