import type { CopyStmt, FuncCall, Node, OnConflictClause, RangeVar, TruncateStmt } from '@pgsql/types';
import type { Change, WriteKind } from '../change.js';
import type { Routine } from '../model.js';
import { TEMPORARY_SCHEMA } from '../schema.js';
import { baseOf, resolveRange, resolveRoutine, stringsOf, type Changes, type Context } from './context.js';
import { callOf, literalOf, resolveRegclass, walk, type Tagged } from './expression.js';

/** `TRUNCATE`. */
export function* truncate(cx: Context, stmt: TruncateStmt): Changes {
  yield {
    kind: 'truncate',
    tables: (stmt.relations ?? []).flatMap((node) => ('RangeVar' in node ? resolveRange(cx, node.RangeVar) : [])),
    restartIdentity: stmt.restart_seqs === true,
    cascade: stmt.behavior === 'DROP_CASCADE',
    ...baseOf(cx),
  };
}

/** `COPY … FROM`. */
export function* copyRows(cx: Context, stmt: CopyStmt): Changes {
  yield {
    kind: 'writeRows',
    table: resolveRange(cx, stmt.relation),
    write: 'copy',
    onConflict: null,
    conflictColumns: [],
    columns: stringsOf(stmt.attlist),
    literal: true,
    ...baseOf(cx),
  };
}

/** Runs a routine that changes the schema. */
export type RunRoutine = (cx: Context, routine: Routine) => Changes;

/**
 * What a query or a data statement does wherever it stands in the tree, `WITH` included: rows written, sequences
 * moved, settings set by `set_config`; then what the routines of these migrations that it calls do to the schema.
 */
export function* effectsOf(cx: Context, root: Node, run: RunRoutine): Changes {
  const changes: Change[] = [];
  const called: Routine[] = [];
  // A body that does not run calls nothing.
  const mayRun = cx.inRoutine === null && cx.catalog.hasDdlRoutines;
  walk(root, (tag, node) => {
    const change = tag === 'FuncCall' ? effectOfCall(cx, node) : writeOf(cx, node);
    if (change !== null) changes.push(change);
    const routine = mayRun && tag === 'FuncCall' ? findDdlRoutine(cx, node.FuncCall) : undefined;
    if (routine !== undefined) called.push(routine);
  });
  yield* changes;
  for (const routine of called) yield* run(cx, routine);
}

/** The routine that a call means, where running it changes the schema: arguments may be left out where they have defaults. */
export function findDdlRoutine(cx: Context, call: FuncCall | undefined): Routine | undefined {
  const count = call?.args?.length ?? 0;
  const candidates = cx.catalog.routines(resolveRoutine(cx, call?.funcname)).filter((routine) => routine.argumentTypes.length >= count);
  const meant = candidates.find((routine) => routine.argumentTypes.length === count) ?? candidates[0];
  return meant?.body?.runsDdl === true ? meant : undefined;
}

function effectOfCall(cx: Context, node: Tagged): Change | null {
  const call = callOf(node);
  if (call.schema !== null && call.schema !== 'pg_catalog') return null;
  const [first, second] = call.arguments;
  switch (call.name) {
    case 'nextval':
    case 'setval':
      return { kind: 'callSequence', function: call.name, sequence: typeof first === 'string' ? resolveRegclass(cx, first) : null, ...baseOf(cx) };
    case 'set_config': {
      if (typeof first !== 'string' || typeof second !== 'string') return null;
      return { kind: 'set', name: first.toLowerCase(), value: second, local: isTrue(node.FuncCall?.args?.[2]), ...baseOf(cx) };
    }
    default:
      return null;
  }
}

function isTrue(node: Node | undefined): boolean {
  const value = node === undefined ? null : (literalOf(node)?.value ?? null);
  return value !== null && ['true', 't', 'on', 'yes', '1'].includes(value);
}

function writeOf(cx: Context, node: Tagged): Change | null {
  const { InsertStmt: insert, UpdateStmt: update, DeleteStmt: remove, MergeStmt: merge } = node;
  if (insert !== undefined) {
    const onConflict = insert.onConflictClause;
    return {
      ...written(cx, 'insert', insert.relation),
      onConflict: conflictAction(onConflict),
      conflictColumns: (onConflict?.infer?.indexElems ?? []).flatMap((item) => ('IndexElem' in item ? (item.IndexElem.name ?? []) : [])),
      columns: targetNames(insert.cols),
      literal: isLiteralQuery(insert.selectStmt),
    };
  }
  if (update !== undefined) {
    const literal = (update.targetList ?? []).every((target) => 'ResTarget' in target && target.ResTarget.val !== undefined && literalOf(target.ResTarget.val) !== null);
    return { ...written(cx, 'update', update.relation), columns: targetNames(update.targetList), literal };
  }
  if (remove !== undefined) return { ...written(cx, 'delete', remove.relation), literal: true };
  return merge === undefined ? null : written(cx, 'merge', merge.relation);
}

function written(cx: Context, write: WriteKind, relation: RangeVar | undefined): Extract<Change, { kind: 'writeRows' }> {
  return { kind: 'writeRows', table: resolveRange(cx, relation), write, onConflict: null, conflictColumns: [], columns: [], literal: false, ...baseOf(cx) };
}

function conflictAction(clause: OnConflictClause | undefined): 'nothing' | 'update' | null {
  if (clause === undefined) return null;
  return clause.action === 'ONCONFLICT_UPDATE' ? 'update' : 'nothing';
}

function targetNames(targets: readonly Node[] | undefined): string[] {
  return (targets ?? []).flatMap((target) => ('ResTarget' in target ? (target.ResTarget.name ?? []) : []));
}

/** `VALUES` of nothing but literals; `DEFAULT` is none, for its value may be anything. */
function isLiteralQuery(query: Node | undefined): boolean {
  if (query === undefined || !('SelectStmt' in query)) return false;
  const rows = query.SelectStmt.valuesLists ?? [];
  const targets = query.SelectStmt.targetList ?? [];
  if (rows.length === 0) {
    const isConstant = query.SelectStmt.fromClause === undefined && targets.length > 0;
    return isConstant && targets.every((target) => 'ResTarget' in target && target.ResTarget.val !== undefined && literalOf(target.ResTarget.val) !== null);
  }
  return rows.every((row) => 'List' in row && (row.List.items ?? []).every((value) => literalOf(value) !== null));
}

/** Whether the rows of the table stay: temporary tables are the session's. */
export function isPermanent(name: { readonly schema: string }): boolean {
  return name.schema !== TEMPORARY_SCHEMA;
}
