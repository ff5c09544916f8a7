import type { LockingClause, LockStmt, Node, SelectStmt } from '@pgsql/types';
import type { ChangeOf } from '../change.js';
import type { QualifiedName } from '../model.js';
import { baseOf, resolveRange, type Changes, type Context } from './context.js';
import { walk } from './expression.js';

const STRENGTHS: ReadonlyMap<string, string> = new Map([
  ['LCS_FORKEYSHARE', 'FOR KEY SHARE'],
  ['LCS_FORSHARE', 'FOR SHARE'],
  ['LCS_FORNOKEYUPDATE', 'FOR NO KEY UPDATE'],
  ['LCS_FORUPDATE', 'FOR UPDATE'],
]);

/** What the first of a query's locking clauses locks; null where it has none. */
export function rowLock(cx: Context, query: SelectStmt): ChangeOf<'lock'> | null {
  const [first] = query.lockingClause ?? [];
  if (first === undefined || !('LockingClause' in first)) return null;
  const { strength, waitPolicy } = first.LockingClause;
  const skipLocked = waitPolicy === 'LockWaitSkip';
  const words = `${STRENGTHS.get(strength ?? '') ?? 'FOR UPDATE'}${skipLocked ? ' SKIP LOCKED' : waitPolicy === 'LockWaitError' ? ' NOWAIT' : ''}`;
  return { kind: 'lock', form: 'rows', words, tables: lockedTables(cx, query, first.LockingClause), skipLocked, ...baseOf(cx) };
}

/** Those after `OF`, which says the names that the query gives them; without it all of its `FROM`. */
function lockedTables(cx: Context, query: SelectStmt, { lockedRels }: LockingClause): readonly QualifiedName[] {
  const names = lockedRels?.flatMap((node) => ('RangeVar' in node ? (node.RangeVar.relname ?? []) : []));
  const tables: QualifiedName[] = [];
  walk(query.fromClause, (tag, node) => {
    if (tag !== 'RangeVar' || node.RangeVar === undefined) return;
    const name = node.RangeVar.alias?.aliasname ?? node.RangeVar.relname ?? '';
    if (names === undefined || names.includes(name)) tables.push(resolveRange(cx, node.RangeVar));
  });
  return tables;
}

/** `LOCK TABLE`. */
export function* lockTables(cx: Context, stmt: LockStmt): Changes {
  const tables = (stmt.relations ?? []).flatMap((node: Node) => ('RangeVar' in node ? resolveRange(cx, node.RangeVar) : []));
  yield { kind: 'lock', form: 'table', words: 'LOCK TABLE', tables, skipLocked: false, ...baseOf(cx) };
}
