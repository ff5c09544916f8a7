import { folderOf, inTwoFiles, titleLike } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { findAbove, noDirectives, type FolderView, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)_([^.]+)(\.[a-z0-9]+)?(\.autocommit)?\.(up|down)\.(sql)$/;
/** How well a file for a database fits YugabyteDB; without a database in its name it fits worst. Others do not fit at all. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ['', 0],
  ['pg', 1],
  ['pgx', 1],
  ['postgres', 1],
  ['postgresql', 1],
  ['yugabyte', 2],
  ['yugabytedb', 2],
]);
const YUGABYTE = 2;
/** What only this tool has in names. */
const OWN_NAME = /^\d+_[^.]+\.(?:(?:pgx?|postgres(?:ql)?|yugabyte(?:db)?|cockroach(?:db)?|crdb)(?:\.autocommit)?|autocommit)\.(?:up|down)\.sql$/;
const OWN_MODULES = /github\.com\/(?:gobuffalo\/pop|ory\/pop|ory\/x)\b/;

/** What a file's name says. */
interface PopName {
  readonly version: string;
  readonly direction: 'up' | 'down';
  readonly rank: number;
  /** Whether it runs without a transaction. */
  readonly isAutocommit: boolean;
}

/**
 * The migrations of Go's pop and of popx, which Ory made of it: `20240101_users.up.sql`, `20240101_users.postgres.up.sql`. Of
 * several files of one version and direction the one for the database runs, else the one for all.
 */
export const pop: MigrationTool = {
  name: 'pop',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'pop', unit: 'each file', escape: 'with ".autocommit" before ".up.sql" in its name' },
  readDirective: noDirectives,
  compare: compareBytes,
  format: {
    files(migration) {
      const name = `${folderOf(migration.last)}${migration.version}_${titleLike(migration.title, migration.last)}${migration.transaction ? '' : '.autocommit'}`;
      return inTwoFiles(`${name}.up.sql`, `${name}.down.sql`, migration);
    },
    leavesTransaction: true,
  },
  detect(folder) {
    const own = findOwn(folder);
    if (own === undefined) return undefined;
    // It reads the folder that it is given with every one in it.
    let root = folder;
    while (root.parent !== undefined && findOwn(root.parent) !== undefined) root = root.parent;
    return { root, reason: `names like ${findOwn(root) ?? own}` };
  },
  configure(root) {
    const best = new Map<string, number>();
    const add = (folder: FolderView): void => {
      for (const name of folder.names) {
        const read = readPopName(name);
        if (read !== undefined) best.set(keyOf(read), Math.max(best.get(keyOf(read)) ?? 0, read.rank));
        else if (!name.includes('.')) addChild(folder, name);
      }
    };
    const addChild = (folder: FolderView, name: string): void => {
      const child = folder.child(name);
      if (child !== undefined) add(child);
    };
    add(root);
    // Where there are files for YugabyteDB, popx knows it, and opens no transaction around what changes a schema there.
    const knowsYugabyte = [...best.values()].includes(YUGABYTE);
    return {
      ...this,
      readName(path) {
        const read = readPopName(path.slice(path.lastIndexOf('/') + 1));
        if (read === undefined || read.rank < (best.get(keyOf(read)) ?? 0)) return undefined;
        return { version: read.version, direction: read.direction, order: [read.version] };
      },
      ...(knowsYugabyte ? { wrapsTransaction: false, runsInTransaction: () => false } : {}),
    };
  },
  enters: () => true,
  readName(path) {
    const read = readPopName(path.slice(path.lastIndexOf('/') + 1));
    return read === undefined ? undefined : { version: read.version, direction: read.direction, order: [read.version] };
  },
  runsInTransaction: (_folder, file) => readPopName(file)?.isAutocommit !== true,
};

function readPopName(name: string): PopName | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [, version = '', , database = '', autocommit] = match;
  // Without a database the word for "no transaction" stands in its place.
  const isGeneral = database === '' || database === '.autocommit';
  const rank = RANKS.get(isGeneral ? '' : database.slice(1));
  if (rank === undefined) return undefined;
  return { version, direction: match[5] === 'down' ? 'down' : 'up', rank, isAutocommit: autocommit !== undefined || database === '.autocommit' };
}

function keyOf({ version, direction }: PopName): string {
  return `${direction} ${version}`;
}

/** A name that tells pop's migrations: by itself, or together with the module that the folder belongs to. */
function findOwn(folder: FolderView): string | undefined {
  let likely: string | undefined;
  for (const name of folder.names) {
    if (OWN_NAME.test(name)) return name;
    likely ??= NAME.test(name) ? name : undefined;
  }
  if (likely === undefined) return undefined;
  const module = findAbove(folder, ['go.mod']);
  const text = module?.folder.read(module.name) ?? '';
  return OWN_MODULES.test(text) && !text.includes('github.com/golang-migrate/') ? likely : undefined;
}
