import { withSequence } from '../interpret/expression.js';
import { withBase } from '../interpret/type-name.js';
import type { QualifiedName, Routine, Sequence, Table, UserType, View } from '../model.js';
import { isSameName, type Catalog } from '../schema.js';
import { moveTargetPartition } from './target-partitions.js';
import { edited, editedTree } from './edit.js';

/** Gives a table another name or schema; whatever points at it follows. Its own sequences move with it, unrenamed. */
export function moveTable(catalog: Catalog, from: QualifiedName, to: QualifiedName): Catalog {
  const table = catalog.table(from);
  if (table === undefined) return catalog;
  const referencing = catalog.foreignKeysTo(from);
  const children = catalog.children(from);
  const views = catalog.viewsReading(from);
  const sequences = catalog.sequencesOwnedBy(from);
  const follow = (name: QualifiedName): QualifiedName => (isSameName(name, from) ? to : name);

  let result = moveTargetPartition(catalog, table, to);
  result = result.withoutTable(from).withTable(
    withTargets({ ...(result.table(from) ?? table), ...to, indexes: table.indexes.map((index) => ({ ...index, schema: to.schema })) }, follow),
  );
  for (const { table: other } of referencing) result = edited(result, other, (user) => withTargets(user, follow));
  for (const child of children) {
    result = edited(result, child, (below) => ({ ...below, partitionOf: below.partitionOf === null ? null : follow(below.partitionOf), inherits: below.inherits.map(follow) }));
  }
  result = withViewsFollowing(result, views, follow);
  for (const sequence of sequences) {
    const ownedBy = sequence.ownedBy === null ? null : { ...sequence.ownedBy, table: to };
    result = result.withSequence({ ...sequence, ownedBy });
    if (to.schema !== from.schema) result = moveSequence(result, sequence, { schema: to.schema, name: sequence.name });
  }
  return withTypesFollowing(result, from, to);
}

function withTargets(table: Table, follow: (name: QualifiedName) => QualifiedName): Table {
  if (table.constraints.every((constraint) => constraint.references === null)) return table;
  return {
    ...table,
    constraints: table.constraints.map((constraint) =>
      constraint.references === null ? constraint : { ...constraint, references: { ...constraint.references, table: follow(constraint.references.table) } },
    ),
  };
}

function withViewsFollowing(catalog: Catalog, views: readonly View[], follow: (name: QualifiedName) => QualifiedName): Catalog {
  let result = catalog;
  for (const view of views) result = result.withView({ ...view, reads: view.reads.map(follow), uses: view.uses.map((use) => ({ ...use, relation: follow(use.relation) })) });
  return result;
}

function withTypesFollowing(catalog: Catalog, from: QualifiedName, to: QualifiedName): Catalog {
  let result = catalog;
  for (const routine of catalog.routinesWithType(from)) {
    const follow = (type: QualifiedName): QualifiedName => (isSameName(type, from) ? to : type);
    result = result.withRoutines(routine, result.routines(routine).map((own) => (own.types === undefined ? own : { ...own, types: own.types.map(follow) })));
  }
  for (const domain of catalog.allTypes()) {
    if (domain.baseType !== null && isSameName(domain.baseType.base, from)) result = result.withType({ ...domain, baseType: withBase(domain.baseType, to) });
  }
  for (const table of catalog.tablesWithType(from)) {
    result = edited(result, table, (user) => ({
      ...user,
      columns: user.columns.map((column) => (isSameName(column.type.base, from) ? { ...column, type: withBase(column.type, to) } : column)),
    }));
  }
  return result;
}

/** Gives a sequence another name or schema; the defaults and the column that owns it follow. */
export function moveSequence(catalog: Catalog, from: QualifiedName, to: QualifiedName): Catalog {
  const sequence = catalog.sequence(from);
  if (sequence === undefined) return catalog;
  const users = catalog.tablesUsingSequence(from);
  const moved: Sequence = { ...sequence, schema: to.schema, name: to.name };
  let result = catalog.withoutSequence(from).withSequence(moved);
  const target = { schema: to.schema, name: to.name };
  const owner = sequence.ownedBy === null ? [] : [sequence.ownedBy.table];
  for (const table of [...users, ...owner]) {
    result = edited(result, table, (user) => ({
      ...user,
      columns: user.columns.map((column) => {
        const own = column.sequence !== null && isSameName(column.sequence, from) ? target : column.sequence;
        const uses = column.default?.sequence != null && isSameName(column.default.sequence, from);
        return { ...column, sequence: own, default: uses ? withSequence(column.default, target) : column.default };
      }),
    }));
  }
  return result;
}

/** Gives a view another name or schema. */
export function moveView(catalog: Catalog, from: QualifiedName, to: QualifiedName): Catalog {
  const view = catalog.view(from);
  if (view === undefined) return catalog;
  const readers = catalog.viewsReading(from);
  const indexes = view.indexes?.map((index) => ({ ...index, schema: to.schema }));
  const moved = catalog.withoutView(from).withView({ ...view, ...to, ...(indexes === undefined ? {} : { indexes }) });
  return withViewsFollowing(moved, readers, (name) => (isSameName(name, from) ? to : name));
}

/** Puts a changed type in the place of the old one; where its name changed, columns follow. */
export function replaceType(catalog: Catalog, from: QualifiedName, to: UserType): Catalog {
  if (isSameName(from, to)) return catalog.withType(to);
  return withTypesFollowing(catalog.withoutType(from).withType(to), from, { schema: to.schema, name: to.name });
}

/** Gives the routines that `isMeant` another name or schema; triggers follow. */
export function moveRoutines(catalog: Catalog, from: QualifiedName, to: QualifiedName, isMeant: (routine: Routine) => boolean): Catalog {
  const overloads = catalog.routines(from);
  const moving = overloads.filter(isMeant).map((routine) => ({ ...routine, schema: to.schema, name: to.name }));
  let result = catalog.withRoutines(from, overloads.filter((routine) => !isMeant(routine)));
  result = result.withRoutines(to, [...result.routines(to), ...moving]);
  // A trigger runs the one without arguments.
  if (overloads.length > 0 && !moving.some((routine) => routine.argumentTypes.length === 0)) return result;
  for (const eventTrigger of catalog.allEventTriggers()) {
    if (isSameName(eventTrigger.function, from)) result = result.withEventTrigger({ ...eventTrigger, function: { schema: to.schema, name: to.name } });
  }
  for (const table of catalog.allTables()) {
    if (!table.triggers.some((trigger) => isSameName(trigger.function, from))) continue;
    result = editedTree(result, table, true, (user) => ({
      ...user,
      triggers: user.triggers.map((trigger) => (isSameName(trigger.function, from) ? { ...trigger, function: { schema: to.schema, name: to.name } } : trigger)),
    }));
  }
  return result;
}

/** `ALTER SCHEMA … RENAME`: everything in it moves. */
export function renameSchema(catalog: Catalog, from: string, to: string): Catalog {
  const renamed = (name: string): QualifiedName => ({ schema: to, name });
  const isInside = (object: QualifiedName): boolean => object.schema === from;
  let result = catalog.withoutSchema(from).withSchema(to);
  for (const table of [...catalog.allTables()].filter(isInside)) result = moveTable(result, table, renamed(table.name));
  for (const sequence of [...result.allSequences()].filter(isInside)) result = moveSequence(result, sequence, renamed(sequence.name));
  for (const view of [...catalog.allViews()].filter(isInside)) result = moveView(result, view, renamed(view.name));
  for (const type of [...catalog.allTypes()].filter(isInside)) result = replaceType(result, type, { ...type, schema: to });
  const names = new Set([...catalog.allRoutines()].filter(isInside).map((routine) => routine.name));
  for (const name of names) result = moveRoutines(result, { schema: from, name }, renamed(name), () => true);
  return result;
}
