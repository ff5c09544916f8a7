import { compareBytes } from '../order.js';
import { findAbove, noDirectives, type FolderView, type MigrationTool } from '../tool.js';

const NAME = /^(\d[\d-]*)(?:_[^/]*)?\/(up|down)\.sql$/;
const HYPHENS = /^\d{4}-\d\d-\d\d-\d{6}/;

/** The folder of migrations, for a folder of one with `up.sql` in it. */
export function rootOfPair(folder: FolderView): FolderView | undefined {
  return folder.names.has('up.sql') && /^\d/.test(folder.name) ? folder.parent : undefined;
}

/** Reads `<version>_<name>/up.sql`; hyphens in the version do not count. */
export const readPair: MigrationTool['readName'] = (path) => {
  const match = NAME.exec(path);
  if (match === null) return undefined;
  const version = (match[1] ?? '').replaceAll('-', '');
  return { version, direction: match[2] === 'down' ? 'down' : 'up', order: [version, path] };
};

export const diesel: MigrationTool = {
  name: 'diesel',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  readDirective: noDirectives,
  // As text: 2017-08-31-230457 is 20170831230457, and comes after 20170102131034.
  compare: compareBytes,
  findRoot(folder) {
    const root = rootOfPair(folder);
    if (root === undefined) return undefined;
    return HYPHENS.test(folder.name) || findAbove(root, ['diesel.toml', 'Cargo.toml']) !== undefined ? root : undefined;
  },
  enters: (path) => !path.includes('/'),
  readName: readPair,
};
