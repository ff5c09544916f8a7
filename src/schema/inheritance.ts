import type { Column, Constraint, Table } from './model.js';

/**
 * The columns of a table with parents: theirs first, in the order of the parents, then its own. Columns of one name
 * become one: `NOT NULL` if any of them is, with the child's default where it has one.
 */
export function mergedColumns(parents: readonly Table[], own: readonly Column[], isPartition: boolean): Column[] {
  const columns = new Map<string, Column>();
  for (const parent of parents) {
    for (const column of parent.columns) {
      const before = columns.get(column.name);
      columns.set(column.name, before === undefined ? inheritedColumn(column) : { ...before, ...(before.default === null ? defaultOf(column) : {}), notNull: before.notNull || column.notNull });
    }
  }
  for (const column of own) {
    const inherited = columns.get(column.name);
    columns.set(column.name, inherited === undefined ? column : mergedColumn(inherited, column, isPartition));
  }
  return [...columns.values()];
}

function defaultOf({ default: value, defaultClause, serial }: Column): Pick<Column, 'default' | 'defaultClause' | 'serial'> {
  return { default: value, defaultClause, serial };
}

/** A column as a child gets it: the sequence and the identity stay with the parent. */
export function inheritedColumn(column: Column): Column {
  return { ...column, identity: null, identityClause: null, sequence: null, via: 'inheritance' };
}

function mergedColumn(inherited: Column, own: Column, isPartition: boolean): Column {
  const hasOwnDefault = own.default !== null || own.generated !== null || own.defaultClause !== null;
  const merged = hasOwnDefault
    ? { ...inherited, default: own.default, defaultClause: own.defaultClause, serial: own.serial, generated: own.generated ?? inherited.generated }
    : inherited;
  return {
    ...merged,
    notNull: inherited.notNull || own.notNull,
    identity: own.identity,
    identityClause: own.identityClause,
    sequence: own.sequence,
    origin: own.origin,
    via: isPartition ? 'inheritance' : 'definition',
  };
}

/** A check of the parent's as the child gets it. */
export function inheritedCheck(constraint: Constraint): Constraint {
  return { ...constraint, via: 'inheritance' };
}
