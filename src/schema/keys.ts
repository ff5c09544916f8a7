import type { Constraint, Index, IndexKey, QualifiedName, Table } from './model.js';
import { chooseConstraintName, chooseIndexColumnNames, chooseRelationName, joinColumnNames, type TakenNames } from './names.js';

/** An index, with the constraint that it stands behind. */
export interface Key {
  readonly index: Index;
  readonly constraint: Constraint | null;
}

/** Names already used, with those that a change in progress has chosen since. */
export class ReservedNames implements TakenNames {
  readonly #taken: TakenNames;
  readonly #relations = new Set<string>();
  readonly #constraints = new Set<string>();

  constructor(taken: TakenNames) {
    this.#taken = taken;
  }

  hasRelation(schema: string, name: string): boolean {
    return this.#relations.has(name) || this.#taken.hasRelation(schema, name);
  }

  hasConstraint(schema: string, name: string): boolean {
    return this.#constraints.has(name) || this.#taken.hasConstraint(schema, name);
  }

  reserveRelation(name: string): string {
    this.#relations.add(name);
    return name;
  }

  reserveConstraint(name: string): string {
    this.#constraints.add(name);
    return name;
  }
}

/** The name that PostgreSQL chooses for an index: `t_pkey`, `t_a_b_key`, `t_a_excl`, `t_lower_idx`. */
export function chooseIndexName(
  taken: TakenNames,
  table: QualifiedName,
  keys: readonly IndexKey[],
  include: readonly string[],
  constraintType: Constraint['type'] | null,
): string {
  if (constraintType === 'primary key') return chooseRelationName(taken, table.schema, table.name, null, 'pkey', true);
  const columns = joinColumnNames(chooseIndexColumnNames([...keys.map((key) => key.name ?? key.column ?? 'expr'), ...include]));
  const label = constraintType === 'exclusion' ? 'excl' : constraintType === 'unique' ? 'key' : 'idx';
  return chooseRelationName(taken, table.schema, table.name, columns, label, constraintType !== null);
}

/** The name that PostgreSQL chooses for a foreign key: `t_a_b_fkey`. */
export function chooseForeignKeyName(taken: TakenNames, table: QualifiedName, columns: readonly string[]): string {
  return chooseConstraintName(taken, table.schema, table.name, joinColumnNames(columns), 'fkey');
}

/** The name that PostgreSQL chooses for a check: the column stands in it where there is just one. */
export function chooseCheckName(taken: TakenNames, table: QualifiedName, columns: readonly string[]): string {
  return chooseConstraintName(taken, table.schema, table.name, columns.length === 1 ? (columns[0] ?? null) : null, 'check');
}

/** The table with an index and the constraint before it; a primary key's columns are `NOT NULL` from then on. */
export function withKey(table: Table, key: Key): Table {
  // `concat` makes lists of just the length; a spread leaves room for sixteen more, which a large schema pays for.
  const indexes = table.indexes.filter((index) => index.name !== key.index.name).concat(key.index);
  if (key.constraint === null) return { ...table, indexes };
  const constraints = table.constraints.concat(key.constraint);
  const columns = key.constraint.type === 'primary key' ? withNotNull(table, key.constraint.columns) : table.columns;
  return { ...table, indexes, constraints, columns };
}

/** The table's columns with these `NOT NULL`. */
export function withNotNull(table: Table, names: readonly string[]): Table['columns'] {
  return table.columns.some((column) => !column.notNull && names.includes(column.name))
    ? table.columns.map((column) => (column.notNull || !names.includes(column.name) ? column : { ...column, notNull: true }))
    : table.columns;
}

/** A copy of an index for another table, under a generated name. */
export function copyKey(taken: TakenNames, table: Table, source: Key, via: 'like' | 'partition', origin: Index['origin']): Key {
  const type = source.constraint?.type ?? null;
  const name = chooseIndexName(taken, table, source.index.keys, source.index.includeNames ?? source.index.include, type);
  const { parent: _index, valid: _valid, colocationId: _id, ...index } = source.index;
  const copied: Index = { ...index, schema: table.schema, name, named: false, constraint: source.constraint === null ? null : name, via, origin };
  if (source.constraint === null) return { index: copied, constraint: null };
  const { parent: _constraint, ...constraint } = source.constraint;
  return { index: copied, constraint: { ...constraint, name, named: false, index: name, usingIndex: false, via, origin } };
}

/** The table's indexes, each with its constraint. */
export function keysOf(table: Table): Key[] {
  return table.indexes.map((index) => ({ index, constraint: constraintOf(table, index) }));
}

/** The constraint that the index stands behind. */
export function constraintOf(table: Table, index: Index): Constraint | null {
  if (index.constraint === null) return null;
  return table.constraints.find((constraint) => constraint.name === index.constraint) ?? null;
}

/**
 * Gives a partition the index of its parent: one that matches is taken for it, else one is made. What belongs to an
 * index of the parent already, or lacks the constraint that the parent's has, does not match.
 */
export function withParentKey(taken: TakenNames, partition: Table, source: Key): { readonly partition: Table; readonly key: Key } {
  const match = keysOf(partition).find(
    (own) =>
      own.index.parent === undefined &&
      isSameShape(own.index, source.index) &&
      (source.constraint === null || own.constraint?.type === source.constraint.type),
  );
  if (match === undefined) {
    const key = belonging(copyKey(taken, partition, source, 'partition', source.index.origin), source);
    return { partition: withKey(partition, key), key };
  }
  const key = belonging(match, source);
  return { partition: replacingKey(partition, match, key), key };
}

/** The partition with an index that stands on it already made a part of the parent's. */
export function withAttachedKey(partition: Table, own: Key, source: Key): Table {
  return replacingKey(partition, own, belonging(own, source));
}

function replacingKey(table: Table, before: Key, after: Key): Table {
  return {
    ...table,
    indexes: table.indexes.map((index) => (index === before.index ? after.index : index)),
    constraints: table.constraints.map((constraint) => (constraint === before.constraint && after.constraint !== null ? after.constraint : constraint)),
  };
}

function belonging(key: Key, source: Key): Key {
  return {
    index: { ...key.index, parent: source.index.name },
    constraint: key.constraint === null || source.constraint === null ? key.constraint : { ...key.constraint, parent: source.constraint.name },
  };
}

/** Whether the index holds the column or mentions it in an expression. */
export function indexMentions(index: Index, column: string): boolean {
  return (
    index.include.includes(column) ||
    index.predicate?.columns.includes(column) === true ||
    index.keys.some((key) => key.column === column || key.expression?.columns.includes(column) === true)
  );
}

/** What `CompareIndexInfo` compares; the order of a key (`DESC`) is none of it. */
function isSameShape(a: Index, b: Index): boolean {
  return (
    a.unique === b.unique &&
    a.method === b.method &&
    a.nullsNotDistinct === b.nullsNotDistinct &&
    a.keys.length === b.keys.length &&
    a.keys.every((key, i) => isSameIndexKey(key, b.keys[i])) &&
    a.include.join('\0') === b.include.join('\0') &&
    spaceless(a.predicate?.text) === spaceless(b.predicate?.text)
  );
}

function isSameIndexKey(a: IndexKey, b: IndexKey | undefined): boolean {
  return (
    b !== undefined &&
    a.column === b.column &&
    a.collation === b.collation &&
    a.operatorClass === b.operatorClass &&
    spaceless(a.expression?.text) === spaceless(b.expression?.text)
  );
}

/** Enough to tell that two expressions are the same: nobody writes one twice in two ways. */
function spaceless(text: string | undefined): string | undefined {
  return text?.replaceAll(/[\s()]/g, '').toLowerCase();
}

/**
 * Gives a partition the foreign key of its parent: an equal one of its own is taken for it, else one is made, under the
 * parent's name if that is free on the table.
 */
export function withParentForeignKey(taken: TakenNames, partition: Table, source: Constraint): Table {
  const match = partition.constraints.find((own) => own.parent === undefined && isSameForeignKey(own, source));
  if (match !== undefined) {
    return {
      ...partition,
      constraints: partition.constraints.map((constraint) => (constraint === match ? { ...match, parent: source.name } : constraint)),
    };
  }
  const isUsed = partition.constraints.some((own) => own.name === source.name);
  const name = isUsed ? chooseForeignKeyName(taken, partition, source.columns) : source.name;
  const { targetPartitions: _targets, ...own } = source;
  const constraint: Constraint = { ...own, name, named: false, via: 'partition', parent: source.name };
  return { ...partition, constraints: [...partition.constraints, constraint] };
}

function isSameForeignKey(a: Constraint, b: Constraint): boolean {
  const [x, y] = [a.references, b.references];
  return (
    x !== null &&
    y !== null &&
    x.table.name === y.table.name &&
    x.table.schema === y.table.schema &&
    x.onDelete === y.onDelete &&
    x.onUpdate === y.onUpdate &&
    a.deferrable === b.deferrable &&
    !a.notValid &&
    a.columns.join('\0') === b.columns.join('\0') &&
    x.columns.join('\0') === y.columns.join('\0')
  );
}

/** A new partition with the keys, foreign keys and row triggers of its parent. */
export function withParentObjects(reserved: ReservedNames, partition: Table, parent: Table): Table {
  let result = partition;
  for (const source of keysOf(parent)) {
    const added = withParentKey(reserved, result, source);
    reserved.reserveRelation(added.key.index.name);
    if (added.key.constraint !== null) reserved.reserveConstraint(added.key.constraint.name);
    result = added.partition;
  }
  const inherited = parent.triggers.filter((trigger) => trigger.level === 'row').map((trigger) => ({ ...trigger, inherited: true }));
  result = { ...result, triggers: [...result.triggers, ...inherited.filter((trigger) => result.triggers.every((own) => own.name !== trigger.name))] };
  for (const constraint of parent.constraints) {
    if (constraint.type === 'foreign key') result = withParentForeignKey(reserved, result, constraint);
  }
  return result;
}
