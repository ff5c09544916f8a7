import type { ChangeOf } from '../change.js';
import { inheritedCheck } from '../inheritance.js';
import { ReservedNames, withAttachedKey, withKey, withNotNull, withParentForeignKey, withParentKey, withParentObjects, type Key } from '../keys.js';
import type { Constraint, QualifiedName, Table } from '../model.js';
import { isSameName, type Catalog } from '../schema.js';
import { dropKey } from './drops.js';
import { addTargetPartition, removeTargetPartition, withTargetPartitions } from './target-partitions.js';
import { edited, editedTree, hasOtherParentWithCheck, isAtOrAbove, withNamedTable, withoutConstraints } from './edit.js';

/** `ADD CONSTRAINT`. */
export function addConstraint(catalog: Catalog, change: ChangeOf<'addConstraint'>): Catalog {
  const { table: name, constraint, index, formerIndex } = change;
  // There by that name already: the statement stands in a branch that does not run, or PostgreSQL refuses it.
  if (constraint.type !== 'check' && catalog.table(name)?.constraints.some((own) => own.name === constraint.name) === true) return catalog;
  if (constraint.type === 'foreign key') return addForeignKey(catalog, name, constraint);
  if (constraint.type === 'check') return addCheck(catalog, name, constraint, change.onlyTable === true);
  if (formerIndex !== undefined) return takeIndex(catalog, name, constraint, formerIndex, change.onlyTable === true);
  if (index === undefined) return catalog;
  const result = addKey(catalog, name, { constraint, index }, change.onlyTable === true);
  return constraint.type === 'primary key' && change.onlyTable !== true ? notNullBelow(result, name, constraint.columns) : result;
}

/** A primary key's columns are `NOT NULL` in children too. */
function notNullBelow(catalog: Catalog, name: QualifiedName, columns: readonly string[]): Catalog {
  return editedTree(catalog, name, false, (table) => ({ ...table, columns: withNotNull(table, columns) }));
}

function addForeignKey(catalog: Catalog, name: QualifiedName, constraint: Constraint): Catalog {
  const target = constraint.references?.table ?? name;
  let result = withNamedTable(catalog, target, constraint.origin);
  const reserved = new ReservedNames(result);
  reserved.reserveConstraint(constraint.name);
  const key = withTargetPartitions(result, reserved, name, constraint);
  result = edited(result, name, (table) => ({ ...table, constraints: table.constraints.concat(key) }));
  return handForeignKeyDown(result, name, constraint);
}

function handForeignKeyDown(catalog: Catalog, name: QualifiedName, constraint: Constraint): Catalog {
  let result = catalog;
  for (const child of catalog.children(name)) {
    if (child.partitionOf === null) continue;
    const below = withParentForeignKey(result, child, constraint);
    result = result.withTable(below);
    const own = below.constraints.find((candidate) => candidate.parent === constraint.name && candidate.type === 'foreign key');
    if (own !== undefined) result = handForeignKeyDown(result, child, own);
  }
  return result;
}

function addCheck(catalog: Catalog, name: QualifiedName, check: Constraint, only: boolean): Catalog {
  let result = edited(catalog, name, (table) =>
    table.constraints.some((own) => own.name === check.name) ? table : { ...table, constraints: [...table.constraints, check] },
  );
  if (only || check.noInherit === true) return result;
  for (const child of catalog.children(name)) result = addCheck(result, child, inheritedCheck(check), false);
  return result;
}

function takeIndex(catalog: Catalog, name: QualifiedName, constraint: Constraint, formerIndex: string, only: boolean): Catalog {
  const before = catalog.table(name)?.indexes.find((index) => index.name === formerIndex);
  const renamed = edited(catalog, name, (table) => {
    if (before === undefined) return { ...table, constraints: [...table.constraints, { ...constraint, index: null }] };
    const primary = constraint.type === 'primary key';
    const index = { ...before, name: constraint.name, constraint: constraint.name, primary };
    return withKey({ ...table, indexes: table.indexes.filter((other) => other !== before) }, { index, constraint });
  });
  return constraint.type === 'primary key' && !only ? notNullBelow(renamed, name, constraint.columns) : renamed;
}

/** Adds an index and its constraint and, unless `only`, gives each partition its part of it. */
export function addKey(catalog: Catalog, name: QualifiedName, key: Key, only: boolean): Catalog {
  const table = catalog.table(name);
  if (table === undefined) return catalog;
  const isIncomplete = only && catalog.children(name).some((child) => child.partitionOf !== null);
  const result = catalog.withTable(withKey(table, isIncomplete ? { ...key, index: { ...key.index, valid: false } } : key));
  return only ? result : handKeyDown(result, name, key);
}

function handKeyDown(catalog: Catalog, name: QualifiedName, key: Key): Catalog {
  let result = catalog;
  for (const child of catalog.children(name)) {
    if (child.partitionOf === null) continue;
    const below = withParentKey(result, result.table(child) ?? child, key);
    result = result.withTable(below.partition);
    result = handKeyDown(result, child, below.key);
  }
  return result;
}

/** `DROP CONSTRAINT`. */
export function dropConstraint(catalog: Catalog, name: QualifiedName, constraintName: string, only: boolean): Catalog {
  const constraint = catalog.table(name)?.constraints.find((own) => own.name === constraintName);
  if (constraint === undefined) return catalog;
  if (constraint.index !== null) return dropKey(catalog, name, constraint.index);
  let result = edited(catalog, name, (table) => withoutConstraints(table, (own) => own === constraint));
  for (const child of catalog.children(name)) {
    if (constraint.type === 'check') result = dropInheritedCheck(result, child, name, constraint, only);
    else for (const own of child.constraints) if (own.parent === constraintName && own.type === 'foreign key') result = dropConstraint(result, child, own.name, false);
  }
  return result;
}

function dropInheritedCheck(catalog: Catalog, child: Table, parent: QualifiedName, check: Constraint, only: boolean): Catalog {
  const own = child.constraints.find((candidate) => candidate.type === 'check' && candidate.name === check.name);
  if (own === undefined || check.noInherit === true || own.via !== 'inheritance') return catalog;
  if (only) return edited(catalog, child, (table) => ({ ...table, constraints: table.constraints.map((other) => (other === own ? { ...own, via: 'table' } : other)) }));
  return hasOtherParentWithCheck(catalog, child, parent, check.name) ? catalog : dropConstraint(catalog, child, check.name, false);
}

/** `RENAME CONSTRAINT`; a check goes by the same name in children, an index by its constraint's. */
export function renameConstraint(catalog: Catalog, name: QualifiedName, from: string, to: string): Catalog {
  const constraint = catalog.table(name)?.constraints.find((own) => own.name === from);
  if (constraint === undefined) return catalog;
  if (constraint.index !== null) return renameIndex(catalog, name, constraint.index, to);
  let result = edited(catalog, name, (table) => ({
    ...table,
    constraints: table.constraints.map((own) => (own === constraint ? { ...own, name: to, named: true } : own)),
  }));
  for (const child of catalog.children(name)) {
    if (constraint.type === 'check' && constraint.noInherit !== true) result = renameConstraint(result, child, from, to);
    else result = edited(result, child, (table) => ({ ...table, constraints: table.constraints.map((own) => withParentName(own, from, to)) }));
  }
  return result;
}

/** Renames an index with the constraint that it stands behind. */
export function renameIndex(catalog: Catalog, name: QualifiedName, from: string, to: string): Catalog {
  let constraintName: string | null = null;
  let result = edited(catalog, name, (table) => ({
    ...table,
    indexes: table.indexes.map((index) => {
      if (index.name !== from) return index;
      constraintName = index.constraint;
      return { ...index, name: to, named: true, constraint: index.constraint === null ? null : to };
    }),
    constraints: table.constraints.map((constraint) => (constraint.index === from ? { ...constraint, name: to, named: true, index: to } : constraint)),
  }));
  for (const child of catalog.children(name)) {
    result = edited(result, child, (table) => ({
      ...table,
      indexes: table.indexes.map((index) => (index.parent === from ? { ...index, parent: to } : index)),
      constraints: table.constraints.map((own) => (constraintName === null ? own : withParentName(own, constraintName, to))),
    }));
  }
  return result;
}

function withParentName(constraint: Constraint, from: string, to: string): Constraint {
  return constraint.parent === from ? { ...constraint, parent: to } : constraint;
}

/** `ATTACH PARTITION`: columns and checks are the parent's from now on, indexes are matched or made. */
export function attachPartition(catalog: Catalog, parentName: QualifiedName, name: QualifiedName): Catalog {
  const parent = catalog.table(parentName);
  const table = catalog.table(name);
  if (parent === undefined || table === undefined || isAtOrAbove(catalog, name, parentName)) return catalog;
  const checks = new Set(parent.constraints.filter((own) => own.type === 'check').map((own) => own.name));
  const attached: Table = {
    ...table,
    partitionOf: { schema: parent.schema, name: parent.name },
    columns: table.columns.map((column) => ({ ...column, via: 'inheritance' })),
    constraints: table.constraints.map((own) => (own.type === 'check' && checks.has(own.name) ? { ...own, via: 'inheritance' } : own)),
  };
  const known = addTargetPartition(catalog, { ...attached, indexes: table.indexes });
  const own = known.table(name);
  const current: Table = own === undefined ? attached : { ...attached, constraints: attached.constraints.map((constraint) => own.constraints.find((other) => other.name === constraint.name && other.type === 'foreign key') ?? constraint) };
  const result = known.withTable(withParentObjects(new ReservedNames(known), current, known.table(parentName) ?? parent));
  return handAllDown(result, name);
}

/** A partition that is partitioned itself hands what it got to its own partitions. */
function handAllDown(catalog: Catalog, name: QualifiedName): Catalog {
  let result = catalog;
  for (const child of catalog.children(name)) {
    const parent = result.table(name);
    const table = result.table(child);
    if (parent === undefined || table === undefined || table.partitionOf === null) continue;
    const missing = {
      ...parent,
      indexes: parent.indexes.filter((index) => table.indexes.every((own) => own.parent !== index.name)),
      constraints: parent.constraints.filter((constraint) => table.constraints.every((own) => own.parent !== constraint.name)),
    };
    result = handAllDown(result.withTable(withParentObjects(new ReservedNames(result), table, missing)), child);
  }
  return result;
}

/** `DETACH PARTITION`: what the table has stays, and is its own. */
export function detachPartition(catalog: Catalog, name: QualifiedName): Catalog {
  const partition = catalog.table(name);
  const forgotten = partition === undefined ? catalog : removeTargetPartition(catalog, partition);
  let result = edited(forgotten, name, (table) => ({
    ...table,
    partitionOf: null,
    columns: table.columns.map((column) => (column.via === 'inheritance' ? { ...column, via: 'definition' } : column)),
    constraints: table.constraints.map(({ parent: _parent, ...own }) => (own.via === 'inheritance' ? { ...own, via: 'table' } : own)),
    indexes: table.indexes.map(({ parent: _parent, ...index }) => index),
    triggers: table.triggers.filter((trigger) => !trigger.inherited),
  }));
  result = dropInheritedTriggers(result, name);
  return result;
}

/** The partitions of a detached table lose what came from above it. */
function dropInheritedTriggers(catalog: Catalog, name: QualifiedName): Catalog {
  const kept = new Set(catalog.table(name)?.triggers.map((trigger) => trigger.name));
  let result = catalog;
  for (const child of catalog.children(name)) {
    if (child.partitionOf === null) continue;
    result = edited(result, child, (table) => ({ ...table, triggers: table.triggers.filter((trigger) => !trigger.inherited || kept.has(trigger.name)) }));
    result = dropInheritedTriggers(result, child);
  }
  return result;
}

/** `ALTER INDEX … ATTACH PARTITION`. */
export function attachIndex(catalog: Catalog, parentIndex: QualifiedName, partitionIndex: QualifiedName): Catalog {
  const parent = catalog.index(parentIndex);
  const own = catalog.index(partitionIndex);
  if (parent === undefined || own === undefined) return catalog;
  const find = (table: Table, name: string | null): Constraint | null => table.constraints.find((constraint) => constraint.name === name) ?? null;
  const source = { index: parent.index, constraint: find(parent.table, parent.index.constraint) };
  const result = catalog.withTable(withAttachedKey(own.table, { index: own.index, constraint: find(own.table, own.index.constraint) }, source));
  return validatedIndex(result, parentIndex);
}

/** An index on a partitioned table is valid once every partition has its part of it; then the one above may be too. */
function validatedIndex(catalog: Catalog, name: QualifiedName): Catalog {
  const found = catalog.index(name);
  if (found === undefined || found.index.valid !== false) return catalog;
  const { table, index } = found;
  const isComplete = catalog.children(table).every((child) => child.partitionOf === null || child.indexes.some((own) => own.parent === index.name && own.valid !== false));
  if (!isComplete) return catalog;
  const { valid: _valid, ...valid } = index;
  const result = catalog.withTable({ ...table, indexes: table.indexes.map((other) => (other === index ? valid : other)) });
  return index.parent === undefined || table.partitionOf === null ? result : validatedIndex(result, { schema: table.partitionOf.schema, name: index.parent });
}

/** `INHERIT`: a child's columns and checks of the same names are its own and the parent's. */
export function addInheritance(catalog: Catalog, name: QualifiedName, parent: QualifiedName): Catalog {
  if (isAtOrAbove(catalog, name, parent)) return catalog;
  return edited(catalog, name, (table) => ({ ...table, inherits: [...table.inherits, parent] }));
}

/** `NO INHERIT`: what no other parent has becomes the table's own. */
export function dropInheritance(catalog: Catalog, name: QualifiedName, parent: QualifiedName): Catalog {
  return edited(catalog, name, (table) => {
    const inherits = table.inherits.filter((other) => !isSameName(other, parent));
    const columns = new Set(inherits.flatMap((other) => catalog.table(other)?.columns.map((column) => column.name) ?? []));
    const checks = new Set(inherits.flatMap((other) => catalog.table(other)?.constraints.map((constraint) => constraint.name) ?? []));
    return {
      ...table,
      inherits,
      columns: table.columns.map((column) => (column.via === 'inheritance' && !columns.has(column.name) ? { ...column, via: 'definition' } : column)),
      constraints: table.constraints.map((own) => (own.via === 'inheritance' && !checks.has(own.name) ? { ...own, via: 'table' } : own)),
    };
  });
}
