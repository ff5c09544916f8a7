import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { detectMarker, type MigrationTool } from '../tool.js';

const NAME = /^(\d+(?:\.\d+)?)_.*\.sql$/i;

/** `-- //@UNDO`: what follows takes the change back. */
const readDirective: DirectiveReader = (comment) => (/^--\s*\/\/\s*@UNDO\b/.test(comment) ? { direction: 'down', boundary: true } : null);

export const mybatis: MigrationTool = {
  name: 'mybatis',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'MyBatis Migrations', unit: 'each file', escape: 'that runs with auto_commit=true' },
  readDirective,
  refusesSameVersion: true,
  compare: compareNatural,
  detect: (folder) => detectMarker(folder, NAME, /^[ \t]*--[ \t]*\/\/(\s*@UNDO\b|[ \t]+\S)/m),
  enters: () => false,
  readName(path) {
    const version = NAME.exec(path)?.[1];
    return version === undefined || path.includes('/') ? undefined : { version, direction: 'up', order: [version] };
  },
};
