import type { Node } from '@pgsql/types';
import type { QualifiedName } from '../model.js';
import { resolveRange, stringsOf, type Context } from './context.js';
import { walk } from './expression.js';

/** What a query names. */
export interface QueryNames {
  /** Relations, without the query's own `WITH` names. */
  readonly reads: readonly QualifiedName[];
  /** Columns, `*` among them where the query has one. */
  readonly columns: readonly string[];
}

/** The relations and columns that a query names, anywhere in it, without repetition. */
export function namesInQuery(cx: Context, query: Node | undefined): QueryNames {
  const withNames = new Set<string>();
  const reads = new Map<string, QualifiedName>();
  const columns = new Set<string>();
  walk(query, (tag, node) => {
    if (tag === 'CommonTableExpr') withNames.add(node.CommonTableExpr?.ctename ?? '');
  });
  walk(query, (tag, node) => {
    if (tag === 'RangeVar' && node.RangeVar !== undefined) {
      const range = node.RangeVar;
      if (range.schemaname === undefined && withNames.has(range.relname ?? '')) return;
      const name = resolveRange(cx, range);
      reads.set(`${name.schema}.${name.name}`, name);
    } else if (tag === 'ColumnRef') {
      for (const field of node.ColumnRef?.fields ?? []) columns.add('A_Star' in field ? '*' : (stringsOf([field])[0] ?? ''));
    }
  });
  return { reads: [...reads.values()], columns: [...columns] };
}
