import { compareNatural } from '../order.js';
import { detectManifest, nameLike, noDirectives, type MigrationTool } from '../tool.js';

const NAME = /^[UV](\d+(?:\.\d+)?)__\w+\.sql$/;

/** Named like Flyway's, but `U` is a migration that may run out of order, not one that undoes another. */
export const refinery: MigrationTool = {
  name: 'refinery',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'refinery', unit: 'each file', escape: null },
  readDirective: noDirectives,
  refusesSameVersion: true,
  compare: compareNatural,
  detect: (folder) => (nameLike(folder, NAME) === undefined ? undefined : detectManifest(folder, ['Cargo.toml'], /^\s*refinery\b/m)),
  enters: () => true,
  readName(path) {
    const version = NAME.exec(path.slice(path.lastIndexOf('/') + 1))?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version] };
  },
};
