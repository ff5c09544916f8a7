import type { DirectiveReader } from '../../sql/migration.js';
import { findPackageWith } from '../manifest/package-json.js';
import { inTwoFiles } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { detectMarker, nameLike, type MigrationTool } from '../tool.js';

const NAME = /^(\d{14})_.+\.sql$/;
const PACKAGE = '@prairielearn/migrations';
const NO_TRANSACTION = /^-- prairielearn:migrations[ \t]+NO TRANSACTION[ \t]*\r?$/m;

const readDirective: DirectiveReader = (comment, lineStart) => (lineStart && NO_TRANSACTION.test(comment) ? { transaction: false } : null);

/** The npm package `@prairielearn/migrations`. */
export const prairielearnMigrations: MigrationTool = {
  name: 'prairielearn-migrations',
  defaultFolders: [],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: {
    tool: PACKAGE,
    unit: 'each file',
    escape: 'with "-- prairielearn:migrations NO TRANSACTION"',
    directive: { place: 'top', line: '-- prairielearn:migrations NO TRANSACTION', alone: true },
  },
  readDirective,
  onSameVersion: 'refuses the two',
  compare: compareNatural,
  format: {
    files: (migration) => inTwoFiles(`${migration.version}_${migration.title}.sql`, null, migration, migration.transaction ? '' : '-- prairielearn:migrations NO TRANSACTION\n'),
    leavesTransaction: true,
  },
  detect(folder) {
    if (nameLike(folder, NAME) === undefined) return undefined;
    return findPackageWith(folder, PACKAGE) === undefined ? detectMarker(folder, NAME, NO_TRANSACTION) : { root: folder, reason: 'package.json' };
  },
  enters: () => false,
  readName(path) {
    const version = path.includes('/') ? undefined : NAME.exec(path)?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version] };
  },
  // The comment counts for the whole file, wherever it stands.
  runsInTransaction: (_folder, _file, head) => !NO_TRANSACTION.test(head()),
};
