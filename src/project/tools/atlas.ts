import type { DirectiveReader } from '../../sql/migration.js';
import { readAnyMarker } from '../markers.js';
import { compareBytes } from '../order.js';
import { firstOf, leadingVersion, type MigrationTool } from '../tool.js';

/** `-- atlas:txmode none`, at the top of the file. */
const readDirective: DirectiveReader = (comment) => {
  const mode = /^--\s*atlas:txmode\s+(none|file|all)\b/.exec(comment)?.[1];
  return mode === undefined ? null : { transaction: mode !== 'none' };
};

export const atlas: MigrationTool = {
  name: 'atlas',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  transactions: { tool: 'Atlas', unit: 'each file', escape: 'with "-- atlas:txmode none" and an empty line at the top' },
  readDirective: firstOf([readDirective, readAnyMarker]),
  compare: compareBytes,
  detect: (folder) => (folder.names.has('atlas.sum') ? { root: folder, reason: 'atlas.sum' } : undefined),
  enters: () => false,
  readName: (path) => (/^[^/]+\.sql$/i.test(path) ? { version: leadingVersion(path) ?? null, direction: 'up', order: [path] } : undefined),
};
