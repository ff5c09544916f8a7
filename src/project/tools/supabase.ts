import { inTwoFiles, titleLike } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { noDirectives, type FolderView, type MigrationName, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)_.*\.sql$/;
const INITIAL = /(\d{14})_init\.sql/;
/** A first file that is older, and named so, comes from a version of the tool that meant something else by it. */
const FIRST_INITIAL = '20211209000000';

/** Supabase's command line, which knows its folders by their place. */
export const supabase: MigrationTool = {
  name: 'supabase',
  defaultFolders: ['supabase/migrations'],
  wrapsTransaction: false,
  // As one batch, which is a transaction.
  sendsAtOnce: true,
  transactions: { tool: 'Supabase', unit: 'each file', escape: 'with no other statement in its file' },
  readDirective: noDirectives,
  onSameVersion: 'fails at the second',
  // The order of the folder, which is that of the names' bytes: 10_x comes before 9_x.
  compare: compareBytes,
  format: {
    files: (migration) => inTwoFiles(`${migration.version}_${titleLike(migration.title, migration.last)}.sql`, null, migration),
    leavesTransaction: true,
  },
  detect(folder) {
    if (folder.name === 'migrations' && folder.parent?.name === 'supabase') return { root: folder, reason: 'the folder supabase/migrations' };
    // Seeds, tests and declared schemas are the tool's as well, and are no migrations.
    const root = findProject(folder)?.child('migrations');
    return root === undefined ? undefined : { root, reason: 'supabase/config.toml' };
  },
  configure(root) {
    const [first = ''] = root.names;
    const version = INITIAL.exec(first)?.[1];
    const skipped = version !== undefined && version < FIRST_INITIAL ? first : undefined;
    return skipped === undefined ? this : { ...this, readName: (path) => (path === skipped ? undefined : readName(path)) };
  },
  enters: () => false,
  readName,
};

function readName(path: string): MigrationName | undefined {
  const version = path.includes('/') ? undefined : NAME.exec(path)?.[1];
  return version === undefined ? undefined : { version, direction: 'up', order: [path] };
}

/** The folder `supabase` with its config.toml, this one or above it. */
function findProject(folder: FolderView): FolderView | undefined {
  if (folder.name === 'supabase' && folder.names.has('config.toml')) return folder;
  return folder.parent === undefined ? undefined : findProject(folder.parent);
}
