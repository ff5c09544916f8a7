import { otherDatabase } from '../dialects.js';
import { inTwoFiles } from '../new-migrations.js';
import { compareWords } from '../order.js';
import { findAbove, leadingVersion, noDirectives, type Detection, type FolderView, type MigrationTool, type ToolRemark } from '../tool.js';
import { findPrismaSettings, providerIn, providerOfSchema } from './prisma-settings.js';

const SCRIPT = 'migration.sql';
const LOCK = 'migration_lock.toml';
/** Names that the tool gives; people may give others. */
const OWN_NAME = /^\d{14}_/;

export const prisma: MigrationTool = {
  name: 'prisma',
  defaultFolders: ['prisma/migrations'],
  wrapsTransaction: false,
  // Until 7.4, which puts each file into a transaction of its own.
  sendsAtOnce: true,
  transactions: { tool: 'Prisma', unit: 'each file', escape: 'with no other statement in its file' },
  readDirective: noDirectives,
  compare: compareWords,
  format: {
    files: (migration) => inTwoFiles(`${migration.version}_${migration.title}/${SCRIPT}`, null, migration),
    leavesTransaction: true,
    afterwards: 'Prisma compares the schema that its migrations leave with schema.prisma: change the models as well.',
  },
  detect(folder) {
    if (folder.names.has(LOCK)) return { root: folder, reason: LOCK };
    const named = findNamed(folder);
    if (named !== undefined) return named;
    const root = folder.names.has(SCRIPT) ? folder.parent : undefined;
    if (root === undefined) return undefined;
    if (root.names.has(LOCK)) return { root, reason: LOCK };
    const schema = leadingVersion(folder.name) === undefined ? undefined : findAbove(root, ['schema.prisma', 'prisma.config.ts']);
    if (schema !== undefined) return { root, reason: schema.name };
    return OWN_NAME.test(folder.name) ? { root, reason: `folders like ${folder.name} with ${SCRIPT}` } : undefined;
  },
  configure(root) {
    const database = databaseOf(root);
    return database === undefined ? this : { ...this, database };
  },
  enters: (path) => !path.includes('/'),
  readName(path) {
    const [folder = '', file, rest] = path.split('/');
    if (file !== SCRIPT || rest !== undefined) return undefined;
    return { version: leadingVersion(folder) ?? null, direction: 'up', order: [folder] };
  },
  examine: (root, paths) => {
    const taken = new Set(paths.map((path) => path.split('/')[0]));
    return [...root.names].flatMap((name) =>
      taken.has(name) || name.startsWith('.') || root.child(name)?.names.has(SCRIPT) !== false
        ? []
        : [remarkOnEmpty(name, [...(root.child(name)?.names ?? [])].some((file) => /\.[cm]?[jt]s$/.test(file)))],
    );
  },
};

/** The folder that the settings name, for itself and for those of migrations in it. */
function findNamed(folder: FolderView): Detection | undefined {
  const settings = findPrismaSettings(folder);
  const root = settings?.migrations === folder.path ? folder : folder.names.has(SCRIPT) && settings?.migrations === folder.parent?.path ? folder.parent : undefined;
  return root === undefined || settings === undefined ? undefined : { root, reason: settings.name };
}

/** The lock file names the provider once there is a migration; the schema does so as well, in one of its files. */
function databaseOf(root: FolderView): MigrationTool['database'] {
  const locked = /^provider\s*=\s*"?([\w-]+)/m.exec(root.read(LOCK) ?? '')?.[1];
  const settings = findPrismaSettings(root);
  const [word, source] = locked === undefined ? ((settings === undefined ? undefined : providerOfSchema(settings)) ?? providerIn(root.parent) ?? []) : [locked, LOCK];
  const name = word === undefined ? undefined : otherDatabase(word);
  return name === undefined || source === undefined ? undefined : { name, source };
}

/** A folder that holds code is for a runner of the project's own, which hands Prisma the others. */
function remarkOnEmpty(folder: string, holdsCode: boolean): ToolRemark {
  return holdsCode
    ? { kind: 'note', path: folder, message: `has code and no ${SCRIPT}: what it does is not known.` }
    : { kind: 'missing-file', path: folder, message: `has no ${SCRIPT}: Prisma refuses the whole folder.` };
}
