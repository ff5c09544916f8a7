import type { Change, ChangeContext, QualifiedName } from '../../src/rule.js';
import { objectOf } from './names.js';
import { extentOfRewrite } from './rewrite.js';
import type { RolloutKind, SchemaChange } from './rollout-order.js';

/** The changes of a file that are DDL on a permanent object, which the other cluster needs too, in their order. */
export function* readSchemaChanges(changes: readonly Change[], context: ChangeContext): Generator<SchemaChange> {
  // A temporary table may be gone at the end of the file, when this is asked.
  const temporary = new Set<string>();
  let created: ReadonlySet<string> | undefined;
  for (const change of changes) {
    if (change.kind === 'dropTable' && change.guarded && !change.existed) {
      // `DROP TABLE IF EXISTS t; CREATE TABLE t …` drops nothing.
      created ??= new Set(changes.flatMap((each) => (each.kind === 'createTable' && each.effective ? objectOf(each.table) : [])));
      if (created.has(objectOf(change.table))) continue;
    }
    if ((change.kind === 'createTable' || change.kind === 'createTableAs') && change.created.persistence === 'temporary') temporary.add(objectOf(change.table));
    const read = readSchemaChange(change, temporary, context);
    if (read !== null) yield read;
  }
}

/** Null where the change is no DDL, or concerns the session or this cluster only. */
function readSchemaChange(change: Change, temporary: ReadonlySet<string>, context: ChangeContext): SchemaChange | null {
  const on = (kind: RolloutKind, label: string, name: QualifiedName): SchemaChange => ({ change, kind, label, name, object: objectOf(name) });
  const other = (label: string, object: QualifiedName | string): SchemaChange => ({ change, kind: 'other', label, name: null, object: typeof object === 'string' ? object : objectOf(object) });
  const table = (kind: RolloutKind, label: string, name: QualifiedName): SchemaChange | null => (isWanted(name, temporary, context) ? on(kind, label, name) : null);
  switch (change.kind) {
    case 'createTable':
      return change.effective ? table('createTable', 'CREATE TABLE', change.table) : null;
    case 'createTableAs':
      return change.effective ? table('createTable', 'CREATE TABLE AS', change.table) : null;
    case 'dropTable':
      return table('dropTable', 'DROP TABLE', change.table);
    case 'addColumn':
      return change.effective ? table(rewriteOf(change, context) ?? 'alterTable', 'ALTER TABLE', change.table) : null;
    case 'alterColumnType':
    case 'dropColumn':
      return table(rewriteOf(change, context) ?? 'alterTable', 'ALTER TABLE', change.table);
    case 'addConstraint':
      if (change.constraint.type === 'unique') return table(change.constraint.usingIndex ? 'alterTable' : 'addUnique', 'ALTER TABLE', change.table);
      return table(rewriteOf(change, context) ?? 'alterCatalog', 'ALTER TABLE', change.table);
    case 'dropConstraint':
      if (change.dropped?.type === 'unique') return table('dropUnique', 'ALTER TABLE', change.table);
      return table(rewriteOf(change, context) ?? (change.dropped === null ? 'alterTable' : 'alterCatalog'), 'ALTER TABLE', change.table);
    case 'addIdentity':
    case 'addInheritance':
    case 'dropInheritance':
    case 'setPersistence':
    case 'renameTable':
    case 'moveTable':
    case 'attachPartition':
    case 'detachPartition':
    case 'renameColumn':
    case 'setNotNull':
    case 'dropNotNull':
    case 'setIdentity':
    case 'dropIdentity':
    case 'dropExpression':
      return table('alterTable', 'ALTER TABLE', change.table);
    case 'alterTable':
    case 'setDefault':
    case 'dropDefault':
    case 'renameConstraint':
    case 'validateConstraint':
      return table('alterCatalog', 'ALTER TABLE', change.table);
    case 'createIndex':
      return change.effective ? table('createIndex', 'CREATE INDEX', change.table) : null;
    case 'dropIndex':
      return change.table === null || isWanted(change.table, temporary, context) ? on('dropIndex', 'DROP INDEX', change.index) : null;
    case 'renameIndex':
    case 'attachIndex':
      return on('alterTable', 'ALTER INDEX', change.index);
    case 'createTrigger':
      return table('other', 'CREATE TRIGGER', change.table);
    case 'dropTrigger':
      return table('other', 'DROP TRIGGER', change.table);
    case 'renameTrigger':
    case 'enableTrigger':
    case 'disableTrigger':
      return table('other', 'ALTER TRIGGER', change.table);
    case 'createRule':
      return table('other', 'CREATE RULE', change.table);
    case 'dropRule':
      return table('other', 'DROP RULE', change.table);
    case 'renameRule':
    case 'enableRule':
    case 'disableRule':
      return table('other', 'ALTER RULE', change.table);
    case 'createEventTrigger':
      return other('CREATE EVENT TRIGGER', change.eventTrigger.name);
    case 'dropEventTrigger':
      return other('DROP EVENT TRIGGER', change.name);
    case 'renameEventTrigger':
    case 'enableEventTrigger':
    case 'disableEventTrigger':
      return other('ALTER EVENT TRIGGER', change.name);
    case 'createSequence':
      return change.effective && !change.sequence.implicit ? other('CREATE SEQUENCE', change.sequence) : null;
    case 'alterSequence':
    case 'renameSequence':
      return other('ALTER SEQUENCE', change.name);
    case 'dropSequence':
      return other('DROP SEQUENCE', change.name);
    case 'createRoutine':
      return other(`CREATE ${change.routine.kind.toUpperCase()}`, change.routine);
    case 'dropRoutine':
      return other(change.routineKind === 'procedure' ? 'DROP PROCEDURE' : 'DROP FUNCTION', change.name);
    case 'renameRoutine':
      return other(change.routineKind === 'procedure' ? 'ALTER PROCEDURE' : 'ALTER FUNCTION', change.name);
    case 'createType':
      return change.type.kind === 'domain' ? other('CREATE DOMAIN', change.type) : on('userType', 'CREATE TYPE', change.type);
    case 'alterType':
      return change.asDomain || change.result?.kind === 'domain' ? other('ALTER DOMAIN', change.name) : on('userType', 'ALTER TYPE', change.name);
    case 'dropType':
      return change.asDomain || change.dropped?.kind === 'domain' ? other('DROP DOMAIN', change.name) : on('userType', 'DROP TYPE', change.name);
    case 'createView':
      return change.view.temporary ? null : other(change.view.materialized ? 'CREATE MATERIALIZED VIEW' : 'CREATE VIEW', change.view);
    case 'dropView':
      return other(change.materialized ? 'DROP MATERIALIZED VIEW' : 'DROP VIEW', change.name);
    case 'renameView':
      return other('ALTER VIEW', change.name);
    case 'createSchema':
      return other('CREATE SCHEMA', change.name);
    case 'dropSchema':
      return other('DROP SCHEMA', change.name);
    case 'renameSchema':
      return other('ALTER SCHEMA', change.name);
    case 'createExtension':
      return other('CREATE EXTENSION', change.name);
    case 'dropExtension':
      return other('DROP EXTENSION', change.name);
    case 'other':
      return change.ddl ? other(change.tag, change.object?.name ?? '') : null;
    case 'reindex':
    case 'refreshView':
    case 'truncate':
    case 'writeRows':
    case 'transaction':
    case 'set':
    case 'lock':
    case 'callSequence':
    case 'notify':
    case 'scheduleJob':
    case 'nameGlobal':
    case 'dependOnPath':
    case 'opaque':
      return null;
  }
}

/** Tables that the other cluster needs too: permanent, and not left out of replication by the config. */
function isWanted(name: QualifiedName, temporary: ReadonlySet<string>, context: ChangeContext): boolean {
  if (temporary.size > 0 && temporary.has(objectOf(name))) return false;
  return context.isReplicated(name) || (context.after.table(name) ?? context.before.table(name))?.foreign === true;
}

/** Null where the change rewrites nothing. The table is looked at as the file found it: what the file makes itself is not replicated yet. */
function rewriteOf(change: Parameters<typeof extentOfRewrite>[0], context: ChangeContext): RolloutKind | null {
  const schema = context.before.table(change.table) === undefined ? context.after : context.before;
  return ROLLOUTS[extentOfRewrite(change, schema, context.version)];
}

const ROLLOUTS = { none: null, table: 'rewrite', 'index-only': 'rewriteIndex', unknown: 'mayRewrite' } as const;
