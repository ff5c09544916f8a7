import { detectCode, readCodeName } from '../code.js';
import { WRITTEN_IN_CODE } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { noDirectives, type MigrationTool } from '../tool.js';

/** `Migration20240101120000.ts`, with a name behind it or not. */
const NAME = /^Migration(\d+)/;

export const mikroOrm: MigrationTool = {
  name: 'mikro-orm',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'MikroORM', unit: 'all pending files', escape: null },
  readDirective: noDirectives,
  compare: compareBytes,
  format: WRITTEN_IN_CODE,
  detect: (folder) => detectCode(folder, { name: NAME, text: /@mikro-orm\/migrations\b/, manifests: [], packages: ['@mikro-orm/migrations'] }),
  enters: () => false,
  readName(path) {
    const name = readCodeName(path, NAME);
    return name === undefined ? undefined : { ...name, version: NAME.exec(path)?.[1] ?? null };
  },
};
