import type { Constraint, EventTrigger, Index, QualifiedName, Routine, Schema, Sequence, Table, UserType, View } from './model.js';
import type { TakenNames } from './names.js';
import { PersistentMap } from './persistent-map.js';

/** What stands under one name among a schema's relations: they share one namespace. */
type Relation =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'sequence'; readonly sequence: Sequence }
  | { readonly kind: 'index'; readonly on: QualifiedName }
  | { readonly kind: 'composite' };

/** A set of names, each with how often it is had, and how many were there when it came. */
type Counts = PersistentMap<{ readonly name: QualifiedName; readonly count: number; readonly order: number }>;

/** The maps that a version of the schema consists of. */
interface Parts {
  readonly relations: PersistentMap<Relation>;
  readonly types: PersistentMap<UserType>;
  readonly routines: PersistentMap<readonly Routine[]>;
  /** False for one that was dropped: a schema that nobody made is taken as given. */
  readonly schemas: PersistentMap<boolean>;
  readonly extensions: PersistentMap<{ readonly schema: string | null }>;
  /** By name: they stand in no schema. */
  readonly eventTriggers: PersistentMap<EventTrigger>;
  /** How many constraints of a schema have the name: a generated name must be new in the whole schema. */
  readonly constraintNames: PersistentMap<number>;
  /** By referenced table: the tables with foreign keys to it. */
  readonly referencing: PersistentMap<Counts>;
  /** By parent: partitions and children by `INHERITS`. */
  readonly children: PersistentMap<Counts>;
  /** By sequence: tables with a default that uses it. */
  readonly sequenceUsers: PersistentMap<Counts>;
  /** By type of the user's, row types included: tables with a column of it or of an array of it. */
  readonly typeUsers: PersistentMap<Counts>;
  /** By type of the user's: routines with it in their signature. */
  readonly typedRoutines: PersistentMap<Counts>;
  /** By table: sequences that its columns own. */
  readonly ownedSequences: PersistentMap<Counts>;
  /** By relation: views that read it. */
  readonly readers: PersistentMap<Counts>;
  /** Whether anything temporary was ever made: most migrations make nothing, and a new session need not look. */
  readonly temporary: boolean;
  /** Whether any routine was ever made whose call changes the schema. */
  readonly ddlRoutines: boolean;
}

/** The schema that temporary objects live in, whatever its real name. */
export const TEMPORARY_SCHEMA = 'pg_temp';

/** The key of a qualified name; a NUL is in no identifier. */
export function keyOf(name: QualifiedName): string {
  return `${name.schema}\0${name.name}`;
}

/** The name that a key stands for. */
function nameOf(key: string): QualifiedName {
  const at = key.indexOf('\0');
  return { schema: key.slice(0, at), name: key.slice(at + 1) };
}

/** Whether both say the same name. */
export function isSameName(a: QualifiedName, b: QualifiedName): boolean {
  return a.name === b.name && a.schema === b.schema;
}

/** The schema at one moment, with the edits that give the next one; an edit keeps every reverse index true. */
export class Catalog implements Schema, TakenNames {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A database as `initdb` leaves it. */
  static empty(): Catalog {
    return new Catalog({
      relations: PersistentMap.empty(),
      types: PersistentMap.empty(),
      routines: PersistentMap.empty(),
      schemas: PersistentMap.empty<boolean>().set('public', true),
      extensions: PersistentMap.empty(),
      eventTriggers: PersistentMap.empty(),
      constraintNames: PersistentMap.empty(),
      referencing: PersistentMap.empty(),
      children: PersistentMap.empty(),
      sequenceUsers: PersistentMap.empty(),
      typeUsers: PersistentMap.empty(),
      typedRoutines: PersistentMap.empty(),
      ownedSequences: PersistentMap.empty(),
      readers: PersistentMap.empty(),
      temporary: false,
      ddlRoutines: false,
    });
  }

  // Reading

  table(name: QualifiedName): Table | undefined {
    const relation = this.#parts.relations.get(keyOf(name));
    return relation?.kind === 'table' ? relation.table : undefined;
  }

  sequence(name: QualifiedName): Sequence | undefined {
    const relation = this.#parts.relations.get(keyOf(name));
    return relation?.kind === 'sequence' ? relation.sequence : undefined;
  }

  view(name: QualifiedName): View | undefined {
    const relation = this.#parts.relations.get(keyOf(name));
    return relation?.kind === 'view' ? relation.view : undefined;
  }

  type(name: QualifiedName): UserType | undefined {
    return this.#parts.types.get(keyOf(name));
  }

  routines(name: QualifiedName): readonly Routine[] {
    return this.#parts.routines.get(keyOf(name)) ?? [];
  }

  index(name: QualifiedName): { readonly table: Table; readonly index: Index } | undefined {
    const relation = this.#parts.relations.get(keyOf(name));
    if (relation?.kind !== 'index') return undefined;
    const table = this.table(relation.on);
    const index = table?.indexes.find((candidate) => candidate.name === name.name);
    return table !== undefined && index !== undefined ? { table, index } : undefined;
  }

  /** What the index stands on: a table or a materialized view. */
  indexHolder(name: QualifiedName): QualifiedName | undefined {
    const relation = this.#parts.relations.get(keyOf(name));
    return relation?.kind === 'index' ? relation.on : undefined;
  }

  hasSchema(name: string): boolean {
    return this.#parts.schemas.get(name) === true;
  }

  /** Whether there is no such schema any more. */
  isDroppedSchema(name: string): boolean {
    return this.#parts.schemas.get(name) === false;
  }

  hasExtension(name: string): boolean {
    return this.#parts.extensions.has(name);
  }

  foreignKeysTo(name: QualifiedName): readonly { readonly table: Table; readonly constraint: Constraint }[] {
    const found: { table: Table; constraint: Constraint }[] = [];
    for (const table of this.#tablesIn(this.#parts.referencing, name)) {
      for (const constraint of table.constraints) {
        if (constraint.references !== null && isSameName(constraint.references.table, name)) found.push({ table, constraint });
      }
    }
    return found;
  }

  children(name: QualifiedName): readonly Table[] {
    return this.#tablesIn(this.#parts.children, name);
  }

  /** Tables with a column whose default takes its value from the sequence. */
  tablesUsingSequence(name: QualifiedName): readonly Table[] {
    return this.#tablesIn(this.#parts.sequenceUsers, name);
  }

  /** Tables with a column of the type, or of an array of it. */
  tablesWithType(name: QualifiedName): readonly Table[] {
    return this.#tablesIn(this.#parts.typeUsers, name);
  }

  /** The names of routines that have the type in their signature. */
  routinesWithType(name: QualifiedName): readonly QualifiedName[] {
    return namesIn(this.#parts.typedRoutines, name);
  }

  /** Sequences that some column of the table owns. */
  sequencesOwnedBy(name: QualifiedName): readonly Sequence[] {
    return namesIn(this.#parts.ownedSequences, name)
      .map((owned) => this.sequence(owned))
      .filter((sequence) => sequence !== undefined);
  }

  /** The sequence of an identity column. */
  identitySequence(table: QualifiedName, column: string): Sequence | undefined {
    return this.sequencesOwnedBy(table).find((owned) => owned.ownedBy?.column === column && owned.identity === true);
  }

  /** Views whose query names the relation. */
  viewsReading(name: QualifiedName): readonly View[] {
    return namesIn(this.#parts.readers, name)
      .map((reader) => this.view(reader))
      .filter((view) => view !== undefined);
  }

  hasRelation(schema: string, name: string): boolean {
    return this.#parts.relations.has(keyOf({ schema, name }));
  }

  hasConstraint(schema: string, name: string): boolean {
    return this.#parts.constraintNames.has(keyOf({ schema, name }));
  }

  *allTables(): Generator<Table> {
    for (const relation of this.#parts.relations.values()) {
      if (relation.kind === 'table') yield relation.table;
    }
  }

  *allSequences(): Generator<Sequence> {
    for (const relation of this.#parts.relations.values()) {
      if (relation.kind === 'sequence') yield relation.sequence;
    }
  }

  *allViews(): Generator<View> {
    for (const relation of this.#parts.relations.values()) {
      if (relation.kind === 'view') yield relation.view;
    }
  }

  allTypes(): Iterable<UserType> {
    return this.#parts.types.values();
  }

  *allRoutines(): Generator<Routine> {
    for (const overloads of this.#parts.routines.values()) yield* overloads;
  }

  allExtensions(): Iterable<string> {
    return this.#parts.extensions.keys();
  }

  eventTrigger(name: string): EventTrigger | undefined {
    return this.#parts.eventTriggers.get(name);
  }

  allEventTriggers(): Iterable<EventTrigger> {
    return this.#parts.eventTriggers.values();
  }

  *allSchemas(): Generator<string> {
    for (const [name, exists] of this.#parts.schemas.entries()) if (exists) yield name;
  }

  /** Whether a session may have left temporary objects. */
  get hasTemporaryObjects(): boolean {
    return this.#parts.temporary;
  }

  /** Whether a call may change the schema. */
  get hasDdlRoutines(): boolean {
    return this.#parts.ddlRoutines;
  }

  // Edits

  /** Adds the table, or puts it in the place of the one with its name. */
  withTable(table: Table): Catalog {
    const before = this.table(table);
    const key = keyOf(table);
    let { relations, constraintNames, referencing, children, sequenceUsers, typeUsers } = this.#parts;
    relations = relations.set(key, { kind: 'table', table });
    if (before?.indexes !== table.indexes) {
      // Those that stay need no new entry: another index on a table with many would cost as many as it has.
      for (const index of before?.indexes ?? []) if (!table.indexes.includes(index)) relations = relations.delete(keyOf(index));
      for (const index of table.indexes) if (before?.indexes.includes(index) !== true) relations = relations.set(keyOf(index), { kind: 'index', on: { schema: table.schema, name: table.name } });
    }
    if (before?.constraints !== table.constraints) {
      const [left, came] = difference(before?.constraints ?? [], table.constraints);
      constraintNames = countedNames(countedNames(constraintNames, table.schema, left, -1), table.schema, came, 1);
      referencing = moved(referencing, before, table, referencedTables);
    }
    if (before?.inherits !== table.inherits || before.partitionOf !== table.partitionOf) children = moved(children, before, table, parentsOf);
    if (before?.columns !== table.columns) {
      sequenceUsers = moved(sequenceUsers, before, table, usedSequences);
      typeUsers = moved(typeUsers, before, table, usedTypes);
    }
    const temporary = this.#parts.temporary || table.schema === TEMPORARY_SCHEMA;
    return new Catalog({ ...this.#parts, relations, constraintNames, referencing, children, sequenceUsers, typeUsers, temporary });
  }

  /** Takes the table away with its indexes and constraints, and nothing else. */
  withoutTable(name: QualifiedName): Catalog {
    const table = this.table(name);
    if (table === undefined) return this;
    let { relations, constraintNames, referencing, children, sequenceUsers, typeUsers } = this.#parts;
    relations = relations.delete(keyOf(table));
    for (const index of table.indexes) relations = relations.delete(keyOf(index));
    constraintNames = countedNames(constraintNames, table.schema, table.constraints, -1);
    referencing = moved(referencing, table, undefined, referencedTables);
    children = moved(children, table, undefined, parentsOf);
    sequenceUsers = moved(sequenceUsers, table, undefined, usedSequences);
    typeUsers = moved(typeUsers, table, undefined, usedTypes);
    return this.#with({ relations, constraintNames, referencing, children, sequenceUsers, typeUsers });
  }

  withSequence(sequence: Sequence): Catalog {
    const before = this.sequence(sequence);
    const relations = this.#parts.relations.set(keyOf(sequence), { kind: 'sequence', sequence });
    const ownedSequences = moved(this.#parts.ownedSequences, before, sequence, ownerOf);
    return this.#with({ relations, ownedSequences, temporary: this.#parts.temporary || sequence.schema === TEMPORARY_SCHEMA });
  }

  withoutSequence(name: QualifiedName): Catalog {
    const sequence = this.sequence(name);
    if (sequence === undefined) return this;
    return this.#with({
      relations: this.#parts.relations.delete(keyOf(name)),
      ownedSequences: moved(this.#parts.ownedSequences, sequence, undefined, ownerOf),
    });
  }

  withView(view: View): Catalog {
    const before = this.view(view);
    let relations = this.#parts.relations.set(keyOf(view), { kind: 'view', view });
    for (const index of before?.indexes ?? []) relations = relations.delete(keyOf(index));
    for (const index of view.indexes ?? []) relations = relations.set(keyOf(index), { kind: 'index', on: { schema: view.schema, name: view.name } });
    return this.#with({
      relations,
      readers: moved(this.#parts.readers, before, view, (reader) => reader.reads),
      temporary: this.#parts.temporary || view.schema === TEMPORARY_SCHEMA,
    });
  }

  withoutView(name: QualifiedName): Catalog {
    const view = this.view(name);
    if (view === undefined) return this;
    let relations = this.#parts.relations.delete(keyOf(name));
    for (const index of view.indexes ?? []) relations = relations.delete(keyOf(index));
    return this.#with({ relations, readers: moved(this.#parts.readers, view, undefined, (reader) => reader.reads) });
  }

  /** A composite type takes its name among the relations too. */
  withType(type: UserType): Catalog {
    const types = this.#parts.types.set(keyOf(type), type);
    if (type.kind === 'composite') return this.#with({ types, relations: this.#parts.relations.set(keyOf(type), { kind: 'composite' }) });
    return this.#with({ types, constraintNames: countedChecks(countedChecks(this.#parts.constraintNames, this.type(type), -1), type, 1) });
  }

  withoutType(name: QualifiedName): Catalog {
    const types = this.#parts.types.delete(keyOf(name));
    const type = this.type(name);
    if (type?.kind === 'composite') return this.#with({ types, relations: this.#parts.relations.delete(keyOf(name)) });
    return this.#with({ types, constraintNames: countedChecks(this.#parts.constraintNames, type, -1) });
  }

  /** Puts these in the place of all routines with the name. */
  withRoutines(name: QualifiedName, overloads: readonly Routine[]): Catalog {
    const { routines } = this.#parts;
    let { typedRoutines } = this.#parts;
    for (const routine of this.routines(name)) typedRoutines = moved(typedRoutines, routine, undefined, signatureTypes);
    for (const routine of overloads) typedRoutines = moved(typedRoutines, undefined, routine, signatureTypes);
    return this.#with({
      typedRoutines,
      routines: overloads.length === 0 ? routines.delete(keyOf(name)) : routines.set(keyOf(name), overloads),
      ddlRoutines: this.#parts.ddlRoutines || overloads.some((routine) => routine.body?.runsDdl === true),
      temporary: this.#parts.temporary || name.schema === TEMPORARY_SCHEMA,
    });
  }

  withSchema(name: string): Catalog {
    return this.#with({ schemas: this.#parts.schemas.set(name, true) });
  }

  withoutSchema(name: string): Catalog {
    return this.#with({ schemas: this.#parts.schemas.set(name, false) });
  }

  withExtension(name: string, schema: string | null): Catalog {
    return this.#with({ extensions: this.#parts.extensions.set(name, { schema }) });
  }

  withoutExtension(name: string): Catalog {
    return this.#with({ extensions: this.#parts.extensions.delete(name) });
  }

  /** Adds the event trigger, or puts it in the place of the one with its name. */
  withEventTrigger(eventTrigger: EventTrigger): Catalog {
    return this.#with({ eventTriggers: this.#parts.eventTriggers.set(eventTrigger.name, eventTrigger) });
  }

  withoutEventTrigger(name: string): Catalog {
    return this.#with({ eventTriggers: this.#parts.eventTriggers.delete(name) });
  }

  #with(changed: Partial<Parts>): Catalog {
    return new Catalog({ ...this.#parts, ...changed });
  }

  #tablesIn(index: PersistentMap<Counts>, name: QualifiedName): Table[] {
    return namesIn(index, name)
      .map((other) => this.table(other))
      .filter((table) => table !== undefined);
  }
}

function referencedTables(table: Table): readonly QualifiedName[] {
  const names: QualifiedName[] = [];
  for (const { references } of table.constraints) if (references !== null) names.push(references.table);
  return names;
}

function parentsOf(table: Table): readonly QualifiedName[] {
  return table.partitionOf === null ? table.inherits : [table.partitionOf];
}

/** A plain loop, for it runs over every column of a table with each that is added: ten thousand times ten thousand. */
function usedSequences(table: Table): readonly QualifiedName[] {
  const names: QualifiedName[] = [];
  for (const column of table.columns) {
    const sequence = column.default?.sequence;
    if (sequence !== undefined && sequence !== null) names.push(sequence);
  }
  return names;
}

function usedTypes(table: Table): QualifiedName[] {
  const types: QualifiedName[] = [];
  for (const { type } of table.columns) if (type.base.schema !== 'pg_catalog') types.push(type.base);
  return types;
}

function signatureTypes(routine: Routine): readonly QualifiedName[] {
  return routine.types ?? [];
}

function ownerOf(sequence: Sequence): QualifiedName[] {
  return sequence.ownedBy === null ? [] : [sequence.ownedBy.table];
}

/** In the order in which they came, as good as always: PostgreSQL takes partitions in the order of their bounds. */
function namesIn(index: PersistentMap<Counts>, name: QualifiedName): QualifiedName[] {
  const counts = index.get(keyOf(name));
  return counts === undefined ? [] : [...counts.values()].sort((a, b) => a.order - b.order).map((entry) => entry.name);
}

/** Both lists without the ends that they share: an edit leaves most of a list as it was. */
function difference<T>(before: readonly T[], after: readonly T[]): readonly [left: readonly T[], came: readonly T[]] {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first += 1;
  let last = 0;
  while (last < shorter - first && before.at(-1 - last) === after.at(-1 - last)) last += 1;
  return [before.slice(first, before.length - last), after.slice(first, after.length - last)];
}

/** Counts the names of constraints of a table in that schema in or out. */
function countedNames(counts: PersistentMap<number>, schema: string, constraints: readonly Constraint[], by: 1 | -1): PersistentMap<number> {
  let result = counts;
  for (const constraint of constraints) {
    result = counted(result, `${schema}\0${constraint.name}`, by);
    for (const { name } of constraint.targetPartitions ?? []) result = counted(result, `${schema}\0${name}`, by);
  }
  return result;
}

/** The same for a domain's. */
function countedChecks(counts: PersistentMap<number>, type: UserType | undefined, by: 1 | -1): PersistentMap<number> {
  let result = counts;
  for (const name of type?.checks ?? []) result = counted(result, `${type?.schema ?? ''}\0${name}`, by);
  return result;
}

function counted(counts: PersistentMap<number>, key: string, by: 1 | -1): PersistentMap<number> {
  const count = (counts.get(key) ?? 0) + by;
  return count === 0 ? counts.delete(key) : counts.set(key, count);
}

/** Moves an object in a reverse index from the names that its old version has to those of its new version. */
function moved<T extends QualifiedName>(
  index: PersistentMap<Counts>,
  before: T | undefined,
  after: T | undefined,
  targets: (object: T) => readonly QualifiedName[],
): PersistentMap<Counts> {
  let result = index;
  if (before !== undefined) for (const target of targets(before)) result = linked(result, target, before, -1);
  if (after !== undefined) for (const target of targets(after)) result = linked(result, target, after, 1);
  return result;
}

function linked(index: PersistentMap<Counts>, target: QualifiedName, object: QualifiedName, by: 1 | -1): PersistentMap<Counts> {
  const key = keyOf(target);
  const counts = index.get(key) ?? PersistentMap.empty();
  const own = keyOf(object);
  const before = counts.get(own);
  const count = (before?.count ?? 0) + by;
  const changed = count === 0 ? counts.delete(own) : counts.set(own, { name: nameOf(own), count, order: before?.order ?? counts.size });
  return changed.size === 0 ? index.delete(key) : index.set(key, changed);
}
