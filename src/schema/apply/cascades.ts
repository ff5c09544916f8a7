import type { ChangeOf } from '../change.js';
import type { Expression, FunctionCall, QualifiedName, Routine, Table, View } from '../model.js';
import { isSameName, type Catalog } from '../schema.js';
import { dropColumn } from './columns.js';
import { dropConstraint } from './constraints.js';
import { dropColumnsOfType, dropKey, dropSequence, dropTable, dropView } from './drops.js';
import { edited } from './edit.js';

/** Whether a routine with the change's name is one that it means. */
export function isRoutineMeant(change: ChangeOf<'dropRoutine' | 'renameRoutine'>, routine: Routine): boolean {
  const { argumentTypes, routineKind } = change;
  if (routineKind !== undefined && routineKind !== routine.kind) return false;
  return argumentTypes === null || (argumentTypes.length === routine.argumentTypes.length && argumentTypes.every((type, i) => type === routine.argumentTypes[i]));
}

/** `DROP FUNCTION`: with `CASCADE`, triggers that run it and whatever calls it go too. */
export function dropRoutine(catalog: Catalog, change: ChangeOf<'dropRoutine'>): Catalog {
  return withoutRoutines(catalog, change.name, (routine) => isRoutineMeant(change, routine), change.cascade);
}

function withoutRoutines(catalog: Catalog, name: QualifiedName, isDropped: (routine: Routine) => boolean, cascade: boolean): Catalog {
  const overloads = catalog.routines(name);
  const dropped = overloads.filter(isDropped);
  if (dropped.length === 0) return catalog;
  const result = catalog.withRoutines(name, overloads.filter((routine) => !isDropped(routine)));
  if (!cascade) return result;
  // Overloads are told apart by the number of arguments: which types a call has is not known.
  const counts = new Set(dropped.map((routine) => routine.argumentTypes.length));
  const isDroppedCall = (call: FunctionCall): boolean => call.name === name.name && (call.schema ?? name.schema) === name.schema && counts.has(call.arguments.length);
  const withoutTriggers = counts.has(0) ? dropTriggersOf(result, name) : result;
  return dropUsers(counts.has(0) ? dropEventTriggersOf(withoutTriggers, name) : withoutTriggers, (expression) => expression.calls.some(isDroppedCall), (view) => view.calls.some(isDroppedCall));
}

function dropTriggersOf(catalog: Catalog, routine: QualifiedName): Catalog {
  let result = catalog;
  for (const table of catalog.allTables()) {
    if (!table.triggers.some((trigger) => isSameName(trigger.function, routine))) continue;
    result = edited(result, table, (user) => ({ ...user, triggers: user.triggers.filter((trigger) => !isSameName(trigger.function, routine)) }));
  }
  return result;
}

function dropEventTriggersOf(catalog: Catalog, routine: QualifiedName): Catalog {
  let result = catalog;
  for (const eventTrigger of catalog.allEventTriggers()) if (isSameName(eventTrigger.function, routine)) result = result.withoutEventTrigger(eventTrigger.name);
  return result;
}

/** Drops what has an expression that cannot be any more: defaults, generated columns, checks, indexes, views. */
function dropUsers(catalog: Catalog, isAffected: (expression: Expression) => boolean, isViewAffected: (view: View) => boolean): Catalog {
  const affects = (expression: Expression | null): boolean => expression !== null && isAffected(expression);
  let result = catalog;
  for (const table of catalog.allTables()) result = dropUsersOn(result, table, affects);
  for (const view of catalog.allViews()) if (isViewAffected(view)) result = dropView(result, view);
  return result;
}

function dropUsersOn(catalog: Catalog, table: Table, affects: (expression: Expression | null) => boolean): Catalog {
  let result = catalog;
  for (const column of table.columns) if (affects(column.generated)) result = dropColumn(result, table, column.name, false);
  for (const constraint of table.constraints) if (affects(constraint.expression)) result = dropConstraint(result, table, constraint.name, true);
  for (const index of table.indexes) {
    if (affects(index.predicate) || index.keys.some((key) => affects(key.expression))) result = dropKey(result, table, index.name);
  }
  if (!table.columns.some((column) => affects(column.default))) return result;
  return edited(result, table, (user) => ({
    ...user,
    columns: user.columns.map((column) => (affects(column.default) ? { ...column, default: null, defaultClause: null, serial: null } : column)),
  }));
}

/** `DROP TYPE` and `DROP DOMAIN`: with `CASCADE`, all that uses it goes too. */
export function dropType(catalog: Catalog, change: ChangeOf<'dropType'>): Catalog {
  const result = catalog.withoutType(change.name);
  return change.cascade && change.dropped !== null ? dropTypeUsers(result, change.name) : result;
}

/** Drops what uses a type that is gone: columns, domains over it, routines with it in their signature, casts to it. */
function dropTypeUsers(catalog: Catalog, type: QualifiedName): Catalog {
  const isType = (name: QualifiedName): boolean => isSameName(name, type);
  return dropUsers(dropRowTypeUsers(catalog, type), (expression) => expression.types?.some(isType) === true, (view) => view.types.some(isType));
}

/** The same for the row type of a table that is gone, which nothing is cast to. */
export function dropRowTypeUsers(catalog: Catalog, type: QualifiedName): Catalog {
  const isType = (name: QualifiedName): boolean => isSameName(name, type);
  let result = dropColumnsOfType(catalog, type);
  for (const domain of catalog.allTypes()) {
    if (domain.baseType !== null && isType(domain.baseType.base)) result = dropTypeUsers(result.withoutType(domain), domain);
  }
  for (const routine of catalog.routinesWithType(type)) result = withoutRoutines(result, routine, (other) => other.types?.some(isType) === true, true);
  return result;
}

/** `DROP SCHEMA … CASCADE`. */
export function dropSchema(catalog: Catalog, schema: string): Catalog {
  const isInside = (object: QualifiedName): boolean => object.schema === schema;
  let result = catalog;
  for (const view of [...catalog.allViews()].filter(isInside)) result = dropView(result, view);
  for (const table of [...catalog.allTables()].filter(isInside)) result = dropTable(result, table);
  for (const sequence of [...result.allSequences()].filter(isInside)) result = dropSequence(result, sequence);
  for (const type of [...result.allTypes()].filter(isInside)) result = dropTypeUsers(result.withoutType(type), type);
  for (const routine of [...result.allRoutines()].filter(isInside)) result = withoutRoutines(result, routine, () => true, true);
  return result.withoutSchema(schema);
}
