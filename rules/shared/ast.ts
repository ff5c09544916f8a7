import type { BinaryOperator, Expr } from 'pgsql-ast-parser';
import type { QualifiedName } from '../../src/rule.js';

// Short ways to write trees of pgsql-ast-parser; its types only, the library itself loads when SQL is printed.

/** `name(…)`. */
export function call(name: string, ...args: Expr[]): Expr {
  return { type: 'call', function: { name }, args };
}

/** A string literal. */
export function string(value: string): Expr {
  return { type: 'string', value };
}

/** A column, of the table with this alias. */
export function column(name: string, alias?: string): Expr {
  return alias === undefined ? { type: 'ref', name } : { type: 'ref', table: { name: alias }, name };
}

/** `left op right`. */
export function binary(op: BinaryOperator, left: Expr, right: Expr): Expr {
  return { type: 'binary', op, left, right };
}

/** `a AND b AND c`. */
export function all(conditions: readonly Expr[]): Expr {
  return conditions.reduce((left, right) => binary('AND', left, right));
}

/** A name for a tree, without the schema where that is `public`. */
export function treeName(name: QualifiedName): { name: string; schema?: string } {
  return name.schema === 'public' ? { name: name.name } : { name: name.name, schema: name.schema };
}
