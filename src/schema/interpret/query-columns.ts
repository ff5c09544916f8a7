import type { A_Const, JoinExpr, Node, SelectStmt, WithClause } from '@pgsql/types';
import type { NamedType, TypeName } from '../model.js';
import { resolveRange, stringsOf, type Context } from './context.js';
import { figureColumnName } from './expression.js';
import { readType, typeOf } from './type-name.js';

/** What an alias or the name of a relation stands for in a query. */
interface Source {
  readonly name: string;
  readonly columns: readonly NamedType[];
}

/** The queries of the `WITH` clauses around, by name; null for one whose columns cannot be told. */
type Scope = ReadonlyMap<string, readonly NamedType[] | null>;

const UNKNOWN = typeOf({ schema: 'pg_catalog', name: 'unknown' }, [], false);

/**
 * The columns that a query gives, or null where not every one of them can be told without asking PostgreSQL. A column
 * whose type only PostgreSQL could tell has the type `unknown`.
 */
export function columnsOfQuery(cx: Context, query: Node | undefined, scope: Scope = new Map()): readonly NamedType[] | null {
  return query !== undefined && 'SelectStmt' in query ? columnsOfSelect(cx, query.SelectStmt, scope) : null;
}

function columnsOfSelect(cx: Context, stmt: SelectStmt, outer: Scope): readonly NamedType[] | null {
  const scope = withNamed(cx, stmt.withClause, outer);
  if (stmt.larg !== undefined && stmt.rarg !== undefined) {
    const [left, right] = [columnsOfSelect(cx, stmt.larg, scope), columnsOfSelect(cx, stmt.rarg, scope)];
    return left?.map((column, i) => ({ name: column.name, type: column.type === UNKNOWN ? (right?.[i]?.type ?? UNKNOWN) : column.type })) ?? null;
  }
  if (stmt.valuesLists !== undefined) return columnsOfValues(cx, stmt.valuesLists);
  const sources: Source[] = [];
  for (const item of stmt.fromClause ?? []) {
    const found = sourcesOf(cx, item, scope);
    if (found === null) return null;
    sources.push(...found);
  }
  const columns: NamedType[] = [];
  for (const target of stmt.targetList ?? []) {
    if (!('ResTarget' in target) || target.ResTarget.val === undefined) return null;
    const { name, val } = target.ResTarget;
    const star = columnsOfStar(val, sources);
    if (star !== undefined) columns.push(...star);
    else columns.push({ name: name ?? figureColumnName(val) ?? '?column?', type: typeOfValue(cx, val, sources) });
  }
  return columns;
}

function withNamed(cx: Context, clause: WithClause | undefined, outer: Scope): Scope {
  if (clause === undefined) return outer;
  const scope = new Map(outer);
  for (const node of clause.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue;
    const { ctename, ctequery, aliascolnames } = node.CommonTableExpr;
    // A recursive query names itself: its columns are those of its first arm.
    const first = ctequery !== undefined && 'SelectStmt' in ctequery && clause.recursive === true && ctequery.SelectStmt.larg !== undefined ? { SelectStmt: ctequery.SelectStmt.larg } : ctequery;
    scope.set(ctename ?? '', renamed(columnsOfQuery(cx, first, scope), stringsOf(aliascolnames)));
  }
  return scope;
}

function columnsOfValues(cx: Context, rows: readonly Node[]): readonly NamedType[] {
  const values = rows.map((row) => ('List' in row ? (row.List.items ?? []) : []));
  return (values[0] ?? []).map((_, i) => {
    const types = values.map((row) => typeOfValue(cx, row[i], []));
    return { name: `column${i + 1}`, type: types.find((type) => type !== UNKNOWN) ?? UNKNOWN };
  });
}

/** What an item of `FROM` gives, or null where that cannot be told. */
function sourcesOf(cx: Context, item: Node, scope: Scope): readonly Source[] | null {
  if ('RangeVar' in item) {
    const { alias, schemaname, relname = '' } = item.RangeVar;
    const columns = schemaname === undefined && scope.has(relname) ? (scope.get(relname) ?? null) : columnsOfRelation(cx, item.RangeVar);
    return sourceOf(alias?.aliasname ?? relname, renamed(columns, stringsOf(alias?.colnames)));
  }
  if ('RangeSubselect' in item) {
    const { alias, subquery } = item.RangeSubselect;
    return sourceOf(alias?.aliasname ?? '', renamed(columnsOfQuery(cx, subquery, scope), stringsOf(alias?.colnames)));
  }
  return 'JoinExpr' in item ? sourcesOfJoin(cx, item.JoinExpr, scope) : null;
}

function sourceOf(name: string, columns: readonly NamedType[] | null): readonly Source[] | null {
  return columns === null ? null : [{ name, columns }];
}

/** A join by `USING` or `NATURAL` makes one column of two, which only matters to `*`: such a one is not followed. */
function sourcesOfJoin(cx: Context, join: JoinExpr, scope: Scope): readonly Source[] | null {
  if (join.larg === undefined || join.rarg === undefined || join.isNatural === true || join.usingClause !== undefined || join.alias !== undefined) return null;
  const [left, right] = [sourcesOf(cx, join.larg, scope), sourcesOf(cx, join.rarg, scope)];
  return left === null || right === null ? null : [...left, ...right];
}

function columnsOfRelation(cx: Context, range: Extract<Node, { RangeVar: unknown }>['RangeVar']): readonly NamedType[] | null {
  const name = resolveRange(cx, range);
  const table = cx.catalog.table(name);
  if (table !== undefined) return table.columnsKnown === false ? null : table.columns;
  return cx.catalog.view(name)?.columns ?? null;
}

/** The columns under other names, as far as there are some. */
export function renamed(columns: readonly NamedType[] | null, names: readonly string[]): readonly NamedType[] | null {
  return names.length === 0 ? columns : (columns?.map(({ name, type }, i) => ({ name: names[i] ?? name, type })) ?? null);
}

/** What `*` or `t.*` stands for; undefined for any other expression. */
function columnsOfStar(value: Node, sources: readonly Source[]): readonly NamedType[] | undefined {
  if (!('ColumnRef' in value) || value.ColumnRef.fields?.some((field) => 'A_Star' in field) !== true) return undefined;
  const qualifier = stringsOf(value.ColumnRef.fields).at(-1);
  return sources.flatMap((source) => (qualifier === undefined || source.name === qualifier ? source.columns : []));
}

/** Of the functions that migrations use most: what they give. */
const RESULTS: ReadonlyMap<string, string> = new Map([
  ['count', 'int8'],
  ['row_number', 'int8'],
  ['length', 'int4'],
  ['lower', 'text'],
  ['upper', 'text'],
  ['concat', 'text'],
  ['replace', 'text'],
  ['md5', 'text'],
  ['now', 'timestamptz'],
  ['gen_random_uuid', 'uuid'],
  ['jsonb_build_object', 'jsonb'],
  ['to_jsonb', 'jsonb'],
]);

function typeOfValue(cx: Context, value: Node | undefined, sources: readonly Source[]): TypeName {
  if (value === undefined) return UNKNOWN;
  if ('TypeCast' in value) return readType(cx, value.TypeCast.typeName);
  if ('A_Const' in value) return plain(typeOfConstant(value.A_Const));
  if ('ColumnRef' in value) {
    const parts = stringsOf(value.ColumnRef.fields);
    const qualifier = parts.at(-2);
    const candidates = sources.filter((source) => qualifier === undefined || source.name === qualifier);
    return candidates.flatMap((source) => source.columns).find((column) => column.name === parts.at(-1))?.type ?? UNKNOWN;
  }
  if ('FuncCall' in value) return plain(RESULTS.get(stringsOf(value.FuncCall.funcname).at(-1) ?? ''));
  if ('CoalesceExpr' in value) return (value.CoalesceExpr.args ?? []).map((argument) => typeOfValue(cx, argument, sources)).find((type) => type !== UNKNOWN) ?? UNKNOWN;
  if ('BoolExpr' in value || 'NullTest' in value || 'BooleanTest' in value) return plain('bool');
  return UNKNOWN;
}

function typeOfConstant(constant: A_Const): string | undefined {
  if (constant.ival !== undefined) return 'int4';
  if (constant.boolval !== undefined) return 'bool';
  return constant.sval !== undefined || constant.isnull === true ? 'text' : undefined;
}

function plain(name: string | undefined): TypeName {
  return name === undefined ? UNKNOWN : typeOf({ schema: 'pg_catalog', name }, [], false);
}
