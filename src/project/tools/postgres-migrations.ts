import type { DirectiveReader } from '../../sql/migration.js';
import { findPackageWith } from '../manifest/package-json.js';
import { inTwoFiles, nameLike as nameAfter } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { detectMarker, nameLike, type MigrationTool } from '../tool.js';
import { remarkOnGaps } from './series.js';

const NAME = /^(\d+)[-_]?.*\.sql$/i;
const MARK = '-- postgres-migrations ';
const NO_TRANSACTION = `${MARK}disable-transaction`;

/** The second is known to the runner of Supabase's storage only: it does without the file. */
const readDirective: DirectiveReader = (comment) => {
  if (!comment.includes(MARK)) return null;
  if (comment.includes(NO_TRANSACTION)) return { transaction: false };
  return comment.includes(`${MARK}ignore`) ? { ignored: true } : null;
};

/** The npm package `postgres-migrations`. */
export const postgresMigrations: MigrationTool = {
  name: 'postgres-migrations',
  defaultFolders: [],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: {
    tool: 'postgres-migrations',
    unit: 'each file',
    escape: `that begins with "${NO_TRANSACTION}"`,
    directive: { place: 'top', line: NO_TRANSACTION, alone: true },
  },
  readDirective,
  onSameVersion: 'refuses the two',
  compare: compareNatural,
  format: {
    files: (migration) => inTwoFiles(`${nameAfter(migration.version, migration.title, migration.last)}.sql`, null, migration, migration.transaction ? '' : `${NO_TRANSACTION}\n`),
    leavesTransaction: true,
  },
  detect(folder) {
    if (nameLike(folder, NAME) === undefined) return undefined;
    if (findPackageWith(folder, 'postgres-migrations') !== undefined) return { root: folder, reason: 'package.json' };
    return detectMarker(folder, NAME, /^-- postgres-migrations (?:disable-transaction|ignore)/m);
  },
  enters: () => false,
  readName(path) {
    const version = path.includes('/') ? undefined : NAME.exec(path)?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version] };
  },
  examine(root) {
    // Migrations in JavaScript have numbers of the same series.
    const numbers = [...root.names].flatMap((name) => /^(\d+)[-_]?.*\.(?:sql|js)$/i.exec(name)?.[1] ?? []);
    return remarkOnGaps(new Set(numbers.map(Number)), 'postgres-migrations');
  },
  // The comment counts for the whole file, wherever it stands.
  runsInTransaction: (_folder, _file, head) => !head().includes(NO_TRANSACTION),
};
