import { inTwoFiles, titleLike } from '../new-migrations.js';
import { detectMarker, findAbove, type MigrationTool } from '../tool.js';
import { golangMigrate } from './golang-migrate.js';

const NAME = /\.(?:up|down)\.sql$/;
const MARKER = /^--\s*morph:nontransactional\b/m;

/** Mattermost's morph, whose files are named like golang-migrate's; but it opens a transaction for each. */
export const morph: MigrationTool = {
  ...golangMigrate,
  name: 'morph',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: {
    tool: 'morph',
    unit: 'each file',
    escape: 'that begins with "-- morph:nontransactional"',
    directive: { place: 'top', line: '-- morph:nontransactional', alone: true },
  },
  format: {
    files(migration) {
      const name = `${migration.version}_${titleLike(migration.title, migration.last)}`;
      return inTwoFiles(`${name}.up.sql`, `${name}.down.sql`, migration, migration.transaction ? '' : '-- morph:nontransactional\n');
    },
    leavesTransaction: true,
  },
  detect(folder) {
    if (golangMigrate.detect(folder) === undefined) return undefined;
    const module = findAbove(folder, ['go.mod']);
    if (module !== undefined && /\bmattermost\/morph\b/.test(module.folder.read(module.name) ?? '')) return { root: folder, reason: module.name };
    return detectMarker(folder, NAME, MARKER);
  },
};
