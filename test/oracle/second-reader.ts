import type { AlterColumn, ColumnConstraint, CreateColumnDef, DataTypeDef, Expr, Name, Statement, TableAlteration, TableConstraint, TableReference } from 'pgsql-ast-parser';

// As in src/fixer, types apart it is loaded when it is needed.
const { parse } = await import('pgsql-ast-parser');

/** What a statement says, one line a fact, as both readers put it; sorted. */
export type Facts = readonly string[];

/**
 * Reads `CREATE TABLE`, `ALTER TABLE` and `CREATE INDEX` with pgsql-ast-parser. Undefined for every other statement, and
 * for those that it cannot parse: partitions, `INCLUDE`, `WITH (…)` and much else is not in its grammar.
 */
export function readAgain(sql: string): Facts | undefined {
  let statements: readonly Statement[];
  try {
    statements = parse(sql);
  } catch {
    return undefined;
  }
  const [statement, ...more] = statements;
  return statement === undefined || more.length > 0 ? undefined : factsOfStatement(statement)?.map(cut).sort();
}

/** PostgreSQL keeps 63 bytes of a name; the names here are ASCII where they are long. */
function cut(fact: string): string {
  return fact.replaceAll(/\w{64,}/g, (name) => name.slice(0, 63));
}

function factsOfStatement(statement: Statement): string[] | undefined {
  if (statement.type === 'create table') {
    const columns = statement.columns.flatMap((column) => (column.kind === 'column' ? factsOfColumn(column) : []));
    const constraints = (statement.constraints ?? []).flatMap(factsOfConstraint);
    const parents = (statement.inherits ?? []).map((parent) => `inherits ${parent.name}`);
    return withKeysNotNull([`table ${statement.name.name}`, ...columns, ...constraints, ...parents]);
  }
  if (statement.type === 'alter table') return withKeysNotNull([`alter ${statement.table.name}`, ...statement.changes.flatMap(factsOfAlteration)]);
  if (statement.type !== 'create index') return undefined;
  const keys = statement.expressions.map(({ expression }) => (expression.type === 'ref' ? expression.name : '<expression>'));
  const method = statement.using?.name.toLowerCase() ?? 'btree';
  const unique = statement.unique === true ? 'unique' : 'plain';
  return [`index ${nameOf(statement.indexName)} ${unique} on ${statement.table.name} ${method} (${keys.join(',')}) ${statement.where === undefined ? '-' : 'partial'}`];
}

/** A primary key says `NOT NULL` of its columns where they do not say it themselves. */
function withKeysNotNull(facts: readonly string[]): string[] {
  const keys = facts.flatMap((fact) => /^primary key .* \((.*)\)$/.exec(fact)?.[1]?.split(',') ?? []);
  const columns = new Set(facts.flatMap((fact) => /^column (.*): /.exec(fact)?.[1] ?? []));
  return [...new Set([...facts, ...keys.filter((key) => columns.has(key)).map((key) => `not null ${key}`)])];
}

function factsOfColumn({ name: { name }, dataType, constraints }: CreateColumnDef): string[] {
  const type = typeText(dataType);
  const implied = /^(small|big)?serial[248]?$/.test(type) ? [`not null ${name}`] : [];
  return [`column ${name}: ${type}`, ...implied, ...(constraints ?? []).flatMap((constraint) => factsOfTrait(name, constraint))];
}

function factsOfTrait(column: string, constraint: ColumnConstraint): string[] {
  switch (constraint.type) {
    case 'not null':
      return [`not null ${column}`];
    case 'null':
      return [];
    case 'default':
      return constraint.default.type === 'null' ? [] : [`default ${column}`];
    case 'add generated':
      return constraint.expression === undefined ? [`identity ${column} ${constraint.always ?? ''}`, `not null ${column}`] : [`generated ${column}`];
    case 'unique':
    case 'primary key':
      return [`${constraint.type} ${nameOf(constraint.constraintName)} (${column})`];
    case 'reference':
      return [foreignKey(constraint.constraintName, [column], constraint)];
    case 'check':
      return [check(constraint.constraintName, constraint.expr)];
  }
}

function factsOfConstraint(constraint: TableConstraint): string[] {
  switch (constraint.type) {
    case 'unique':
    case 'primary key':
      return [`${constraint.type} ${nameOf(constraint.constraintName)} (${names(constraint.columns)})`];
    case 'foreign key':
      return [foreignKey(constraint.constraintName, constraint.localColumns.map((column) => column.name), constraint)];
    case 'check':
      return [check(constraint.constraintName, constraint.expr)];
  }
}

function foreignKey(name: Name | undefined, columns: readonly string[], target: TableReference): string {
  return `foreign key ${nameOf(name)} (${columns.join(',')}) to ${target.foreignTable.name}(${names(target.foreignColumns)}) ${target.onDelete ?? 'no action'}/${target.onUpdate ?? 'no action'}`;
}

function check(name: Name | undefined, condition: Expr): string {
  return `check ${nameOf(name)} of ${[...new Set(columnsIn(condition))].sort().join(',')}`;
}

function columnsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'ref' && 'name' in value && typeof value.name === 'string') return [value.name];
  return Object.values(value).flatMap(columnsIn);
}

function factsOfAlteration(change: TableAlteration): string[] {
  switch (change.type) {
    case 'add column':
      return factsOfColumn(change.column);
    case 'add constraint':
      return factsOfConstraint(change.constraint);
    case 'drop column':
      return [`drop column ${change.column.name}`];
    case 'drop constraint':
      return [`drop constraint ${change.constraint.name}`];
    case 'rename':
      return [`rename to ${change.to.name}`];
    case 'rename column':
      return [`rename column ${change.column.name} to ${change.to.name}`];
    case 'rename constraint':
      return [`rename constraint ${change.constraint.name} to ${change.to.name}`];
    case 'alter column':
      return factsOfColumnAlteration(change.column.name, change.alter);
    case 'owner':
      return [];
  }
}

function factsOfColumnAlteration(column: string, change: AlterColumn): string[] {
  switch (change.type) {
    case 'set type':
      return [`type ${column}: ${typeText(change.dataType)}`];
    case 'set default':
      return [change.default.type === 'null' ? `drop default ${column}` : `set default ${column}`];
    case 'add generated':
      return [`add identity ${column}`];
    case 'drop default':
    case 'set not null':
    case 'drop not null':
      return [`${change.type} ${column}`];
  }
}

const nameOf = (name: Name | undefined): string => name?.name ?? '-';
const names = (list: readonly Name[]): string => list.map(({ name }) => name).join(',');

/** Names that mean the same type. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['int', 'integer'],
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['bool', 'boolean'],
  ['varchar', 'character varying'],
  ['varbit', 'bit varying'],
  ['char', 'character'],
  ['decimal', 'numeric'],
  ['float', 'double precision'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['timestamptz', 'timestamp with time zone'],
  ['timestamp', 'timestamp without time zone'],
  ['timetz', 'time with time zone'],
  ['time', 'time without time zone'],
]);

/** A type as `format_type` writes it, without a schema. */
function typeText(type: DataTypeDef): string {
  if (type.kind === 'array') return `${typeText(type.arrayOf)}[]`;
  const plain = type.doubleQuoted === true ? type.name : (SYNONYMS.get(type.name.toLowerCase()) ?? type.name.toLowerCase());
  const modifiers = type.config?.map(String) ?? (plain === 'character' ? ['1'] : []);
  if (modifiers.length === 0) return plain;
  if (plain === 'numeric' && modifiers.length === 1) modifiers.push('0');
  // `timestamp(3) with time zone`
  const [word, ...rest] = plain.endsWith(' varying') ? [plain] : plain.split(' ');
  return [`${word ?? ''}(${modifiers.join(',')})`, ...rest].join(' ');
}
