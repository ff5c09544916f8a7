import type { ChangeContext, ChangeOf, ProposedFix } from '../../src/rule.js';
import { takesAnotherChange } from './clusters.js';
import { quote } from './names.js';

/** What rows that are there already get in a column whose default is set afterwards. */
export interface OldRows {
  /** In place of the default where the column takes no NULL, as SQL; null where there is none that would do. */
  readonly literal: string | null;
  /** Where they are to be filled in, for a comment to say. */
  readonly fillOn?: string;
}

/**
 * The column added without its default, which a statement behind sets, so that it holds for new rows alone. Null where the old rows need a
 * value and there is none, where a constraint may refuse what they get, and where it is not known what becomes of the column.
 */
export function proposeLaterDefault(change: ChangeOf<'addColumn'>, { literal, fillOn }: OldRows, context: ChangeContext): ProposedFix | null {
  const { column, table, guarded } = change;
  const { defaultClause } = column;
  if (column.via !== 'definition' || defaultClause === null || (guarded && context.before.table(table)?.known !== true)) return null;
  const left = context.end.table(table);
  const kept = left?.columns.find(({ name }) => name === column.name);
  if (left === undefined || kept?.origin.statement !== column.origin.statement) return null;
  const needsValue = column.notNull || kept.notNull;
  if (needsValue && literal === null) return null;
  const isChecked = left.constraints.some(({ type, columns }) => columns.includes(column.name) && (type === 'check' || (needsValue && type !== 'exclusion')));
  if (isChecked || !takesAnotherChange(context)) return null;
  const given = needsValue ? `the literal ${literal ?? ''}` : 'NULL';
  return {
    title: `Set the default of ${quote(column.name)} in a statement of its own: rows that are there already have ${given} in it`,
    safety: 'unsafe',
    effects: [],
    edits: [{ form: 'setDefaultLater', clause: defaultClause, column: column.origin, literal: needsValue ? literal : null, ...(fillOn === undefined ? {} : { fillOn }) }],
  };
}
