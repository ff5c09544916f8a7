import type { CreateColumnDef, Statement, TableConstraint, toSql } from 'pgsql-ast-parser';
import { hasPlaceholder } from '../sql/placeholder-text.js';

type Printer = typeof toSql;

// pgsql-ast-parser takes longer to load than a small lint run takes: it is loaded by whoever is about to print SQL.
let printer: Printer | null = null;

/** Loads the printer of `pgsql-ast-parser`. To be awaited before any proposal is printed; later calls cost nothing. */
export async function loadPrinter(): Promise<void> {
  printer ??= (await import('pgsql-ast-parser')).toSql;
}

/** A statement as `pgsql-ast-parser` prints it, before it is tidied. */
export function statementToSql(ast: Statement): string {
  return loaded().statement(withDoubledQuotes(ast));
}

/** A column definition as `pgsql-ast-parser` prints it, before it is tidied. */
export function columnToSql(ast: CreateColumnDef): string {
  return loaded().createColumn(withDoubledQuotes(ast));
}

/** A table constraint as `pgsql-ast-parser` prints it, before it is tidied. */
export function constraintToSql(ast: TableConstraint): string {
  // The printer of constraints by themselves is typed for those of columns only.
  const sql = loaded().statement({ type: 'alter table', table: { name: 'x' }, changes: [{ type: 'add constraint', constraint: withDoubledQuotes(ast) }] });
  return sql.replace(/^\s*ALTER\s+TABLE\s+x\s+ADD\s+/, '');
}

function loaded(): Printer {
  if (printer === null) throw new Error('loadPrinter() was not awaited before SQL was printed');
  return printer;
}

/** The keys under which a tree has names. */
const NAMES: ReadonlySet<string> = new Set(['name', 'schema', 'alias', 'table', 'column']);

/** The tree with the quotation marks in its names doubled, which the printer does not do. */
function withDoubledQuotes<T>(tree: T): T {
  if (Array.isArray(tree)) return tree.map(withDoubledQuotes) as T;
  if (typeof tree !== 'object' || tree === null) return tree;
  const isName = (key: string, value: unknown): value is string => typeof value === 'string' && NAMES.has(key) && !hasPlaceholder(value);
  return Object.fromEntries(Object.entries(tree).map(([key, value]: [string, unknown]) => [key, isName(key, value) ? value.replaceAll('"', '""') : withDoubledQuotes(value)])) as T;
}
