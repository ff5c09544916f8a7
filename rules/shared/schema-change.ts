import type { Change, ChangeContext, Column, QualifiedName } from '../../src/rule.js';
import { callsNextval, isRandom } from './generated-values.js';
import { objectOf } from './names.js';
import type { RolloutKind, SchemaChange } from './rollout-order.js';

/** The changes of a file that are DDL on a permanent object, which the other cluster needs too. */
export function readSchemaChanges(changes: readonly Change[], context: ChangeContext): SchemaChange[] {
  // A temporary table may be gone at the end of the file, when this is asked.
  const temporary = new Set<string>();
  return changes.flatMap((change) => {
    if ((change.kind === 'createTable' || change.kind === 'createTableAs') && change.created.persistence === 'temporary') temporary.add(objectOf(change.table));
    return readSchemaChange(change, temporary, context) ?? [];
  });
}

/** Null where the change is no DDL, or concerns the session or this cluster only. */
function readSchemaChange(change: Change, temporary: ReadonlySet<string>, context: ChangeContext): SchemaChange | null {
  const on = (kind: RolloutKind, label: string, name: QualifiedName | null): SchemaChange => ({ change, kind, label, name });
  const table = (kind: RolloutKind, label: string, name: QualifiedName): SchemaChange | null => (isWanted(name, temporary, context) ? on(kind, label, name) : null);
  switch (change.kind) {
    case 'createTable':
      return change.effective ? table('createTable', 'CREATE TABLE', change.table) : null;
    case 'createTableAs':
      return change.effective ? table('createTable', 'CREATE TABLE AS', change.table) : null;
    case 'dropTable':
      return table('dropTable', 'DROP TABLE', change.table);
    case 'addColumn':
      return change.effective ? table(rewrites(change.column) ? 'rewrite' : 'alterTable', 'ALTER TABLE', change.table) : null;
    case 'alterColumnType':
      return table('rewrite', 'ALTER TABLE', change.table);
    case 'addConstraint':
      if (change.constraint.type === 'primary key') return table('rewrite', 'ALTER TABLE', change.table);
      return table(change.constraint.type === 'unique' && !change.constraint.usingIndex ? 'addUnique' : 'alterTable', 'ALTER TABLE', change.table);
    case 'dropConstraint':
      return table(change.dropped?.type === 'primary key' ? 'rewrite' : 'alterTable', 'ALTER TABLE', change.table);
    case 'addIdentity':
    case 'alterTable':
    case 'addInheritance':
    case 'dropInheritance':
    case 'setPersistence':
    case 'renameTable':
    case 'moveTable':
    case 'attachPartition':
    case 'detachPartition':
    case 'dropColumn':
    case 'renameColumn':
    case 'setDefault':
    case 'dropDefault':
    case 'setNotNull':
    case 'dropNotNull':
    case 'setIdentity':
    case 'dropIdentity':
    case 'dropExpression':
    case 'renameConstraint':
    case 'validateConstraint':
      return table('alterTable', 'ALTER TABLE', change.table);
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
    case 'createSequence':
      return change.effective && !change.sequence.implicit ? on('other', 'CREATE SEQUENCE', null) : null;
    case 'alterSequence':
    case 'renameSequence':
      return on('other', 'ALTER SEQUENCE', null);
    case 'dropSequence':
      return on('other', 'DROP SEQUENCE', null);
    case 'createRoutine':
      return on('other', `CREATE ${change.routine.kind.toUpperCase()}`, null);
    case 'dropRoutine':
      return on('other', 'DROP FUNCTION', null);
    case 'renameRoutine':
      return on('other', 'ALTER FUNCTION', null);
    case 'createType':
      return on(change.type.kind === 'domain' ? 'other' : 'userType', change.type.kind === 'domain' ? 'CREATE DOMAIN' : 'CREATE TYPE', change.type);
    case 'alterType':
      return change.result?.kind === 'domain' ? on('other', 'ALTER DOMAIN', null) : on('userType', 'ALTER TYPE', change.name);
    case 'dropType':
      return change.dropped?.kind === 'domain' ? on('other', 'DROP DOMAIN', null) : on('userType', 'DROP TYPE', change.name);
    case 'createView':
      return change.view.temporary ? null : on('other', change.view.materialized ? 'CREATE MATERIALIZED VIEW' : 'CREATE VIEW', null);
    case 'dropView':
      return on('other', 'DROP VIEW', null);
    case 'renameView':
      return on('other', 'ALTER VIEW', null);
    case 'createSchema':
      return on('other', 'CREATE SCHEMA', null);
    case 'dropSchema':
      return on('other', 'DROP SCHEMA', null);
    case 'renameSchema':
      return on('other', 'ALTER SCHEMA', null);
    case 'createExtension':
      return on('other', 'CREATE EXTENSION', null);
    case 'dropExtension':
      return on('other', 'DROP EXTENSION', null);
    case 'other':
      return change.ddl ? on('other', change.tag, null) : null;
    case 'reindex':
    case 'refreshView':
    case 'truncate':
    case 'writeRows':
    case 'transaction':
    case 'set':
    case 'callSequence':
    case 'opaque':
      return null;
  }
}

/** Tables that the other cluster needs too: permanent, and not left out of replication by the config. */
function isWanted(name: QualifiedName, temporary: ReadonlySet<string>, context: ChangeContext): boolean {
  if (temporary.size > 0 && temporary.has(objectOf(name))) return false;
  return context.isReplicated(name) || (context.after.table(name) ?? context.before.table(name))?.foreign === true;
}

/** Whether adding the column gives every old row a value of its own, which rewrites the table. */
function rewrites(column: Column): boolean {
  return column.serial !== null || column.identity !== null || column.generated !== null || callsNextval(column.default) || isRandom(column.default);
}
