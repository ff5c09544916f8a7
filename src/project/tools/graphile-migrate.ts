import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { detectMarker, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)(?:-[-\w]*)?\.sql$/i;

/** The header `--! no-transaction`. */
const readDirective: DirectiveReader = (comment, lineStart) => (lineStart && /^--!\s*no-transaction\b/.test(comment) ? { transaction: false } : null);

export const graphileMigrate: MigrationTool = {
  name: 'graphile-migrate',
  defaultFolders: ['migrations/committed'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'graphile-migrate', unit: 'each file', escape: 'that begins with "--! no-transaction"' },
  readDirective,
  refusesSameVersion: true,
  compare: compareNatural,
  detect: (folder) => detectMarker(folder, NAME, /^--! (Previous|Hash|Message|no-transaction)\b/m),
  enters: () => false,
  readName(path) {
    const version = NAME.exec(path)?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version] };
  },
};
