import type { CreateColumnDef, Statement, TableConstraint, toSql } from 'pgsql-ast-parser';

type Printer = typeof toSql;

// pgsql-ast-parser takes longer to load than a small lint run takes: it is loaded by whoever is about to print SQL.
let printer: Printer | null = null;

/** Loads the printer of `pgsql-ast-parser`. To be awaited before any proposal is printed; later calls cost nothing. */
export async function loadPrinter(): Promise<void> {
  printer ??= (await import('pgsql-ast-parser')).toSql;
}

/** A statement as `pgsql-ast-parser` prints it, before it is tidied. */
export function statementToSql(ast: Statement): string {
  return loaded().statement(ast);
}

/** A column definition as `pgsql-ast-parser` prints it, before it is tidied. */
export function columnToSql(ast: CreateColumnDef): string {
  return loaded().createColumn(ast);
}

/** A table constraint as `pgsql-ast-parser` prints it, before it is tidied. */
export function constraintToSql(ast: TableConstraint): string {
  // The printer of constraints by themselves is typed for those of columns only.
  const sql = loaded().statement({ type: 'alter table', table: { name: 'x' }, changes: [{ type: 'add constraint', constraint: ast }] });
  return sql.replace(/^\s*ALTER\s+TABLE\s+x\s+ADD\s+/, '');
}

function loaded(): Printer {
  if (printer === null) throw new Error('loadPrinter() was not awaited before SQL was printed');
  return printer;
}
