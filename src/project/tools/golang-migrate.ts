import type { DirectiveReader } from '../../sql/migration.js';
import { inTwoFiles, titleLike } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { findAbove, leadingVersion, nameLike, type FolderView, type MigrationTool } from '../tool.js';

/** The ending is free. */
const NAME = /^(\d+)_(.*)\.(up|down)\.(.*)$/;
const MODULE = 'github.com/golang-migrate/migrate';
const LIKE = /^\d+_.*\.(?:up|down)\.(?:.*\.)?sql$/i;
const NUMBERED = /^\d.*\.sql$/i;
/** Versions are unsigned numbers of 64 bits; a file with a larger one is passed over. */
const LARGEST = 2n ** 64n - 1n;

/** Mattermost's morph names its files alike. */
const readDirective: DirectiveReader = (comment) => (/^--\s*morph:nontransactional\b/.test(comment) ? { transaction: false } : null);

export const golangMigrate: MigrationTool = {
  name: 'golang-migrate',
  defaultFolders: ['migrations', 'db/migrations'],
  wrapsTransaction: false,
  sendsAtOnce: true,
  transactions: { tool: 'golang-migrate', unit: 'each file', escape: 'with no other statement in its file' },
  readDirective,
  onSameVersion: 'refuses the two',
  compare: compareNatural,
  format: {
    files(migration) {
      const name = `${migration.version}_${titleLike(migration.title, migration.last)}`;
      const ending = NAME.exec(migration.last)?.[4] ?? 'sql';
      return inTwoFiles(`${name}.up.${ending}`, `${name}.down.${ending}`, migration);
    },
    leavesTransaction: true,
  },
  detect(folder) {
    // The tool reads one folder; a numbered one is a step of somebody else's series.
    if (leadingVersion(folder.name) !== undefined) return undefined;
    const first = nameLike(folder, LIKE);
    if (first === undefined) return undefined;
    // Where other numbered files stand among them the folder is read as plain files, all of them in one order, unless it is known whose it is.
    const isOnlyOurs = [...folder.names].every((name) => NAME.test(name) || !NUMBERED.test(name));
    return isOnlyOurs || isUsedBy(folder) ? { root: folder, reason: `names like ${first}` } : undefined;
  },
  mayBeAnother: true,
  // Programs have runners of their own for files that are named alike.
  configure(root) {
    const module = readModule(root);
    if (module === undefined) return this;
    return module.includes(MODULE) ? { ...this, mayBeAnother: false } : { ...this, onSameVersion: undefined };
  },
  enters: () => false,
  readName(path) {
    const match = path.includes('/') ? null : NAME.exec(path);
    const version = match?.[1] ?? '';
    if (match === null || BigInt(version) > LARGEST) return undefined;
    return { version, direction: match[3] === 'down' ? 'down' : 'up', order: [version, match[2] ?? ''] };
  },
};

/** Whether the Go module that a folder belongs to depends on the tool. */
function isUsedBy(folder: FolderView): boolean {
  return readModule(folder)?.includes(MODULE) === true;
}

function readModule(folder: FolderView): string | undefined {
  const module = findAbove(folder, ['go.mod']);
  return module?.folder.read(module.name);
}
