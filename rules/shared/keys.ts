import { INDEX_METHODS, type Constraint, type Index, type IndexKey, type Proposal, type ProposedKey, type RuleContext, type Table } from '../../src/rule.js';
import { proposedName, quote, join } from './names.js';

/** A key list as a sentence has it: `"email"`, `"a" and "b"`, `lower(email)`. */
export function describeKeys(keys: readonly IndexKey[]): string {
  return join(keys.map((key) => (key.column === null ? (key.expression?.text ?? 'an expression') : quote(key.column))));
}

/** The keys for proposed SQL, as they were written. */
export function proposeKeys(keys: readonly IndexKey[]): ProposedKey[] {
  let group = 0;
  return keys.map((key, position) => {
    // A group is what stands in one parenthesis, and only the first keys can.
    if (position > 0 && key.grouped !== keys[position - 1]?.grouped) group += 1;
    return {
      column: key.column,
      expression: key.expression?.text ?? null,
      order: key.order,
      group: key.grouped ? group : null,
      nulls: key.nulls ?? null,
      collation: key.collation,
      operatorClass: key.operatorClass,
    };
  });
}

/** The index with other properties, as a `CREATE INDEX` on the same table. */
export function proposeIndex(table: Table, index: Index, changes: Partial<Extract<Proposal, { form: 'createIndex' }>>): Proposal {
  return {
    form: 'createIndex',
    name: index.name,
    table: proposedName(table),
    unique: index.unique,
    concurrently: false,
    only: false,
    method: index.method === 'btree' ? null : index.method,
    keys: proposeKeys(index.keys),
    include: index.include,
    predicate: index.predicate?.text ?? null,
    nullsNotDistinct: index.nullsNotDistinct,
    split: index.split,
    ...changes,
  };
}

/** Whether the access method is one of pgvector's. */
export function isVectorIndex(index: Index): boolean {
  return INDEX_METHODS[index.method]?.storage === 'vector';
}

/** Whether the index is a vector index of which `no-vector-index` speaks: then no other rule does. */
export function isLeftToVectorRule(index: Index, context: RuleContext): boolean {
  return isVectorIndex(index) && context.levelOf('no-vector-index') !== 'off';
}

/** Whether the index is ordered or hashed by its keys, which is what sharding is about. */
export function isShardedByKey(index: Index): boolean {
  return INDEX_METHODS[index.method]?.storage === 'key';
}

/** Whether the rows share a tablet with other tables: then there is no sharding to speak of. */
export function sharesTablet(table: Table, context: { readonly colocated: boolean }): boolean {
  return table.tablegroup !== null || isColocated(table, context);
}

/** Whether the table shares the tablet of its database: it or the database says so, or it has an id that only such tables have. */
export function isColocated(table: Table, context: { readonly colocated: boolean }): boolean {
  return table.tablegroup === null && (table.colocated ?? (table.colocationId !== null || context.colocated));
}

/** The table's primary key. */
export function findPrimaryKey(table: Table): Constraint | undefined {
  return table.constraints.find((constraint) => constraint.type === 'primary key');
}

/** Whether entries hold the keys and nothing more: no `INCLUDE`, no condition, no GIN. */
export function isPlainIndex(index: Index): boolean {
  return index.include.length === 0 && index.predicate === null && !isInverted(index);
}

/** Whether the index is GIN, which has many entries for a row. */
export function isInverted(index: Index): boolean {
  return INDEX_METHODS[index.method]?.storage === 'inverted';
}

/** Whether a partitioned parent has it too, so that the finding stands there. */
export function belongsToParent(part: Constraint | Index): boolean {
  return part.via === 'partition' || part.parent !== undefined;
}
