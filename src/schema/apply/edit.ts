import type { Constraint, QualifiedName, Table } from '../model.js';
import { isSameName, keyOf, type Catalog } from '../schema.js';
import type { Clause } from '../../sql/statement.js';

/** PostgreSQL's own schemas: nothing in them is a table of the user's. */
const SYSTEM_SCHEMAS: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema']);

/** A table that no migration makes: its shape is what later statements tell. */
export function unknownTable(name: QualifiedName, origin: Clause): Table {
  return {
    schema: name.schema,
    name: name.name,
    known: false,
    persistence: 'permanent',
    foreign: false,
    partitionKey: null,
    partitionOf: null,
    inherits: [],
    columns: [],
    columnsKnown: false,
    constraints: [],
    indexes: [],
    triggers: [],
    split: null,
    tablegroup: null,
    colocated: null,
    colocationId: null,
    hashByDefault: null,
    origin,
  };
}

/** The catalog with a table of this name, made up where nothing has the name. */
export function withNamedTable(catalog: Catalog, name: QualifiedName, origin: Clause): Catalog {
  if (SYSTEM_SCHEMAS.has(name.schema) || catalog.hasRelation(name.schema, name.name)) return catalog;
  return catalog.withTable(unknownTable(name, origin));
}

/** Edits one table, if there is one. */
export function edited(catalog: Catalog, name: QualifiedName, edit: (table: Table) => Table): Catalog {
  const table = catalog.table(name);
  if (table === undefined) return catalog;
  const result = edit(table);
  return result === table ? catalog : catalog.withTable(result);
}

/** Edits a table and, unless `only`, all tables below it. */
export function editedTree(catalog: Catalog, name: QualifiedName, only: boolean, edit: (table: Table) => Table): Catalog {
  let result = edited(catalog, name, edit);
  if (only) return result;
  for (const child of catalog.children(name)) result = editedTree(result, child, false, edit);
  return result;
}

/** The tables that a table takes columns and checks from. */
export function parentsOf(table: Table): readonly QualifiedName[] {
  return table.partitionOf === null ? table.inherits : [table.partitionOf];
}

/** Whether a table is this parent or stands above it: then it cannot become a child of it. */
export function isAtOrAbove(catalog: Catalog, name: QualifiedName, parent: QualifiedName): boolean {
  const waiting = [parent];
  const seen = new Set<string>();
  for (let above = waiting.pop(); above !== undefined; above = waiting.pop()) {
    if (isSameName(above, name)) return true;
    const table = seen.has(keyOf(above)) ? undefined : catalog.table(above);
    seen.add(keyOf(above));
    if (table !== undefined) waiting.push(...parentsOf(table));
  }
  return false;
}

/** Whether some parent other than this one hands the constraint down. */
export function hasOtherParentWithCheck(catalog: Catalog, table: Table, parent: QualifiedName, name: string): boolean {
  return parentsOf(table).some(
    (other) => !isSameName(other, parent) && catalog.table(other)?.constraints.some((check) => check.type === 'check' && check.name === name) === true,
  );
}

/** Takes constraints off a table, with the indexes behind them. */
export function withoutConstraints(table: Table, isDropped: (constraint: Constraint) => boolean): Table {
  const constraints = table.constraints.filter((constraint) => !isDropped(constraint));
  if (constraints.length === table.constraints.length) return table;
  const kept = new Set(constraints.map((constraint) => constraint.name));
  return { ...table, constraints, indexes: table.indexes.filter((index) => index.constraint === null || kept.has(index.constraint)) };
}
