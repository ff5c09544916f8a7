import { compareBytes } from '../order.js';
import { leadingVersion, noDirectives, type MigrationTool } from '../tool.js';

export const prisma: MigrationTool = {
  name: 'prisma',
  defaultFolders: ['prisma/migrations'],
  wrapsTransaction: false,
  // Until 7.4, which puts each file into a transaction of its own.
  sendsAtOnce: true,
  transactions: { tool: 'Prisma', unit: 'each file', escape: 'with no other statement in its file' },
  readDirective: noDirectives,
  compare: compareBytes,
  detect(folder) {
    if (!folder.names.has('migration.sql')) return undefined;
    const root = folder.parent;
    if (root?.names.has('migration_lock.toml') === true) return { root, reason: 'migration_lock.toml' };
    return root === undefined || leadingVersion(folder.name) === undefined ? undefined : { root, reason: `folders like ${folder.name} with migration.sql` };
  },
  enters: (path) => !path.includes('/'),
  readName(path) {
    const [folder = '', file, rest] = path.split('/');
    if (file !== 'migration.sql' || rest !== undefined) return undefined;
    return { version: leadingVersion(folder) ?? null, direction: 'up', order: [folder] };
  },
};
