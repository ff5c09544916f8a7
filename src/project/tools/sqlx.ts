import type { DirectiveReader } from '../../sql/migration.js';
import { readAnyMarker } from '../markers.js';
import { compareNatural } from '../order.js';
import { detectManifest, firstOf, nameLike, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)_.*?(?:\.(up|down))?\.sql$/i;

/** The tool wants it at the very start of the file. */
const readDirective: DirectiveReader = (comment, _lineStart, fileStart) => (fileStart && comment.startsWith('-- no-transaction') ? { transaction: false } : null);

export const sqlx: MigrationTool = {
  name: 'sqlx',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'sqlx', unit: 'each file', escape: 'that begins with "-- no-transaction"' },
  readDirective: firstOf([readDirective, readAnyMarker]),
  refusesSameVersion: true,
  compare: compareNatural,
  detect(folder) {
    if (nameLike(folder, NAME) === undefined) return undefined;
    return detectManifest(folder, ['sqlx.toml']) ?? detectManifest(folder, ['Cargo.toml'], /^\s*sqlx\b/m);
  },
  enters: () => false,
  readName(path) {
    const match = path.includes('/') ? null : NAME.exec(path);
    if (match === null) return undefined;
    const version = match[1] ?? '';
    return { version, direction: match[2]?.toLowerCase() === 'down' ? 'down' : 'up', order: [version] };
  },
};
