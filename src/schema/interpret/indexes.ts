import type { AlterSeqStmt, CreateSeqStmt, IndexStmt } from '@pgsql/types';
import { chooseIndexName } from '../keys.js';
import type { Sequence } from '../model.js';
import { defaultStart } from './columns.js';
import { readIndexKey } from './constraints.js';
import { baseOf, clauseAt, newName, NONE, resolveRange, type Changes, type Context } from './context.js';
import { readExpression } from './expression.js';
import { readIndexColocation } from './options.js';
import { readSequenceOptions } from './sequence-options.js';

/** `CREATE INDEX`. A unique one stands at the word `UNIQUE`. */
export function* createIndex(cx: Context, stmt: IndexStmt): Changes {
  const { dialect } = cx.statement;
  const table = resolveRange(cx, stmt.relation);
  const layout = dialect.keys[0]?.columns ?? [];
  const keys = (stmt.indexParams ?? []).flatMap((node, i) => ('IndexElem' in node ? readIndexKey(cx, node.IndexElem, layout[i]) : []));
  const include = stmt.indexIncludingParams === undefined ? NONE : stmt.indexIncludingParams.flatMap((node) => ('IndexElem' in node ? (node.IndexElem.name ?? []) : []));
  const clause = stmt.unique === true ? clauseAt(cx, 'unique', 0) : clauseAt(cx, 'statement', 0);
  const guarded = stmt.if_not_exists === true;
  const name = stmt.idxname ?? chooseIndexName(cx.catalog, table, keys, include, null);
  yield {
    kind: 'createIndex',
    table,
    index: {
      schema: table.schema,
      name,
      named: stmt.idxname !== undefined,
      unique: stmt.unique === true,
      primary: false,
      constraint: null,
      method: stmt.accessMethod ?? 'btree',
      keys,
      include,
      predicate: stmt.whereClause === undefined ? null : readExpression(cx, stmt.whereClause),
      nullsNotDistinct: stmt.nulls_not_distinct === true,
      split: dialect.split,
      via: 'statement',
      hashByDefault: cx.session.hashByDefault,
      origin: clause,
      ...readIndexColocation(stmt.options),
    },
    concurrently: stmt.concurrent === true,
    nonconcurrently: dialect.nonconcurrently,
    only: stmt.relation?.inh !== true,
    guarded,
    effective: !guarded || !cx.catalog.hasRelation(table.schema, name),
    ...baseOf(cx, clause),
  };
}

/** `CREATE SEQUENCE`. */
export function* createSequence(cx: Context, stmt: CreateSeqStmt): Changes {
  const name = newName(cx, stmt.sequence);
  const options = readSequenceOptions(cx, stmt.options);
  const guarded = stmt.if_not_exists === true;
  const sequence: Sequence = {
    schema: name.schema,
    name: name.name,
    ownedBy: options.ownedBy ?? null,
    increment: options.increment ?? 1,
    start: options.start ?? defaultStart(options),
    cycle: options.cycle ?? false,
    implicit: false,
    origin: clauseAt(cx, 'statement', 0),
  };
  yield { kind: 'createSequence', sequence, guarded, effective: !guarded || !cx.catalog.hasRelation(name.schema, name.name), ...baseOf(cx) };
}

/** `ALTER SEQUENCE` with options. */
export function* alterSequence(cx: Context, stmt: AlterSeqStmt): Changes {
  const { ownedBy, increment, start, cycle, restarts, restart } = readSequenceOptions(cx, stmt.options);
  yield {
    kind: 'alterSequence',
    name: resolveRange(cx, stmt.sequence),
    ...(ownedBy === undefined ? {} : { ownedBy }),
    ...(increment === undefined ? {} : { increment }),
    ...(start === undefined ? {} : { start }),
    ...(cycle === undefined ? {} : { cycle }),
    restarts: restarts === true,
    ...(restart === undefined ? {} : { restart }),
    ...baseOf(cx),
  };
}

