import type { Column, QualifiedName, Schema, Table, UserType } from '../../src/schema/model.js';
import type { Random } from './random.js';

const TABLE_NAMES = ['a', 'b', 'c', 'd', 'e', 'Ünï cödé', 'MixedCase', 'a_rather_long_table_name_that_makes_generated_names_overflow'];
const COLUMN_NAMES = ['id', 'x', 'y', 'z', 'w', 'Mixed Case', 'a_column_name_that_is_long_as_well_for_the_same_reason'];
const OTHER_NAMES = ['n1', 'n2', 'n3', 'n4', 'a_x_idx', 'a_pkey', 'b_x_key', 'a_id_seq', 'a_x_fkey', 'a_x_check', 'A Name'];
const TYPES = [
  'integer', 'integer', 'bigint', 'bigint', 'text', 'text', 'varchar(20)', 'numeric(10,2)', 'timestamptz(3)', 'uuid', 'char(3)', 'boolean', 'integer[]',
  'interval day to second(2)', 'bit(4)', 'float(20)', '"char"', 'time(2)', 'varbit(9)', 'date', 'int4range', 'jsonb', 'bytea', 'smallint',
];
const SERIALS = ['serial', 'bigserial', 'smallserial', 'serial8'];

/** A schema with a chance to pick from: what statements are made of. */
export class Scene {
  readonly random: Random;
  readonly schema: Schema;

  constructor(random: Random, schema: Schema) {
    this.random = random;
    this.schema = schema;
  }

  /** One of the texts. */
  word(...words: readonly string[]): string {
    return this.random.pick(words);
  }

  once(n: number): boolean {
    return this.random.once(n);
  }

  // What there is

  tables(): Table[] {
    return sorted(this.schema.allTables()).filter((table) => table.persistence !== 'temporary');
  }

  table(isMeant: (table: Table) => boolean = () => true): Table {
    return this.random.pick(this.tables().filter(isMeant));
  }

  column(table: Table, isMeant: (column: Column) => boolean = () => true): Column {
    return this.random.pick(table.columns.filter(isMeant));
  }

  /** One or two columns, and of a partitioned table those that it is partitioned by, which every key must have. */
  columns(table: Table): string {
    const key = (table.partitionKey ?? []).flatMap((column) => column ?? []);
    const wanted = [this.column(table).name, ...(this.once(2) ? [this.column(table).name] : []), ...(this.once(8) ? [] : key)];
    return [...new Set(wanted)].map((name) => this.quoted(name)).join(', ');
  }

  type(isMeant: (type: UserType) => boolean = () => true): UserType {
    return this.random.pick(sorted(this.schema.allTypes()).filter(isMeant));
  }

  of<T extends QualifiedName>(objects: Iterable<T>, isMeant: (object: T) => boolean = () => true): T {
    return this.random.pick(sorted(objects).filter(isMeant));
  }

  // Names

  /** An identifier in text; one that folds to itself may stand without quotes and in capitals. */
  quoted(name: string): string {
    if (!/^[a-z_][a-z0-9_]*$/.test(name) || this.once(6)) return `"${name}"`;
    return this.once(6) ? name.toUpperCase() : name;
  }

  /** An object in text, with its schema where that is not the usual one. */
  ref({ schema, name }: QualifiedName): string {
    return schema === 'public' && !this.once(5) ? this.quoted(name) : `${this.quoted(schema)}.${this.quoted(name)}`;
  }

  schemaName(): string {
    return this.random.pick([...this.schema.allSchemas()].sort());
  }

  /** A name for something new, with a schema now and then. */
  newRef(names: readonly string[] = TABLE_NAMES): string {
    const name = this.quoted(this.random.pick(names));
    return this.once(6) ? `${this.quoted(this.schemaName())}.${name}` : name;
  }

  newTable(): string {
    const free = TABLE_NAMES.filter((name) => this.schema.table({ schema: 'public', name }) === undefined);
    return this.newRef(free.length > 0 && !this.once(6) ? free : TABLE_NAMES);
  }

  newColumn(table?: Table): string {
    const taken = new Set(table?.columns.map((column) => column.name));
    return this.quoted(this.random.pick(this.once(8) ? COLUMN_NAMES : COLUMN_NAMES.filter((name) => !taken.has(name))));
  }

  /** Some different names for columns of a new table. */
  newColumns(): string[] {
    const from = this.random.below(3);
    return COLUMN_NAMES.slice(from, from + 2 + this.random.below(4)).map((name) => this.quoted(name));
  }

  newName(): string {
    return this.quoted(this.random.pick(OTHER_NAMES));
  }

  /** `CONSTRAINT name`, now and then. */
  named(): string {
    return this.once(3) ? `CONSTRAINT ${this.newName()} ` : '';
  }

  cascade(): string {
    return this.once(2) ? ' CASCADE' : this.once(4) ? ' RESTRICT' : '';
  }

  only(): string {
    return this.once(7) ? 'ONLY ' : '';
  }

  // Types and values

  typeText(): string {
    if (this.once(9)) return this.word(...SERIALS);
    if (!this.once(6)) return this.word(...TYPES);
    const own = [...sorted(this.schema.allTypes()), ...(this.once(4) ? this.tables() : [])];
    return this.ref(this.random.pick(own)) + (this.once(4) ? '[]' : '');
  }

  /** A value that a column of the type may well have by default. */
  value(type: string): string {
    if (this.once(8)) return 'NULL';
    if (/^(integer|bigint|smallint|numeric|real|double)/.test(type) && !type.endsWith(']')) {
      const sequences = sorted(this.schema.allSequences()).map((sequence) => `nextval('${this.ref(sequence).replaceAll("'", "''")}')`);
      const routines = sorted(this.schema.allRoutines()).flatMap((routine) => (routine.argumentTypes.length === 0 && !routine.returnsTrigger ? `${this.ref(routine)}()` : []));
      return this.random.pick(['0', '-1', '40 + 2', "length('x')", ...sequences, ...routines]);
    }
    if (/^(text|character)/.test(type) && !type.endsWith(']')) return this.word("'x'", "upper('x')", 'current_user', "'a' || 'b'");
    if (/^(timestamp|date)/.test(type)) return this.word('now()', 'current_timestamp', "'2020-01-01'");
    if (type === 'uuid') return 'gen_random_uuid()';
    if (type === 'boolean') return this.word('true', 'NOT false');
    return this.word('NULL', "'{}'");
  }

  /** A condition on one or two of the columns. */
  condition(columns: readonly string[]): string {
    const [first, second] = [this.random.pick(columns), this.random.pick(columns)];
    const routines = sorted(this.schema.allRoutines()).filter((routine) => routine.argumentTypes.length === 0 && !routine.returnsTrigger);
    return this.random.pick([
      `${first} IS NOT NULL`,
      `${first} IS NULL OR ${second} IS NOT NULL`,
      `length(${first}::text) > 3`,
      ...(routines.length > 0 && this.once(3) ? [`${first}::text <> ${this.ref(this.random.pick(routines))}()::text`] : []),
    ]);
  }
}

/** In the order of their names, so that a choice depends on nothing but the seed. */
function sorted<T extends QualifiedName>(objects: Iterable<T>): T[] {
  return [...objects].sort((a, b) => (a.schema === b.schema ? compare(a.name, b.name) : compare(a.schema, b.schema)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
