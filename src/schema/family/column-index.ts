import type { Parser } from '../../sql/parser.js';
import type { Clause } from '../../sql/statement.js';
import type { Change, ChangeOf } from '../change.js';
import type { Column, Constraint, QualifiedName, TypeName } from '../model.js';
import { asNode } from '../interpret/bodies.js';
import { resolveRange } from '../interpret/context.js';
import { isSameName, keyOf } from '../schema.js';
import { contextOf, type MigrationRecord, type RecordedStatement } from './record.js';

/** How a column comes to count. */
export interface Counting {
  /** `serial`: by its type; `default`, `identity`: by a part of its definition; `setDefault`, `addIdentity`: by a later `ALTER TABLE`. */
  readonly form: 'serial' | 'default' | 'identity' | 'setDefault' | 'addIdentity';
  readonly clause: Clause;
  /** Null for an expression that does more than take the next number. */
  readonly sequence: QualifiedName | null;
}

/** What all migrations say of one column. Names are taken for what they mean in the end: what is renamed has an obstacle. */
export interface ColumnFacts {
  readonly table: QualifiedName;
  readonly name: string;
  /** What defines it, in order. */
  readonly definitions: readonly Definition[];
  readonly countings: readonly Counting[];
  /** Foreign keys of it, with the columns that they reference. */
  readonly references: readonly Reference[];
  /** Why its type cannot be another one, whatever its values are used for. */
  readonly obstacles: readonly Obstacle[];
}

export interface Definition {
  readonly recorded: RecordedStatement;
  readonly column: Column;
  readonly via: 'createTable' | 'addColumn';
  /** Whether it has its type from another column: `LIKE`, a partition, a child. */
  readonly isCopy: boolean;
}

export interface Reference {
  readonly target: QualifiedName;
  /** Empty where it is not known. */
  readonly column: string;
  readonly clause: Clause;
  /** False where the column has its type from the other one: a copy, a partition, a child. */
  readonly isForeignKey: boolean;
}

/** Why something cannot be changed: a sentence without its full stop (`its value` `is compared with a literal`), and the place. */
export interface Obstacle {
  readonly subject: string;
  readonly reason: string;
  readonly clause: Clause;
}

interface Building {
  readonly table: QualifiedName;
  readonly name: string;
  readonly definitions: Definition[];
  readonly countings: Counting[];
  readonly references: Reference[];
  readonly obstacles: Obstacle[];
}

/** The grammar's bit for `INCLUDING DEFAULTS`. */
const LIKE_DEFAULTS = 1 << 3;

/** The key of a column. */
export function columnKey(table: QualifiedName, column: string): string {
  return `${keyOf(table)}\0${column}`;
}

/** What the migrations say of each column, and which column takes its values or its type from which. */
export class ColumnIndex {
  readonly #columns = new Map<string, Building>();
  /** In both directions. */
  readonly #neighbours = new Map<string, Set<string>>();
  /** Trigger functions, with the tables that use them. */
  readonly #triggers = new Map<string, QualifiedName[]>();

  /** By column: sequences that it owns. */
  readonly #owned = new Map<string, QualifiedName[]>();
  /** By sequence: columns that count by it. */
  readonly #counters = new Map<string, Set<ColumnFacts>>();
  #loose: Map<string, ColumnFacts[]> | undefined;
  readonly #parser: Parser;

  constructor(record: MigrationRecord, parser: Parser) {
    this.#parser = parser;
    for (const recorded of record.statements) for (const change of recorded.changes) this.#take(change, recorded);
  }

  column(key: string): ColumnFacts | undefined {
    return this.#columns.get(key);
  }

  /** The sequences that a column owns, or owned. */
  sequencesOwnedBy(key: string): readonly QualifiedName[] {
    return this.#owned.get(key) ?? [];
  }

  /** The columns that count by a sequence. */
  countersOf(sequence: QualifiedName): Iterable<ColumnFacts> {
    return this.#counters.get(keyOf(sequence)) ?? [];
  }

  /** The columns that must have one type with this one, itself first. */
  connected(key: string): readonly string[] {
    const found = new Set([key]);
    for (const each of found) for (const next of this.#neighbours.get(each) ?? []) found.add(next);
    return [...found];
  }

  /** Columns of integers without a foreign key that look like references to a key; see `looksLikeReference`. */
  lookalikesOf(key: ColumnFacts): readonly ColumnFacts[] {
    this.#loose ??= this.#looseColumns();
    return (this.#loose.get(wordsIn(key.name).at(-1) ?? '') ?? []).filter(({ name }) => looksLikeReference(name, key) && this.#isNearest(name, key));
  }

  /** By the last word of their names. */
  #looseColumns(): Map<string, ColumnFacts[]> {
    const loose = new Map<string, ColumnFacts[]>();
    for (const facts of this.#columns.values()) {
      const { name, definitions, references, countings } = facts;
      const [definition] = definitions;
      if (definition === undefined || references.length > 0 || countings.length > 0 || !isInteger(definition.column.type)) continue;
      const word = wordsIn(name).at(-1) ?? '';
      loose.set(word, [...(loose.get(word) ?? []), facts]);
    }
    return loose;
  }

  /** Whether no other table with such a key has a name that is nearer to the column's. */
  #isNearest(column: string, key: Pick<ColumnFacts, 'table' | 'name'>): boolean {
    const length = wordsIn(key.table.name).length;
    for (const { table, name, definitions } of this.#columns.values()) {
      const isOther = name === key.name && definitions.length > 0 && !isSameName(table, key.table);
      if (isOther && wordsIn(table.name).length < length && looksLikeReference(column, { table, name })) return false;
    }
    return true;
  }

  /** The tables whose triggers call a function. */
  triggerTables(routine: QualifiedName): readonly QualifiedName[] {
    return this.#triggers.get(keyOf(routine)) ?? [];
  }

  /** The functions that triggers of a table call. */
  triggerFunctions(table: QualifiedName): readonly string[] {
    return [...this.#triggers].flatMap(([key, tables]) => (tables.some((other) => isSameName(other, table)) ? key : []));
  }

  #take(change: Change, recorded: RecordedStatement): void {
    if (change.kind === 'createTable') this.#createTable(change, recorded);
    else if (change.kind === 'createTableAs') {
      for (const column of change.created.columns) this.#obstruct(change.table, column.name, 'has its type from a query', change.clause);
    } else if (change.kind === 'addColumn') {
      if (change.effective) this.#define(change.table, change.column, { recorded, via: 'addColumn', isCopy: false });
      else this.#obstruct(change.table, change.column.name, 'is defined a second time', change.clause);
    } else if (change.kind === 'addConstraint') this.#reference(change.table, change.constraint);
    else if (change.kind === 'attachPartition') this.#inherit(change.partition, change.table, change.clause, recorded);
    else if (change.kind === 'addInheritance') this.#inherit(change.table, change.parent, change.clause, recorded);
    else if (change.kind === 'createTrigger') {
      const key = keyOf(change.trigger.function);
      this.#triggers.set(key, [...(this.#triggers.get(key) ?? []), change.table]);
    } else if (change.kind === 'createSequence') this.#own(change.sequence, change.sequence.ownedBy);
    else if (change.kind === 'alterSequence') this.#own(change.name, change.ownedBy);
    else if ('column' in change && typeof change.column === 'string') this.#takeColumn(change);
    else this.#takeMove(change, recorded);
  }

  #takeColumn(change: Extract<Change, { readonly column: string }>): void {
    const { table, column, clause } = change;
    if (change.kind === 'setDefault') {
      if (isCounting(change.value)) this.#count(this.#at(table, column), { form: 'setDefault', clause, sequence: change.value.sequence });
    } else if (change.kind === 'addIdentity') this.#count(this.#at(table, column), { form: 'addIdentity', clause, sequence: change.sequence });
    else if (change.kind === 'setIdentity' || change.kind === 'dropIdentity') this.#obstruct(table, column, 'has an identity that is changed later', clause);
    else if (change.kind === 'alterColumnType') this.#obstruct(table, column, 'gets another type later', clause);
    else if (change.kind === 'renameColumn') for (const name of [column, change.newName]) this.#obstruct(table, name, 'is renamed', clause);
  }

  /** What makes a name mean something else. */
  #takeMove(change: Change, recorded: RecordedStatement): void {
    if (change.kind === 'renameTable' || change.kind === 'moveTable') {
      const { table, clause } = change;
      const target = change.kind === 'renameTable' ? { schema: table.schema, name: change.newName } : { schema: change.newSchema, name: table.name };
      for (const name of [table, target]) this.#obstructTable(name, recorded, 'is in a table that is renamed, or moved to another schema', clause);
    } else if (change.kind === 'renameSchema') {
      for (const { table, name } of [...this.#columns.values()]) {
        if (table.schema === change.name || table.schema === change.newName) this.#obstruct(table, name, 'is in a schema that is renamed', change.clause);
      }
    }
  }

  #createTable(change: ChangeOf<'createTable'>, recorded: RecordedStatement): void {
    const { created, table } = change;
    if (!change.effective) {
      for (const column of created.columns) this.#obstruct(table, column.name, 'is defined a second time', change.clause);
      return;
    }
    const parents = [...created.inherits, ...(created.partitionOf === null ? [] : [created.partitionOf])];
    for (const column of created.columns) {
      // A partition may name a column without a type.
      const isCopy = column.via !== 'definition' || (created.partitionOf !== null && column.typeClause.at === 0);
      this.#define(table, column, { recorded, via: 'createTable', isCopy });
      for (const parent of parents) if (recorded.before.table(parent)?.columns.some(({ name }) => name === column.name) === true) this.#connect(table, column.name, { target: parent, column: column.name, clause: change.clause, isForeignKey: false });
    }
    for (const constraint of created.constraints) this.#reference(table, constraint);
    if (created.columns.some(({ via }) => via === 'like')) this.#copy(change, recorded);
  }

  /** Which table a `LIKE` copies from, only the statement says. */
  #copy({ table, created, clause }: ChangeOf<'createTable'>, recorded: RecordedStatement): void {
    const outcome = this.#parser.parse(clause.statement.sql);
    const node = outcome.ok ? asNode(outcome.node) : null;
    if (node === null || !('CreateStmt' in node)) return;
    const context = contextOf(recorded, this.#parser);
    for (const element of node.CreateStmt.tableElts ?? []) {
      if (!('TableLikeClause' in element)) continue;
      const source = resolveRange(context, element.TableLikeClause.relation);
      const withDefaults = ((element.TableLikeClause.options ?? 0) & LIKE_DEFAULTS) !== 0;
      for (const { name, via, identity } of created.columns) {
        if (via !== 'like' || recorded.before.table(source)?.columns.some((column) => column.name === name) !== true) continue;
        this.#connect(table, name, { target: source, column: name, clause, isForeignKey: false });
        if (identity !== null && !withDefaults) this.#obstruct(table, name, 'has its identity, but would not have its default, from a LIKE', clause);
      }
    }
  }

  #define(table: QualifiedName, column: Column, how: Omit<Definition, 'column'>): void {
    const facts = this.#at(table, column.name);
    facts.definitions.push({ column, ...how });
    if (how.isCopy) return;
    if (column.serial !== null) this.#count(facts, { form: 'serial', clause: column.typeClause, sequence: column.sequence });
    else if (column.identity !== null) this.#count(facts, { form: 'identity', clause: column.identityClause ?? column.typeClause, sequence: column.sequence });
    else if (column.default !== null && isCounting(column.default)) this.#count(facts, { form: 'default', clause: column.defaultClause ?? column.typeClause, sequence: column.default.sequence });
  }

  #count(facts: Building, counting: Counting): void {
    facts.countings.push(counting);
    if (counting.sequence === null) return;
    const key = keyOf(counting.sequence);
    this.#counters.set(key, (this.#counters.get(key) ?? new Set()).add(facts));
  }

  #own(sequence: QualifiedName, owner: { readonly table: QualifiedName; readonly column: string } | null | undefined): void {
    if (owner == null) return;
    const key = columnKey(owner.table, owner.column);
    this.#owned.set(key, [...(this.#owned.get(key) ?? []), sequence]);
  }

  #reference(table: QualifiedName, constraint: Constraint): void {
    const { references } = constraint;
    if (references === null) return;
    constraint.columns.forEach((column, i) => {
      this.#connect(table, column, { target: references.table, column: references.columns[i] ?? '', clause: constraint.origin, isForeignKey: true });
    });
  }

  #inherit(child: QualifiedName, parent: QualifiedName, clause: Clause, { before }: RecordedStatement): void {
    for (const { name } of before.table(child)?.columns ?? []) {
      if (before.table(parent)?.columns.some((column) => column.name === name) === true) this.#connect(child, name, { target: parent, column: name, clause, isForeignKey: false });
    }
  }

  #connect(table: QualifiedName, column: string, reference: Reference): void {
    this.#at(table, column).references.push(reference);
    const [from, to] = [columnKey(table, column), columnKey(reference.target, reference.column)];
    this.#neighboursOf(from).add(to);
    this.#neighboursOf(to).add(from);
  }

  #neighboursOf(key: string): Set<string> {
    const known = this.#neighbours.get(key) ?? new Set<string>();
    this.#neighbours.set(key, known);
    return known;
  }

  #obstruct(table: QualifiedName, column: string, reason: string, clause: Clause): void {
    this.#at(table, column).obstacles.push({ subject: `"${table.name}.${column}"`, reason, clause });
  }

  #obstructTable(table: QualifiedName, { before }: RecordedStatement, reason: string, clause: Clause): void {
    for (const { name } of before.table(table)?.columns ?? []) this.#obstruct(table, name, reason, clause);
    for (const facts of [...this.#columns.values()]) if (isSameName(facts.table, table)) this.#obstruct(table, facts.name, reason, clause);
  }

  #at(table: QualifiedName, name: string): Building {
    const key = columnKey(table, name);
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const built: Building = { table: { schema: table.schema, name: table.name }, name, definitions: [], countings: [], references: [], obstacles: [] };
    this.#columns.set(key, built);
    return built;
  }
}

/** Whether a column looks like a reference to a key by its name: `order_id` or `orderId` to `id` of `orders` or `shop_order`. */
function looksLikeReference(column: string, key: { readonly table: QualifiedName; readonly name: string }): boolean {
  const written = wordsIn(column);
  const keyWords = wordsIn(key.name);
  // A key that is called by more than `id` is called so wherever it is meant.
  if (keyWords.length > 1) return written.join('_') === keyWords.join('_');
  const [last, ...before] = [...written].reverse();
  if (last !== keyWords[0] || before.length === 0) return false;
  const table = [...wordsIn(key.table.name)].reverse();
  return before.every((word, i) => isSameWord(word, table[i] ?? ''));
}

/** The words of a name in lower case, whichever way it is put together. */
function wordsIn(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d\u0080-\uffff]+/)
    .filter((word) => word !== '');
}

/** The same word, in the singular or the plural. */
function isSameWord(a: string, b: string): boolean {
  const forms = (word: string): readonly string[] => [word, `${word}s`, `${word}es`, word.replace(/y$/, 'ies')];
  return forms(a).includes(b) || forms(b).includes(a);
}

function isCounting({ calls }: { readonly calls: readonly { readonly name: string }[] }): boolean {
  return calls.some(({ name }) => name === 'nextval');
}

const INTEGERS: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);

/** Whether a column of the type holds plain integers. */
export function isInteger({ base, array }: TypeName): boolean {
  return !array && base.schema === 'pg_catalog' && INTEGERS.has(base.name);
}
