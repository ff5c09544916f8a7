import type { CreateTableAsStmt, IntoClause, Node, RefreshMatViewStmt, SelectStmt, ViewStmt } from '@pgsql/types';
import type { Table, View } from '../model.js';
import { TEMPORARY_SCHEMA } from '../schema.js';
import { baseOf, newName, resolveRange, statementClause, stringsOf, type Changes, type Context } from './context.js';
import { plainColumn } from './columns.js';
import { namesInQuery } from './queries.js';
import { columnsOfQuery, renamed } from './query-columns.js';
import { readColocation } from './options.js';

/** `CREATE VIEW`. A view over a temporary relation is temporary itself. */
export function* createView(cx: Context, stmt: ViewStmt): Changes {
  const query = namesInQuery(cx, stmt.query);
  const readsTemporary = query.reads.some((read) => read.schema === TEMPORARY_SCHEMA);
  const written = newName(cx, stmt.view);
  const name = readsTemporary ? { schema: TEMPORARY_SCHEMA, name: written.name } : written;
  yield {
    kind: 'createView',
    view: { ...name, materialized: false, temporary: name.schema === TEMPORARY_SCHEMA, ...query, ...outputOf(cx, stmt.query, stmt.aliases), origin: statementClause(cx) },
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
      view: { ...name, materialized: true, temporary: false, ...namesInQuery(cx, stmt.query), ...outputOf(cx, stmt.query, stmt.into?.colNames), origin: statementClause(cx) },
      replaces: false,
      guarded,
      ...baseOf(cx),
    };
    return;
  }
  yield* tableFromQuery(cx, stmt.into, stmt.query, 'as', guarded);
}

/** The view's own columns, where they can be told. */
function outputOf(cx: Context, query: Node | undefined, names: readonly Node[] | undefined): Pick<View, 'columns'> {
  const columns = renamed(columnsOfQuery(cx, query), stringsOf(names));
  return columns === null ? {} : { columns: columns.map(({ name, type }) => ({ name, type })) };
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
  const columns = renamed(columnsOfQuery(cx, query), stringsOf(into?.colNames));
  const { dialect } = cx.statement;
  const created: Table = {
    schema: name.schema,
    name: name.name,
    known: true,
    persistence: name.schema === TEMPORARY_SCHEMA ? 'temporary' : into?.rel?.relpersistence === 'u' ? 'unlogged' : 'permanent',
    foreign: false,
    partitionKey: null,
    partitionOf: null,
    inherits: [],
    columns: (columns ?? []).map((column) => plainColumn(column, statementClause(cx))),
    ...(columns === null ? { columnsKnown: false } : {}),
    constraints: [],
    indexes: [],
    triggers: [],
    split: dialect.split,
    tablegroup: dialect.tablegroup === null || dialect.tablegroup === 'none' ? null : dialect.tablegroup.name,
    ...readColocation(cx, into?.options),
    hashByDefault: cx.session.hashByDefault,
    fromQuery: true,
    origin: statementClause(cx),
  };
  const effective = !guarded || !cx.catalog.hasRelation(name.schema, name.name);
  yield { kind: 'createTableAs', table: name, form, withData: into?.skipData !== true, created, reads: namesInQuery(cx, query).reads, guarded, effective, ...baseOf(cx) };
}
