import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { leadingVersion, type MigrationTool } from '../tool.js';

const FOLDER_NAME = /^(\d+)_[^/]*\/migration\.sql$/i;

/** The tool cuts its files here, `;` or not; the mark may follow code on its line. */
const readDirective: DirectiveReader = (comment) => (comment.startsWith('--> statement-breakpoint') ? { boundary: true } : null);

export const drizzle: MigrationTool = {
  name: 'drizzle',
  defaultFolders: ['drizzle'],
  wrapsTransaction: true,
  transactions: { tool: 'Drizzle', unit: 'all pending files', escape: null },
  readDirective,
  compare: compareNatural,
  detect(folder) {
    if (folder.child('meta')?.names.has('_journal.json') === true) return { root: folder, reason: 'meta/_journal.json' };
    const root = folder.names.has('migration.sql') && folder.names.has('snapshot.json') ? folder.parent : undefined;
    return root === undefined ? undefined : { root, reason: `snapshot.json in ${folder.name}` };
  },
  enters: (path) => /^\d+_[^/]*$/.test(path),
  readName(path) {
    const version = path.includes('/') ? FOLDER_NAME.exec(path)?.[1] : leadingVersion(path);
    return version === undefined ? undefined : { version, direction: 'up', order: [version, path] };
  },
};
