import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { leadingVersion, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)_(.*)\.(up|down)\.sql$/i;

/** Mattermost's morph names its files alike. */
const readDirective: DirectiveReader = (comment) => (/^--\s*morph:nontransactional\b/.test(comment) ? { transaction: false } : null);

export const golangMigrate: MigrationTool = {
  name: 'golang-migrate',
  defaultFolders: ['migrations', 'db/migrations'],
  wrapsTransaction: false,
  sendsAtOnce: true,
  transactions: { tool: 'golang-migrate', unit: 'each file', escape: 'with no other statement in its file' },
  readDirective,
  refusesSameVersion: true,
  compare: compareNatural,
  detect(folder) {
    // The tool reads one folder; a numbered one is a step of somebody else's series.
    if (leadingVersion(folder.name) !== undefined) return undefined;
    // Where other numbered files stand among them the folder is read as plain files, all of them in one order.
    const numbered = [...folder.names].filter((name) => /^\d.*\.sql$/i.test(name));
    const [first] = numbered;
    return first !== undefined && numbered.every((name) => NAME.test(name)) ? { root: folder, reason: `names like ${first}` } : undefined;
  },
  enters: () => false,
  readName(path) {
    const match = path.includes('/') ? null : NAME.exec(path);
    if (match === null) return undefined;
    const version = match[1] ?? '';
    return { version, direction: match[3]?.toLowerCase() === 'down' ? 'down' : 'up', order: [version, match[2] ?? ''] };
  },
};
