import { compareNatural } from '../order.js';
import { findAbove, noDirectives, type MigrationTool } from '../tool.js';

const NAME = /^[UV](\d+(?:\.\d+)?)__\w+\.sql$/;

/** Named like Flyway's, but `U` is a migration that may run out of order, not one that undoes another. */
export const refinery: MigrationTool = {
  name: 'refinery',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'refinery', unit: 'each file', escape: null },
  readDirective: noDirectives,
  compare: compareNatural,
  findRoot(folder) {
    if (![...folder.names].some((name) => NAME.test(name))) return undefined;
    const manifest = findAbove(folder, ['Cargo.toml']);
    return manifest !== undefined && /^\s*refinery\b/m.test(manifest.folder.head(manifest.name)) ? folder : undefined;
  },
  enters: () => true,
  readName(path) {
    const version = NAME.exec(path.slice(path.lastIndexOf('/') + 1))?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version] };
  },
};
