import type { Node, RangeVar, TypeName as TypeNode } from '@pgsql/types';
import type { FunctionCall, QualifiedName, View } from '../model.js';
import { isSameName, keyOf } from '../schema.js';
import { findType, namesOf, resolveRange, stringsOf, type Context } from './context.js';
import { callOf, walk, type Tagged } from './expression.js';

/** What a query names, which what is made of it depends on. */
export type QueryNames = Pick<View, 'reads' | 'uses' | 'calls' | 'types'>;

/** The relations, columns, functions and types that a query names, anywhere in it, without repetition. */
export function namesInQuery(cx: Context, query: Node | undefined): QueryNames {
  const reading = new QueryReading(cx);
  walk(query, (tag, node) => {
    if (tag === 'CommonTableExpr') reading.withNames.add(node.CommonTableExpr?.ctename ?? '');
  });
  walk(query, (tag, node) => {
    if (tag === 'RangeVar' && node.RangeVar !== undefined) reading.addRelation(node.RangeVar);
  });
  walk(query, (tag, node) => reading.addNames(tag, node));
  return reading.names();
}

class QueryReading {
  readonly withNames = new Set<string>();
  readonly #cx: Context;
  readonly #reads = new Map<string, QualifiedName>();
  /** What each name that a column may be qualified with stands for. */
  readonly #aliases = new Map<string, QualifiedName[]>();
  readonly #uses = new Map<string, { readonly relation: QualifiedName; readonly column: string }>();
  readonly #calls: FunctionCall[] = [];
  readonly #types = new Map<string, QualifiedName>();

  constructor(cx: Context) {
    this.#cx = cx;
  }

  addRelation(range: RangeVar): void {
    if (range.schemaname === undefined && this.withNames.has(range.relname ?? '')) return;
    const name = resolveRange(this.#cx, range);
    this.#reads.set(keyOf(name), name);
    const alias = range.alias?.aliasname ?? name.name;
    this.#aliases.set(alias, [...(this.#aliases.get(alias) ?? []), name]);
  }

  addNames(tag: string, node: Tagged): void {
    if (tag === 'ColumnRef') this.#addColumn(node.ColumnRef?.fields ?? []);
    else if (tag === 'ResTarget') this.#addStar(node.ResTarget?.val);
    else if (tag === 'FuncCall') this.#calls.push(callOf(node));
    else if (tag === 'TypeCast') this.#addType(node.TypeCast?.typeName);
  }

  names(): QueryNames {
    return { reads: [...this.#reads.values()], uses: [...this.#uses.values()], calls: this.#calls, types: [...this.#types.values()] };
  }

  #addColumn(fields: readonly Node[]): void {
    const parts = stringsOf(fields);
    const column = parts.at(-1);
    // `t.*` as a target is its columns; anywhere else it is the whole row, which no column is needed for.
    if (column === undefined || fields.some((field) => 'A_Star' in field)) return;
    const qualifier = parts.at(-2);
    const relations = qualifier === undefined ? [...this.#reads.values()] : (this.#aliases.get(qualifier) ?? []);
    for (const relation of relations) {
      const table = this.#cx.catalog.table(relation);
      if (table === undefined || table.columnsKnown === false || table.columns.some((own) => own.name === column)) this.#use(relation, column);
    }
  }

  #addStar(target: Node | undefined): void {
    if (target === undefined || !('ColumnRef' in target) || target.ColumnRef.fields?.some((field) => 'A_Star' in field) !== true) return;
    const qualifier = stringsOf(target.ColumnRef.fields).at(-1);
    const relations = qualifier === undefined ? [...this.#reads.values()] : (this.#aliases.get(qualifier) ?? []);
    for (const relation of relations) for (const { name } of this.#cx.catalog.table(relation)?.columns ?? []) this.#use(relation, name);
  }

  #use(relation: QualifiedName, column: string): void {
    this.#uses.set(`${keyOf(relation)}\0${column}`, { relation, column });
  }

  #addType(type: TypeNode | undefined): void {
    const { schema, name } = namesOf(type?.names);
    const found = findType(this.#cx, schema, name);
    if (found !== undefined) this.#types.set(keyOf(found), { schema: found.schema, name: found.name });
  }
}

/** Whether a view's query names the column. */
export function usesColumn(view: View, relation: QualifiedName, column: string): boolean {
  return view.uses.some((use) => use.column === column && isSameName(use.relation, relation));
}
