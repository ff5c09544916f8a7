import { detectCode, mayBeMigration, readCodeName } from '../code.js';
import { WRITTEN_IN_CODE } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { findAbove, noDirectives, type FolderView, type MigrationTool } from '../tool.js';

/** A name may be anything, for the order goes by the class: its name ends with the time. */
const NAME = /^\w/;
const LEADING_TIME = /^(\d{10,})(?=[-_.])/;
const CLASS = /\bclass\s+\w*?(\d{10,})\b[^{]*\bMigrationInterface\b/;
/** A class that is no migration has no business in the order. */
const IS_MIGRATION = /\bMigrationInterface\b|\bqueryRunner\b/;

const DATA_SOURCES = ['data-source.ts', 'data-source.js', 'ormconfig.ts', 'ormconfig.js', 'ormconfig.json'];

export const typeorm: MigrationTool = {
  name: 'typeorm',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'TypeORM', unit: 'all pending files', escape: 'with "transaction = false" in its class, run with migrationsTransactionMode "each"' },
  readDirective: noDirectives,
  compare: compareNatural,
  format: WRITTEN_IN_CODE,
  detect: (folder) =>
    detectCode(folder, {
      name: /migrat/i.test(folder.name) ? NAME : LEADING_TIME,
      text: /\bMigrationInterface\b|\bqueryRunner\b/,
      manifests: DATA_SOURCES,
      packages: ['typeorm'],
    }),
  configure(root) {
    const times = timesOfClasses(root);
    return {
      ...typeorm,
      ...(transactionMode(root) === 'none' ? { wrapsTransaction: false } : {}),
      readName(path) {
        const time = LEADING_TIME.exec(path)?.[1] ?? times.get(path);
        const name = time === undefined ? undefined : readCodeName(path, NAME);
        return name === undefined || time === undefined ? undefined : { ...name, version: time, order: [time, ...name.order] };
      },
    };
  },
  enters: () => false,
  readName: (path) => readCodeName(path, LEADING_TIME),
};

/** The times in the names of the classes, for files whose own names have none. */
function timesOfClasses(root: FolderView): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  for (const file of root.names) {
    if (!mayBeMigration(file) || LEADING_TIME.test(file)) continue;
    const head = root.head(file);
    const time = IS_MIGRATION.test(head) ? CLASS.exec(head)?.[1] : undefined;
    if (time !== undefined) times.set(file, time);
  }
  return times;
}

/** `all` (the default), `each` or `none`, as a data source above says it. */
function transactionMode(root: FolderView): string | undefined {
  const source = findAbove(root, DATA_SOURCES);
  return source === undefined ? undefined : /\bmigrationsTransactionMode['"]?\s*:\s*['"](\w+)['"]/.exec(source.folder.head(source.name))?.[1];
}
