import type { CopyStmt, FuncCall, InsertStmt, MergeStmt, Node, OnConflictClause, RangeVar, TruncateStmt, UpdateStmt } from '@pgsql/types';
import type { Change, ChangeOf, WriteKind } from '../change.js';
import type { Routine } from '../model.js';
import { keyOf, TEMPORARY_SCHEMA } from '../schema.js';
import { effectOfCall } from './calls.js';
import { baseOf, NONE, resolveRange, resolveRoutine, stringsOf, type Changes, type Context } from './context.js';
import { readExpression, walk, type Tagged } from './expression.js';
import { rowLock } from './locks.js';
import { assignmentsOf, mentions, ownColumns, relativeColumns, valueOf, valuesOfQuery } from './values.js';

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
  // What a file of the server's holds is nobody's to know.
  yield written(cx, 'copy', stmt.relation, { columns: stringsOf(stmt.attlist), literal: stmt.filename === undefined });
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
  const withNames = new Set<string>();
  // A body that does not run calls nothing.
  const mayRun = cx.inRoutine === null && cx.catalog.hasDdlRoutines;
  walk(root, (tag, node) => {
    if (tag === 'CommonTableExpr') withNames.add(node.CommonTableExpr?.ctename ?? '');
    const change = effectOf(cx, tag, node);
    if (change !== null && !isSaid(changes, change)) changes.push(change);
    const routine = mayRun && tag === 'FuncCall' ? findDdlRoutine(cx, node.FuncCall) : undefined;
    if (routine !== undefined) called.push(routine);
  });
  for (const change of changes) yield change.kind === 'lock' && withNames.size > 0 ? withoutNamed(change, withNames) : change;
  for (const routine of called) yield* run(cx, routine);
}

/** The routine that a call means, where running it changes the schema: arguments may be left out where they have defaults. */
export function findDdlRoutine(cx: Context, call: FuncCall | undefined): Routine | undefined {
  const count = call?.args?.length ?? 0;
  const candidates = cx.catalog.routines(resolveRoutine(cx, call?.funcname)).filter((routine) => routine.argumentTypes.length >= count);
  const meant = candidates.find((routine) => routine.argumentTypes.length === count) ?? candidates[0];
  return meant?.body?.runsDdl === true ? meant : undefined;
}

function effectOf(cx: Context, tag: string, node: Tagged): Change | null {
  switch (tag) {
    case 'FuncCall':
      return effectOfCall(cx, node);
    case 'SelectStmt':
      return node.SelectStmt?.lockingClause === undefined ? null : rowLock(cx, node.SelectStmt);
    case 'InsertStmt':
    case 'UpdateStmt':
    case 'DeleteStmt':
    case 'MergeStmt':
      return writeOf(cx, node);
    default:
      return null;
  }
}

/** Whether one statement does the same thing again that has no table to tell it by. */
function isSaid(changes: readonly Change[], change: Change): boolean {
  if (change.kind === 'lock') return changes.some((other) => other.kind === 'lock' && other.words === change.words && keysOf(other) === keysOf(change));
  if (change.kind === 'notify') return changes.some((other) => other.kind === 'notify' && other.channel === change.channel);
  return change.kind === 'scheduleJob' && changes.some((other) => other.kind === 'scheduleJob' && other.function === change.function && other.subject === change.subject);
}

/** A locking clause leaves the queries of a `WITH` alone. */
function withoutNamed(lock: ChangeOf<'lock'>, withNames: ReadonlySet<string>): Change {
  return { ...lock, tables: lock.tables.filter(({ name }) => !withNames.has(name)) };
}

function keysOf({ tables }: ChangeOf<'lock'>): string {
  return tables.map(keyOf).join();
}

function writeOf(cx: Context, { InsertStmt: insert, UpdateStmt: update, DeleteStmt: remove, MergeStmt: merge }: Tagged): Change | null {
  if (insert !== undefined) {
    const onConflict = insert.onConflictClause;
    const values = valuesOfQuery(insert.selectStmt);
    return written(cx, 'insert', insert.relation, {
      onConflict: conflictAction(onConflict),
      conflictColumns: conflictColumnsOf(cx, insert),
      ...(onConflict?.infer?.conname === undefined ? {} : { conflictConstraint: onConflict.infer.conname }),
      columns: targetNames(insert.cols),
      values,
      // DEFAULT VALUES writes nothing of its own.
      literal: insert.selectStmt === undefined || (values.length > 0 && values.every((value) => value.literal)),
      relative: onConflict?.targetList === undefined ? NONE : relativeColumns(assignmentsOf(onConflict.targetList), namesOfTarget(insert.relation)),
      guarded: insert.selectStmt !== undefined && 'SelectStmt' in insert.selectStmt && insert.selectStmt.SelectStmt.whereClause !== undefined,
    });
  }
  if (update !== undefined) return updateOf(cx, update);
  if (remove !== undefined) return written(cx, 'delete', remove.relation, { literal: true, guarded: remove.whereClause !== undefined });
  return merge === undefined ? null : mergeOf(cx, merge);
}

/** By which columns an `ON CONFLICT` finds its index: those that it infers one by, those in expressions too, or those of the constraint that it names. */
function conflictColumnsOf(cx: Context, { onConflictClause, relation }: InsertStmt): readonly string[] {
  const infer = onConflictClause?.infer;
  if (infer?.conname !== undefined && relation !== undefined) {
    const constraint = cx.catalog.table(resolveRange(cx, relation))?.constraints.find(({ name }) => name === infer.conname);
    return constraint?.columns ?? NONE;
  }
  const columns = new Set<string>();
  for (const item of infer?.indexElems ?? []) {
    if (!('IndexElem' in item)) continue;
    if (item.IndexElem.name !== undefined) columns.add(item.IndexElem.name);
    else if (item.IndexElem.expr !== undefined) for (const column of readExpression(cx, item.IndexElem.expr).columns) columns.add(column);
  }
  return columns.size === 0 ? NONE : [...columns];
}

function updateOf(cx: Context, update: UpdateStmt): Change {
  const assignments = assignmentsOf(update.targetList);
  const columns = assignments.map(({ column }) => column);
  const values = assignments.map(({ value }) => valueOf(value));
  const own = namesOfTarget(update.relation);
  return written(cx, 'update', update.relation, {
    columns,
    values,
    literal: values.every((value) => value.literal),
    ...ownColumns(assignments, own),
    guarded: mentions(update.whereClause, columns, own),
  });
}

function mergeOf(cx: Context, merge: MergeStmt): Change {
  const clauses = (merge.mergeWhenClauses ?? []).flatMap((node) => ('MergeWhenClause' in node && node.MergeWhenClause.commandType === 'CMD_UPDATE' ? node.MergeWhenClause : []));
  const own = namesOfTarget(merge.relation);
  return written(cx, 'merge', merge.relation, { relative: clauses.flatMap((clause) => relativeColumns(assignmentsOf(clause.targetList), own)) });
}

/** What a statement calls the table that it writes. */
function namesOfTarget(relation: RangeVar | undefined): readonly string[] {
  return [relation?.alias?.aliasname ?? relation?.relname ?? ''];
}

/** What is particular to one kind of statement; what is left out does not apply. */
type Facts = Partial<Pick<ChangeOf<'writeRows'>, 'onConflict' | 'conflictColumns' | 'conflictConstraint' | 'columns' | 'values' | 'literal' | 'relative' | 'remade' | 'guarded'>>;

function written(cx: Context, write: WriteKind, relation: RangeVar | undefined, facts: Facts): ChangeOf<'writeRows'> {
  const { onConflict = null, conflictColumns = NONE, columns = NONE, values = NONE, literal = false, relative = NONE, remade = NONE, guarded = false } = facts;
  const named = facts.conflictConstraint === undefined ? {} : { conflictConstraint: facts.conflictConstraint };
  return { kind: 'writeRows', table: resolveRange(cx, relation), write, onConflict, conflictColumns, ...named, columns, values, literal, relative, remade, guarded, ...baseOf(cx) };
}

function conflictAction(clause: OnConflictClause | undefined): 'nothing' | 'update' | null {
  if (clause === undefined) return null;
  return clause.action === 'ONCONFLICT_UPDATE' ? 'update' : 'nothing';
}

function targetNames(targets: readonly Node[] | undefined): string[] {
  return (targets ?? []).flatMap((target) => ('ResTarget' in target ? (target.ResTarget.name ?? []) : []));
}

/** Whether the rows of the table stay: temporary tables are the session's. */
export function isPermanent(name: { readonly schema: string }): boolean {
  return name.schema !== TEMPORARY_SCHEMA;
}
