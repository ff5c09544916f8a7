import type { ChangeOf } from '../change.js';
import type { QualifiedName, RewriteRule } from '../model.js';
import type { Catalog } from '../schema.js';
import { edited, withNamedTable } from './edit.js';

/** `CREATE RULE` on a table; the rules of a view are not kept. */
export function createRule(catalog: Catalog, change: ChangeOf<'createRule'>): Catalog {
  if (catalog.view(change.table) !== undefined) return catalog;
  return editRules(withNamedTable(catalog, change.table, change.clause), change.table, (rules) => [...rules.filter((rule) => rule.name !== change.rule.name), change.rule]);
}

/** `DROP RULE`. */
export function dropRule(catalog: Catalog, change: ChangeOf<'dropRule'>): Catalog {
  return editRules(catalog, change.table, (rules) => rules.filter((rule) => rule.name !== change.name));
}

/** `ALTER RULE … RENAME` and `ALTER TABLE … ENABLE RULE` or `DISABLE RULE`. */
export function alterRule(catalog: Catalog, change: ChangeOf<'renameRule' | 'enableRule' | 'disableRule'>): Catalog {
  const altered = change.kind === 'renameRule' ? { name: change.newName } : { enabled: change.kind === 'enableRule' };
  return editRules(catalog, change.table, (rules) => rules.map((rule) => (rule.name === change.name ? { ...rule, ...altered } : rule)));
}

/** `ALTER EVENT TRIGGER`. */
export function alterEventTrigger(catalog: Catalog, change: ChangeOf<'renameEventTrigger' | 'enableEventTrigger' | 'disableEventTrigger'>): Catalog {
  const eventTrigger = catalog.eventTrigger(change.name);
  if (eventTrigger === undefined) return catalog;
  if (change.kind !== 'renameEventTrigger') return catalog.withEventTrigger({ ...eventTrigger, enabled: change.kind === 'enableEventTrigger' });
  return catalog.withoutEventTrigger(change.name).withEventTrigger({ ...eventTrigger, name: change.newName });
}

/** Rules are the table's own: neither partitions nor children have them. */
function editRules(catalog: Catalog, name: QualifiedName, edit: (rules: readonly RewriteRule[]) => readonly RewriteRule[]): Catalog {
  return edited(catalog, name, (table) => ({ ...table, rules: edit(table.rules ?? []) }));
}
