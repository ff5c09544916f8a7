import { readAnyMarker } from '../markers.js';
import { folderOf, inTwoFiles, nameLike } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { directionOf, firstOf, leadingVersion, withoutDirection, type MigrationTool } from '../tool.js';
import { readTransactionMode } from './atlas.js';
import { golangMigrate } from './golang-migrate.js';
import { readNoTransaction } from './graphile-migrate.js';
import { readExactMarker } from './node-pg-migrate.js';
import { sqlx } from './sqlx.js';

/** What a migration's file is called where its folder has the number. */
const FOLDER_SCRIPT = /^(?:up|down|migration)\.sql$/i;
/** `2024-01-01` of `2024-01-01-users`, `001` of `001_users`. */
const FOLDER_VERSION = /^[vV]?(\d+(?:[.-]\d+)*)(?=$|[^\p{L}\d])/u;
/** Names of a series that has a file for each way. */
const PAIRED = /\.(?:up|down)\.sql$/;
const DIRECTION_FOLDER = /^(?:up|(down|undo|rollbacks?))$/i;

/** Numbered files that no tool was recognised for. Its reader knows the comments of all tools. */
export const plain: MigrationTool = {
  name: 'plain',
  defaultFolders: ['migrations', 'db/migrations', 'database/migrations', 'sql/migrations'],
  wrapsTransaction: false,
  readDirective: firstOf([readAnyMarker, ...[sqlx, golangMigrate].map((tool) => tool.readDirective), readNoTransaction, readTransactionMode, readExactMarker]),
  compare: compareNatural,
  format: {
    files: (migration) => {
      const { last, version, title } = migration;
      const name = `${folderOf(last)}${nameLike(version, title, last)}`;
      return PAIRED.test(last) ? inTwoFiles(`${name}.up.sql`, `${name}.down.sql`, migration) : inTwoFiles(`${name}.sql`, null, migration);
    },
    leavesTransaction: true,
  },
  detect(folder) {
    let root = folder;
    while (root.parent !== undefined && isStep(root.name)) root = root.parent;
    return { root, reason: 'numbered files' };
  },
  enters: (path) => isStep(path.slice(path.lastIndexOf('/') + 1)),
  readName(path) {
    const segments = path.split('/');
    const file = segments.at(-1) ?? '';
    const folders = segments.slice(0, -1);
    const version = leadingVersion(file) ?? (FOLDER_SCRIPT.test(file) ? FOLDER_VERSION.exec(folders.at(-1) ?? '')?.[1] : undefined);
    if (version === undefined) return undefined;
    const direction = folders.some(isDownFolder) || /^down\.sql$/i.test(file) ? 'down' : directionOf(file);
    const steps = folders.filter((folder) => !DIRECTION_FOLDER.test(folder));
    return { version, direction, order: [...steps, version, FOLDER_SCRIPT.test(file) ? '' : withoutDirection(file)] };
  },
};

/** A folder that is one step of a series (`2024/`, `01_users/`), or one direction of it. */
function isStep(folder: string): boolean {
  return leadingVersion(folder) !== undefined || DIRECTION_FOLDER.test(folder);
}

/** Whether a folder's name says that what is in it takes changes back. */
export function isDownFolder(folder: string): boolean {
  return DIRECTION_FOLDER.exec(folder)?.[1] !== undefined;
}

/** Names of folders, below one of migrations, in which numbered files are something else. */
const BESIDE = /^(?:seeds?|seeders?|seed[-_]?data|quer(?:y|ies)|tests?|fixtures?|samples?|examples?|dumps?|backups?|archived?|templates?)$/i;

/** Whether the names in a folder's path (with `/`) say that numbered files in it are migrations. */
export function isMigrationFolder(path: string): boolean {
  const names = path.split('/');
  const at = names.findIndex((name) => /migrat/i.test(name));
  return at !== -1 && !names.slice(at + 1).some((name) => BESIDE.test(name));
}
