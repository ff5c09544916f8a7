import type { Constraint, ForeignKeyAction, RuleContext, Table } from '../../src/rule.js';
import { belongsToParent } from './keys.js';

const CASCADING: readonly ForeignKeyAction[] = ['cascade', 'set null', 'set default'];

/**
 * Whether a change of the referenced row changes referencing rows in a way that two clusters see differently.
 * `ON UPDATE CASCADE` by itself does not count: keys that never change are its usual company.
 */
export function isCascading(constraint: Constraint): boolean {
  const { references } = constraint;
  if (references === null) return false;
  return CASCADING.includes(references.onDelete) || references.onUpdate === 'set null' || references.onUpdate === 'set default';
}

/** Foreign keys of the table that connect two replicated tables, without those that a partitioned parent gave. */
export function* replicatedForeignKeys(table: Table, context: RuleContext): Generator<Constraint & { readonly references: NonNullable<Constraint['references']> }> {
  if (!context.isReplicated(table)) return;
  for (const constraint of table.constraints) {
    const { references } = constraint;
    if (references === null || belongsToParent(constraint) || !context.isReplicated(references.table)) continue;
    yield { ...constraint, references };
  }
}
