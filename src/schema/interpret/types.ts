import type { AlterDomainStmt, AlterEnumStmt, AlterTableCmd, AlterTableStmt, CompositeTypeStmt, CreateDomainStmt, CreateEnumStmt, CreateRangeStmt, DefineStmt, Node } from '@pgsql/types';
import { chooseCheckName, ReservedNames } from '../keys.js';
import { multirangeName } from '../names.js';
import type { NamedType, QualifiedName, UserType } from '../model.js';
import { baseOf, creationSchema, itemsOf, namesOf, newName, resolveRange, statementClause, stringsOf, type Changes, type Context } from './context.js';
import { readDefault } from './columns.js';
import { typeNamed } from './drops.js';
import { other } from './other.js';
import { objectWords } from './tags.js';
import { readType } from './type-name.js';

/** `CREATE TYPE … AS ENUM`. */
export function* createEnum(cx: Context, stmt: CreateEnumStmt): Changes {
  yield { kind: 'createType', type: { ...newType(cx, stmt.typeName), kind: 'enum', labels: stringsOf(stmt.vals) }, ...baseOf(cx) };
}

/** `CREATE TYPE … AS RANGE`. */
export function* createRange(cx: Context, stmt: CreateRangeStmt): Changes {
  const range = newType(cx, stmt.typeName);
  yield { kind: 'createType', type: { ...range, kind: 'range', multirange: multirangeOf(cx, range, stmt) }, ...baseOf(cx) };
}

/** The multirange's name: the one that is written, else PostgreSQL's own. */
function multirangeOf(cx: Context, range: QualifiedName, stmt: CreateRangeStmt): QualifiedName {
  for (const node of stmt.params ?? []) {
    if (!('DefElem' in node) || node.DefElem.defname !== 'multirange_type_name') continue;
    const { arg } = node.DefElem;
    const { schema, name } = namesOf(arg !== undefined && 'TypeName' in arg ? arg.TypeName.names : itemsOf(arg));
    return { schema: schema ?? creationSchema(cx), name };
  }
  return { schema: range.schema, name: multirangeName(range.name) };
}

/** `CREATE TYPE … AS (…)`. */
export function* createComposite(cx: Context, stmt: CompositeTypeStmt): Changes {
  const name = newName(cx, stmt.typevar);
  yield { kind: 'createType', type: { ...newType(cx, undefined), ...name, kind: 'composite', attributes: (stmt.coldeflist ?? []).flatMap((node) => attributeOf(cx, node)) }, ...baseOf(cx) };
}

/** `CREATE DOMAIN`. */
export function* createDomain(cx: Context, stmt: CreateDomainStmt): Changes {
  const base = newType(cx, stmt.domainname);
  const nodes = (stmt.constraints ?? []).flatMap((node) => ('Constraint' in node ? node.Constraint : []));
  let checks: readonly string[] = [];
  for (const node of nodes) if (node.contype === 'CONSTR_CHECK') checks = [...checks, checkName(cx, base, checks, node.conname)];
  const notNull = nodes.some((node) => node.contype === 'CONSTR_NOTNULL');
  const baseType = readType(cx, stmt.typeName);
  const value = readDefault(cx, nodes.find((node) => node.contype === 'CONSTR_DEFAULT')?.raw_expr, baseType);
  yield { kind: 'createType', type: constrainedBy({ ...base, kind: 'domain', baseType, ...(value === null ? {} : { default: value }) }, checks, notNull), ...baseOf(cx) };
}

/** `ALTER DOMAIN`. */
export function* alterDomain(cx: Context, stmt: AlterDomainStmt): Changes {
  const { name, found } = typeNamed(cx, { names: stmt.typeName ?? [] });
  yield { kind: 'alterType', name, action: 'constrain', asDomain: true, result: found === null ? null : alteredDomain(cx, found, stmt), ...baseOf(cx) };
}

function alteredDomain(cx: Context, domain: UserType, { subtype, def, name }: AlterDomainStmt): UserType {
  const { checks = [], notNull = false } = domain;
  // The grammar's letters: `C` adds a constraint, `X` drops one, `O` and `N` set and drop NOT NULL, `T` sets or drops the default.
  switch (subtype) {
    case 'T': {
      const { default: _former, ...rest } = domain;
      const value = readDefault(cx, def, domain.baseType ?? undefined);
      return value === null ? rest : { ...rest, default: value };
    }
    case 'C': {
      const node = def !== undefined && 'Constraint' in def ? def.Constraint : {};
      return node.contype === 'CONSTR_NOTNULL' ? constrainedBy(domain, checks, true) : constrainedBy(domain, [...checks, checkName(cx, domain, checks, node.conname)], notNull);
    }
    case 'X':
      return constrainedBy(domain, checks.filter((check) => check !== name), notNull);
    case 'O':
    case 'N':
      return constrainedBy(domain, checks, subtype === 'O');
    case undefined:
    default:
      return domain;
  }
}

function constrainedBy(domain: Omit<UserType, 'constrained'>, checks: readonly string[], notNull: boolean): UserType {
  return { ...domain, checks, notNull, constrained: notNull || checks.length > 0 };
}

/** A domain's check is named like a table's: the name must be new among the schema's constraints. */
function checkName(cx: Context, domain: QualifiedName, others: readonly string[], written: string | undefined): string {
  if (written !== undefined) return written;
  const reserved = new ReservedNames(cx.catalog);
  for (const other of others) reserved.reserveConstraint(other);
  return chooseCheckName(reserved, domain, []);
}

/** `ALTER TYPE … ADD VALUE` and `RENAME VALUE`. */
export function* alterEnum(cx: Context, stmt: AlterEnumStmt): Changes {
  const { name, found } = typeNamed(cx, { names: stmt.typeName ?? [] });
  yield { kind: 'alterType', name, action: stmt.oldVal === undefined ? 'add value' : 'rename value', asDomain: false, result: found === null ? null : { ...found, labels: changedLabels(found.labels, stmt) }, ...baseOf(cx) };
}

function changedLabels(labels: readonly string[], stmt: AlterEnumStmt): readonly string[] {
  const label = stmt.newVal ?? '';
  if (stmt.oldVal !== undefined) return labels.map((old) => (old === stmt.oldVal ? label : old));
  if (labels.includes(label)) return labels;
  const neighbor = stmt.newValNeighbor === undefined ? -1 : labels.indexOf(stmt.newValNeighbor);
  if (neighbor === -1) return [...labels, label];
  return labels.toSpliced(stmt.newValIsAfter === true ? neighbor + 1 : neighbor, 0, label);
}

/** `ALTER TYPE … ADD ATTRIBUTE` and its like. */
export function* alterComposite(cx: Context, stmt: AlterTableStmt): Changes {
  const name = resolveRange(cx, stmt.relation);
  const type = cx.catalog.type(name);
  const commands = (stmt.cmds ?? []).flatMap((node) => ('AlterTableCmd' in node ? node.AlterTableCmd : []));
  const attributes = commands.reduce<readonly NamedType[]>((result, command) => alteredAttributes(cx, result, command), type?.attributes ?? []);
  yield { kind: 'alterType', name, action: 'alter attributes', asDomain: false, result: type === undefined ? null : { ...type, attributes }, ...baseOf(cx) };
}

function alteredAttributes(cx: Context, attributes: readonly NamedType[], { subtype, name, def }: AlterTableCmd): readonly NamedType[] {
  const written = def === undefined ? [] : attributeOf(cx, def);
  if (subtype === 'AT_AddColumn') return [...attributes, ...written];
  if (subtype === 'AT_DropColumn') return attributes.filter((attribute) => attribute.name !== name);
  if (subtype !== 'AT_AlterColumnType') return attributes;
  return attributes.map((attribute) => (attribute.name === name ? { name: attribute.name, type: written[0]?.type ?? attribute.type } : attribute));
}

function attributeOf(cx: Context, node: Node): NamedType[] {
  return 'ColumnDef' in node ? [{ name: node.ColumnDef.colname ?? '', type: readType(cx, node.ColumnDef.typeName) }] : [];
}

/** `CREATE TYPE` of a base type, `CREATE AGGREGATE`, `CREATE OPERATOR`, `CREATE COLLATION`, text search objects. */
export function* define(cx: Context, stmt: DefineStmt): Changes {
  const type = objectWords(stmt.kind);
  yield other(cx, `CREATE ${type}`, true, { type: type.toLowerCase(), name: stringsOf(stmt.defnames).join('.') });
}

function newType(cx: Context, names: readonly Node[] | undefined): Omit<UserType, 'kind'> {
  const { schema, name } = namesOf(names);
  return { schema: schema ?? creationSchema(cx), name, labels: [], baseType: null, constrained: false, origin: statementClause(cx) };
}
