import {
  effectOfTypeChange,
  findDomainDefault,
  findVolatileCall,
  isConstrainedDomain,
  type ChangeContext,
  type ChangeOf,
  type Clause,
  type Column,
  type Constraint,
  type Expression,
  type JudgedCall,
  type QualifiedName,
  type Schema,
  type Version,
} from '../../src/rule.js';
import { findPrimaryKey } from './keys.js';

/** Why adding a column rewrites the table. */
export type ColumnRewrite =
  | { readonly by: 'serial' | 'identity' | 'generated' | 'domain'; readonly clause: Clause }
  /** `value`: the column's own default, or that of its domain. */
  | { readonly by: 'default'; readonly clause: Clause; readonly value: Expression; readonly call: JudgedCall };

/** How the primary key changes, by which YugabyteDB stores the rows. */
export interface KeyRewrite {
  readonly by: 'addKey' | 'dropKey' | 'dropKeyColumn';
  /** The constraint's name, or the column's. */
  readonly name: string;
  /** The key's columns; empty where no migration tells them. */
  readonly columns: readonly string[];
}

/** How much of a table a change of it rewrites. */
export type RewriteExtent = 'none' | 'index-only' | 'table' | 'unknown';

/** Why adding the column gives every old row something that has to be written into it; null where it does not. */
export function findColumnRewrite(column: Column, table: QualifiedName, schema: Schema): ColumnRewrite | null {
  if (column.serial !== null) return { by: 'serial', clause: column.typeClause };
  if (column.identity !== null) return { by: 'identity', clause: column.identityClause ?? column.origin };
  if (column.generated !== null) return { by: 'generated', clause: column.generatedClause ?? column.origin };
  const value = column.default ?? findDomainDefault(column.type, schema);
  const call = findVolatileCall(value, schema, table);
  if (value !== null && call !== null) return { by: 'default', clause: column.defaultClause ?? column.typeClause, value, call };
  return isConstrainedDomain(column.type, schema) ? { by: 'domain', clause: column.typeClause } : null;
}

/** How the change gives the table another primary key; null where it does not. */
export function findKeyRewrite(change: ChangeOf<'addConstraint' | 'dropConstraint' | 'dropColumn'>, before: Schema): KeyRewrite | null {
  const table = before.table(change.table);
  switch (change.kind) {
    case 'addConstraint':
      return change.constraint.type === 'primary key' ? { by: 'addKey', name: change.constraint.name, columns: change.constraint.columns } : null;
    case 'dropConstraint':
      if (!isKey(change.dropped, change.name, change.table, table?.known === true)) return null;
      return { by: 'dropKey', name: change.name, columns: change.dropped?.columns ?? [] };
    case 'dropColumn': {
      const columns = table === undefined ? [] : (findPrimaryKey(table)?.columns ?? []);
      return columns.includes(change.column) ? { by: 'dropKeyColumn', name: change.column, columns } : null;
    }
  }
}

/** Of a table that no migration creates, the name that PostgreSQL gives a primary key tells it. */
function isKey(dropped: Constraint | null, name: string, table: QualifiedName, isKnown: boolean): boolean {
  return dropped === null ? !isKnown && name === `${table.name}_pkey` : dropped.type === 'primary key';
}

/** How much the change rewrites, for the order in which a file is rolled out. */
export function extentOfRewrite(change: ChangeOf<'addColumn' | 'addConstraint' | 'dropConstraint' | 'dropColumn' | 'alterColumnType'>, before: Schema, version: Version): RewriteExtent {
  switch (change.kind) {
    case 'addColumn':
      return findColumnRewrite(change.column, change.table, before) === null ? 'none' : 'table';
    case 'addConstraint':
    case 'dropConstraint':
    case 'dropColumn':
      return findKeyRewrite(change, before) === null ? 'none' : 'table';
    case 'alterColumnType':
      return effectOfTypeChange(change, before, version).rewrites;
  }
}

/** Whether `no-alter-partitioned-type` speaks of the change: then no other rule about rewrites does. */
export function isLeftToPartitionedTypeRule({ table }: ChangeOf<'alterColumnType'>, context: ChangeContext): boolean {
  return (context.before.table(table)?.partitionKey ?? null) !== null && context.levelOf('no-alter-partitioned-type') !== 'off';
}
