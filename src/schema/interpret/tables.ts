import type { ColumnDef, CreateStmt, Node, TableLikeClause } from '@pgsql/types';
import { withTargetPartitions } from '../apply/target-partitions.js';
import { mergedColumns, inheritedCheck } from '../inheritance.js';
import { copyKey, keysOf, ReservedNames, withKey, withParentObjects } from '../keys.js';
import type { Column, Constraint, QualifiedName, Sequence, Table, UserType } from '../model.js';
import { TEMPORARY_SCHEMA } from '../schema.js';
import { identitySequence, plainColumn, readColumn } from './columns.js';
import { readCheck, readForeignKey, readKey, type WrittenConstraint } from './constraints.js';
import { baseOf, clauseAt, findType, namesOf, newName, NONE, resolveRange, statementClause, type Changes, type Context } from './context.js';
import { readColocation } from './options.js';
import { notJudged } from './other.js';

/** `CREATE TABLE` in all its forms but `AS`; `foreign` for `CREATE FOREIGN TABLE`. */
export function* createTable(cx: Context, stmt: CreateStmt, foreign = false): Changes {
  const name = newName(cx, stmt.relation);
  const guarded = stmt.if_not_exists === true;
  const building = new TableBuilder(cx, stmt, name, foreign);
  const created = building.build();
  yield {
    kind: 'createTable',
    table: name,
    created,
    sequences: building.sequences,
    guarded,
    // A table that was only named before was not made by that.
    effective: !guarded || !cx.catalog.hasRelation(name.schema, name.name) || cx.catalog.table(name)?.known === false,
    ...baseOf(cx),
  };
  if (stmt.ofTypename !== undefined && building.ofType === undefined) yield notJudged(cx, `nothing is known of the type that "${name.name}" is made of`);
}

/** What `LIKE` copies, as the grammar's bits. */
const LIKE_CONSTRAINTS = 1 << 2;
const LIKE_DEFAULTS = 1 << 3;
const LIKE_GENERATED = 1 << 4;
const LIKE_IDENTITY = 1 << 5;
const LIKE_INDEXES = 1 << 6;

/**
 * Puts a table together in the order in which PostgreSQL does, for generated names depend on it: columns with their
 * sequences, inherited and then own checks, what a partition gets from its parent, keys (the primary key first), what
 * `LIKE` copies, foreign keys.
 */
class TableBuilder {
  readonly sequences: Sequence[] = [];
  readonly #cx: Context;
  readonly #stmt: CreateStmt;
  readonly #reserved: ReservedNames;
  readonly #constraints: WrittenConstraint[] = [];
  readonly #likes: { readonly clause: TableLikeClause; readonly source: Table | undefined; readonly isKnown: boolean }[] = [];
  #table: Table;
  /** The composite type of `CREATE TABLE … OF`, where it is known. */
  readonly ofType: UserType | undefined;

  constructor(cx: Context, stmt: CreateStmt, name: QualifiedName, foreign: boolean) {
    this.#cx = cx;
    this.#stmt = stmt;
    this.#reserved = new ReservedNames(cx.catalog);
    this.#reserved.reserveRelation(name.name);
    this.#table = emptyTable(cx, stmt, name, foreign);
    const of = namesOf(stmt.ofTypename?.names);
    this.ofType = stmt.ofTypename === undefined ? undefined : findType(cx, of.schema, of.name);
  }

  build(): Table {
    const parents = (this.#stmt.inhRelations ?? []).flatMap((node) => ('RangeVar' in node ? resolveRange(this.#cx, node.RangeVar) : []));
    const known = parents.flatMap((parent) => this.#cx.catalog.table(parent) ?? []);
    this.#addColumns(known);
    this.#addInheritedChecks(known);
    const [parent] = known;
    if (this.#table.partitionOf !== null && parent !== undefined) this.#table = withParentObjects(this.#reserved, this.#table, parent);
    this.#addChecks();
    this.#addKeys();
    for (const { clause, source } of this.#likes) if (source !== undefined) this.#copyFrom(source, clause);
    this.#addForeignKeys();
    return this.#table;
  }

  #addColumns(parents: readonly Table[]): void {
    const isPartition = this.#table.partitionOf !== null;
    const attributes = (this.ofType?.attributes ?? []).map((attribute) => plainColumn(attribute, statementClause(this.#cx)));
    const written: Column[] = [];
    const elements = this.#stmt.tableElts ?? [];
    elements.forEach((element, i) => {
      const until = startOfElement(elements[i + 1]);
      if ('ColumnDef' in element) written.push(this.#column(element.ColumnDef, until, parents));
      else if ('Constraint' in element) this.#constraints.push({ node: element.Constraint, via: 'table', column: null, until });
      else if ('TableLikeClause' in element) written.push(...this.#likeColumns(element.TableLikeClause));
    });
    // A list that grew by `push` has room for sixteen more.
    const own = written.slice();
    const columns = attributes.length > 0 ? withOptions(attributes, own) : parents.length === 0 ? own : mergedColumns(parents, own, isPartition);
    const unknown = (this.#stmt.ofTypename !== undefined && this.ofType === undefined) || (this.#stmt.inhRelations?.length ?? 0) > parents.length || this.#likes.some((like) => !like.isKnown);
    const complete = !unknown && parents.every((parent) => parent.columnsKnown !== false);
    this.#table = complete ? { ...this.#table, columns } : { ...this.#table, columns, columnsKnown: false };
  }

  #column(def: ColumnDef, until: number, parents: readonly Table[]): Column {
    // A partition's columns have the types of its parent.
    const inherited = def.typeName !== undefined ? undefined : parents[0]?.columns.find((column) => column.name === def.colname)?.type;
    const read = readColumn(this.#cx, def, this.#table, this.#reserved, until, inherited);
    if (read.sequence !== null) this.sequences.push(read.sequence);
    for (const constraint of read.constraints) this.#constraints.push(constraint);
    return read.column;
  }

  #likeColumns(clause: TableLikeClause): Column[] {
    const name = resolveRange(this.#cx, clause.relation);
    const source = this.#cx.catalog.table(name);
    const origin = clauseAt(this.#cx, 'like', clause.relation?.location);
    const plain = source === undefined ? (this.#cx.catalog.view(name)?.columns ?? this.#cx.catalog.type(name)?.attributes) : undefined;
    this.#likes.push({ clause, source, isKnown: source !== undefined || plain !== undefined });
    if (plain !== undefined) return plain.map((column) => plainColumn(column, origin, 'like'));
    const options = clause.options ?? 0;
    return (source?.columns ?? []).map((column) => {
      const withDefault = (options & LIKE_DEFAULTS) !== 0 && column.generated === null;
      const identity = (options & LIKE_IDENTITY) === 0 ? null : column.identity;
      return {
        ...column,
        default: withDefault ? column.default : null,
        serial: withDefault ? column.serial : null,
        defaultClause: withDefault && column.default !== null ? origin : null,
        generated: (options & LIKE_GENERATED) === 0 ? null : column.generated,
        identity,
        identityClause: identity === null ? null : origin,
        sequence: identity === null ? null : this.#copySequence(name, column),
        origin,
        typeClause: origin,
        via: 'like',
      };
    });
  }

  #copySequence(table: QualifiedName, column: Column): QualifiedName | null {
    const source = this.#cx.catalog.identitySequence(table, column.name);
    const options = source === undefined ? {} : { increment: source.increment, start: source.start, cycle: source.cycle };
    const sequence = identitySequence(this.#reserved, this.#table, column.name, options, statementClause(this.#cx));
    this.sequences.push(sequence);
    return { schema: sequence.schema, name: sequence.name };
  }

  #addInheritedChecks(parents: readonly Table[]): void {
    const checks: Constraint[] = [];
    for (const parent of parents) {
      for (const constraint of parent.constraints) {
        if (constraint.type !== 'check' || constraint.noInherit === true || checks.some((check) => check.name === constraint.name)) continue;
        checks.push(inheritedCheck(constraint));
        this.#reserved.reserveConstraint(constraint.name);
      }
    }
    if (checks.length > 0) this.#table = { ...this.#table, constraints: checks };
  }

  #addChecks(): void {
    for (const written of this.#constraints) {
      if (written.node.contype !== 'CONSTR_CHECK') continue;
      const check = readCheck(this.#cx, written, this.#table, this.#reserved);
      this.#reserved.reserveConstraint(check.name);
      this.#add(check);
    }
  }

  /** A check with the name of an inherited one is that one, now the table's own too. */
  #add(constraint: Constraint): void {
    const others = this.#table.constraints.filter((other) => other.name !== constraint.name);
    this.#table = { ...this.#table, constraints: others.concat(constraint) };
  }

  #addKeys(): void {
    const written = this.#constraints.filter(isKey);
    const primaryFirst = [...written.filter(isPrimary), ...written.filter((constraint) => !isPrimary(constraint))];
    for (const constraint of withoutRepetition(primaryFirst)) {
      const key = readKey(this.#cx, constraint, this.#table, this.#reserved);
      this.#reserved.reserveRelation(key.index.name);
      this.#reserved.reserveConstraint(key.index.name);
      this.#table = withKey(this.#table, withSplit(key, this.#table));
    }
  }

  #copyFrom(source: Table, clause: TableLikeClause): void {
    const options = clause.options ?? 0;
    const origin = clauseAt(this.#cx, 'like', clause.relation?.location);
    if ((options & LIKE_CONSTRAINTS) !== 0) {
      for (const constraint of source.constraints) {
        if (constraint.type !== 'check') continue;
        this.#reserved.reserveConstraint(constraint.name);
        this.#add({ ...constraint, via: 'like', origin });
      }
    }
    if ((options & LIKE_INDEXES) === 0) return;
    for (const key of keysOf(source)) {
      const copy = copyKey(this.#reserved, this.#table, key, 'like', origin);
      this.#reserved.reserveRelation(copy.index.name);
      if (copy.constraint !== null) this.#reserved.reserveConstraint(copy.constraint.name);
      this.#table = withKey(this.#table, copy);
    }
  }

  #addForeignKeys(): void {
    for (const written of this.#constraints) {
      if (written.node.contype !== 'CONSTR_FOREIGN') continue;
      const key = readForeignKey(this.#cx, written, this.#table, this.#reserved);
      this.#reserved.reserveConstraint(key.name);
      this.#table = { ...this.#table, constraints: this.#table.constraints.concat(withTargetPartitions(this.#cx.catalog, this.#reserved, this.#table, key)) };
    }
  }
}

/** The columns of a type, with what `WITH OPTIONS` says of some. */
function withOptions(columns: readonly Column[], options: readonly Column[]): Column[] {
  return columns.map((column) => {
    const own = options.find((option) => option.name === column.name);
    return own === undefined ? column : { ...own, type: column.type };
  });
}

/** A primary key made with its table is split as the statement says of the table. */
function withSplit(key: ReturnType<typeof readKey>, table: Table): ReturnType<typeof readKey> {
  return key.index.primary && table.split !== null ? { ...key, index: { ...key.index, split: table.split } } : key;
}

/** Whether the constraint has an index behind it. */
export function isKey({ node: { contype } }: WrittenConstraint): boolean {
  return contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_EXCLUSION';
}

function isPrimary(written: WrittenConstraint): boolean {
  return written.node.contype === 'CONSTR_PRIMARY';
}

/** PostgreSQL makes one index of two constraints on the same columns, under the first name that is written. */
export function withoutRepetition(written: readonly WrittenConstraint[]): readonly WrittenConstraint[] {
  if (written.length < 2) return written;
  const kept = new Map<string, WrittenConstraint>();
  written.forEach((constraint, i) => {
    const key = signatureOf(constraint) ?? `exclusion ${i}`;
    const prior = kept.get(key);
    if (prior === undefined) kept.set(key, constraint);
    else if (prior.node.conname === undefined && constraint.node.conname !== undefined) {
      kept.set(key, { ...prior, node: { ...prior.node, conname: constraint.node.conname } });
    }
  });
  return [...kept.values()];
}

function signatureOf({ node, column }: WrittenConstraint): string | undefined {
  if (node.contype === 'CONSTR_EXCLUSION') return undefined;
  const columns = column === null ? node.keys : [{ String: { sval: column } }];
  return JSON.stringify([columns, node.including ?? [], node.nulls_not_distinct ?? false, node.deferrable ?? false, node.initdeferred ?? false]);
}

/** Where an element begins, in bytes; past the end where there is none. */
export function startOfElement(element: Node | undefined): number {
  if (element === undefined) return Infinity;
  if ('ColumnDef' in element) return element.ColumnDef.location ?? Infinity;
  if ('Constraint' in element) return element.Constraint.location ?? Infinity;
  if ('TableLikeClause' in element) return element.TableLikeClause.relation?.location ?? Infinity;
  return Infinity;
}

function emptyTable(cx: Context, stmt: CreateStmt, name: QualifiedName, foreign: boolean): Table {
  const { dialect } = cx.statement;
  const isPartition = stmt.partbound !== undefined;
  const { colocated, colocationId } = readColocation(cx, stmt.options);
  const parents = stmt.inhRelations === undefined ? NONE : stmt.inhRelations.flatMap((node) => ('RangeVar' in node ? resolveRange(cx, node.RangeVar) : []));
  return {
    schema: name.schema,
    name: name.name,
    known: true,
    persistence: name.schema === TEMPORARY_SCHEMA ? 'temporary' : stmt.relation?.relpersistence === 'u' ? 'unlogged' : 'permanent',
    foreign,
    partitionKey: stmt.partspec === undefined ? null : (stmt.partspec.partParams ?? []).map((param) => ('PartitionElem' in param ? (param.PartitionElem.name ?? null) : null)),
    partitionOf: isPartition ? (parents[0] ?? null) : null,
    inherits: isPartition ? NONE : parents,
    columns: NONE,
    constraints: NONE,
    indexes: NONE,
    triggers: NONE,
    split: dialect.split,
    tablegroup: dialect.tablegroup === null || dialect.tablegroup === 'none' ? null : dialect.tablegroup.name,
    colocated,
    colocationId,
    hashByDefault: cx.session.hashByDefault,
    origin: statementClause(cx),
  };
}
