import type { Expr } from 'pgsql-ast-parser';
import type { Constraint, ForeignKeyAction, Proposal, QualifiedName, RuleContext, Table } from '../../src/rule.js';
import { all, binary, column, treeName } from './ast.js';
import { belongsToParent } from './keys.js';

const CASCADING: readonly ForeignKeyAction[] = ['cascade', 'set null', 'set default'];

/** What to do where one cluster is written and the other only shows rows out of step. */
export const TARGET_HELP = 'Nothing to do where readers of the target can bear it; the transactional modes show whole transactions.';

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
export function replicatedForeignKeys(table: Table, context: RuleContext): readonly ForeignKey[] {
  const keys = table.constraints.filter(isForeignKey);
  if (keys.length === 0 || !context.isReplicated(table)) return [];
  return keys.filter((key) => !belongsToParent(key) && context.isReplicated(key.references.table));
}

type ForeignKey = Constraint & { readonly references: NonNullable<Constraint['references']> };

function isForeignKey(constraint: Constraint): constraint is ForeignKey {
  return constraint.references !== null;
}

/** The query for rows of the referencing table whose foreign key points at nothing; null for a foreign key without columns. */
export function findOrphans(table: QualifiedName, constraint: Constraint): Proposal | null {
  const { references, columns } = constraint;
  const [firstTarget] = references?.columns ?? [];
  if (references === null || firstTarget === undefined || references.columns.length !== columns.length) return null;
  const pairs = columns.map((name, position) => binary('=', column(references.columns[position] ?? firstTarget, 'parent'), column(name, 'child')));
  const isSet = columns.map((name): Expr => ({ type: 'unary', op: 'IS NOT NULL', operand: column(name, 'child') }));
  return {
    form: 'statement',
    note: 'rows that point at nothing',
    ast: {
      type: 'select',
      columns: [{ expr: column('*', 'child') }],
      from: [
        { type: 'table', name: { ...treeName(table), alias: 'child' } },
        { type: 'table', name: { ...treeName(references.table), alias: 'parent' }, join: { type: 'LEFT JOIN', on: all(pairs) } },
      ],
      where: all([...isSet, { type: 'unary', op: 'IS NULL', operand: column(firstTarget, 'parent') }]),
    },
  };
}
