import type { A_Const, FuncCall, Node, TypeName as TypeNode } from '@pgsql/types';
import { expressionText, type ExpressionPlace, type RenamedColumn } from '../../sql/expression-text.js';
import { foldName } from '../../sql/placeholder-text.js';
import type { Statement } from '../../sql/statement.js';
import type { Expression, FunctionCall, QualifiedName } from '../model.js';
import { findType, namesOf, NONE, resolveRelation, stringsOf, type Context } from './context.js';

const NOT_RENAMED: readonly RenamedColumn[] = [];

const NO_TYPES: readonly QualifiedName[] = [];

/** What of an expression is no matter of its text. */
type Facts = Required<Pick<Expression, 'columns' | 'calls' | 'literal' | 'types' | 'sequence'>>;

/** An expression whose text is cut from the file only when somebody prints it. */
class WrittenExpression implements Expression {
  readonly #statement: Statement;
  /** Bytes into the statement's `sql`. */
  readonly #at: number;
  readonly #isKey: boolean;
  readonly #renamed: readonly RenamedColumn[];
  readonly columns: readonly string[];
  readonly calls: readonly FunctionCall[];
  readonly literal: { readonly value: string | null } | null;
  readonly types: readonly QualifiedName[];
  readonly sequence: QualifiedName | null;

  constructor(place: ExpressionPlace, facts: Facts) {
    this.#statement = place.statement;
    this.#at = place.at;
    this.#isKey = place.isKey;
    this.#renamed = place.renamed;
    this.columns = facts.columns;
    this.calls = facts.calls;
    this.literal = facts.literal;
    this.types = facts.types;
    this.sequence = facts.sequence;
  }

  get text(): string {
    return expressionText(this.#place());
  }

  withSequence(sequence: QualifiedName): WrittenExpression {
    return new WrittenExpression(this.#place(), { columns: this.columns, calls: this.calls, literal: this.literal, types: this.types, sequence });
  }

  withRenamed(from: string, to: string): WrittenExpression {
    const columns = this.columns.map((column) => (column === from ? to : column));
    const renamed = [...this.#renamed, { from, to }];
    return new WrittenExpression({ ...this.#place(), renamed }, { columns, calls: this.calls, literal: this.literal, types: this.types, sequence: this.sequence });
  }

  #place(): ExpressionPlace {
    return { statement: this.#statement, at: this.#at, isKey: this.#isKey, renamed: this.#renamed };
  }
}

/** What the model keeps of an expression. `isKey`: of one that is the key of an index. */
export function readExpression(cx: Context, node: Node, isKey = false): Expression {
  const place = { statement: cx.statement, at: startOf(node), isKey, renamed: NOT_RENAMED };
  // Most defaults are a literal or a call without arguments: then there is nothing to look for.
  if ('A_Const' in node) return new WrittenExpression(place, { columns: NONE, calls: NONE, literal: literalOf(node), types: NO_TYPES, sequence: null });
  if ('FuncCall' in node && isBareCall(node.FuncCall)) return new WrittenExpression(place, { columns: NONE, calls: [callOf(node)], literal: null, types: NO_TYPES, sequence: null });
  const columns = new Set<string>();
  const calls: FunctionCall[] = [];
  let types = NO_TYPES;
  walk(node, (tag, value) => {
    if (tag === 'ColumnRef') {
      const name = stringsOf(value.ColumnRef?.fields).at(-1);
      if (name !== undefined) columns.add(name);
    } else if (tag === 'FuncCall') {
      calls.push(callOf(value));
    } else if (tag === 'SQLValueFunction') {
      calls.push({ schema: null, name: valueFunctionName(value), arguments: [] });
    } else if (tag === 'TypeCast') {
      const { schema, name } = namesOf(value.TypeCast?.typeName?.names);
      const type = schema === 'pg_catalog' ? undefined : findType(cx, schema, name);
      if (type !== undefined) types = [...types, { schema: type.schema, name: type.name }];
    }
  });
  return new WrittenExpression(place, { columns: [...columns], calls, literal: literalOf(node), types, sequence: sequenceOf(cx, node) });
}

function isBareCall(call: FuncCall): boolean {
  return call.args === undefined && call.agg_order === undefined && call.agg_filter === undefined && call.over === undefined;
}

/** A default that PostgreSQL writes by itself: the `nextval` of a serial column. */
export function nextvalOf(sequence: QualifiedName): Expression {
  const name = `${sequence.schema}.${sequence.name}`;
  return {
    text: `nextval('${name}'::regclass)`,
    columns: [],
    calls: [{ schema: null, name: 'nextval', arguments: [name] }],
    literal: null,
    sequence,
  };
}

/** The expression after a column got another name. */
export function renamedColumnIn(expression: Expression, from: string, to: string): Expression {
  return expression instanceof WrittenExpression && expression.columns.includes(from) ? expression.withRenamed(from, to) : expression;
}

/** The expression after the sequence that it takes values from got another name. */
export function withSequence(expression: Expression, sequence: QualifiedName): Expression {
  return expression instanceof WrittenExpression ? expression.withSequence(sequence) : { ...expression, sequence };
}

/** One tagged node as the parser gives it: `{ FuncCall: {…} }`. */
export type Tagged = { readonly [Tag in NodeTag]?: Extract<Node, Record<Tag, unknown>>[Tag] };
type KeysOf<T> = T extends unknown ? keyof T : never;
type NodeTag = KeysOf<Node>;

/**
 * Calls `visit` for every tagged node of the tree, parents first, in the order of the text as far as the grammar keeps
 * it. Nothing is recursive: a chain of a thousand operators is a thousand levels deep.
 */
export function walk(root: unknown, visit: (tag: string, node: Tagged) => void): void {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) stack.push(value[i]);
    } else if (typeof value === 'object' && value !== null) {
      const keys = Object.keys(value);
      const [tag] = keys;
      if (keys.length === 1 && tag !== undefined && tag.charCodeAt(0) <= 90) visit(tag, value);
      const children: unknown[] = Object.values(value);
      for (let i = children.length - 1; i >= 0; i--) {
        if (typeof children[i] === 'object') stack.push(children[i]);
      }
    }
  }
}

/** The literal that the whole expression is, casts aside. */
export function literalOf(node: Node): { readonly value: string | null } | null {
  if ('TypeCast' in node) return node.TypeCast.arg === undefined ? null : literalOf(node.TypeCast.arg);
  if ('A_Const' in node) return { value: constantOf(node.A_Const) };
  return null;
}

/** A constant's text; null for `NULL`. */
export function constantOf(constant: A_Const): string | null {
  if (constant.isnull === true) return null;
  if (constant.sval !== undefined) return constant.sval.sval ?? '';
  if (constant.ival !== undefined) return String(constant.ival.ival ?? 0);
  if (constant.fval !== undefined) return constant.fval.fval ?? '0';
  if (constant.boolval !== undefined) return String(constant.boolval.boolval ?? false);
  return constant.bsval?.bsval ?? '';
}

/** A call of a function, with those arguments that are literal strings. */
export function callOf(node: Tagged): FunctionCall {
  const { schema, name } = namesOf(node.FuncCall?.funcname);
  const args = node.FuncCall?.args;
  return { schema: schema ?? null, name, arguments: args === undefined ? NONE : args.map((argument) => stringLiteral(argument)) };
}

function stringLiteral(node: Node): string | null {
  if ('TypeCast' in node) return node.TypeCast.arg === undefined ? null : stringLiteral(node.TypeCast.arg);
  return 'A_Const' in node && node.A_Const.sval !== undefined ? (node.A_Const.sval.sval ?? '') : null;
}

/** What `CURRENT_TIMESTAMP` and its like count as: the clock's forms are all `now`, the others keep their names. */
export function valueFunctionName(node: Tagged): string {
  const name = (node.SQLValueFunction?.op ?? '').replace('SVFOP_', '').toLowerCase();
  return /^(current_date|current_time|localtime)/.test(name) ? 'now' : name;
}

function sequenceOf(cx: Context, node: Node): QualifiedName | null {
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return sequenceOf(cx, node.TypeCast.arg);
  if (!('FuncCall' in node)) return null;
  const call = callOf(node);
  const [argument] = call.arguments;
  if (call.name !== 'nextval' || (call.schema !== null && call.schema !== 'pg_catalog') || typeof argument !== 'string') return null;
  return resolveRegclass(cx, argument);
}

/** The relation that the text of a `regclass` names: folded, quotes taken off, looked up along the path. */
export function resolveRegclass(cx: Context, text: string): QualifiedName {
  const parts = Array.from(text.matchAll(/"((?:[^"]|"")*)"|((?:\$\{[^{}]*\}|\{\{.*?\}\}|[^."\s])+)/g), ([, quoted, plain]) =>
    quoted === undefined ? foldName(plain ?? '') : quoted.replaceAll('""', '"'),
  );
  return resolveRelation(cx, parts.at(-2), parts.at(-1) ?? text);
}

/** The name that PostgreSQL gives an expression without one (`FigureColname`), or null. */
export function figureColumnName(node: Node): string | null {
  return figure(node)?.name ?? null;
}

/** A weak name gives way to that of an enclosing cast. */
function figure(node: Node | undefined): { readonly name: string; readonly weak: boolean } | null {
  if (node === undefined) return null;
  if ('ColumnRef' in node) return strong(stringsOf(node.ColumnRef.fields).at(-1));
  if ('A_Indirection' in node) return strong(stringsOf(node.A_Indirection.indirection).at(-1)) ?? figure(node.A_Indirection.arg);
  if ('FuncCall' in node) return strong(stringsOf(node.FuncCall.funcname).at(-1));
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? strong('nullif') : null;
  if ('TypeCast' in node) return figureCast(node.TypeCast.arg, node.TypeCast.typeName);
  if ('CollateClause' in node) return figure(node.CollateClause.arg);
  if ('GroupingFunc' in node) return strong('grouping');
  if ('CaseExpr' in node) return strengthened(figure(node.CaseExpr.defresult), 'case');
  if ('A_ArrayExpr' in node) return strong('array');
  if ('RowExpr' in node) return strong('row');
  if ('CoalesceExpr' in node) return strong('coalesce');
  if ('MinMaxExpr' in node) return strong(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
  if ('SQLValueFunction' in node) return strong((node.SQLValueFunction.op ?? '').replace('SVFOP_', '').replace(/_N$/, '').toLowerCase());
  if ('XmlExpr' in node) return strong((node.XmlExpr.op ?? '').replace('IS_', '').toLowerCase());
  if ('XmlSerialize' in node) return strong('xmlserialize');
  if ('SubLink' in node) return figureSubLink(node.SubLink.subLinkType, node.SubLink.subselect);
  return null;
}

function figureCast(argument: Node | undefined, type: TypeNode | undefined): ReturnType<typeof figure> {
  return strengthened(figure(argument), stringsOf(type?.names).at(-1));
}

function figureSubLink(kind: string | undefined, query: Node | undefined): ReturnType<typeof figure> {
  if (kind === 'EXISTS_SUBLINK') return strong('exists');
  if (kind === 'ARRAY_SUBLINK') return strong('array');
  if (kind !== 'EXPR_SUBLINK' || query === undefined || !('SelectStmt' in query)) return null;
  const [target] = query.SelectStmt.targetList ?? [];
  if (target === undefined || !('ResTarget' in target)) return null;
  return strong(target.ResTarget.name) ?? figure(target.ResTarget.val);
}

function strong(name: string | undefined): ReturnType<typeof figure> {
  return name === undefined ? null : { name, weak: false };
}

function strengthened(inner: ReturnType<typeof figure>, name: string | undefined): ReturnType<typeof figure> {
  if (inner !== null && !inner.weak) return inner;
  return name === undefined ? inner : { name, weak: true };
}

/** Where the expression's first token stands, in bytes: operators are located at their sign, their operands before it. */
export function startOf(node: Node): number {
  if ('A_Const' in node && node.A_Const.location !== undefined) return node.A_Const.location;
  let first = Infinity;
  walk(node, (_, tagged) => {
    for (const inner of Object.values(tagged)) {
      const at = locationOf(inner);
      if (at !== undefined && at < first) first = at;
    }
  });
  return first === Infinity ? 0 : first;
}

function locationOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('location' in value)) return undefined;
  return typeof value.location === 'number' && value.location >= 0 ? value.location : undefined;
}
