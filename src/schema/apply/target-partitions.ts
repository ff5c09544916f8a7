import { chooseForeignKeyName, ReservedNames } from '../keys.js';
import type { Constraint, QualifiedName, Table } from '../model.js';
import { isSameName, type Catalog } from '../schema.js';
import { edited, withoutConstraints } from './edit.js';

/** The partitions of a table, theirs included. */
function partitionsBelow(catalog: Catalog, name: QualifiedName): QualifiedName[] {
  const below = catalog.children(name).filter((child) => child.partitionOf !== null);
  return below.flatMap((child) => [{ schema: child.schema, name: child.name }, ...partitionsBelow(catalog, child)]);
}

/**
 * A foreign key with the names that it takes for these partitions of the table that it references: PostgreSQL makes a
 * constraint of its own for each.
 */
function withTargets(reserved: ReservedNames, table: QualifiedName, key: Constraint, partitions: readonly QualifiedName[]): Constraint {
  if (partitions.length === 0) return key;
  const added = partitions.map((partition) => ({ partition, name: reserved.reserveConstraint(chooseForeignKeyName(reserved, table, key.columns)) }));
  return { ...key, targetPartitions: [...(key.targetPartitions ?? []), ...added] };
}

/** The same for all partitions that the referenced table has; the key's own name is reserved already. */
export function withTargetPartitions(catalog: Catalog, reserved: ReservedNames, table: QualifiedName, key: Constraint): Constraint {
  return key.references === null ? key : withTargets(reserved, table, key, partitionsBelow(catalog, key.references.table));
}

/** Foreign keys to a table above this one, which reach the rows of this one. */
function keysToTablesAbove(catalog: Catalog, table: Table | undefined): { readonly table: Table; readonly constraint: Constraint }[] {
  if (table === undefined || table.partitionOf === null) return [];
  const keys = catalog.foreignKeysTo(table.partitionOf).filter(({ constraint }) => constraint.parent === undefined);
  return [...keys, ...keysToTablesAbove(catalog, catalog.table(table.partitionOf))];
}

/** Lets the foreign keys to the tables above know of a new partition. */
export function addTargetPartition(catalog: Catalog, partition: Table): Catalog {
  let result = catalog;
  for (const { table, constraint } of keysToTablesAbove(catalog, partition)) {
    const partitions = [partition, ...partitionsBelow(catalog, partition)].map(({ schema, name }) => ({ schema, name }));
    result = withKeys(result, table, (key) => (key.name === constraint.name ? withTargets(new ReservedNames(result), table, key, partitions) : key));
  }
  return result;
}

/** Lets them forget one that is detached, with all below it. */
export function removeTargetPartition(catalog: Catalog, partition: Table): Catalog {
  const gone = [partition, ...partitionsBelow(catalog, partition)];
  return changeTargets(catalog, partition, (targets) => targets.filter((target) => !gone.some((name) => isSameName(name, target.partition))));
}

/** Follows a partition to its new name. */
export function moveTargetPartition(catalog: Catalog, partition: Table, to: QualifiedName): Catalog {
  return changeTargets(catalog, partition, (targets) => targets.map((target) => (isSameName(target.partition, partition) ? { ...target, partition: to } : target)));
}

/** A partition that is dropped takes the foreign keys to the tables above with it. */
export function dropKeysToTablesAbove(catalog: Catalog, partition: Table): Catalog {
  let result = catalog;
  for (const { table, constraint } of keysToTablesAbove(catalog, partition)) {
    result = edited(result, table, (user) => withoutConstraints(user, (key) => key.name === constraint.name));
    result = dropHandedDown(result, table, constraint.name);
  }
  return result;
}

function dropHandedDown(catalog: Catalog, parent: QualifiedName, name: string): Catalog {
  let result = catalog;
  for (const child of catalog.children(parent)) {
    for (const key of child.constraints) {
      if (key.type !== 'foreign key' || key.parent !== name) continue;
      result = dropHandedDown(edited(result, child, (user) => withoutConstraints(user, (own) => own.name === key.name)), child, key.name);
    }
  }
  return result;
}

type Targets = NonNullable<Constraint['targetPartitions']>;

function changeTargets(catalog: Catalog, partition: Table, change: (targets: Targets) => Targets): Catalog {
  let result = catalog;
  for (const { table } of keysToTablesAbove(catalog, partition)) {
    result = withKeys(result, table, (key) => (key.targetPartitions === undefined ? key : { ...key, targetPartitions: change(key.targetPartitions) }));
  }
  return result;
}

function withKeys(catalog: Catalog, table: QualifiedName, change: (key: Constraint) => Constraint): Catalog {
  return edited(catalog, table, (user) => ({ ...user, constraints: user.constraints.map(change) }));
}
