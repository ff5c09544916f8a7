import type { DropStmt, Node, ObjectWithArgs, TypeName as TypeNode } from '@pgsql/types';
import type { QualifiedName, Routine, UserType } from '../model.js';
import { baseOf, findType, itemsOf, namesOf, resolveRelation, resolveRoutine, stringsOf, type Changes, type Context } from './context.js';
import { other } from './other.js';
import { objectWords } from './tags.js';
import { argumentTypeText } from './type-name.js';

/** `DROP …` of everything but roles, databases and tablespaces: one change an object. */
export function* drop(cx: Context, stmt: DropStmt): Changes {
  for (const object of stmt.objects ?? []) yield* dropOne(cx, stmt, object);
}

function* dropOne(cx: Context, stmt: DropStmt, object: Node): Changes {
  const base = baseOf(cx);
  const guarded = stmt.missing_ok === true;
  const cascade = stmt.behavior === 'DROP_CASCADE';
  const names = stringsOf(itemsOf(object));
  // Of the grammar's many kinds of object the model has these; the rest is told by its words.
  const removed: string = stmt.removeType ?? '';
  switch (removed) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE': {
      const table = relationOf(cx, names);
      yield { kind: 'dropTable', table, guarded, cascade, existed: cx.catalog.table(table) !== undefined, ...base };
      return;
    }
    case 'OBJECT_SEQUENCE':
      yield { kind: 'dropSequence', name: relationOf(cx, names), guarded, cascade, ...base };
      return;
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      yield { kind: 'dropView', name: relationOf(cx, names), materialized: stmt.removeType === 'OBJECT_MATVIEW', guarded, cascade, ...base };
      return;
    case 'OBJECT_INDEX': {
      const index = relationOf(cx, names);
      yield { kind: 'dropIndex', index, table: cx.catalog.indexHolder(index) ?? null, concurrently: stmt.concurrent === true, guarded, cascade, ...base };
      return;
    }
    case 'OBJECT_TRIGGER':
      yield { kind: 'dropTrigger', table: relationOf(cx, names.slice(0, -1)), name: names.at(-1) ?? '', guarded, ...base };
      return;
    case 'OBJECT_RULE':
      yield { kind: 'dropRule', table: relationOf(cx, names.slice(0, -1)), name: names.at(-1) ?? '', guarded, ...base };
      return;
    case 'OBJECT_EVENT_TRIGGER':
      yield { kind: 'dropEventTrigger', name: names.at(-1) ?? '', guarded, ...base };
      return;
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE': {
      const routine = 'ObjectWithArgs' in object ? object.ObjectWithArgs : {};
      yield { kind: 'dropRoutine', name: resolveRoutine(cx, routine.objname), argumentTypes: argumentTypes(cx, routine), ...routineKind(removed), guarded, cascade, ...base };
      return;
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const { name, found } = typeNamed(cx, 'TypeName' in object ? object.TypeName : undefined);
      yield { kind: 'dropType', name, asDomain: removed === 'OBJECT_DOMAIN', guarded, cascade, dropped: found, ...base };
      return;
    }
    case 'OBJECT_SCHEMA':
      yield { kind: 'dropSchema', name: names[0] ?? '', guarded, cascade, ...base };
      return;
    case 'OBJECT_EXTENSION':
      yield { kind: 'dropExtension', name: names[0] ?? '', guarded, ...base };
      return;
    default: {
      const type = objectWords(stmt.removeType);
      yield other(cx, `DROP ${type}`, true, { type: type.toLowerCase(), name: names.join('.') });
    }
  }
}

function relationOf(cx: Context, names: readonly string[]): QualifiedName {
  return resolveRelation(cx, names.at(-2), names.at(-1) ?? '');
}

/** The kind of routine that `DROP` or `ALTER` means; `ROUTINE` means either. */
export function routineKind(object: string): { readonly routineKind?: Routine['kind'] } {
  return object === 'OBJECT_FUNCTION' ? { routineKind: 'function' } : object === 'OBJECT_PROCEDURE' ? { routineKind: 'procedure' } : {};
}

/** The formatted types of the input arguments; null where the statement leaves them out. */
export function argumentTypes(cx: Context, routine: ObjectWithArgs): readonly string[] | null {
  if (routine.args_unspecified === true) return null;
  return (routine.objargs ?? []).flatMap((node) => ('TypeName' in node ? argumentTypeText(cx, node.TypeName) : []));
}

/** The user's type that a name means, and its name as far as it can be told where there is none. */
export function typeNamed(cx: Context, node: TypeNode | undefined): { readonly name: QualifiedName; readonly found: UserType | null } {
  const { schema, name } = namesOf(node?.names);
  const found = findType(cx, schema, name) ?? null;
  return { name: found === null ? resolveRelation(cx, schema, name) : { schema: found.schema, name }, found };
}
