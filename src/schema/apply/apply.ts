import type { Change, ChangeOf } from '../change.js';
import type { QualifiedName, Schema, Table, Trigger } from '../model.js';
import { withOptions } from '../interpret/sequence-options.js';
import { Catalog } from '../schema.js';
import { addColumn, changeType, dropColumnByName, editColumn, renameColumn } from './columns.js';
import {
  addConstraint,
  addInheritance,
  addKey,
  attachIndex,
  attachPartition,
  detachPartition,
  dropConstraint,
  dropInheritance,
  renameConstraint,
  renameIndex,
} from './constraints.js';
import { dropRoutine, dropSchema, dropType, isRoutineMeant } from './cascades.js';
import { disowned, dropKey, dropSequence, dropTable, dropView } from './drops.js';
import { alterEventTrigger, alterRule, createRule, dropRule } from './rules.js';
import { addTargetPartition } from './target-partitions.js';
import { edited, editedTree, withNamedTable } from './edit.js';
import { moveRoutines, moveSequence, moveTable, moveView, renameSchema, replaceType } from './moves.js';

/**
 * The schema after a change. What PostgreSQL would refuse is applied as far as it makes sense; a table that nobody
 * made and a change names is made up (`known: false`). `schema` must be one that xclint made.
 */
export function applyChange(schema: Schema, change: Change): Catalog {
  if (!(schema instanceof Catalog)) throw new TypeError('A change applies to a Catalog only.');
  return change.kind !== 'dropIndex' && 'table' in change ? applyToTable(schema, change) : applyToOther(schema, change);
}

type TableChange = Extract<Change, { readonly table: QualifiedName }>;

/** Changes of a table that is there, or is made up. */
type Alteration = Exclude<TableChange, ChangeOf<'createTable' | 'createTableAs' | 'dropTable' | 'writeRows' | 'createIndex' | 'createTrigger' | 'dropTrigger' | 'createRule' | 'dropRule'>>;
type OtherChange = Exclude<Change, TableChange> | ChangeOf<'dropIndex' | 'writeRows'>;

function applyToTable(catalog: Catalog, change: TableChange): Catalog {
  if (change.kind === 'writeRows') return applyToOther(catalog, change);
  if (change.kind === 'createTable' || change.kind === 'createTableAs') return change.effective ? createTable(catalog, change) : catalog;
  if (change.kind === 'dropTable') return dropTable(catalog, change.table);
  if (change.kind === 'createIndex') return change.effective ? createIndex(catalog, change) : catalog;
  if (change.kind === 'createTrigger') {
    const isOnView = catalog.view(change.table) !== undefined;
    return isOnView ? catalog : createTrigger(withNamedTable(catalog, change.table, change.clause), change.table, change.trigger);
  }
  if (change.kind === 'dropTrigger') {
    return editedTree(catalog, change.table, false, (table) => ({ ...table, triggers: table.triggers.filter((trigger) => trigger.name !== change.name) }));
  }
  if (change.kind === 'createRule') return createRule(catalog, change);
  if (change.kind === 'dropRule') return dropRule(catalog, change);
  if (change.ifTableExists === true && catalog.table(change.table) === undefined) return catalog;
  return alterTable(withNamedTable(catalog, change.table, change.clause), change);
}

function alterTable(catalog: Catalog, change: Alteration): Catalog {
  const { table: name } = change;
  const only = change.onlyTable === true;
  switch (change.kind) {
    case 'renameTable':
      return moveTable(catalog, name, { schema: name.schema, name: change.newName });
    case 'moveTable':
      return moveTable(catalog, name, { schema: change.newSchema, name: name.name });
    case 'attachPartition':
      return attachPartition(withNamedTable(catalog, change.partition, change.clause), name, change.partition);
    case 'detachPartition':
      return detachPartition(catalog, change.partition);
    case 'addInheritance':
      return addInheritance(withNamedTable(catalog, change.parent, change.clause), name, change.parent);
    case 'dropInheritance':
      return dropInheritance(catalog, name, change.parent);
    case 'setPersistence':
      // PostgreSQL 15 takes it for a partitioned table and does nothing.
      return edited(catalog, name, (table) => (table.partitionKey !== null ? table : { ...table, persistence: change.unlogged ? 'unlogged' : 'permanent' }));
    case 'alterTable':
    case 'validateConstraint':
      return change.kind === 'validateConstraint' ? validated(catalog, name, change.name) : catalog;
    case 'addColumn':
      return addColumn(catalog, change);
    case 'dropColumn':
      return dropColumnByName(catalog, change);
    case 'renameColumn':
      return renameColumn(catalog, name, change.column, change.newName);
    case 'alterColumnType':
      return changeType(catalog, change);
    case 'setDefault':
      return editColumn(catalog, name, only, change.column, (column) => ({ ...column, default: change.value, serial: null, defaultClause: change.clause }));
    case 'dropDefault':
      return editColumn(catalog, name, only, change.column, (column) => ({ ...column, default: null, serial: null, defaultClause: null }));
    case 'setNotNull':
    case 'dropNotNull': {
      const notNull = change.kind === 'setNotNull';
      return editColumn(catalog, name, only, change.column, (column) => ({ ...column, notNull }));
    }
    case 'addIdentity':
    case 'setIdentity':
      return setIdentity(catalog, change);
    case 'dropIdentity': {
      const sequence = catalog.identitySequence(name, change.column);
      const result = editColumn(catalog, name, true, change.column, (column) => ({ ...column, identity: null, identityClause: null }));
      return sequence === undefined ? result : dropSequence(result, sequence);
    }
    case 'dropExpression':
      return editColumn(catalog, name, only, change.column, (column) => ({ ...column, generated: null }));
    case 'addConstraint':
      return addConstraint(catalog, change);
    case 'dropConstraint':
      return dropConstraint(catalog, name, change.name, only);
    case 'renameConstraint':
      return renameConstraint(catalog, name, change.name, change.newName);
    case 'renameTrigger':
      return editTriggers(catalog, name, change.name, (trigger) => ({ ...trigger, name: change.newName }));
    case 'enableTrigger':
    case 'disableTrigger': {
      const enabled = change.kind === 'enableTrigger';
      return editTriggers(catalog, name, change.name, (trigger) => ({ ...trigger, enabled }));
    }
    case 'renameRule':
    case 'enableRule':
    case 'disableRule':
      return alterRule(catalog, change);
  }
}

function applyToOther(catalog: Catalog, change: OtherChange): Catalog {
  switch (change.kind) {
    case 'dropIndex':
      return dropIndex(catalog, change.index);
    case 'renameIndex': {
      const holder = catalog.indexHolder(change.index);
      return holder === undefined ? catalog : renameIndexOn(catalog, holder, change);
    }
    case 'attachIndex':
      return attachIndex(catalog, change.index, change.partitionIndex);
    case 'createSequence':
      return change.effective ? owned(catalog.withSequence(change.sequence), change.sequence) : catalog;
    case 'alterSequence':
      return alterSequence(catalog, change);
    case 'dropSequence':
      return dropSequence(catalog, change.name);
    case 'renameSequence':
      return moveSequence(catalog, change.name, { schema: change.newSchema ?? change.name.schema, name: change.newName });
    case 'createRoutine': {
      const { routine } = change;
      const others = catalog.routines(routine).filter((other) => other.argumentTypes.join('\0') !== routine.argumentTypes.join('\0'));
      return catalog.withRoutines(routine, [...others, routine]);
    }
    case 'dropRoutine':
      return dropRoutine(catalog, change);
    case 'renameRoutine': {
      return moveRoutines(catalog, change.name, { schema: change.newSchema, name: change.newName }, (routine) => isRoutineMeant(change, routine));
    }
    case 'createType':
      return catalog.withType(change.type);
    case 'alterType':
      return change.result === null ? catalog : replaceType(catalog, change.name, change.result);
    case 'dropType':
      return dropType(catalog, change);
    case 'createView':
      return change.guarded && catalog.hasRelation(change.view.schema, change.view.name) ? catalog : catalog.withView(change.view);
    case 'dropView':
      return dropView(catalog, change.name);
    case 'renameView':
      return moveView(catalog, change.name, { schema: change.newSchema, name: change.newName });
    case 'createSchema':
      return catalog.withSchema(change.name);
    case 'dropSchema':
      return dropSchema(catalog, change.name);
    case 'renameSchema':
      return renameSchema(catalog, change.name, change.newName);
    case 'createExtension':
      return catalog.withExtension(change.name, change.schema);
    case 'dropExtension':
      return catalog.withoutExtension(change.name);
    case 'createEventTrigger':
      return catalog.withEventTrigger(change.eventTrigger);
    case 'dropEventTrigger':
      return catalog.withoutEventTrigger(change.name);
    case 'renameEventTrigger':
    case 'enableEventTrigger':
    case 'disableEventTrigger':
      return alterEventTrigger(catalog, change);
    case 'reindex':
    case 'refreshView':
    case 'truncate':
    case 'writeRows':
    case 'transaction':
    case 'set':
    case 'lock':
    case 'notify':
    case 'scheduleJob':
    case 'nameGlobal':
    case 'dependOnPath':
    case 'other':
    case 'opaque':
      return catalog;
    case 'callSequence': {
      const sequence = change.sequence === null || change.value === null ? undefined : catalog.sequence(change.sequence);
      return sequence === undefined || change.value === null ? catalog : catalog.withSequence({ ...sequence, position: change.value });
    }
  }
}

function createTable(catalog: Catalog, change: ChangeOf<'createTable' | 'createTableAs'>): Catalog {
  let result = catalog;
  const { created } = change;
  const parents = created.partitionOf === null ? created.inherits : [created.partitionOf];
  for (const parent of parents) result = withNamedTable(result, parent, change.clause);
  const before = catalog.table(created);
  result = result.withTable(before === undefined || (before.known && !change.guarded) ? created : withFindings(created, before, change.guarded));
  if (created.partitionOf !== null) result = addTargetPartition(result, created);
  for (const constraint of created.constraints) {
    if (constraint.references !== null) result = withNamedTable(result, constraint.references.table, constraint.origin);
  }
  if (change.kind === 'createTable') for (const sequence of change.sequences ?? []) result = result.withSequence(sequence);
  return result;
}

/**
 * A table that may have been there already, with what statements before this one told of it: it is older than these
 * migrations, or they are read in another order than they run in. Columns are all its own where it is surely new.
 */
function withFindings(created: Table, before: Table, mayBeOlder: boolean): Table {
  const others = <T extends { readonly name: string }>(own: readonly T[], told: readonly T[]): readonly T[] => own.concat(told.filter((object) => own.every(({ name }) => name !== object.name)));
  return {
    ...created,
    columns: mayBeOlder ? others(created.columns, before.columns) : created.columns,
    constraints: others(created.constraints, before.constraints),
    indexes: others(created.indexes, before.indexes),
    triggers: others(created.triggers, before.triggers),
    ...(before.rules === undefined ? {} : { rules: before.rules }),
  };
}

function createIndex(catalog: Catalog, change: ChangeOf<'createIndex'>): Catalog {
  const view = catalog.view(change.table);
  if (view !== undefined) return catalog.withView({ ...view, indexes: [...(view.indexes ?? []), change.index] });
  return addKey(withNamedTable(catalog, change.table, change.clause), change.table, { index: change.index, constraint: null }, change.only);
}

function dropIndex(catalog: Catalog, index: QualifiedName): Catalog {
  const holder = catalog.indexHolder(index);
  const view = holder === undefined ? undefined : catalog.view(holder);
  if (view !== undefined) return catalog.withView({ ...view, indexes: (view.indexes ?? []).filter((own) => own.name !== index.name) });
  return holder === undefined ? catalog : dropKey(catalog, holder, index.name);
}

function renameIndexOn(catalog: Catalog, holder: QualifiedName, change: ChangeOf<'renameIndex'>): Catalog {
  const view = catalog.view(holder);
  if (view === undefined) return renameIndex(catalog, holder, change.index.name, change.newName);
  return catalog.withView({ ...view, indexes: (view.indexes ?? []).map((own) => (own.name === change.index.name ? { ...own, name: change.newName } : own)) });
}

function validated(catalog: Catalog, name: QualifiedName, constraint: string): Catalog {
  return edited(catalog, name, (table) => ({ ...table, constraints: table.constraints.map((own) => (own.name === constraint ? { ...own, notValid: false } : own)) }));
}

/** A row trigger of a partitioned table is on each of its partitions. */
function createTrigger(catalog: Catalog, name: QualifiedName, trigger: Trigger): Catalog {
  let result = edited(catalog, name, (table) => ({ ...table, triggers: [...table.triggers.filter((other) => other.name !== trigger.name), trigger] }));
  if (trigger.level === 'statement') return result;
  for (const child of catalog.children(name)) {
    if (child.partitionOf !== null) result = createTrigger(result, child, { ...trigger, inherited: true });
  }
  return result;
}

function editTriggers(catalog: Catalog, name: QualifiedName, trigger: string | null, edit: (trigger: Trigger) => Trigger): Catalog {
  const editTable = (table: Table, isMeant: (own: Trigger) => boolean): Table => ({ ...table, triggers: table.triggers.map((own) => (isMeant(own) ? edit(own) : own)) });
  let result = edited(catalog, name, (table) => editTable(table, (own) => trigger === null || own.name === trigger));
  for (const child of catalog.children(name)) {
    if (child.partitionOf !== null) result = editedTree(result, child, false, (table) => editTable(table, (own) => own.inherited && (trigger === null || own.name === trigger)));
  }
  return result;
}

function setIdentity(catalog: Catalog, change: ChangeOf<'addIdentity' | 'setIdentity'>): Catalog {
  const { sequence, identity } = change;
  const result = sequence === null ? catalog : owned(catalog.withSequence(sequence), sequence);
  const identityClause = change.kind === 'addIdentity' ? { identityClause: change.clause } : {};
  return editColumn(result, change.table, true, change.column, (column) => ({ ...column, identity: identity ?? column.identity, ...identityClause }));
}

/** Tells the column that a sequence is its own, unless it has one already. */
function owned(catalog: Catalog, sequence: { readonly schema: string; readonly name: string; readonly ownedBy: { readonly table: QualifiedName; readonly column: string } | null }): Catalog {
  const { ownedBy } = sequence;
  if (ownedBy === null) return catalog;
  const own = { schema: sequence.schema, name: sequence.name };
  return editColumn(catalog, ownedBy.table, true, ownedBy.column, (column) => (column.sequence === null ? { ...column, sequence: own } : column));
}

function alterSequence(catalog: Catalog, change: ChangeOf<'alterSequence'>): Catalog {
  const sequence = catalog.sequence(change.name);
  if (sequence === undefined) return catalog;
  const { ownedBy } = change;
  const changed = withOptions(sequence, change);
  if (ownedBy === undefined) return catalog.withSequence(changed);
  const moved = { ...changed, ownedBy };
  return owned(disowned(catalog, sequence).withSequence(moved), moved);
}
