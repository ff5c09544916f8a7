import type { CommonTableExpr, DeleteStmt, FuncCall, InsertStmt, JoinExpr, Node, OnConflictClause, RangeFunction, RangeVar, ReturningClause, SelectStmt, SubLink, TypeName as TypeNode, UpdateStmt, WindowDef, WithClause } from '@pgsql/types';
import type { QualifiedName } from '../model.js';
import { assignmentsOf } from '../interpret/values.js';
import { namesOf, resolveRange, resolveRoutine, stringsOf, type Context } from '../interpret/context.js';
import { rangesIn } from './named-ranges.js';
import { figureColumnName, startOf, walk } from '../interpret/expression.js';

/** What a value is, where the values of some columns are followed. */
export type Kind =
  /** One of those values. */
  | 'key'
  /** Perhaps one of them. */
  | 'unsure'
  /** A row or a list with one in it. */
  | 'row'
  | 'literal'
  | 'null'
  | 'default'
  | 'other';

/** The columns whose values are followed. */
export interface Carriers {
  has(relation: QualifiedName, column: string): boolean;
  /** Whether some column of this name is one. */
  hasName(column: string): boolean;
  /** A relation with such columns by its name alone. */
  relationNamed(name: string): QualifiedName | undefined;
}

/** The relation that a name means; where the path does not lead to one that is there, as in a body that sets its own, one that is followed. */
export function resolveCarrier(cx: Context, range: RangeVar | undefined, carriers: Carriers): QualifiedName {
  const found = resolveRange(cx, range);
  if (range?.schemaname !== undefined || cx.catalog.hasRelation(found.schema, found.name)) return found;
  return carriers.relationNamed(found.name) ?? found;
}

/** A column of a query. */
export interface Output {
  /** Null: one or more columns of which only the kind is known. */
  readonly name: string | null;
  readonly kind: Kind;
}

/** What `NEW` and `OLD` are where a routine is a trigger's, and whether names may be variables. */
export interface RoutineScope {
  readonly triggerTables: readonly QualifiedName[];
}

/** How a query is read. */
export interface ValueCheckOptions {
  readonly cx: Context;
  readonly carriers: Carriers;
  /** The names of a relation's columns; null where they are not known. */
  columnsOf(relation: QualifiedName): readonly string[] | null;
  /** Set within a routine or a `DO` block. */
  readonly routine: RoutineScope | null;
  /** A value is used in a way that holds for numbers alone, or that is not followed; the place in bytes. */
  readonly report: (reason: string, place: () => number | undefined) => void;
}

/** A place in bytes, or what stands there. */
type Place = Node | number | undefined;

/** What a name stands for in a `FROM`. */
interface Source {
  readonly alias: string;
  /** A table or view by itself. */
  readonly relation: QualifiedName | null;
  /** Null where they are not known. */
  readonly columns: readonly Output[] | null;
}

interface Scope {
  readonly sources: readonly Source[];
  readonly queries: ReadonlyMap<string, readonly Output[]>;
  readonly outer: Scope | null;
}

const EMPTY: Scope = { sources: [], queries: new Map(), outer: null };

/** Functions that take a value of whatever type, and whose result has the same type whatever it was. */
const TAKES_ANYTHING = new Set([
  'count', 'to_json', 'to_jsonb', 'json_build_object', 'jsonb_build_object', 'json_build_array', 'jsonb_build_array', 'json_agg', 'jsonb_agg', 'json_object_agg', 'jsonb_object_agg',
  'row_to_json', 'concat', 'concat_ws', 'format', 'num_nulls', 'num_nonnulls', 'row_number', 'rank', 'dense_rank', 'ntile',
]);
/** Window functions that give one of the values that they are given. */
const GIVES_ITS_ARGUMENT = new Set(['lag', 'lead', 'first_value', 'last_value', 'nth_value']);
const TEXT_TYPES = new Set(['text', 'varchar']);

/** Follows values of some columns through queries and expressions, and reports where they have to be numbers. */
export class ValueCheck {
  readonly #options: ValueCheckOptions;

  constructor(options: ValueCheckOptions) {
    this.#options = options;
  }

  /** A query or data statement; its result columns. */
  query(node: Node | undefined): readonly Output[] {
    return node === undefined ? [] : this.#query(node, EMPTY);
  }

  /** An expression over the columns of a table; `aliases` are other names of its row (`new`, `old`). */
  expressionOver(relation: QualifiedName, node: Node | undefined, aliases: readonly string[] = []): Kind {
    const sources = [relation.name, ...aliases].map((alias) => this.#relation(alias, relation, []));
    // A bare name is the table's own, not one of each alias.
    return node === undefined ? 'other' : this.#kind(node, { ...EMPTY, sources });
  }

  #query(node: Node, outer: Scope): readonly Output[] {
    if ('SelectStmt' in node) return this.#select(node.SelectStmt, outer);
    if ('InsertStmt' in node) return this.#insert(node.InsertStmt, outer);
    if ('UpdateStmt' in node) return this.#update(node.UpdateStmt, outer);
    if ('DeleteStmt' in node) return this.#delete(node.DeleteStmt, outer);
    this.#anythingElse(node, outer);
    return [];
  }

  #select(stmt: SelectStmt, outer: Scope): readonly Output[] {
    let scope = this.#with(stmt.withClause, { ...EMPTY, outer });
    if (stmt.larg !== undefined && stmt.rarg !== undefined) {
      this.#all(stmt.sortClause, scope);
      return this.#union(this.#select(stmt.larg, scope), this.#select(stmt.rarg, scope), stmt.larg);
    }
    if (stmt.valuesLists !== undefined) {
      const rows = stmt.valuesLists.map((row) => ('List' in row ? (row.List.items ?? []) : []).map((item): Output => ({ name: null, kind: this.#kind(item, scope) })));
      const [first = [], ...others] = rows;
      const merged = others.reduce((above: readonly Output[], row) => this.#union(above, row, stmt), first);
      return merged.map(({ kind }, i) => ({ name: `column${i + 1}`, kind }));
    }
    for (const item of stmt.fromClause ?? []) scope = { ...scope, sources: [...scope.sources, ...this.#from(item, scope)] };
    const outputs = (stmt.targetList ?? []).flatMap((target): readonly Output[] => ('ResTarget' in target && target.ResTarget.val !== undefined ? this.#target(target.ResTarget.name, target.ResTarget.val, scope) : []));
    for (const part of [stmt.whereClause, stmt.havingClause, stmt.limitCount, stmt.limitOffset]) if (part !== undefined) this.#kind(part, scope);
    for (const list of [stmt.groupClause, stmt.distinctClause]) this.#all(list, scope);
    this.#order(stmt, scope);
    for (const window of stmt.windowClause ?? []) if ('WindowDef' in window) this.#window(window.WindowDef, scope);
    return outputs;
  }

  /** An order alone may be another one; where not all rows are taken, it says which. */
  #order({ sortClause = [], distinctClause = [], limitCount, limitOffset }: SelectStmt, scope: Scope): void {
    // `DISTINCT ON` has its own expressions first in the order; a plain `DISTINCT` is one empty node.
    const distinct = distinctClause.filter((node) => Object.keys(node).length > 0).length;
    for (const [i, item] of sortClause.entries()) {
      const isValueOrdered = this.#all([item], scope);
      const isChoice = limitCount !== undefined || limitOffset !== undefined || (distinct > 0 && i >= distinct);
      if (isValueOrdered && isChoice) this.#report('decides by its order which rows are taken', item);
    }
  }

  /** Two lists of columns that become one. */
  #union(above: readonly Output[], below: readonly Output[], at: SelectStmt): readonly Output[] {
    if (above.length !== below.length && [...above, ...below].some(({ kind }) => isValue(kind))) this.#report('is put together with rows of another query', { SelectStmt: at });
    return above.map(({ name, kind }, i) => {
      const other = below[i]?.kind ?? 'other';
      if (!isValue(kind) && !isValue(other)) return { name, kind: kind === 'null' ? other : kind };
      if (!(isKeyOrNull(kind) && isKeyOrNull(other))) this.#report('is put together with other values by a set operation', { SelectStmt: at });
      return { name, kind: 'key' };
    });
  }

  #with(clause: WithClause | undefined, scope: Scope): Scope {
    if (clause === undefined) return scope;
    const queries = new Map(scope.queries);
    const inside: Scope = { ...scope, queries };
    for (const node of clause.ctes ?? []) {
      if (!('CommonTableExpr' in node)) continue;
      const named = node.CommonTableExpr;
      const name = named.ctename ?? '';
      const first = clause.recursive === true ? firstArm(named) : undefined;
      if (first !== undefined) queries.set(name, renamed(this.#select(first, inside), stringsOf(named.aliascolnames)));
      if (named.ctequery !== undefined) queries.set(name, renamed(this.#query(named.ctequery, inside), stringsOf(named.aliascolnames)));
    }
    return inside;
  }

  #from(item: Node, scope: Scope): readonly Source[] {
    if ('RangeVar' in item) return [this.#range(item.RangeVar, scope)];
    if ('RangeSubselect' in item) {
      const { alias, subquery } = item.RangeSubselect;
      const outputs = subquery === undefined ? [] : this.#query(subquery, scope);
      return [{ alias: alias?.aliasname ?? '', relation: null, columns: renamed(outputs, stringsOf(alias?.colnames)) }];
    }
    if ('JoinExpr' in item) return this.#join(item.JoinExpr, scope);
    if ('RangeFunction' in item) return [this.#function(item.RangeFunction, scope)];
    if ('RangeTableSample' in item && item.RangeTableSample.relation !== undefined) return this.#from(item.RangeTableSample.relation, scope);
    this.#anythingElse(item, scope);
    return [];
  }

  #range(range: RangeVar, scope: Scope): Source {
    const alias = range.alias?.aliasname ?? range.relname ?? '';
    const names = stringsOf(range.alias?.colnames);
    for (let within: Scope | null = scope; range.schemaname === undefined && within !== null; within = within.outer) {
      const outputs = within.queries.get(range.relname ?? '');
      if (outputs !== undefined) return { alias, relation: null, columns: renamed(outputs, names) };
    }
    return this.#relation(alias, this.#resolve(range), names);
  }

  #relation(alias: string, relation: QualifiedName, names: readonly string[]): Source {
    const columns = this.#options.columnsOf(relation);
    const outputs = columns?.map((name): Output => ({ name, kind: this.#options.carriers.has(relation, name) ? 'key' : 'other' })) ?? null;
    if (names.length === 0) return { alias, relation, columns: outputs };
    return { alias, relation: null, columns: outputs === null ? names.map((name) => ({ name, kind: 'unsure' })) : renamed(outputs, names) };
  }

  #join(join: JoinExpr, scope: Scope): readonly Source[] {
    const left = join.larg === undefined ? [] : this.#from(join.larg, scope);
    const right = join.rarg === undefined ? [] : this.#from(join.rarg, { ...scope, sources: [...scope.sources, ...left] });
    const sources = [...left, ...right];
    const shared = join.isNatural === true ? sharedNames(left, right) : stringsOf(join.usingClause);
    if (shared === null) this.#report('may be compared by a NATURAL join', undefined);
    for (const column of shared ?? []) this.#compare(this.#bare(column, { ...EMPTY, sources: left }), this.#bare(column, { ...EMPTY, sources: right }), undefined);
    if (join.quals !== undefined) this.#kind(join.quals, { ...scope, sources: [...scope.sources, ...sources] });
    return sources;
  }

  #function(range: RangeFunction, scope: Scope): Source {
    for (const item of range.functions ?? []) {
      for (const part of 'List' in item ? (item.List.items ?? []) : [item]) {
        if ('FuncCall' in part || 'SQLValueFunction' in part) this.#kind(part, scope);
      }
    }
    const alias = range.alias?.aliasname ?? functionName(range);
    const defined = (range.coldeflist ?? []).flatMap((node) => ('ColumnDef' in node ? (node.ColumnDef.colname ?? []) : []));
    const names = stringsOf(range.alias?.colnames);
    // One of the user's may give rows of a table; PostgreSQL's own do not.
    const isOwn = (range.functions ?? []).some((item) => this.#callsRoutine(item));
    if (isOwn) return { alias, relation: null, columns: null };
    const columns = (names.length > 0 ? names : defined.length > 0 ? defined : [alias]).map((name): Output => ({ name, kind: 'other' }));
    return { alias, relation: null, columns: [...columns, { name: null, kind: 'other' }] };
  }

  #callsRoutine(node: Node): boolean {
    let found = false;
    walk(node, (tag, tagged) => {
      if (tag === 'FuncCall' && this.#options.cx.catalog.routines(resolveRoutine(this.#options.cx, tagged.FuncCall?.funcname)).length > 0) found = true;
    });
    return found;
  }

  #target(name: string | undefined, value: Node, scope: Scope): readonly Output[] {
    if ('ColumnRef' in value && value.ColumnRef.fields?.some((field) => 'A_Star' in field) === true) {
      const qualifier = stringsOf(value.ColumnRef.fields).at(-1);
      if (qualifier === undefined) return scope.sources.flatMap((source) => this.#star(source));
      const source = findSource(qualifier, scope);
      return source === undefined ? this.#rowOf(qualifier) : this.#star(source);
    }
    return [{ name: name ?? figureColumnName(value) ?? '?column?', kind: this.#kind(value, scope) }];
  }

  #star(source: Source): readonly Output[] {
    if (source.columns !== null) return source.columns;
    if (source.relation === null) return [{ name: null, kind: 'unsure' }];
    return [{ name: null, kind: this.#isFollowed(source.relation) ? 'unsure' : 'other' }];
  }

  /** `NEW.*`, or the row of a variable. */
  #rowOf(qualifier: string): readonly Output[] {
    const { routine } = this.#options;
    if (routine === null) return [{ name: null, kind: 'unsure' }];
    if (qualifier !== 'new' && qualifier !== 'old') return [{ name: null, kind: 'unsure' }];
    const isFollowed = routine.triggerTables.some((table) => this.#isFollowed(table));
    return [{ name: null, kind: isFollowed ? 'unsure' : 'other' }];
  }

  /** Whether some column of the relation is followed. */
  #isFollowed(relation: QualifiedName): boolean {
    const columns = this.#options.columnsOf(relation);
    return columns === null ? this.#options.carriers.has(relation, '*') : columns.some((column) => this.#options.carriers.has(relation, column));
  }

  #insert(stmt: InsertStmt, outer: Scope): readonly Output[] {
    const target = this.#resolve(stmt.relation);
    const scope = this.#with(stmt.withClause, { ...EMPTY, outer });
    const written = (stmt.cols ?? []).flatMap((node) => ('ResTarget' in node ? (node.ResTarget.name ?? []) : []));
    const outputs = stmt.selectStmt === undefined ? [] : this.#insertedValues(stmt.selectStmt, scope);
    const columns = stmt.cols === undefined ? this.#options.columnsOf(target) : written;
    const at = stmt.relation?.location;
    if (columns === null || outputs.some(({ kind }) => kind === 'list')) {
      if (this.#isFollowed(target) || outputs.some(({ values }) => values.some(isValue))) this.#report('may be among the columns that are written, which are not known', at);
    } else {
      outputs.forEach(({ values, at: place }, i) => {
        const column = columns[i];
        if (column !== undefined) for (const kind of values) this.#assign(target, column, kind, place ?? at);
      });
    }
    const self: Scope = { ...scope, sources: [this.#relation(stmt.relation?.alias?.aliasname ?? target.name, target, [])] };
    if (stmt.onConflictClause !== undefined) this.#onConflict(stmt.onConflictClause, target, self);
    return this.#returning(stmt.returningClause, self);
  }

  /** The values of each column; of `VALUES`, those of every row. */
  #insertedValues(node: Node, scope: Scope): readonly { readonly kind: 'one' | 'list'; readonly values: readonly Kind[]; readonly at: Place }[] {
    if ('SelectStmt' in node && node.SelectStmt.valuesLists !== undefined) {
      const inside = this.#with(node.SelectStmt.withClause, { ...EMPTY, outer: scope });
      const columns: { kind: 'one'; values: Kind[]; at: Place }[] = [];
      for (const row of node.SelectStmt.valuesLists) {
        ('List' in row ? (row.List.items ?? []) : []).forEach((item, i) => {
          const column = (columns[i] ??= { kind: 'one', values: [], at: undefined });
          const kind = this.#kind(item, inside);
          // The place of the first that is none of the values.
          if (column.at === undefined && !isKeyOrNull(kind) && kind !== 'default') column.at = item;
          if (!column.values.includes(kind)) column.values.push(kind);
        });
      }
      return columns;
    }
    return this.#query(node, scope).map(({ name, kind }) => ({ kind: name === null ? 'list' : 'one', values: [kind], at: undefined }));
  }

  #onConflict(clause: OnConflictClause, target: QualifiedName, scope: Scope): void {
    const inside: Scope = { ...scope, sources: [...scope.sources, this.#relation('excluded', target, [])] };
    for (const item of clause.infer?.indexElems ?? []) if ('IndexElem' in item && item.IndexElem.expr !== undefined) this.#kind(item.IndexElem.expr, scope);
    this.#assignments(clause.targetList, target, inside);
    for (const part of [clause.whereClause, clause.infer?.whereClause]) if (part !== undefined) this.#kind(part, inside);
  }

  #update(stmt: UpdateStmt, outer: Scope): readonly Output[] {
    const target = this.#resolve(stmt.relation);
    let scope = this.#with(stmt.withClause, { ...EMPTY, outer });
    scope = { ...scope, sources: [this.#relation(stmt.relation?.alias?.aliasname ?? target.name, target, [])] };
    for (const item of stmt.fromClause ?? []) scope = { ...scope, sources: [...scope.sources, ...this.#from(item, scope)] };
    this.#assignments(stmt.targetList, target, scope);
    if (stmt.whereClause !== undefined) this.#kind(stmt.whereClause, scope);
    return this.#returning(stmt.returningClause, scope);
  }

  #delete(stmt: DeleteStmt, outer: Scope): readonly Output[] {
    const target = this.#resolve(stmt.relation);
    let scope = this.#with(stmt.withClause, { ...EMPTY, outer });
    scope = { ...scope, sources: [this.#relation(stmt.relation?.alias?.aliasname ?? target.name, target, [])] };
    for (const item of stmt.usingClause ?? []) scope = { ...scope, sources: [...scope.sources, ...this.#from(item, scope)] };
    if (stmt.whereClause !== undefined) this.#kind(stmt.whereClause, scope);
    return this.#returning(stmt.returningClause, scope);
  }

  #returning(clause: ReturningClause | undefined, scope: Scope): readonly Output[] {
    return (clause?.exprs ?? []).flatMap((target) => ('ResTarget' in target && target.ResTarget.val !== undefined ? this.#target(target.ResTarget.name, target.ResTarget.val, scope) : []));
  }

  #assignments(targets: readonly Node[] | undefined, table: QualifiedName, scope: Scope): void {
    for (const { column, value } of assignmentsOf(targets)) {
      if (value === undefined) continue;
      const isQuery = 'SubLink' in value && (targets ?? []).some((target) => 'ResTarget' in target && target.ResTarget.val !== undefined && 'MultiAssignRef' in target.ResTarget.val);
      const kind = this.#kind(value, scope);
      if (isQuery && this.#options.carriers.has(table, column)) this.#report('is set from a query together with other columns', value);
      else this.#assign(table, column, kind, value);
    }
  }

  /** A value is written into a column. */
  #assign(table: QualifiedName, column: string, kind: Kind, at: Place): void {
    if (this.#options.carriers.has(table, column)) {
      if (kind === 'literal') this.#report('is written as a literal', at);
      else if (!isKeyOrNull(kind) && kind !== 'default') this.#report('is written from a value that is not one of these keys', at);
    } else if (isValue(kind)) {
      this.#report(`is written into "${table.name}.${column}", which does not follow it`, at);
    }
  }

  /** Whether one of them is a value that is followed. */
  #all(nodes: readonly Node[] | undefined, scope: Scope): boolean {
    return (nodes ?? []).map((node) => this.#kind('SortBy' in node && node.SortBy.node !== undefined ? node.SortBy.node : node, scope)).some(isValue);
  }

  #window(window: WindowDef, scope: Scope): void {
    this.#all(window.partitionClause, scope);
    const isOrdered = this.#all(window.orderClause, scope);
    for (const part of [window.startOffset, window.endOffset]) {
      // How far a row is from another one by `RANGE` is a sum.
      if (part !== undefined && (this.#all([part], scope) || isOrdered)) this.#report('bounds a window', part);
    }
  }

  #kind(node: Node, scope: Scope): Kind {
    if ('ColumnRef' in node) return this.#column(node.ColumnRef.fields ?? [], scope);
    if ('A_Const' in node) return node.A_Const.isnull === true ? 'null' : 'literal';
    if ('ParamRef' in node || 'SQLValueFunction' in node || 'CurrentOfExpr' in node) return 'other';
    if ('SetToDefault' in node) return 'default';
    if ('TypeCast' in node) return this.#cast(node.TypeCast.arg, node.TypeCast.typeName, scope);
    if ('A_Expr' in node) return this.#operator(node, scope);
    if ('BoolExpr' in node) {
      for (const argument of node.BoolExpr.args ?? []) if (isValue(this.#kind(argument, scope))) this.#report('is a condition', argument);
      return 'other';
    }
    if ('NullTest' in node) {
      if (node.NullTest.arg !== undefined) this.#kind(node.NullTest.arg, scope);
      return 'other';
    }
    if ('CoalesceExpr' in node) return this.#oneOf(node.CoalesceExpr.args ?? [], scope);
    if ('MinMaxExpr' in node) {
      const kind = this.#oneOf(node.MinMaxExpr.args ?? [], scope);
      if (isValue(kind)) this.#report('is compared by its order', node);
      return kind;
    }
    if ('CaseExpr' in node) return this.#case(node.CaseExpr, scope);
    if ('SubLink' in node) return this.#subquery(node.SubLink, scope);
    if ('FuncCall' in node) return this.#call(node.FuncCall, scope);
    if ('RowExpr' in node) return (node.RowExpr.args ?? []).map((argument) => this.#kind(argument, scope)).some(isValue) ? 'row' : 'other';
    if ('GroupingSet' in node) {
      this.#all(node.GroupingSet.content, scope);
      return 'other';
    }
    this.#anythingElse(node, scope);
    return 'other';
  }

  #cast(argument: Node | undefined, type: TypeNode | undefined, scope: Scope): Kind {
    if (argument === undefined) return 'other';
    const kind = this.#kind(argument, scope);
    const { name } = namesOf(type?.names);
    const isText = TEXT_TYPES.has(name) && (type?.arrayBounds === undefined);
    if (kind === 'literal') return 'literal';
    if (isValue(kind) && !(isText && kind === 'key')) this.#report(`is cast to ${name}`, argument);
    return 'other';
  }

  #operator(node: Extract<Node, { A_Expr: unknown }>, scope: Scope): Kind {
    const { kind: form, lexpr, rexpr, name } = node.A_Expr;
    const operator = stringsOf(name).at(-1) ?? '';
    const left = lexpr === undefined ? 'other' : this.#kind(lexpr, scope);
    if (form === 'AEXPR_IN' || form === 'AEXPR_BETWEEN' || form === 'AEXPR_NOT_BETWEEN' || form === 'AEXPR_BETWEEN_SYM' || form === 'AEXPR_NOT_BETWEEN_SYM') {
      const values = (rexpr !== undefined && 'List' in rexpr ? (rexpr.List.items ?? []) : rexpr === undefined ? [] : [rexpr]).map((item) => this.#kind(item, scope));
      if (form !== 'AEXPR_IN' && [left, ...values].some(isValue)) this.#report('is compared by its order', node);
      else for (const value of values) this.#compare(left, value, node);
      return 'other';
    }
    const right = rexpr === undefined ? 'other' : this.#kind(rexpr, scope);
    if (!isValue(left) && !isValue(right)) return 'other';
    if (form === 'AEXPR_DISTINCT' || form === 'AEXPR_NOT_DISTINCT' || (form === 'AEXPR_OP' && (operator === '=' || operator === '<>' || operator === '!='))) {
      this.#compare(left, right, node);
      return 'other';
    }
    if (form === 'AEXPR_NULLIF') {
      this.#compare(left, right, node);
      return 'key';
    }
    const isText = (side: Node | undefined, kind: Kind): boolean => kind === 'literal' && side !== undefined && 'A_Const' in side && side.A_Const.sval !== undefined;
    if (form === 'AEXPR_OP' && operator === '||' && ((left === 'key' && isText(rexpr, right)) || (right === 'key' && isText(lexpr, left)))) return 'other';
    if (['<', '>', '<=', '>='].includes(operator)) this.#report('is compared by its order', node);
    else if (form === 'AEXPR_OP') this.#report(`is an operand of ${operator}`, node);
    else this.#report('is compared with a list', node);
    return 'other';
  }

  /** Whether two values are the same: both must be keys, or one of them nothing. */
  #compare(a: Kind, b: Kind, at: Place): void {
    if (!isValue(a) && !isValue(b)) return;
    if (a === 'row' || b === 'row') this.#report('is compared within a row', at);
    else if (a === 'literal' || b === 'literal') this.#report('is compared with a literal', at);
    else if (!isKeyOrNull(a) || !isKeyOrNull(b)) this.#report('is compared with a value that is not one of these keys', at);
  }

  /** Values of which one is the result. */
  #oneOf(nodes: readonly Node[], scope: Scope): Kind {
    const kinds = nodes.map((node) => this.#kind(node, scope));
    if (!kinds.some(isValue)) return kinds.length > 0 && kinds.every((kind) => kind === 'null') ? 'null' : 'other';
    if (!kinds.every(isKeyOrNull)) this.#report('may be replaced by a value that is not one of these keys', nodes[0]);
    return 'key';
  }

  #case({ arg, args, defresult }: Extract<Node, { CaseExpr: unknown }>['CaseExpr'], scope: Scope): Kind {
    const tested = arg === undefined ? null : this.#kind(arg, scope);
    const results: Node[] = [];
    for (const node of args ?? []) {
      if (!('CaseWhen' in node)) continue;
      const { expr, result } = node.CaseWhen;
      const kind = expr === undefined ? 'other' : this.#kind(expr, scope);
      if (tested !== null) this.#compare(tested, kind, expr);
      if (result !== undefined) results.push(result);
    }
    if (defresult !== undefined) results.push(defresult);
    return this.#oneOf(results, scope);
  }

  #subquery({ subLinkType, testexpr, subselect, operName }: SubLink, scope: Scope): Kind {
    const outputs = subselect === undefined ? [] : this.#query(subselect, scope);
    const at = testexpr;
    switch (subLinkType) {
      case 'EXISTS_SUBLINK':
        return 'other';
      case 'EXPR_SUBLINK':
        if (outputs.length > 1) return outputs.some(({ kind }) => isValue(kind)) ? 'row' : 'other';
        return outputs[0]?.kind ?? 'other';
      case 'ANY_SUBLINK':
      case 'ALL_SUBLINK': {
        const tested = testexpr === undefined ? [] : 'RowExpr' in testexpr ? (testexpr.RowExpr.args ?? []).map((node) => this.#kind(node, scope)) : [this.#kind(testexpr, scope)];
        const operator = stringsOf(operName).at(-1) ?? '=';
        if (![...tested, ...outputs.map(({ kind }) => kind)].some(isValue)) return 'other';
        if (tested.length !== outputs.length) this.#report('is compared with a query whose columns are not known', at);
        else if (operator !== '=' && operator !== '<>') this.#report('is compared by its order', at);
        else tested.forEach((kind, i) => this.#compare(kind, outputs[i]?.kind ?? 'unsure', at));
        return 'other';
      }
      case 'ROWCOMPARE_SUBLINK':
        if ([...outputs.map(({ kind }) => kind), ...(testexpr === undefined ? [] : [this.#kind(testexpr, scope)])].some(isValue)) this.#report('is compared within a row', at);
        return 'other';
      case 'ARRAY_SUBLINK':
      case 'CTE_SUBLINK':
      case 'MULTIEXPR_SUBLINK':
      case undefined:
        break;
    }
    if (outputs.some(({ kind }) => isValue(kind))) this.#report('is collected into an array', subselect);
    return 'other';
  }

  #call(call: FuncCall, scope: Scope): Kind {
    const { name, schema } = namesOf(call.funcname);
    const kinds = (call.args ?? []).map((argument) => this.#kind(argument, scope));
    if (call.agg_filter !== undefined) this.#kind(call.agg_filter, scope);
    // `WITHIN GROUP (ORDER BY …)` are arguments.
    if (this.#all(call.agg_order, scope) && call.agg_within_group === true) this.#report(`is an argument of ${name}()`, call.location);
    if (call.over !== undefined) this.#window(call.over, scope);
    if (!kinds.some(isValue)) return 'other';
    const isOwn = (schema === undefined || schema === 'pg_catalog') && this.#options.cx.catalog.routines(resolveRoutine(this.#options.cx, call.funcname)).length === 0;
    if (isOwn && TAKES_ANYTHING.has(name) && call.func_variadic !== true) return 'other';
    if (isOwn && GIVES_ITS_ARGUMENT.has(name) && kinds[0] === 'key' && kinds.slice(1).every((kind) => kind === 'literal') && kinds.length < 3) return 'key';
    this.#report(`is an argument of ${name}()`, call.location);
    return 'other';
  }

  #column(fields: readonly Node[], scope: Scope): Kind {
    const parts = stringsOf(fields);
    const isWhole = fields.some((field) => 'A_Star' in field);
    const name = parts.at(-1);
    if (isWhole) return name === undefined ? 'row' : this.#wholeRow(name, scope);
    if (name === undefined) return 'other';
    const qualifier = parts.at(-2);
    return qualifier === undefined ? this.#bare(name, scope) : this.#qualified(qualifier, name, scope);
  }

  #wholeRow(alias: string, scope: Scope): Kind {
    const source = findSource(alias, scope);
    const outputs = source === undefined ? this.#rowOf(alias) : this.#star(source);
    return outputs.some(({ kind }) => isValue(kind)) ? 'row' : 'other';
  }

  #bare(name: string, scope: Scope): Kind {
    for (let within: Scope | null = scope; within !== null; within = within.outer) {
      let unknown = false;
      const kinds = new Set<Kind>();
      for (const source of within.sources) {
        const found = source.columns?.find((column) => column.name === name);
        if (found !== undefined) kinds.add(found.kind);
        else if (source.columns === null) {
          if (source.relation === null) unknown = true;
          else if (this.#options.carriers.has(source.relation, name)) kinds.add('key');
        } else if (source.columns.some((column) => column.name === null && column.kind !== 'other')) unknown = true;
      }
      if (kinds.size === 1 && !unknown) return [...kinds][0] ?? 'other';
      // Two with one name are joined by it, or the name is a variable's too.
      if (kinds.size > 1 || (unknown && this.#options.carriers.hasName(name))) return 'unsure';
      const row = within.sources.find((source) => source.alias === name);
      if (row !== undefined) return this.#wholeRow(name, within);
    }
    return 'other';
  }

  #qualified(qualifier: string, name: string, scope: Scope): Kind {
    const { carriers, routine } = this.#options;
    const source = findSource(qualifier, scope);
    if (source !== undefined) {
      if (source.relation !== null) return carriers.has(source.relation, name) ? 'key' : 'other';
      const found = source.columns?.find((column) => column.name === name);
      if (found !== undefined) return found.kind;
      const isKnown = source.columns?.every((column) => column.name !== null || column.kind === 'other') === true;
      return isKnown || !carriers.hasName(name) ? 'other' : 'unsure';
    }
    if (routine !== null && (qualifier === 'new' || qualifier === 'old') && routine.triggerTables.length > 0) {
      const kinds = new Set(routine.triggerTables.map((table): Kind => (carriers.has(table, name) ? 'key' : 'other')));
      return kinds.size === 1 ? ([...kinds][0] ?? 'unsure') : 'unsure';
    }
    return carriers.hasName(name) ? 'unsure' : 'other';
  }

  /** A form that is not followed: no value may stand in it. */
  #anythingElse(node: Node, scope: Scope): void {
    walk(node, (tag, tagged) => {
      if (tag === 'ColumnRef' && isValue(this.#column(tagged.ColumnRef?.fields ?? [], scope))) this.#report('is used in a way that is not followed', tagged.ColumnRef?.location);
    });
    for (const range of rangesIn(node)) if (this.#isFollowed(this.#resolve(range))) this.#report('is used in a way that is not followed', range.location);
  }

  #resolve(range: RangeVar | undefined): QualifiedName {
    return resolveCarrier(this.#options.cx, range, this.#options.carriers);
  }

  /** Where a node begins takes a walk through it, and is asked only where it is told. */
  #report(reason: string, at: Place): void {
    this.#options.report(reason, () => (typeof at === 'object' ? startOf(at) : at));
  }
}

/** Whether it is one of the values that are followed, or may be. */
export function isValue(kind: Kind): boolean {
  return kind === 'key' || kind === 'unsure' || kind === 'row';
}

function isKeyOrNull(kind: Kind): boolean {
  return kind === 'key' || kind === 'null';
}

function findSource(alias: string, scope: Scope): Source | undefined {
  for (let within: Scope | null = scope; within !== null; within = within.outer) {
    const found = within.sources.find((source) => source.alias === alias);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The columns under other names, as far as there are some. */
function renamed(outputs: readonly Output[], names: readonly string[]): readonly Output[] {
  if (names.length === 0) return outputs;
  if (outputs.some(({ name }) => name === null)) return outputs.some(({ kind }) => isValue(kind)) ? names.map((name) => ({ name, kind: 'unsure' })) : names.map((name) => ({ name, kind: 'other' }));
  return outputs.map(({ name, kind }, i) => ({ name: names[i] ?? name, kind }));
}

/** What a recursive query begins with. */
function firstArm({ ctequery }: CommonTableExpr): SelectStmt | undefined {
  return ctequery !== undefined && 'SelectStmt' in ctequery ? ctequery.SelectStmt.larg : undefined;
}

/** The names that both sides of a NATURAL join have; null where they are not known. */
function sharedNames(left: readonly Source[], right: readonly Source[]): readonly string[] | null {
  const namesIn = (sources: readonly Source[]): readonly (string | null)[] => sources.flatMap(({ columns }) => columns?.map(({ name }) => name) ?? [null]);
  const [ours, theirs] = [namesIn(left), namesIn(right)];
  if (ours.includes(null) || theirs.includes(null)) return null;
  return ours.flatMap((name) => (name !== null && theirs.includes(name) ? name : []));
}

function functionName(range: RangeFunction): string {
  let name = '';
  walk(range.functions, (tag, node) => {
    if (tag === 'FuncCall' && name === '') ({ name } = namesOf(node.FuncCall?.funcname));
  });
  return name;
}
