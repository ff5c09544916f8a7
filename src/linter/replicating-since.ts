import { findNearest } from '../xcluster/nearest.js';
import type { Migration, MigrationRoot } from '../sql/migration.js';

/**
 * How many of the root's migrations had run when replication was set up: those up to the last one that has the version or
 * file name; 0 where none has it. A folder below the root counts as a name too (`20250611_checkout/migration.sql`).
 */
export function countBeforeReplication(root: MigrationRoot, replicatingSince: string): number {
  return root.migrations.findLastIndex((migration) => isCalled(migration, root.path, replicatingSince)) + 1;
}

/** The sentence for a name that no migration has. */
export function explainUnknownMigration(root: MigrationRoot, replicatingSince: string): string {
  const names = root.migrations.flatMap((migration) => namesOf(migration, root.path));
  const nearest = findNearest(replicatingSince, names);
  const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  return `"replicatingSince" names "${replicatingSince}", but ${root.path} has no migration of that version or file name${hint}`;
}

function isCalled(migration: Migration, rootPath: string, name: string): boolean {
  if (migration.version !== null && withoutZeros(migration.version) === withoutZeros(name)) return true;
  return migration.file.path === name || namesOf(migration, rootPath).includes(name);
}

/** The file's name and the folders' below the root, each whole and up to every dot: `3_a.up.sql`, `3_a.up`, `3_a`. */
function namesOf(migration: Migration, rootPath: string): readonly string[] {
  const { path } = migration.file;
  const below = path.startsWith(`${rootPath}/`) ? path.slice(rootPath.length + 1) : (path.split('/').at(-1) ?? path);
  const names = [below];
  for (const segment of below.split('/')) {
    for (let end = segment.length; end > 0; end = segment.lastIndexOf('.', end - 1)) names.push(segment.slice(0, end));
  }
  return names;
}

function withoutZeros(version: string): string {
  return version.replace(/^0+(?=\d)/, '');
}
