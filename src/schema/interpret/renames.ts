import type { AlterObjectSchemaStmt, Node, RenameStmt } from '@pgsql/types';
import type { TableChangeBase } from '../change.js';
import type { QualifiedName } from '../model.js';
import { baseOf, clauseAt, itemsOf, resolveRange, resolveRoutine, stringsOf, type Changes, type Context } from './context.js';
import { argumentTypes, routineKind, typeNamed } from './drops.js';
import { other } from './other.js';
import { objectWords } from './tags.js';

/** `ALTER … RENAME`. PostgreSQL takes `ALTER TABLE` for any relation, so what the name means decides. */
export function* rename(cx: Context, stmt: RenameStmt): Changes {
  const newName = stmt.newname ?? '';
  const base = baseOf(cx, stmt.relation === undefined ? undefined : clauseAt(cx, 'action', 0));
  const ifExists = howWritten(stmt, stmt.renameType === 'OBJECT_COLUMN' ? stmt.relationType : stmt.renameType);
  const renamed: string = stmt.renameType ?? '';
  switch (renamed) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_INDEX':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      yield* renameRelation(cx, resolveRange(cx, stmt.relation), newName, stmt, base);
      return;
    case 'OBJECT_COLUMN': {
      const table = resolveRange(cx, stmt.relation);
      if (cx.catalog.view(table) !== undefined) yield other(cx, `ALTER ${objectWords(stmt.relationType)}`, true, { type: 'view', name: `${table.schema}.${table.name}` });
      else yield { ...ifExists, kind: 'renameColumn', table, column: stmt.subname ?? '', newName, ...(stmt.relation?.inh === true ? {} : { onlyTable: true }), ...base };
      return;
    }
    case 'OBJECT_TABCONSTRAINT': {
      const table = resolveRange(cx, stmt.relation);
      const name = stmt.subname ?? '';
      const renamed = cx.catalog.table(table)?.constraints.find((constraint) => constraint.name === name) ?? null;
      yield { ...ifExists, kind: 'renameConstraint', table, name, newName, renamed, ...base };
      return;
    }
    case 'OBJECT_ATTRIBUTE': {
      const name = resolveRange(cx, stmt.relation);
      const type = cx.catalog.type(name);
      const attributes = type?.attributes?.map((attribute) => (attribute.name === stmt.subname ? { ...attribute, name: newName } : attribute));
      yield { kind: 'alterType', name, action: 'rename attribute', asDomain: false, result: type === undefined || attributes === undefined ? null : { ...type, attributes }, ...baseOf(cx) };
      return;
    }
    case 'OBJECT_TRIGGER':
      yield { kind: 'renameTrigger', table: resolveRange(cx, stmt.relation), name: stmt.subname ?? '', newName, ...base };
      return;
    case 'OBJECT_RULE':
      yield { kind: 'renameRule', table: resolveRange(cx, stmt.relation), name: stmt.subname ?? '', newName, ...base };
      return;
    case 'OBJECT_EVENT_TRIGGER':
      yield { kind: 'renameEventTrigger', name: stringsOf(itemsOf(stmt.object)).at(-1) ?? '', newName, ...base };
      return;
    case 'OBJECT_SCHEMA':
      yield { kind: 'renameSchema', name: stmt.subname ?? '', newName, ...base };
      return;
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      yield* moveRoutine(cx, renamed, stmt.object, newName, undefined);
      return;
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      yield* moveType(cx, renamed, stmt.object, newName, undefined);
      return;
    default: {
      const type = objectWords(stmt.renameType);
      yield other(cx, `ALTER ${type}`, true, { type: type.toLowerCase(), name: stmt.subname ?? stringsOf(itemsOf(stmt.object)).join('.') });
    }
  }
}

/** `ALTER … SET SCHEMA`. */
export function* setSchema(cx: Context, stmt: AlterObjectSchemaStmt): Changes {
  const newSchema = stmt.newschema ?? '';
  const base = baseOf(cx, stmt.relation === undefined ? undefined : clauseAt(cx, 'action', 0));
  if (stmt.relation !== undefined) {
    const name = resolveRange(cx, stmt.relation);
    const view = cx.catalog.view(name);
    if (view !== undefined) yield { kind: 'renameView', name, newName: name.name, newSchema, ...base };
    else if (cx.catalog.sequence(name) !== undefined || stmt.objectType === 'OBJECT_SEQUENCE') yield { kind: 'renameSequence', name, newName: name.name, newSchema, ...base };
    else yield { ...howWritten(stmt, stmt.objectType), kind: 'moveTable', table: name, newSchema, ...base };
    return;
  }
  const moved: string = stmt.objectType ?? '';
  switch (moved) {
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      yield* moveRoutine(cx, moved, stmt.object, undefined, newSchema);
      return;
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      yield* moveType(cx, moved, stmt.object, undefined, newSchema);
      return;
    default: {
      const type = objectWords(stmt.objectType);
      yield other(cx, `ALTER ${type}`, true, { type: type.toLowerCase(), name: stringsOf(itemsOf(stmt.object)).join('.') });
    }
  }
}

/** `IF EXISTS`, and `ALTER FOREIGN TABLE` where that is written. */
function howWritten(stmt: RenameStmt | AlterObjectSchemaStmt, type: RenameStmt['renameType']): Pick<TableChangeBase, 'ifTableExists' | 'asForeign'> {
  return { ...(stmt.missing_ok === true ? { ifTableExists: true } : {}), ...(type === 'OBJECT_FOREIGN_TABLE' ? { asForeign: true } : {}) };
}

function* renameRelation(cx: Context, name: QualifiedName, newName: string, stmt: RenameStmt, base: ReturnType<typeof baseOf>): Changes {
  const kind: string = kindOf(cx, name) ?? stmt.renameType ?? '';
  switch (kind) {
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      yield { kind: 'renameView', name, newName, newSchema: name.schema, ...base };
      return;
    case 'OBJECT_INDEX':
      yield { kind: 'renameIndex', index: name, newName, guarded: stmt.missing_ok === true, ...base };
      return;
    case 'OBJECT_SEQUENCE':
      yield { kind: 'renameSequence', name, newName, ...base };
      return;
    default:
      yield { ...howWritten(stmt, stmt.renameType), kind: 'renameTable', table: name, newName, ...base };
  }
}

/** What the name means, where the migrations made it. */
function kindOf(cx: Context, name: QualifiedName): RenameStmt['renameType'] | undefined {
  if (cx.catalog.table(name) !== undefined) return 'OBJECT_TABLE';
  if (cx.catalog.view(name) !== undefined) return 'OBJECT_VIEW';
  if (cx.catalog.sequence(name) !== undefined) return 'OBJECT_SEQUENCE';
  return cx.catalog.indexHolder(name) === undefined ? undefined : 'OBJECT_INDEX';
}

function* moveRoutine(cx: Context, kind: string, object: Node | undefined, newName: string | undefined, newSchema: string | undefined): Changes {
  const routine = object !== undefined && 'ObjectWithArgs' in object ? object.ObjectWithArgs : {};
  const name = resolveRoutine(cx, routine.objname);
  yield { kind: 'renameRoutine', name, argumentTypes: argumentTypes(cx, routine), ...routineKind(kind), newName: newName ?? name.name, newSchema: newSchema ?? name.schema, ...baseOf(cx) };
}

function* moveType(cx: Context, kind: string, object: Node | undefined, newName: string | undefined, newSchema: string | undefined): Changes {
  const names = itemsOf(object);
  const { name, found } = typeNamed(cx, { names: [...names] });
  const result = found === null ? null : { ...found, name: newName ?? found.name, schema: newSchema ?? found.schema };
  yield { kind: 'alterType', name, action: 'rename', asDomain: kind === 'OBJECT_DOMAIN', result, ...baseOf(cx) };
}

