import type { CreateFunctionStmt, CreateTrigStmt, DefElem, Node } from '@pgsql/types';
import { readBody, type Body } from '../../sql/body.js';
import type { AstNode } from '../../sql/parser.js';
import { applyChange } from '../apply/apply.js';
import type { Change } from '../change.js';
import type { QualifiedName, Routine, RoutineBody, Trigger } from '../model.js';
import { keyOf, type Catalog } from '../schema.js';
import { baseOf, clauseAt, creationSchema, itemsOf, namesOf, resolveRange, resolveRoutine, stringsOf, type Changes, type Context } from './context.js';
import { asNode, bodyChanges, isSchemaChange, ownSearchPath, runsDynamicDdl, type Interpret } from './bodies.js';
import { readExpression, walk } from './expression.js';
import { namesInQuery } from './queries.js';
import { findDdlRoutine, isPermanent } from './rows.js';
import { argumentTypeText, readType } from './type-name.js';

/** `CREATE FUNCTION` and `CREATE PROCEDURE`, with what the body would do. */
export function* createRoutine(cx: Context, stmt: CreateFunctionStmt, node: AstNode, interpret: Interpret): Changes {
  const { schema, name } = namesOf(stmt.funcname);
  const qualified = { schema: schema ?? creationSchema(cx), name };
  const options = (stmt.options ?? []).flatMap((option) => ('DefElem' in option ? option.DefElem : []));
  const body = readBody(cx.statement, node, cx.parser);
  const routine: Routine = {
    ...qualified,
    kind: stmt.is_procedure === true ? 'procedure' : 'function',
    language: stringOption(options, 'language')?.toLowerCase() ?? 'sql',
    argumentTypes: inputTypes(cx, stmt.parameters),
    returnsTrigger: namesOf(stmt.returnType?.names).name === 'trigger',
    ...(namesOf(stmt.returnType?.names).name === 'event_trigger' ? { returnsEventTrigger: true } : {}),
    ...ownTypes(cx, stmt),
    ...ownVolatility(options),
    body: body === null ? null : foldBody({ ...cx, catalog: cx.catalog, session: { ...cx.session, ...ownSearchPath(stmt) } }, qualified, body, interpret),
    origin: clauseAt(cx, 'statement', 0),
  };
  yield { kind: 'createRoutine', routine, replaces: stmt.replace === true, ...baseOf(cx) };
}

/** Interprets a body over a fork of the schema, which nobody else sees. */
function foldBody(outer: Context, routine: QualifiedName, body: Body, interpret: Interpret): RoutineBody {
  let { catalog } = outer;
  const cx: Context = {
    ...outer,
    inRoutine: routine,
    get catalog(): Catalog {
      return catalog;
    },
  };
  const changes: Change[] = [];
  for (const change of bodyChanges(cx, body, interpret)) {
    changes.push(change);
    catalog = applyChange(catalog, change);
  }
  const writes = new Map<string, QualifiedName>();
  for (const change of changes) {
    if (change.kind === 'writeRows' && isPermanent(change.table)) writes.set(`${change.table.schema}.${change.table.name}`, change.table);
  }
  const isComplete = body.complete && changes.every((change) => change.kind !== 'opaque');
  const onlyAssigns = isComplete && changes.every((change) => change.kind === 'other' && change.tag === 'SELECT') && !callsUnclear(outer, body);
  const setsRow = body.items.some((item) => item.kind === 'assign' && item.target === 'new');
  const runsDdl = changes.some((change) => isSchemaChange(change)) || runsDynamicDdl(outer.statement, body) || callsDdl(outer, body);
  return { changes, writes: [...writes.values()], onlyAssigns, reads: readsOf(outer, body), runsDdl, setsRow, complete: isComplete };
}

/** The relations that the body's queries and expressions name. */
function readsOf(cx: Context, body: Body): readonly QualifiedName[] {
  const reads = new Map<string, QualifiedName>();
  for (const item of body.items) {
    if (item.kind !== 'statement' && item.kind !== 'expression') continue;
    for (const name of namesInQuery(cx, asNode(item.node)).reads) reads.set(keyOf(name), name);
  }
  return [...reads.values()];
}

/** Functions of PostgreSQL's own, and of extensions that are most used, that do something elsewhere; others compute. */
const ACTING = /^(pg_notify|pg_(try_)?advisory_\w+|pg_(terminate|cancel)_backend|pg_logical_emit_message|pg_reload_conf|lo_\w+|dblink\w*|query_to_xml\w*|http(_\w+)?)$/;

/** Whether the body calls a routine whose call changes the schema. */
function callsDdl(cx: Context, body: Body): boolean {
  if (!cx.catalog.hasDdlRoutines) return false;
  let found = false;
  for (const item of body.items) {
    if (item.kind !== 'statement' && item.kind !== 'expression') continue;
    walk(item.node, (tag, node) => {
      if (tag === 'FuncCall' && findDdlRoutine(cx, node.FuncCall) !== undefined) found = true;
    });
  }
  return found;
}

/** Whether the body calls a routine that does more than assign, or does we know not what, or locks rows. */
function callsUnclear(cx: Context, body: Body): boolean {
  let found = false;
  for (const item of body.items) {
    if (item.kind !== 'statement' && item.kind !== 'expression') continue;
    walk(item.node, (tag, node) => {
      if (tag === 'LockingClause' || (tag === 'FuncCall' && isUnclear(cx, node.FuncCall?.funcname))) found = true;
    });
  }
  return found;
}

function isUnclear(cx: Context, names: readonly Node[] | undefined): boolean {
  const { schema, name } = namesOf(names);
  const overloads = cx.catalog.routines(resolveRoutine(cx, names));
  if (overloads.length > 0) return overloads.some((routine) => routine.body?.onlyAssigns !== true);
  return ACTING.test(name) || (schema !== undefined && schema !== 'pg_catalog');
}

function inputTypes(cx: Context, parameters: readonly Node[] | undefined): string[] {
  return (parameters ?? []).flatMap((node) => {
    if (!('FunctionParameter' in node)) return [];
    const { mode, argType } = node.FunctionParameter;
    return mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE' ? [] : argumentTypeText(cx, argType);
  });
}

/** The user's types in the signature. */
function ownTypes(cx: Context, stmt: CreateFunctionStmt): Pick<Routine, 'types'> {
  const written = [stmt.returnType, ...(stmt.parameters ?? []).map((node) => ('FunctionParameter' in node ? node.FunctionParameter.argType : undefined))];
  const types = written.flatMap((node) => (node === undefined ? [] : readType(cx, node).base)).filter((base) => base.schema !== 'pg_catalog');
  return types.length === 0 ? {} : { types };
}

function ownVolatility(options: readonly DefElem[]): Pick<Routine, 'volatility'> {
  const written = stringOption(options, 'volatility');
  return written === 'stable' || written === 'immutable' ? { volatility: written } : {};
}

function stringOption(options: readonly DefElem[], name: string): string | undefined {
  const option = options.find((candidate) => candidate.defname === name);
  return stringsOf(itemsOf(option?.arg))[0];
}

/** `CREATE TRIGGER`. */
export function* createTrigger(cx: Context, stmt: CreateTrigStmt): Changes {
  const events = stmt.events ?? 0;
  const timing = stmt.timing ?? 0;
  const condition = stmt.whenClause === undefined ? [] : readExpression(cx, stmt.whenClause).columns;
  const trigger: Trigger = {
    name: stmt.trigname ?? '',
    timing: (timing & 2) !== 0 ? 'before' : (timing & 64) !== 0 ? 'instead of' : 'after',
    events: EVENTS.filter(([bit]) => (events & bit) !== 0).map(([, event]) => event),
    level: stmt.row === true ? 'row' : 'statement',
    function: resolveRoutine(cx, stmt.funcname, ({ kind, argumentTypes }) => kind === 'function' && argumentTypes.length === 0),
    enabled: true,
    constraint: stmt.isconstraint === true,
    inherited: false,
    columns: [...new Set([...stringsOf(stmt.columns), ...condition])],
    origin: clauseAt(cx, 'statement', 0),
  };
  yield { kind: 'createTrigger', table: resolveRange(cx, stmt.relation), trigger, replaces: stmt.replace === true, ...baseOf(cx) };
}

/** The bits of `pg_trigger.tgtype`. */
const EVENTS = [
  [4, 'insert'],
  [16, 'update'],
  [8, 'delete'],
  [32, 'truncate'],
] as const;
