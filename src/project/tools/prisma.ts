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
  findRoot(folder) {
    if (!folder.names.has('migration.sql')) return undefined;
    const isOurs = leadingVersion(folder.name) !== undefined || folder.parent?.names.has('migration_lock.toml') === true;
    return isOurs ? folder.parent : undefined;
  },
  enters: (path) => !path.includes('/'),
  readName(path) {
    const [folder = '', file, rest] = path.split('/');
    if (file !== 'migration.sql' || rest !== undefined) return undefined;
    return { version: leadingVersion(folder) ?? null, direction: 'up', order: [folder] };
  },
};
