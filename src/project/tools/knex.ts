import { detectCode, readCodeName } from '../code.js';
import { WRITTEN_IN_CODE } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { noDirectives, type MigrationTool } from '../tool.js';

const NAME = /^\d/;

export const knex: MigrationTool = {
  name: 'knex',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'Knex', unit: 'each file', escape: 'with "exports.config = { transaction: false }"' },
  readDirective: noDirectives,
  // By their names as they are: `sortBy(migrations, 'file')`.
  compare: compareBytes,
  format: WRITTEN_IN_CODE,
  detect: (folder) =>
    detectCode(folder, {
      name: NAME,
      text: /\b[Kk]nex\b/,
      manifests: ['knexfile.js', 'knexfile.ts', 'knexfile.cjs', 'knexfile.mjs'],
      packages: ['knex'],
    }),
  enters: () => false,
  readName: (path) => readCodeName(path, NAME),
};
