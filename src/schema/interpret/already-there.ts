import type { Change } from '../change.js';
import type { QualifiedName } from '../model.js';
import type { Catalog } from '../schema.js';
import type { Context } from './context.js';
import { other } from './other.js';

/**
 * A change of a block that runs, without effect where what it makes is there already by that name: the block asked
 * before, or has a handler for it, else PostgreSQL would have refused.
 */
export function unlessThere(cx: Context, change: Change): Change {
  if ('effective' in change) return change.effective && isMade(cx.catalog, change) ? { ...change, effective: false } : change;
  const made = repeated(cx.catalog, change);
  return made === null ? change : other(cx, made.tag, true, made.object);
}

function isMade(catalog: Catalog, change: Extract<Change, { readonly effective: boolean }>): boolean {
  if (change.kind === 'addColumn') return hasColumn(catalog, change.table, change.column.name);
  return hasRelation(catalog, change.kind === 'createIndex' ? change.index : change.kind === 'createSequence' ? change.sequence : change.table);
}

/** The tag and the object of a change that makes what is there. */
function repeated(catalog: Catalog, change: Change): { readonly tag: string; readonly object: { readonly type: string; readonly name: string } } | null {
  if (change.kind === 'addConstraint') {
    const { name, type } = change.constraint;
    const isThere = catalog.table(change.table)?.constraints.some((own) => own.name === name || (type === 'primary key' && own.type === type)) === true;
    return isThere ? { tag: 'ALTER TABLE', object: { type: 'table', name: textOf(change.table) } } : null;
  }
  if (change.kind === 'renameTable' || change.kind === 'renameColumn') {
    const { table, newName } = change;
    const isThere = change.kind === 'renameTable' ? hasRelation(catalog, { schema: table.schema, name: newName }) : hasColumn(catalog, table, newName);
    return isThere ? { tag: 'ALTER TABLE', object: { type: 'table', name: textOf(table) } } : null;
  }
  if (change.kind === 'createTrigger') {
    const isThere = catalog.table(change.table)?.triggers.some((trigger) => trigger.name === change.trigger.name) === true;
    return isThere && !change.replaces ? { tag: 'CREATE TRIGGER', object: { type: 'trigger', name: change.trigger.name } } : null;
  }
  if (change.kind === 'createRule') {
    const isThere = catalog.table(change.table)?.rules?.some((rule) => rule.name === change.rule.name) === true;
    return isThere && !change.replaces ? { tag: 'CREATE RULE', object: { type: 'rule', name: change.rule.name } } : null;
  }
  if (change.kind === 'createEventTrigger') {
    const { name } = change.eventTrigger;
    return catalog.eventTrigger(name) === undefined ? null : { tag: 'CREATE EVENT TRIGGER', object: { type: 'event trigger', name } };
  }
  if (change.kind === 'createView') return hasRelation(catalog, change.view) && !change.replaces ? { tag: 'CREATE VIEW', object: { type: 'view', name: textOf(change.view) } } : null;
  if (change.kind === 'createType') return catalog.type(change.type) === undefined ? null : { tag: 'CREATE TYPE', object: { type: 'type', name: textOf(change.type) } };
  return null;
}

/** A table that was only named before is not there for sure. */
function hasRelation(catalog: Catalog, { schema, name }: QualifiedName): boolean {
  return catalog.hasRelation(schema, name) && catalog.table({ schema, name })?.known !== false;
}

function hasColumn(catalog: Catalog, table: QualifiedName, name: string): boolean {
  return catalog.table(table)?.columns.some((column) => column.name === name) === true;
}

function textOf({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`;
}
