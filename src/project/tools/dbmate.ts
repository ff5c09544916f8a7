import path from 'node:path';
import { isInside, relativePath } from '../../config/paths.js';
import type { DirectiveReader } from '../../sql/migration.js';
import { foldersFromEnvironment } from '../manifest/environment.js';
import { folderOf, inOneFile, titleLike } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { detectMarker, type FolderView, type MigrationName, type MigrationTool } from '../tool.js';
import { remarkOnBeginnings } from './first-marker.js';

const NAME = /^(\d+).*\.sql$/;
const BLOCK = /^--\s*migrate:(up|down)(?:\s*$|\s+(\S.*)$)/;
const VARIABLE = 'DBMATE_MIGRATIONS_DIR';

/** `-- migrate:up transaction:false`, in column 1: a block and whether it runs in a transaction. A file may have several of each. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  const block = lineStart ? BLOCK.exec(comment) : null;
  if (block === null) return null;
  return {
    direction: block[1] === 'down' ? 'down' : 'up',
    boundary: true,
    transaction: !/(^|\s)transaction:false(\s|$)/.test(block[2] ?? ''),
  };
};

function readFile(name: string): MigrationName | undefined {
  const version = NAME.exec(name)?.[1];
  return version === undefined ? undefined : { version, direction: 'up', order: [name] };
}

/** The nearest folder, `folder` or above it, that holds all others; `folder` where none does. */
function holderOf(folder: FolderView, others: readonly string[]): FolderView {
  for (let at: FolderView | undefined = folder; at !== undefined; at = at.parent) {
    const { path: base } = at;
    if (others.every((other) => isInside(other, base))) return at;
  }
  return folder;
}

export const dbmate: MigrationTool = {
  name: 'dbmate',
  defaultFolders: ['db/migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: {
    tool: 'dbmate',
    unit: 'each file',
    escape: 'with "-- migrate:up transaction:false"',
    directive: { place: 'part', part: /^--\s*migrate:up(?:\s|$)/, words: 'transaction:false', alone: true, conflict: /\btransaction:/ },
  },
  readDirective,
  compare: compareBytes,
  format: {
    files: (migration) => {
      const option = migration.transaction ? '' : ' transaction:false';
      const name = `${folderOf(migration.last)}${migration.version}_${titleLike(migration.title, migration.last)}.sql`;
      return inOneFile(name, { up: `-- migrate:up${option}`, down: `-- migrate:down${option}` }, migration);
    },
    leavesTransaction: true,
  },
  detect(folder) {
    const named = foldersFromEnvironment(folder, VARIABLE);
    if (named?.includes(folder.path) === true) return { root: holderOf(folder, named), reason: `${VARIABLE} in .env` };
    return detectMarker(folder, NAME, /^--\s*migrate:up(\s|$)/m);
  },
  /** Several folders are one series, by the names of their files. */
  configure(root) {
    const folders = (foldersFromEnvironment(root, VARIABLE) ?? []).filter((one) => isInside(one, root.path)).map((one) => relativePath(root.path, one));
    if (folders.length < 2) return this;
    return {
      ...this,
      enters: (entered) => folders.some((one) => one === entered || one.startsWith(`${entered}/`)),
      readName: (file) => (folders.includes(path.posix.dirname(file).replace(/^\.$/, '')) ? readFile(path.posix.basename(file)) : undefined),
    };
  },
  enters: () => false,
  readName: (file) => (file.includes('/') ? undefined : readFile(file)),
  examine: (root, paths) =>
    remarkOnBeginnings(root, paths, /^--\s*migrate:up(?:\s*$|\s+\S)/m, {
      missing: 'has no line "-- migrate:up": dbmate refuses the file.',
      before: 'has SQL before "-- migrate:up": dbmate refuses the file.',
    }),
};
