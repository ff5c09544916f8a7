import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { detectMarker, leadingVersion, type MigrationTool } from '../tool.js';

const NAME = /\.sql$/i;
const COMMAND = /^--\s*\+migrate\s+(up|down|statementbegin|statementend)\b(.*)$/i;

/** `-- +migrate Up notransaction`, in column 1. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  const command = lineStart ? COMMAND.exec(comment) : null;
  const word = command?.[1]?.toLowerCase();
  if (word === undefined) return null;
  if (word !== 'up' && word !== 'down') return { boundary: true };
  return { direction: word, boundary: true, transaction: !/\bnotransaction\b/i.test(command?.[2] ?? '') };
};

export const sqlMigrate: MigrationTool = {
  name: 'sql-migrate',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'sql-migrate', unit: 'each file', escape: 'with "-- +migrate Up notransaction"' },
  readDirective,
  compare: compareNatural,
  detect: (folder) => detectMarker(folder, NAME, /^--\s*\+migrate\s/im),
  enters: () => false,
  readName(path) {
    if (!NAME.test(path) || path.includes('/')) return undefined;
    const version = leadingVersion(path) ?? null;
    // Numbers come first, then the names without one.
    return { version, direction: 'up', order: [version === null ? '1' : '0', version ?? '', path] };
  },
};
