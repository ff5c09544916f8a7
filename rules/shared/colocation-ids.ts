import type { Clause, ColocationHolder, Index, Schema, StateContext, Table } from '../../src/rule.js';
import { objectOf, quote } from './names.js';

/** A table or an index as one that has, or lacks, a colocation id. */
export interface Holder {
  readonly id: number | null;
  readonly origin: Clause;
  readonly object: string;
  /** `"orders"`, `index "orders_at_idx"`. */
  readonly what: string;
}

export function tableAsHolder(table: Table): Holder {
  return { id: table.colocationId, origin: table.origin, object: objectOf(table), what: quote(table) };
}

export function indexAsHolder(index: Index, table: Table): Holder {
  return { id: index.colocationId ?? null, origin: index.origin, object: objectOf(table, index.name), what: `index ${quote(index.name)} on ${quote(table)}` };
}

/** Who had the id before; undefined where nobody did. */
export function findEarlierHolder(holder: Holder, context: StateContext): ColocationHolder | undefined {
  if (holder.id === null) return undefined;
  const [first] = context.history.colocationHolders(holder.id, holder.origin.statement.database);
  return first === undefined || first.origin === holder.origin ? undefined : first;
}

/** Whether what was given the id is still there, under whatever name. */
export function isThere(holder: ColocationHolder, schema: Schema): boolean {
  for (const table of schema.allTables()) {
    if (holder.type === 'table' ? table.origin === holder.origin : table.indexes.some((index) => index.origin === holder.origin)) return true;
  }
  return false;
}

/** A number from the range of ids in the documentation's examples that nobody here has, or had. */
export function findFreeId(context: StateContext, database: string | undefined): number {
  let id = 20001;
  while (context.history.colocationHolders(id, database).length > 0) id += 1;
  return id;
}
