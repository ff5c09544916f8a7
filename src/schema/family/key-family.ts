import type { Node } from '@pgsql/types';
import { readStatement } from '../../sql/stand-ins.js';
import type { Parser } from '../../sql/parser.js';
import type { Clause, Statement } from '../../sql/statement.js';
import { asNode } from '../interpret/bodies.js';
import { walk } from '../interpret/expression.js';
import type { QualifiedName, TypeName } from '../model.js';
import { isSameName, keyOf } from '../schema.js';
import { ColumnIndex, columnKey, isInteger, type ColumnFacts, type Counting, type Definition, type Obstacle } from './column-index.js';
import type { Parsed } from './parsed.js';
import { contextOf, wordOf, type MigrationRecord, type RecordedStatement } from './record.js';
import { setvalOfSerial, useOfSequence } from './sequence-use.js';
import { namedOutputs, StatementCheck, viewOf, type CheckContext } from './statement-check.js';
import { isValue, ValueCheck, type Carriers, type Output, type RoutineScope } from './value-check.js';

export type { Counting, Obstacle } from './column-index.js';

/** A column of a family of keys. */
export interface FamilyColumn {
  readonly table: QualifiedName;
  readonly name: string;
  readonly type: TypeName;
  /** Where its type is written; null where it has its type from another column (`LIKE`, a partition, a child). */
  readonly typeClause: Clause | null;
  /** How it counts; empty for one that only references. */
  readonly countings: readonly Counting[];
  /** Whether its definition says `NOT NULL`, or it is in a primary key. */
  readonly isKeyOrNotNull: boolean;
}

/** A statement about nothing but a sequence of the family. */
export interface SequenceStatement {
  readonly statement: Statement;
  readonly sequence: QualifiedName;
}

/** A key that counts, with every column that has to have its type, through any number of foreign keys, and what belongs to them. */
export interface KeyFamily {
  /** The key first. */
  readonly columns: readonly FamilyColumn[];
  /** The sequences that they count by, and no other column. */
  readonly sequences: readonly QualifiedName[];
  /** Statements that are about one of these sequences and nothing else, down parts included. */
  readonly sequenceStatements: readonly SequenceStatement[];
  /** The first statement, in the order in which they run, that makes a column of the family count. */
  firstCounting(): Statement | null;
  /** Where the migrations make an extension, and whether that comes before `firstCounting`; null where they do not. */
  extension(name: string): { readonly statement: Statement; readonly guarded: boolean; readonly isBefore: boolean } | null;
  /** Where the values have to be numbers, or nobody knows whether they have to; in no particular order, and of uses the first hundred. */
  readonly obstacles: readonly Obstacle[];
}

/** Families of keys of one root, worked out when they are asked for. */
export class KeyFamilies {
  readonly #record: MigrationRecord;
  readonly #parser: Parser;
  readonly #index: ColumnIndex;
  readonly #known = new Map<string, KeyFamily>();

  constructor(record: MigrationRecord, parser: Parser) {
    this.#record = record;
    this.#parser = parser;
    this.#index = new ColumnIndex(record, parser);
  }

  /** The family of a column that counts, or of one that references such a column. */
  familyOf(table: QualifiedName, column: string): KeyFamily {
    const key = columnKey(table, column);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const family = new FamilyReading(this.#record, this.#parser, this.#index, key).read();
    this.#known.set(key, family);
    return family;
  }
}

/** Nobody looks at more, and a generated statement may have tens of thousands. */
const MOST_OBSTACLES = 100;

class FamilyReading {
  readonly #record: MigrationRecord;
  readonly #parser: Parser;
  readonly #index: ColumnIndex;
  readonly #facts: readonly ColumnFacts[];
  readonly #keys: ReadonlySet<string>;
  readonly #obstacles: Obstacle[] = [];
  readonly #sequenceStatements: SequenceStatement[] = [];
  /** Columns of tables and views that hold the values, by relation. */
  readonly #carried = new Map<string, { readonly relation: QualifiedName; readonly columns: Set<string> }>();
  readonly #carriedNames = new Set<string>();
  readonly #parsed = new Map<RecordedStatement, Parsed | null>();
  readonly #carriers: Carriers = {
    has: (relation, column) => {
      const columns = this.#carried.get(keyOf(relation))?.columns;
      return columns !== undefined && (column === '*' || columns.has(column));
    },
    hasName: (column) => this.#carriedNames.has(column),
    relationNamed: (name) => [...this.#carried.values()].find(({ relation }) => relation.name === name)?.relation,
  };

  constructor(record: MigrationRecord, parser: Parser, index: ColumnIndex, key: string) {
    this.#record = record;
    this.#parser = parser;
    this.#index = index;
    const keys = index.connected(key);
    this.#keys = new Set(keys);
    this.#facts = keys.flatMap((each) => index.column(each) ?? []);
  }

  read(): KeyFamily {
    const columns = this.#facts.map((facts) => this.#column(facts));
    const sequences = this.#sequences();
    for (const { table, name } of this.#facts) this.#carry(table, name);
    this.#checkLookalikes();
    this.#followViews();
    for (const sequence of sequences) this.#checkSequence(sequence);
    this.#checkStatements(new Set(sequences.map(keyOf)));
    this.#checkIncluded();
    this.#checkEmptied();
    return {
      columns: columns.flatMap((column) => column ?? []),
      sequences,
      sequenceStatements: this.#sequenceStatements,
      firstCounting: () => this.#record.statements[this.#firstCounting()]?.statement ?? null,
      extension: (name) => this.#extension(name, this.#firstCounting()),
      obstacles: this.#obstacles,
    };
  }

  /** Its place among all statements. */
  #firstCounting(): number {
    const counting = new Set(this.#facts.flatMap(({ countings }) => countings.map(({ clause }) => clause.statement)));
    return this.#record.statements.findIndex(({ statement }) => counting.has(statement));
  }

  #extension(name: string, before: number): ReturnType<KeyFamily['extension']> {
    for (const [i, { changes }] of this.#record.statements.entries()) {
      for (const change of changes) if (change.kind === 'createExtension' && change.name === name) return { statement: change.statement, guarded: change.guarded, isBefore: i < before };
    }
    return null;
  }

  // Columns

  #column(facts: ColumnFacts): FamilyColumn | null {
    const { table, name, definitions, countings, references } = facts;
    const shown = `"${table.name}.${name}"`;
    this.#obstacles.push(...facts.obstacles);
    const [definition, second] = definitions;
    if (definition === undefined) {
      const clause = references[0]?.clause ?? this.#clauseOfReferences(facts);
      if (clause !== undefined) this.#obstacles.push({ subject: shown, reason: 'is in a table that no migration creates', clause });
      return null;
    }
    if (second !== undefined) this.#obstacles.push({ subject: shown, reason: 'is defined a second time', clause: second.column.origin });
    for (const { target, column, clause } of references) {
      if (this.#index.column(columnKey(target, column)) === undefined) this.#obstacles.push({ subject: shown, reason: `references "${target.name}", which no migration creates`, clause });
    }
    const { column, isCopy, via } = definition;
    const { origin } = column;
    if (!isInteger(column.type)) this.#obstacles.push({ subject: shown, reason: `is of the type ${column.type.text}`, clause: column.typeClause });
    if (column.typeClause.statement.host !== null || column.typeClause.statement.folded) this.#obstacles.push({ subject: shown, reason: 'is defined in a block, or in text that is put together', clause: origin });
    if (countings.length > 1) this.#obstacles.push({ subject: shown, reason: 'takes its numbers from two places', clause: countings[1]?.clause ?? origin });
    for (const { sequence, clause } of countings) if (sequence === null) this.#obstacles.push({ subject: shown, reason: 'has a default that does more than count', clause });
    if (countings.length === 0 && references.length === 0 && this.#isReferenced(facts)) this.#obstacles.push({ subject: shown, reason: 'is referenced too, and takes its values from somewhere else', clause: origin });
    if (countings.length > 0 && via === 'addColumn') this.#obstacles.push({ subject: shown, reason: 'is added to a table that may hold rows, each of which would be rewritten for its random default', clause: origin });
    return { table, name, type: column.type, typeClause: isCopy ? null : column.typeClause, countings, isKeyOrNotNull: this.#isKeyOrNotNull(table, name, definition) };
  }

  #isReferenced({ table, name }: ColumnFacts): boolean {
    return this.#facts.some(({ references }) => references.some(({ target, column, isForeignKey }) => isForeignKey && isSameName(target, table) && column === name));
  }

  #clauseOfReferences({ table, name }: ColumnFacts): Clause | undefined {
    for (const facts of this.#facts) for (const reference of facts.references) if (isSameName(reference.target, table) && reference.column === name) return reference.clause;
    return undefined;
  }

  #isKeyOrNotNull(table: QualifiedName, name: string, { recorded, column }: Definition): boolean {
    const isInKey = [...recorded.changes.flatMap((change) => (change.kind === 'createTable' && isSameName(change.table, table) ? change.created.constraints : [])), ...(this.#record.schema.table(table)?.constraints ?? [])].some(
      (constraint) => constraint.type === 'primary key' && constraint.columns.includes(name),
    );
    if (isInKey) return true;
    const parsed = this.#parse(recorded);
    let isWritten = false;
    walk(parsed?.node, (tag, node) => {
      if (tag === 'ColumnDef' && node.ColumnDef?.colname === column.name && node.ColumnDef.constraints?.some((each) => 'Constraint' in each && each.Constraint.contype === 'CONSTR_NOTNULL') === true) isWritten = true;
    });
    return isWritten;
  }

  /** References that no foreign key says. Of two tables that the name fits, the one is meant that has no other words in its name. */
  #checkLookalikes(): void {
    for (const key of this.#facts) {
      if (key.countings.length === 0) continue;
      for (const { table, name, definitions } of this.#index.lookalikesOf(key)) {
        const origin = definitions[0]?.column.origin;
        if (origin !== undefined && !this.#keys.has(columnKey(table, name))) this.#obstacle(`"${table.name}.${name}"`, 'looks like a reference to it, and has no foreign key', origin);
      }
    }
  }

  // Sequences

  #sequences(): readonly QualifiedName[] {
    const found = new Map<string, QualifiedName>();
    const add = (name: QualifiedName | null): void => {
      if (name !== null) found.set(keyOf(name), { schema: name.schema, name: name.name });
    };
    for (const { table, name, countings } of this.#facts) {
      for (const { sequence } of countings) add(sequence);
      for (const sequence of this.#index.sequencesOwnedBy(columnKey(table, name))) add(sequence);
    }
    for (const sequence of found.values()) {
      for (const { table, name, definitions } of this.#index.countersOf(sequence)) {
        const origin = definitions[0]?.column.origin;
        if (origin !== undefined && !this.#keys.has(columnKey(table, name))) this.#obstacle(`"${table.name}.${name}"`, `counts by the same sequence "${sequence.name}"`, origin);
      }
    }
    return [...found.values()];
  }

  /** What is said of a sequence: statements that are about nothing else go with it. */
  #checkSequence(sequence: QualifiedName): void {
    const word = wordOf(sequence.name);
    if (word === null) return;
    for (const text of this.#record.unreadNaming(word)) this.#obstacleAt(`"${sequence.name}"`, `may be used in ${text.file.path}: it ${text.reason}`);
    for (const recorded of this.#record.naming(word)) {
      const parsed = this.#parse(recorded);
      if (parsed === null) {
        this.#obstacle(`"${sequence.name}"`, 'is named by a statement that is not understood', { statement: recorded.statement, form: 'statement', at: 0 });
        continue;
      }
      const use = useOfSequence(parsed, sequence);
      if (use === 'whole' && !this.#sequenceStatements.some(({ statement }) => statement === recorded.statement)) this.#sequenceStatements.push({ statement: recorded.statement, sequence });
      else if (use !== null && use !== 'whole') this.#obstacle(`"${sequence.name}"`, use.reason, { statement: parsed.statement, form: use.at === undefined ? 'statement' : 'word', at: use.at ?? 0 });
    }
  }

  /** A file that migrations include is not edited. */
  #checkIncluded(): void {
    const definitions = this.#facts.flatMap(({ definitions: all, countings }) => [...all.flatMap(({ column, isCopy }) => (isCopy ? [] : column.typeClause)), ...countings.map(({ clause }) => clause)]);
    const changed = [...definitions, ...this.#sequenceStatements.map(({ statement }): Clause => ({ statement, form: 'statement', at: 0 }))];
    for (const clause of changed) if (clause.statement.includedBy !== undefined) this.#obstacle(clause.statement.file.path, 'would have to be changed too, and a migration includes it', clause);
  }

  /** A migration of nothing is refused by some tools. */
  #checkEmptied(): void {
    const statements = new Set(this.#sequenceStatements.map(({ statement }) => statement));
    if (statements.size === 0) return;
    const sizes = sizesOf(this.#record);
    const going = countBy(statements);
    for (const statement of statements) {
      const part = partOf(statement);
      if (going.get(part) === sizes.get(part)) this.#obstacle(statement.file.path, 'would be left without any statement', { statement, form: 'statement', at: 0 });
    }
  }

  // Views

  #carry(relation: QualifiedName, column: string): boolean {
    const key = keyOf(relation);
    const carried = this.#carried.get(key) ?? { relation, columns: new Set<string>() };
    this.#carried.set(key, carried);
    this.#carriedNames.add(column);
    if (carried.columns.has(column)) return false;
    carried.columns.add(column);
    return true;
  }

  /** Views hand the values on, to other views too. */
  #followViews(): void {
    for (let isNew = true; isNew; ) {
      isNew = false;
      for (const parsed of this.#statementsNamingCarriers()) {
        const view = viewOf(parsed);
        if (view === null) continue;
        for (const { name, kind } of namedOutputs(this.#outputsOf(parsed, view.query), view.names)) if (name !== null && isValue(kind)) isNew = this.#carry(view.name, name) || isNew;
      }
    }
  }

  /** None where the query is nested too deeply, which is told when it is checked. */
  #outputsOf(parsed: Parsed, query: Node | undefined): readonly Output[] {
    try {
      return this.#checkerFor(parsed, null, () => undefined).query(query);
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  }

  #statementsNamingCarriers(): readonly Parsed[] {
    const found = new Set<RecordedStatement>();
    for (const { relation } of this.#carried.values()) for (const recorded of this.#record.naming(wordOf(relation.name) ?? '')) found.add(recorded);
    return [...found].flatMap((recorded) => this.#parse(recorded) ?? []);
  }

  // Statements

  #checkStatements(sequences: ReadonlySet<string>): void {
    const seen = new Set<RecordedStatement>();
    const words = new Map<string, string>();
    for (const { relation } of this.#carried.values()) words.set(wordOf(relation.name) ?? '', relation.name);
    for (const { table } of this.#facts) {
      for (const routine of this.#index.triggerFunctions(table)) {
        const name = routine.slice(routine.indexOf('\0') + 1);
        words.set(wordOf(name) ?? '', name);
      }
    }
    for (const [word, name] of words) {
      if (word === '') this.#obstacleAt(`"${name}"`, 'has a name that is not looked for in other statements');
      for (const text of this.#record.unreadNaming(word)) this.#obstacleAt(`"${name}"`, `may be used in ${text.file.path}: it ${text.reason}`);
      for (const recorded of this.#record.naming(word)) {
        if (seen.has(recorded)) continue;
        seen.add(recorded);
        this.#checkRecorded(recorded, name, sequences);
      }
    }
  }

  #anyStatement(): Statement {
    const [first] = this.#record.statements;
    if (first === undefined) throw new Error('a family has statements');
    return first.statement;
  }

  #checkRecorded(recorded: RecordedStatement, table: string, sequences: ReadonlySet<string>): void {
    const name = `"${table}"`;
    const whole: Clause = { statement: recorded.statement, form: 'statement', at: 0 };
    if (this.#sequenceStatements.some(({ statement }) => statement === recorded.statement)) return;
    const parsed = this.#parse(recorded);
    if (parsed === null) {
      this.#obstacle(name, 'is named by a statement that is not understood', whole);
      return;
    }
    const sequence = setvalOfSerial(parsed);
    if (sequence !== null && sequences.has(keyOf(sequence))) {
      this.#sequenceStatements.push({ statement: recorded.statement, sequence });
      return;
    }
    try {
      new StatementCheck(parsed, this.#checkContext(name)).run();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#obstacle(name, 'is named by a statement that is nested too deeply', whole);
    }
  }

  #checkContext(name: string): CheckContext {
    return {
      carriers: this.#carriers,
      keys: this.#keys,
      name,
      triggerTables: (routine) => this.#index.triggerTables(routine),
      carriedNames: this.#carriedNames,
      relationNames: new Set([...this.#carried.values()].map(({ relation }) => relation.name)),
      checkerFor: (parsed, routine, report) => this.#checkerFor(parsed, routine, report),
      parser: this.#parser,
      report: (subject, reason, clause) => this.#obstacle(subject, reason, clause),
    };
  }

  #checkerFor({ cx, recorded }: Pick<Parsed, 'cx' | 'recorded'>, routine: RoutineScope | null, report: (reason: string, at: number | undefined) => void): ValueCheck {
    return new ValueCheck({
      cx,
      carriers: this.#carriers,
      columnsOf: (relation) => this.#columnsOf(relation, recorded),
      routine,
      report: (reason, place) => {
        if (this.#obstacles.length < MOST_OBSTACLES) report(reason, place());
      },
    });
  }

  #columnsOf(relation: QualifiedName, { before, changes }: RecordedStatement): readonly string[] | null {
    const made = changes.find((change) => change.kind === 'createTable' && isSameName(change.table, relation));
    const table = before.table(relation) ?? (made?.kind === 'createTable' ? made.created : undefined) ?? this.#record.schema.table(relation);
    if (table !== undefined) return table.columnsKnown === false ? null : table.columns.map(({ name }) => name);
    return (before.view(relation) ?? this.#record.schema.view(relation))?.columns?.map(({ name }) => name) ?? null;
  }

  #parse(recorded: RecordedStatement): Parsed | null {
    const known = this.#parsed.get(recorded);
    if (known !== undefined) return known;
    const { statement } = recorded;
    const read = statement.dialect.own === null ? readStatement(statement, this.#parser) : null;
    const cx = contextOf(recorded, this.#parser);
    let parsed: Parsed | null = null;
    if (read === null) parsed = { recorded, statement, node: asNode({}), cx, hasStandIns: false };
    else if (read.ok && read.unknown.length === 0) parsed = { recorded, statement: read.statement, node: asNode(read.node), cx, hasStandIns: read.statement !== statement };
    this.#parsed.set(recorded, parsed);
    return parsed;
  }

  #obstacle(subject: string, reason: string, clause: Clause): void {
    this.#obstacles.push({ subject, reason, clause });
  }

  /** One that stands nowhere in particular. */
  #obstacleAt(subject: string, reason: string): void {
    this.#obstacle(subject, reason, { statement: this.#facts[0]?.definitions[0]?.column.origin.statement ?? this.#anyStatement(), form: 'statement', at: 0 });
  }
}

/** The file and the direction. */
function partOf({ file, direction }: Statement): string {
  return `${direction} ${file.path}`;
}

/** How many statements each part of each migration has; every key of a root asks. */
function sizesOf(record: MigrationRecord): ReadonlyMap<string, number> {
  let sizes = SIZES.get(record);
  if (sizes === undefined) {
    sizes = countBy(record.statements.map(({ statement }) => statement));
    SIZES.set(record, sizes);
  }
  return sizes;
}

const SIZES = new WeakMap<MigrationRecord, ReadonlyMap<string, number>>();

function countBy(statements: Iterable<Statement>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const statement of statements) counts.set(partOf(statement), (counts.get(partOf(statement)) ?? 0) + 1);
  return counts;
}
