import type { Node, SelectStmt } from '@pgsql/types';
import type { RelativeColumn, WrittenValue } from '../change.js';
import { namesOf, NONE, stringsOf } from './context.js';
import { literalOf, valueFunctionName, walk, type Tagged } from './expression.js';

const LITERAL: WrittenValue = { literal: true, default: false, calls: NONE };
const COMPUTED: WrittenValue = { literal: false, default: false, calls: NONE };
const DEFAULT: WrittenValue = { literal: false, default: true, calls: NONE };

/** One list of literals for each number of columns: most rows of most files have nothing else. */
const ALL_LITERAL: (readonly WrittenValue[])[] = [];

function allLiteral(width: number): readonly WrittenValue[] {
  return (ALL_LITERAL[width] ??= Array.from({ length: width }, () => LITERAL));
}

/** What a query writes where it is the source of an `INSERT`; empty where the number of its columns cannot be told. */
export function valuesOfQuery(query: Node | undefined): readonly WrittenValue[] {
  if (query === undefined || !('SelectStmt' in query)) return NONE;
  let values: readonly WrittenValue[] | null = null;
  // The arms of a UNION, of which generated files have thousands, each within the other.
  const arms: SelectStmt[] = [query.SelectStmt];
  for (let arm = arms.pop(); arm !== undefined; arm = arms.pop()) {
    if (arm.larg !== undefined && arm.rarg !== undefined) {
      arms.push(arm.rarg, arm.larg);
      continue;
    }
    for (const row of rowsOf(arm)) {
      const own = valuesOfRow(row);
      if (own === null) return NONE;
      values = values === null ? own : merged(values, own);
    }
  }
  return values ?? NONE;
}

function rowsOf(arm: SelectStmt): readonly (readonly Node[])[] {
  if (arm.valuesLists === undefined) return [arm.targetList ?? []];
  return arm.valuesLists.map((row) => ('List' in row ? (row.List.items ?? []) : []));
}

/** Null where a `*` stands for columns that are not written out. */
function valuesOfRow(row: readonly Node[]): readonly WrittenValue[] | null {
  let values: WrittenValue[] | null = null;
  for (let i = 0; i < row.length; i++) {
    const item = row[i];
    const node = item !== undefined && 'ResTarget' in item ? item.ResTarget.val : item;
    if (node !== undefined && 'ColumnRef' in node && node.ColumnRef.fields?.some((field) => 'A_Star' in field) === true) return null;
    const value = valueOf(node);
    if (value === LITERAL) continue;
    values ??= allLiteral(row.length).slice();
    values[i] = value;
  }
  return values ?? allLiteral(row.length);
}

/** What one expression writes. */
export function valueOf(value: Node | undefined): WrittenValue {
  if (value === undefined) return COMPUTED;
  if (isLiteral(value)) return LITERAL;
  if ('SetToDefault' in value) return DEFAULT;
  if ('FuncCall' in value && value.FuncCall.args === undefined) return calling(namesOf(value.FuncCall.funcname).name);
  const calls = new Set<string>();
  walk(value, (tag, node) => {
    if (tag === 'FuncCall') calls.add(namesOf(node.FuncCall?.funcname).name);
    else if (tag === 'SQLValueFunction') calls.add(valueFunctionName(node));
  });
  const [first] = calls;
  if (first === undefined) return COMPUTED;
  return calls.size === 1 ? calling(first) : { literal: false, default: false, calls: [...calls] };
}

/** One value for each function: a file calls the same few a hundred thousand times. */
const CALLING = new Map<string, WrittenValue>();

function calling(name: string): WrittenValue {
  const known = CALLING.get(name);
  if (known !== undefined) return known;
  const value = { literal: false, default: false, calls: [name] };
  CALLING.set(name, value);
  return value;
}

/** Whether it is a literal, or an array of them, cast or not. */
function isLiteral(value: Node): boolean {
  if ('A_Const' in value || literalOf(value) !== null) return true;
  const uncast = 'TypeCast' in value ? value.TypeCast.arg : value;
  return uncast !== undefined && 'A_ArrayExpr' in uncast && (uncast.A_ArrayExpr.elements ?? []).every((element) => literalOf(element) !== null);
}

function merged(all: readonly WrittenValue[], row: readonly WrittenValue[]): readonly WrittenValue[] {
  if (all === row || row === allLiteral(all.length)) return all;
  if (all === allLiteral(row.length)) return row;
  return all.map((value, i) => mergedValue(value, row[i] ?? COMPUTED));
}

function mergedValue(a: WrittenValue, b: WrittenValue): WrittenValue {
  if (a === b || b === LITERAL) return a;
  if (a === LITERAL) return b;
  const calls = b.calls.every((call) => a.calls.includes(call)) ? a.calls : [...new Set([...a.calls, ...b.calls])];
  if (calls === a.calls && a.default === (a.default || b.default)) return a;
  return { literal: false, default: a.default || b.default, calls };
}

/** One assignment of a `SET` list; `SET (a, b) = (…)` has one for each column. */
interface Assignment {
  readonly column: string;
  readonly value: Node | undefined;
}

/** The assignments of an `UPDATE`, a `MERGE` or a `DO UPDATE`. */
export function assignmentsOf(targets: readonly Node[] | undefined): readonly Assignment[] {
  return (targets ?? []).flatMap((target) => {
    if (!('ResTarget' in target) || target.ResTarget.name === undefined) return [];
    const { name, val } = target.ResTarget;
    if (val === undefined || !('MultiAssignRef' in val)) return { column: name, value: val };
    const { source, colno = 1 } = val.MultiAssignRef;
    const isRow = source !== undefined && 'RowExpr' in source;
    return { column: name, value: isRow ? source.RowExpr.args?.[colno - 1] : source };
  });
}

/** The columns that are set to something made of their own old value; `own` are the names that the table goes by. */
export function relativeColumns(assignments: readonly Assignment[], own: readonly string[]): readonly RelativeColumn[] {
  return ownColumns(assignments, own).relative;
}

/** Those, and the other columns whose new value mentions the old one. */
export function ownColumns(assignments: readonly Assignment[], own: readonly string[]): { readonly relative: readonly RelativeColumn[]; readonly remade: readonly string[] } {
  const relative: RelativeColumn[] = [];
  const remade: string[] = [];
  for (const { column, value } of assignments) {
    const by = value === undefined || literalOf(value) !== null ? null : relationTo(column, value, own);
    if (by === 'none') remade.push(column);
    else if (by !== null) relative.push({ column, by });
  }
  return { relative: relative.length === 0 ? NONE : relative, remade: remade.length === 0 ? NONE : remade };
}

/** Whether a condition asks for one of the columns of the table itself. */
export function mentions(condition: Node | undefined, columns: readonly string[], own: readonly string[]): boolean {
  let found = false;
  if (condition !== undefined) {
    walk(condition, (tag, node) => {
      if (tag === 'ColumnRef' && columns.some((column) => isOwn(node, column, own, false))) found = true;
    });
  }
  return found;
}

type Relation = RelativeColumn['by'];

const OPERATORS: ReadonlyMap<string, Relation> = new Map([
  ['+', 'arithmetic'],
  ['-', 'arithmetic'],
  ['*', 'arithmetic'],
  ['/', 'arithmetic'],
  ['^', 'arithmetic'],
  ['#', 'arithmetic'],
  ['<<', 'arithmetic'],
  ['>>', 'arithmetic'],
  ['||', 'join'],
  ['|', 'merge'],
  ['&', 'merge'],
  ['#-', 'merge'],
]);

/** Functions that put something into what was there; `lower(x)` or `round(x)` only make it tidy. */
const FUNCTIONS: ReadonlyMap<string, Relation> = new Map([
  ['array_append', 'append'],
  ['array_prepend', 'append'],
  ['array_cat', 'append'],
  ['concat', 'append'],
  ['concat_ws', 'append'],
  ['jsonb_insert', 'append'],
  ['array_remove', 'merge'],
  ['jsonb_set', 'merge'],
  ['jsonb_set_lax', 'merge'],
  ['hstore', 'merge'],
]);

/** How the expression makes the column's new value of the old one: `none` where it only mentions it, null where it does not. */
function relationTo(column: string, value: Node, own: readonly string[]): Relation | 'none' | null {
  let found: 'none' | null = null;
  // Nothing is recursive: a chain of a thousand operators is a thousand levels deep.
  const stack: { readonly value: unknown; readonly by: Relation | null; readonly inQuery: boolean }[] = [{ value, by: null, inQuery: false }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top.value !== 'object' || top.value === null) continue;
    const node: Tagged = top.value;
    if (isOwn(node, column, own, top.inQuery)) {
      if (top.by !== null) return top.by;
      found = 'none';
    }
    const by = top.by ?? relationOf(node);
    const inQuery = top.inQuery || node.SubLink !== undefined;
    for (const child of Object.values(node)) stack.push({ value: child, by, inQuery });
  }
  return found;
}

function relationOf(node: Tagged): Relation | null {
  if (node.A_Expr?.kind === 'AEXPR_OP') return OPERATORS.get(stringsOf(node.A_Expr.name).at(-1) ?? '') ?? null;
  if (node.FuncCall !== undefined) return FUNCTIONS.get(namesOf(node.FuncCall.funcname).name) ?? null;
  if (node.MinMaxExpr !== undefined) return 'merge';
  return node.BoolExpr?.boolop === 'NOT_EXPR' ? 'negation' : null;
}

/** Within a query of its own a bare name is more likely a column of that query. */
function isOwn(node: Tagged, column: string, own: readonly string[], inQuery: boolean): boolean {
  if (node.ColumnRef === undefined) return false;
  const parts = stringsOf(node.ColumnRef.fields);
  if (parts.at(-1) !== column) return false;
  const qualifier = parts.at(-2);
  return qualifier === undefined ? !inQuery : own.includes(qualifier);
}
