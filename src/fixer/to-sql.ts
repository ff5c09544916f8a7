import type { CreateColumnDef, Statement, TableConstraint } from 'pgsql-ast-parser';

type Printer = typeof import('pgsql-ast-parser').toSql;

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
  // Its printer of constraints is typed for those of columns only; by way of `ALTER TABLE` it takes all of them.
  return loaded().statement({ type: 'alter table', table: { name: 'x' }, changes: [{ type: 'add constraint', constraint: ast }] }).replace(/^\s*ALTER\s+TABLE\s+x\s+ADD\s+/i, '');
}

function loaded(): Printer {
  if (printer === null) throw new Error('loadPrinter() was not awaited before SQL was printed');
  return printer;
}
