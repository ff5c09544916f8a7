import { detectCode, readCodeName } from '../code.js';
import { WRITTEN_IN_CODE } from '../new-migrations.js';
import { compareWords } from '../order.js';
import { noDirectives, type MigrationTool } from '../tool.js';

const NAME = /^\d/;

export const kysely: MigrationTool = {
  name: 'kysely',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'Kysely', unit: 'all pending files', escape: null },
  readDirective: noDirectives,
  compare: compareWords,
  format: WRITTEN_IN_CODE,
  detect: (folder) =>
    detectCode(folder, {
      name: NAME,
      text: /\bKysely\b|['"]kysely['"]/,
      manifests: ['kysely.config.ts', 'kysely.config.js', 'kysely.config.mts', 'kysely.config.mjs'],
      packages: ['kysely'],
    }),
  enters: () => false,
  readName: (path) => readCodeName(path, NAME),
};
