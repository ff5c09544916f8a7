import { nameLike, type FolderView, type MigrationName } from './tool.js';

/** What a folder of a migration is called: `2024-01-01-120000_users`, `1595524527514_users`, `001-users`, `15`. */
const STEP = /^\d[\d-]*(?:[_\p{L}][^/]*)?$/u;

/** Migrations that each have a folder, with an `up.sql` in it. */
export interface PairFolder {
  /** The folder of them all. */
  readonly root: FolderView;
  /** The name of one of them. */
  readonly example: string;
}

/** For a folder of one such migration, or the folder of them all. */
export function findPairs(folder: FolderView): PairFolder | undefined {
  if (folder.names.has('up.sql') && STEP.test(folder.name)) return folder.parent === undefined ? undefined : { root: folder.parent, example: folder.name };
  const example = nameLike(folder, STEP);
  return example !== undefined && folder.child(example)?.names.has('up.sql') === true ? { root: folder, example } : undefined;
}

const NAME = /^((\d[\d-]*)(?:[_\p{L}][^/]*)?)\/(up|down)\.sql$/u;

/** Reads `<version>_<name>/up.sql`; hyphens in the version do not count. */
export function readPair(path: string): MigrationName | undefined {
  const match = NAME.exec(path);
  if (match === null) return undefined;
  const version = (match[2] ?? '').replaceAll('-', '');
  return { version, direction: match[3] === 'down' ? 'down' : 'up', order: [version, match[1] ?? ''] };
}
