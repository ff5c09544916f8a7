import type { AlterDomainStmt, AlterEnumStmt, AlterTableStmt, CompositeTypeStmt, CreateDomainStmt, CreateEnumStmt, CreateRangeStmt, DefineStmt, Node } from '@pgsql/types';
import type { UserType } from '../model.js';
import { baseOf, creationSchema, namesOf, newName, resolveRange, statementClause, stringsOf, type Changes, type Context } from './context.js';
import { typeNamed } from './drops.js';
import { other } from './other.js';
import { readType } from './type-name.js';

/** `CREATE TYPE … AS ENUM`. */
export function* createEnum(cx: Context, stmt: CreateEnumStmt): Changes {
  yield { kind: 'createType', type: { ...newType(cx, stmt.typeName), kind: 'enum', labels: stringsOf(stmt.vals) }, ...baseOf(cx) };
}

/** `CREATE TYPE … AS RANGE`. */
export function* createRange(cx: Context, stmt: CreateRangeStmt): Changes {
  yield { kind: 'createType', type: { ...newType(cx, stmt.typeName), kind: 'range' }, ...baseOf(cx) };
}

/** `CREATE TYPE … AS (…)`. */
export function* createComposite(cx: Context, stmt: CompositeTypeStmt): Changes {
  const name = newName(cx, stmt.typevar);
  yield { kind: 'createType', type: { ...newType(cx, undefined), ...name, kind: 'composite' }, ...baseOf(cx) };
}

/** `CREATE DOMAIN`. */
export function* createDomain(cx: Context, stmt: CreateDomainStmt): Changes {
  const constrained = (stmt.constraints ?? []).some((node) => 'Constraint' in node && isConstraining(node.Constraint.contype));
  const type: UserType = { ...newType(cx, stmt.domainname), kind: 'domain', baseType: readType(cx, stmt.typeName), constrained };
  yield { kind: 'createType', type, ...baseOf(cx) };
}

/** `ALTER DOMAIN`: only whether it constrains matters, and what stays of several constraints is not followed. */
export function* alterDomain(cx: Context, stmt: AlterDomainStmt): Changes {
  const { name, found } = typeNamed(cx, { names: stmt.typeName ?? [] });
  // `C` adds a constraint, `O` sets NOT NULL.
  const constrained = stmt.subtype === 'C' || stmt.subtype === 'O' || (found?.constrained ?? false);
  yield { kind: 'alterType', name, result: found === null ? null : { ...found, constrained }, ...baseOf(cx) };
}

/** `ALTER TYPE … ADD VALUE` and `RENAME VALUE`. */
export function* alterEnum(cx: Context, stmt: AlterEnumStmt): Changes {
  const { name, found } = typeNamed(cx, { names: stmt.typeName ?? [] });
  yield { kind: 'alterType', name, result: found === null ? null : { ...found, labels: changedLabels(found.labels, stmt) }, ...baseOf(cx) };
}

function changedLabels(labels: readonly string[], stmt: AlterEnumStmt): readonly string[] {
  const label = stmt.newVal ?? '';
  if (stmt.oldVal !== undefined) return labels.map((old) => (old === stmt.oldVal ? label : old));
  if (labels.includes(label)) return labels;
  const neighbor = stmt.newValNeighbor === undefined ? -1 : labels.indexOf(stmt.newValNeighbor);
  if (neighbor === -1) return [...labels, label];
  return labels.toSpliced(stmt.newValIsAfter === true ? neighbor + 1 : neighbor, 0, label);
}

/** `ALTER TYPE … ADD ATTRIBUTE` and its like; attributes are no part of the model. */
export function* alterComposite(cx: Context, stmt: AlterTableStmt): Changes {
  const name = resolveRange(cx, stmt.relation);
  yield { kind: 'alterType', name, result: cx.catalog.type(name) ?? null, ...baseOf(cx) };
}

/** `CREATE TYPE` of a base type, `CREATE AGGREGATE`, `CREATE OPERATOR`, `CREATE COLLATION`, text search objects. */
export function* define(cx: Context, stmt: DefineStmt): Changes {
  const type = (stmt.kind ?? '').replace('OBJECT_', '').replace(/^TS/, 'TEXT SEARCH ').replaceAll('_', ' ');
  yield other(cx, `CREATE ${type}`, true, { type: type.toLowerCase(), name: stringsOf(stmt.defnames).join('.') });
}

function newType(cx: Context, names: readonly Node[] | undefined): Omit<UserType, 'kind'> {
  const { schema, name } = namesOf(names);
  return { schema: schema ?? creationSchema(cx), name, labels: [], baseType: null, constrained: false, origin: statementClause(cx) };
}

function isConstraining(type: string | undefined): boolean {
  return type === 'CONSTR_NOTNULL' || type === 'CONSTR_CHECK';
}
