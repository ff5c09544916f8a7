import type { CreateTableAsStmt, IntoClause, Node, RefreshMatViewStmt, SelectStmt, ViewStmt } from '@pgsql/types';
import type { Column, Table, TypeName } from '../model.js';
import { TEMPORARY_SCHEMA } from '../schema.js';
import { baseOf, newName, resolveRange, statementClause, stringsOf, type Changes, type Context } from './context.js';
import { figureColumnName } from './expression.js';
import { namesInQuery } from './queries.js';
import { optionValue } from './tables.js';
import { readType, typeOf } from './type-name.js';

/** `CREATE VIEW`. A view over a temporary relation is temporary itself. */
export function* createView(cx: Context, stmt: ViewStmt): Changes {
  const query = namesInQuery(cx, stmt.query);
  const readsTemporary = query.reads.some((read) => read.schema === TEMPORARY_SCHEMA);
  const written = newName(cx, stmt.view);
  const name = readsTemporary ? { schema: TEMPORARY_SCHEMA, name: written.name } : written;
  yield {
    kind: 'createView',
    view: { ...name, materialized: false, temporary: name.schema === TEMPORARY_SCHEMA, ...query, origin: statementClause(cx) },
    replaces: stmt.replace === true,
    guarded: false,
    ...baseOf(cx),
  };
}

/** `CREATE TABLE AS` and `CREATE MATERIALIZED VIEW`. */
export function* createTableAs(cx: Context, stmt: CreateTableAsStmt): Changes {
  const guarded = stmt.if_not_exists === true;
  const name = newName(cx, stmt.into?.rel);
  if (stmt.objtype === 'OBJECT_MATVIEW') {
    yield {
      kind: 'createView',
      view: { ...name, materialized: true, temporary: false, ...namesInQuery(cx, stmt.query), origin: statementClause(cx) },
      replaces: false,
      guarded,
      ...baseOf(cx),
    };
    return;
  }
  yield* tableFromQuery(cx, stmt.into, stmt.query, 'as', guarded);
}

/** `SELECT … INTO`; inside PL/pgSQL that is an assignment, and never comes here. */
export function* selectInto(cx: Context, stmt: SelectStmt): Changes {
  yield* tableFromQuery(cx, stmt.intoClause, { SelectStmt: stmt }, 'into', false);
}

/** `REFRESH MATERIALIZED VIEW`. */
export function* refreshView(cx: Context, stmt: RefreshMatViewStmt): Changes {
  yield { kind: 'refreshView', name: resolveRange(cx, stmt.relation), concurrently: stmt.concurrent === true, ...baseOf(cx) };
}

function* tableFromQuery(cx: Context, into: IntoClause | undefined, query: Node | undefined, form: 'as' | 'into', guarded: boolean): Changes {
  const name = newName(cx, into?.rel);
  const columns = columnsOfQuery(cx, query, stringsOf(into?.colNames));
  const colocation = optionValue(into?.options, 'colocation') ?? optionValue(into?.options, 'colocated');
  const { dialect } = cx.statement;
  const created: Table = {
    ...name,
    known: true,
    persistence: name.schema === TEMPORARY_SCHEMA ? 'temporary' : into?.rel?.relpersistence === 'u' ? 'unlogged' : 'permanent',
    foreign: false,
    partitionKey: null,
    partitionOf: null,
    inherits: [],
    columns: columns ?? [],
    ...(columns === null ? { columnsKnown: false } : {}),
    constraints: [],
    indexes: [],
    triggers: [],
    split: dialect.split,
    tablegroup: dialect.tablegroup === null || dialect.tablegroup === 'none' ? null : dialect.tablegroup.name,
    colocated: colocation === undefined ? null : colocation !== 'false',
    colocationId: null,
    hashByDefault: cx.session.hashByDefault,
    origin: statementClause(cx),
  };
  const effective = !guarded || !cx.catalog.hasRelation(name.schema, name.name);
  yield { kind: 'createTableAs', table: name, form, created, reads: namesInQuery(cx, query).reads, guarded, effective, ...baseOf(cx) };
}

/** The columns of a query, or null where not every one of them can be told without asking PostgreSQL. */
function columnsOfQuery(cx: Context, query: Node | undefined, names: readonly string[]): Column[] | null {
  if (query === undefined || !('SelectStmt' in query)) return null;
  const { targetList, fromClause, withClause, op } = query.SelectStmt;
  if (op !== 'SETOP_NONE' || withClause !== undefined || targetList === undefined) return null;
  const sources = (fromClause ?? []).map((item) => sourceOf(cx, item));
  const known = sources.flatMap((source) => source ?? []);
  if (known.length < sources.length) return null;
  const columns: Column[] = [];
  for (const target of targetList) {
    const found = 'ResTarget' in target ? columnsOfTarget(cx, target.ResTarget.name, target.ResTarget.val, known) : null;
    if (found === null) return null;
    columns.push(...found);
  }
  return columns.map((column, i) => ({ ...column, name: names[i] ?? column.name }));
}

interface Source {
  readonly name: string;
  readonly table: Table;
}

function sourceOf(cx: Context, item: Node): Source | null {
  if (!('RangeVar' in item)) return null;
  const table = cx.catalog.table(resolveRange(cx, item.RangeVar));
  if (table === undefined || table.columnsKnown === false) return null;
  return { name: item.RangeVar.alias?.aliasname ?? table.name, table };
}

function columnsOfTarget(cx: Context, name: string | undefined, value: Node | undefined, sources: readonly Source[]): Column[] | null {
  if (value === undefined) return null;
  if ('TypeCast' in value) return [plainColumn(cx, name ?? figureColumnName(value) ?? '?column?', readType(cx, value.TypeCast.typeName))];
  if ('A_Const' in value) {
    const type = value.A_Const.ival !== undefined ? 'int4' : value.A_Const.sval !== undefined || value.A_Const.isnull === true ? 'text' : value.A_Const.boolval !== undefined ? 'bool' : null;
    return type === null ? null : [plainColumn(cx, name ?? '?column?', typeOf({ schema: 'pg_catalog', name: type }, [], false))];
  }
  if (!('ColumnRef' in value)) return null;
  const fields = value.ColumnRef.fields ?? [];
  const parts = stringsOf(fields);
  const isStar = fields.some((field) => 'A_Star' in field);
  const qualifier = isStar ? parts.at(-1) : parts.at(-2);
  const candidates = qualifier === undefined ? sources : sources.filter((source) => source.name === qualifier);
  const all = candidates.flatMap((source) => source.table.columns);
  const found = isStar ? all : all.filter((column) => column.name === parts.at(-1));
  if (found.length === 0 || (!isStar && found.length > 1)) return null;
  return found.map((column) => plainColumn(cx, isStar ? column.name : (name ?? column.name), column.type));
}

/** A query hands on names and types only. */
function plainColumn(cx: Context, name: string, type: TypeName): Column {
  const origin = statementClause(cx);
  return {
    name,
    type,
    notNull: false,
    default: null,
    identity: null,
    generated: null,
    sequence: null,
    serial: null,
    origin,
    typeClause: origin,
    defaultClause: null,
    identityClause: null,
    via: 'definition',
  };
}

