import { compareNatural } from '../order.js';
import { noDirectives, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)_.*\.sql$/i;

/** Supabase's command line, which knows its folder by its place. */
export const supabase: MigrationTool = {
  name: 'supabase',
  defaultFolders: ['supabase/migrations'],
  wrapsTransaction: false,
  // As one batch, which is a transaction.
  sendsAtOnce: true,
  transactions: { tool: 'Supabase', unit: 'each file', escape: 'with no other statement in its file' },
  readDirective: noDirectives,
  refusesSameVersion: true,
  compare: compareNatural,
  detect: (folder) => (folder.name === 'migrations' && folder.parent?.name === 'supabase' ? { root: folder, reason: 'the folder supabase/migrations' } : undefined),
  enters: () => false,
  readName(path) {
    const version = path.includes('/') ? undefined : NAME.exec(path)?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version, path] };
  },
};
