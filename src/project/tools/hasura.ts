import { otherDatabase } from '../dialects.js';
import { asText, at, membersOf } from '../manifest/document.js';
import { readYaml } from '../manifest/yaml.js';
import { inTwoFiles } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { findPairs } from '../pairs.js';
import { findAbove, nameLike, noDirectives, type Detection, type FolderView, type MigrationTool } from '../tool.js';

const CONFIG = 'config.yaml';
/** Keys that its config.yaml has, and hardly another of that name. */
const OWN_KEY = /^(?:metadata_directory|migrations_directory|seeds_directory|actions|endpoint)\s*:/m;
/** Its migrations are numbered by milliseconds or nanoseconds. */
const OWN_NAME = /^\d{13,19}(?:_|$)/;
/** A folder of a migration has `up.sql`; older projects have `<number>_<name>.up.sql`. */
const NAME = /^(\d+)_([^/]*)[/.](up|down)\.sql$/;
const FLAT_NAME = /^\d+_.*\.(?:up|down)\.sql$/;
/** What its databases are that PostgreSQL's SQL is for. */
const POSTGRES_KINDS: ReadonlySet<string> = new Set(['postgres', 'pg', 'citus']);

/** Folders with `up.sql` and `down.sql`, by number. */
export const hasura: MigrationTool = {
  name: 'hasura',
  defaultFolders: ['migrations', 'hasura/migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'Hasura', unit: 'each file', escape: null },
  readDirective: noDirectives,
  onSameVersion: 'refuses the two',
  compare: compareNatural,
  format: {
    files(migration) {
      const part = migration.last.includes('/') ? '/' : '.';
      const name = `${migration.version}_${migration.title}${part}`;
      return inTwoFiles(`${name}up.sql`, `${name}down.sql`, migration);
    },
    leavesTransaction: false,
  },
  detect(folder) {
    const pairs = findPairs(folder);
    const root = pairs?.root ?? (nameLike(folder, FLAT_NAME) === undefined ? undefined : folder);
    if (root === undefined) return undefined;
    return detectConfig(root) ?? (pairs !== undefined && OWN_NAME.test(pairs.example) ? { root, reason: `folders like ${pairs.example} with up.sql` } : undefined);
  },
  configure(root) {
    const database = databaseOf(root);
    return database === undefined ? this : { ...this, database };
  },
  enters: (path) => !path.includes('/'),
  readName(path) {
    const match = NAME.exec(path);
    if (match === null) return undefined;
    const version = match[1] ?? '';
    return { version, direction: match[3] === 'down' ? 'down' : 'up', order: [version, match[2] ?? ''] };
  },
};

function findConfig(root: FolderView): { readonly folder: FolderView; readonly text: string } | undefined {
  const config = findAbove(root, [CONFIG]);
  const text = config?.folder.read(CONFIG) ?? '';
  return config !== undefined && OWN_KEY.test(text) ? { folder: config.folder, text } : undefined;
}

function detectConfig(root: FolderView): Detection | undefined {
  return findConfig(root) === undefined ? undefined : { root, reason: CONFIG };
}

/** Since version 3 of its config a project has a folder for each database, and its metadata say what each is. */
function databaseOf(root: FolderView): MigrationTool['database'] {
  const config = findConfig(root);
  if (config === undefined) return undefined;
  const metadata = asText(at(readYaml(config.text).value, 'metadata_directory')) ?? 'metadata';
  const source = `${metadata}/databases/databases.yaml`;
  const databases = membersOf(readYaml(config.folder.read(source) ?? '').value);
  const kind = asText(at(databases.find((one) => at(one, 'name') === root.name), 'kind'))?.toLowerCase();
  const name = kind === undefined || POSTGRES_KINDS.has(kind) ? undefined : otherDatabase(kind);
  return name === undefined ? undefined : { name, source };
}
