import { compareBytes } from '../order.js';
import { detectManifest, nameLike, noDirectives, type Detection, type FolderView, type MigrationTool } from '../tool.js';

const NAME = /^((\d[\d-]*)(?:_[^/]*)?)\/(up|down)\.sql$/;
/** Names that only this tool gives. */
const OWN_NAME = /^\d{4}-\d\d-\d\d-\d{6}|_diesel_initial_setup$/;

/** The folder of migrations, for a folder of one with `up.sql` in it. */
export function detectPair(folder: FolderView): Detection | undefined {
  const root = folder.names.has('up.sql') && /^\d/.test(folder.name) ? folder.parent : undefined;
  return root === undefined ? undefined : { root, reason: `folders like ${folder.name} with up.sql` };
}

/** Reads `<version>_<name>/up.sql`; hyphens in the version do not count. */
export const readPair: MigrationTool['readName'] = (path) => {
  const match = NAME.exec(path);
  if (match === null) return undefined;
  const version = (match[2] ?? '').replaceAll('-', '');
  return { version, direction: match[3] === 'down' ? 'down' : 'up', order: [version, match[1] ?? ''] };
};

/** Whether a folder of migrations is this tool's; asked once for each of the folders in it. */
const answers = new WeakMap<FolderView, Detection | null>();

export const diesel: MigrationTool = {
  name: 'diesel',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'diesel', unit: 'each migration', escape: 'with "run_in_transaction = false" in its metadata.toml' },
  readDirective: noDirectives,
  refusesSameVersion: true,
  // As text: 2017-08-31-230457 is 20170831230457, and comes after 20170102131034.
  compare: compareBytes,
  detect(folder) {
    const root = detectPair(folder)?.root;
    if (root === undefined) return undefined;
    // The same answer for every folder of the root: one order for all of them.
    let found = answers.get(root);
    if (found === undefined) {
      const name = nameLike(root, OWN_NAME);
      found = detectManifest(root, ['diesel.toml', 'Cargo.toml']) ?? (name === undefined ? null : { root, reason: `folders like ${name}` });
      answers.set(root, found);
    }
    return found ?? undefined;
  },
  enters: (path) => !path.includes('/'),
  readName: readPair,
  // A metadata.toml without the key says no.
  runsInTransaction: (folder) => !folder.names.has('metadata.toml') || /^\s*run_in_transaction\s*=\s*true\b/m.test(folder.head('metadata.toml')),
};
