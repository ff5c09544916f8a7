import { detectCode, readCodeName } from '../code.js';
import { WRITTEN_IN_CODE } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { noDirectives, type MigrationTool } from '../tool.js';

const NAME = /^\d/;

/** Sequelize's migrations, which umzug runs: none of them in a transaction but by their own doing. */
export const sequelize: MigrationTool = {
  name: 'sequelize',
  defaultFolders: [],
  wrapsTransaction: false,
  readDirective: noDirectives,
  compare: compareBytes,
  format: WRITTEN_IN_CODE,
  detect: (folder) =>
    detectCode(folder, {
      name: NAME,
      text: /\bqueryInterface\b|\bQueryInterface\b|['"]sequelize(?:-typescript|-cli)?['"]/,
      manifests: ['.sequelizerc'],
      packages: ['sequelize', '@sequelize/core', 'sequelize-cli'],
    }),
  enters: () => false,
  readName: (path) => readCodeName(path, NAME),
};
