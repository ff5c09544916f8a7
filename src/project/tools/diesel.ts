import { compareBytes } from '../order.js';
import { findAbove, noDirectives, type FolderView, type MigrationTool } from '../tool.js';

const NAME = /^((\d[\d-]*)(?:_[^/]*)?)\/(up|down)\.sql$/;
/** Names that only this tool gives. */
const OWN_NAME = /^\d{4}-\d\d-\d\d-\d{6}|_diesel_initial_setup$/;

/** The folder of migrations, for a folder of one with `up.sql` in it. */
export function rootOfPair(folder: FolderView): FolderView | undefined {
  return folder.names.has('up.sql') && /^\d/.test(folder.name) ? folder.parent : undefined;
}

/** Reads `<version>_<name>/up.sql`; hyphens in the version do not count. */
export const readPair: MigrationTool['readName'] = (path) => {
  const match = NAME.exec(path);
  if (match === null) return undefined;
  const version = (match[2] ?? '').replaceAll('-', '');
  return { version, direction: match[3] === 'down' ? 'down' : 'up', order: [version, match[1] ?? ''] };
};

/** Whether a folder of migrations is this tool's; asked once for each of the folders in it. */
const answers = new WeakMap<FolderView, boolean>();

export const diesel: MigrationTool = {
  name: 'diesel',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'diesel', unit: 'each migration', escape: 'with "run_in_transaction = false" in its metadata.toml' },
  readDirective: noDirectives,
  // As text: 2017-08-31-230457 is 20170831230457, and comes after 20170102131034.
  compare: compareBytes,
  findRoot(folder) {
    const root = rootOfPair(folder);
    if (root === undefined) return undefined;
    // The same answer for every folder of the root: one order for all of them.
    let isOurs = answers.get(root);
    if (isOurs === undefined) {
      isOurs = findAbove(root, ['diesel.toml', 'Cargo.toml']) !== undefined || [...root.names].some((name) => OWN_NAME.test(name));
      answers.set(root, isOurs);
    }
    return isOurs ? root : undefined;
  },
  enters: (path) => !path.includes('/'),
  readName: readPair,
  // A metadata.toml without the key says no.
  runsInTransaction: (folder) => !folder.names.has('metadata.toml') || /^\s*run_in_transaction\s*=\s*true\b/m.test(folder.head('metadata.toml')),
};
