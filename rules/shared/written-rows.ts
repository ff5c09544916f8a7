import type { ChangeContext, ChangeOf, FileChanges, QualifiedName } from '../../src/rule.js';
import { objectOf } from './names.js';

type Write = ChangeOf<'writeRows'>;

/** The statements of one kind by which a file writes one table. */
export interface WriteGroup {
  readonly table: QualifiedName;
  readonly write: Write['write'];
  readonly count: number;
  /** In their order, but for those that differ from the one before in their literals only: a seed file has thousands. */
  readonly writes: readonly [Write, ...Write[]];
  /** The change that creates the table, where that stands before them in the same file. */
  readonly createdBy: ChangeOf<'createTable' | 'createTableAs'> | null;
}

interface Growing extends WriteGroup {
  count: number;
  readonly writes: [Write, ...Write[]];
}

/**
 * What a file writes into replicated tables, routine bodies aside, in the order of the first statement of each group. Rows
 * of a table that the file creates and drops again are gone with it, which is no matter but where the standby refuses them.
 */
export function readWrites(file: FileChanges, context: ChangeContext): readonly WriteGroup[] {
  // Two rules ask the same of each file.
  const known = READ.get(file);
  if (known !== undefined) return known;
  const groups = file.changes.some(({ kind }) => kind === 'writeRows') ? groupWrites(file, context) : [];
  READ.set(file, groups);
  return groups;
}

const READ = new WeakMap<FileChanges, readonly WriteGroup[]>();

function groupWrites(file: FileChanges, context: ChangeContext): readonly WriteGroup[] {
  const groups = new Map<string, Growing>();
  const created = new Map<string, WriteGroup['createdBy']>();
  /** Temporary and foreign tables, which may be gone at the end of the file, when this is asked. */
  const local = new Set<string>();
  const replicated = new Map<string, boolean>();
  for (const change of file.changes) {
    if (change.kind === 'writeRows') {
      const table = objectOf(change.table);
      const key = `${table} ${change.write}`;
      const group = groups.get(key);
      if (group !== undefined) {
        group.count += 1;
        if (!isAlike(group.writes.at(-1), change)) group.writes.push(change);
        continue;
      }
      const isReplicated = replicated.get(table) ?? (!local.has(table) && context.isReplicated(change.table));
      replicated.set(table, isReplicated);
      if (isReplicated) groups.set(key, { table: change.table, write: change.write, count: 1, writes: [change], createdBy: created.get(table) ?? null });
    } else if (change.kind === 'createTable' || change.kind === 'createTableAs') {
      const table = objectOf(change.table);
      if (change.created.persistence === 'temporary' || change.created.foreign) local.add(table);
      if (change.effective) created.set(table, change);
    } else if (change.kind === 'renameTable') {
      created.set(objectOf({ schema: change.table.schema, name: change.newName }), created.get(objectOf(change.table)) ?? null);
    } else if (change.kind === 'dropTable') {
      const isRefused = context.mode.startsWith('transactional');
      for (const [key, group] of groups) if (!isRefused && group.createdBy !== null && objectOf(group.table) === objectOf(change.table)) groups.delete(key);
      created.delete(objectOf(change.table));
    }
  }
  return [...groups.values()];
}

function isAlike(a: Write | undefined, b: Write): boolean {
  if (a === undefined || a.onConflict !== b.onConflict || a.literal !== b.literal || a.guarded !== b.guarded) return false;
  return areSame(a.values, b.values) && areSame(a.columns, b.columns) && areSame(a.relative, b.relative) && areSame(a.remade, b.remade);
}

function areSame<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a === b || (a.length === b.length && a.every((item, i) => item === b[i]));
}
