import { startOf } from '../sql/clause.js';
import type { Clause } from '../sql/statement.js';
import { TEMPORARY_SCHEMA } from './schema.js';
import type { Column, Constraint, Index, QualifiedName, Schema, Sequence, Table, Trigger, UserType } from './model.js';

/** A statement that could not be applied. */
export interface NotApplied {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** Where an object was made; lines and columns are 1-based. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The schema as one JSON object; every array is sorted by what the documentation of the format says. */
export function describeSchema(schema: Schema, unanalyzable: readonly NotApplied[]): object {
  const types = [...schema.allTypes()].filter(isPermanent).sort(byName).map(describeType);
  const views = [...schema.allViews()].filter((view) => !view.temporary).sort(byName);
  return {
    tables: permanentTables(schema).map(describeTable),
    sequences: permanentSequences(schema).map(describeSequence),
    types,
    views: views.map(({ schema: inside, name, materialized, origin }) => ({ schema: inside, name, materialized, definedAt: placeOf(origin) })),
    functions: describeRoutines(schema),
    extensions: extensionsOf(schema),
    unanalyzable,
  };
}

/** The schema as people read it: one block a table, one line an object. */
export function printSchema(schema: Schema): string {
  const lines: string[] = [];
  for (const table of permanentTables(schema)) lines.push(...printTable(table), '');
  for (const sequence of permanentSequences(schema)) lines.push(`sequence ${textOf(sequence)}${sequence.ownedBy === null ? '' : ` owned by ${ownerText(sequence.ownedBy)}`}`);
  for (const type of [...schema.allTypes()].sort(byName)) lines.push(`${type.kind} ${textOf(type)}${type.labels.length > 0 ? ` (${type.labels.join(', ')})` : ''}`);
  for (const view of [...schema.allViews()].filter((candidate) => !candidate.temporary).sort(byName)) lines.push(`${view.materialized ? 'materialized view' : 'view'} ${textOf(view)}`);
  for (const routine of [...schema.allRoutines()].sort(byName)) lines.push(`${routine.kind} ${textOf(routine)}(${routine.argumentTypes.join(', ')}) in ${routine.language}`);
  for (const extension of extensionsOf(schema)) lines.push(`extension ${extension}`);
  return `${lines.join('\n').trimEnd()}\n`;
}

/** A table that is only assumed, because something names it, may be gone with what nobody could follow. */
function permanentTables(schema: Schema): Table[] {
  return [...schema.allTables()].filter((table) => table.known && table.persistence !== 'temporary' && !table.foreign).sort(byName);
}

function permanentSequences(schema: Schema): Sequence[] {
  return [...schema.allSequences()].filter((sequence) => sequence.schema !== TEMPORARY_SCHEMA).sort(byName);
}

function isPermanent(object: QualifiedName): boolean {
  return object.schema !== TEMPORARY_SCHEMA;
}

function extensionsOf(schema: Schema): string[] {
  return [...schema.allExtensions()].filter((name) => name !== 'plpgsql').sort(compare);
}

function describeTable(table: Table): object {
  return {
    schema: table.schema,
    name: table.name,
    partitioned: table.partitionKey !== null,
    partitionOf: table.partitionOf === null ? null : textOf(table.partitionOf),
    inherits: table.inherits.map(textOf),
    unlogged: table.persistence === 'unlogged',
    columns: table.columns.map(describeColumn),
    constraints: [...table.constraints].sort((a, b) => compare(a.type, b.type) || compare(a.name, b.name)).map(describeConstraint),
    indexes: [...table.indexes].sort((a, b) => compare(a.name, b.name)).map(describeIndex),
    triggers: table.triggers.filter((trigger) => !trigger.inherited).sort((a, b) => compare(a.name, b.name)).map(describeTrigger),
    definedAt: placeOf(table.origin),
  };
}

function describeColumn(column: Column): object {
  return {
    name: column.name,
    type: column.type.text,
    notNull: column.notNull,
    default: column.default?.text ?? null,
    identity: column.identity,
    generated: column.generated !== null,
    sequence: column.sequence === null ? null : textOf(column.sequence),
    definedAt: placeOf(column.origin),
  };
}

function describeConstraint(constraint: Constraint): object {
  const { references } = constraint;
  return {
    type: constraint.type,
    name: constraint.name,
    columns: constraint.columns,
    ...(references === null
      ? {}
      : { references: { table: textOf(references.table), columns: references.columns, onDelete: references.onDelete, onUpdate: references.onUpdate } }),
    deferrable: constraint.deferrable,
    definedAt: placeOf(constraint.origin),
  };
}

function describeIndex(index: Index): object {
  return {
    name: index.name,
    unique: index.unique,
    primary: index.primary,
    constraint: index.constraint !== null,
    method: index.method,
    keys: index.keys.map((key) => key.column),
    include: index.include,
    partial: index.predicate !== null,
    definedAt: placeOf(index.origin),
  };
}

function describeTrigger(trigger: Trigger): object {
  const { name, timing, events, level, enabled } = trigger;
  return { name, timing, events, level, function: textOf(trigger.function), enabled, definedAt: placeOf(trigger.origin) };
}

function describeSequence(sequence: Sequence): object {
  const { schema, name, increment, start, cycle, ownedBy } = sequence;
  return { schema, name, ownedBy: ownedBy === null ? null : ownerText(ownedBy), increment, start, cycle, definedAt: placeOf(sequence.origin) };
}

function describeType(type: UserType): object {
  const { schema, name, kind, labels } = type;
  return { schema, name, kind, ...(kind === 'enum' ? { labels } : {}), definedAt: placeOf(type.origin) };
}

/** One entry for all overloads of a name in one language. */
function describeRoutines(schema: Schema): object[] {
  const entries = new Map<string, object>();
  for (const routine of [...schema.allRoutines()].filter(isPermanent).sort((a, b) => byName(a, b) || compare(a.language, b.language))) {
    const key = `${textOf(routine)} ${routine.language}`;
    if (!entries.has(key)) entries.set(key, { schema: routine.schema, name: routine.name, language: routine.language, definedAt: placeOf(routine.origin) });
  }
  return [...entries.values()];
}

function printTable(table: Table): string[] {
  const notes = [
    table.partitionKey === null ? [] : [`partitioned by ${table.partitionKey.map((key) => key ?? 'an expression').join(', ')}`],
    table.partitionOf === null ? [] : [`partition of ${textOf(table.partitionOf)}`],
    table.inherits.length === 0 ? [] : [`inherits ${table.inherits.map(textOf).join(', ')}`],
    table.persistence === 'unlogged' ? ['unlogged'] : [],
  ].flat();
  const width = Math.max(0, ...table.columns.map((column) => column.name.length));
  return [
    `table ${textOf(table)}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`,
    ...table.columns.map((column) => `  ${column.name.padEnd(width)}  ${printColumn(column)}`.trimEnd()),
    ...[...table.constraints].sort((a, b) => compare(a.type, b.type) || compare(a.name, b.name)).map((constraint) => `  ${printConstraint(constraint)}`),
    ...table.indexes.filter((index) => index.constraint === null).sort((a, b) => compare(a.name, b.name)).map((index) => `  ${printIndex(index)}`),
    ...table.triggers.filter((trigger) => !trigger.inherited).map((trigger) => `  trigger ${trigger.name} ${trigger.timing} ${trigger.events.join(' or ')} calls ${textOf(trigger.function)}`),
  ];
}

function printColumn(column: Column): string {
  const parts = [column.type.text];
  if (column.notNull) parts.push('not null');
  if (column.identity !== null) parts.push(`generated ${column.identity} as identity`);
  if (column.generated !== null) parts.push(`generated always as (${column.generated.text}) stored`);
  if (column.default !== null) parts.push(`default ${column.default.text}`);
  return parts.join(' ');
}

function printConstraint(constraint: Constraint): string {
  const { type, name, columns, references, expression } = constraint;
  if (type === 'check') return `check ${name}: ${expression?.text ?? ''}`.trimEnd();
  const target = references === null ? '' : ` references ${textOf(references.table)} (${references.columns.join(', ')})`;
  return `${type} ${name} (${columns.join(', ')})${target}`;
}

function printIndex(index: Index): string {
  const keys = index.keys.map((key) => key.column ?? key.expression?.text ?? '');
  return `${index.unique ? 'unique index' : 'index'} ${index.name} using ${index.method} (${keys.join(', ')})${index.predicate === null ? '' : ` where ${index.predicate.text}`}`;
}

function ownerText(owner: { readonly table: QualifiedName; readonly column: string }): string {
  return `${textOf(owner.table)}.${owner.column}`;
}

function textOf(name: QualifiedName): string {
  return `${name.schema}.${name.name}`;
}

function placeOf(clause: Clause): Place {
  const { line, column } = startOf(clause);
  return { file: clause.statement.file.path, line, column };
}

function byName(a: QualifiedName, b: QualifiedName): number {
  return compare(a.schema, b.schema) || compare(a.name, b.name);
}

/** By code point, whatever the machine's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
