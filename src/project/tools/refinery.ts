import { otherDatabase } from '../dialects.js';
import { databaseOfFeatures, findCrate } from '../manifest/cargo.js';
import { asText, at } from '../manifest/document.js';
import { readToml } from '../manifest/toml.js';
import { folderOf, inTwoFiles } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { findAbove, nameLike, noDirectives, type FolderView, type MigrationTool } from '../tool.js';

const NAME = /^[U|V](\d+(?:\.\d+)?)__\w+\.sql$/;
const CONFIG = 'refinery.toml';

/** Features of the crate, and the databases that they are for. */
const DATABASES: ReadonlyMap<string, string> = new Map([
  ['postgres', 'postgres'],
  ['tokio-postgres', 'postgres'],
  ['mysql', 'mysql'],
  ['mysql_async', 'mysql'],
  ['rusqlite', 'sqlite'],
  ['rusqlite-bundled', 'sqlite'],
  ['tiberius', 'mssql'],
  ['tiberius-config', 'mssql'],
]);

/** Named like Flyway's, but `U` is a migration that may run out of order, not one that undoes another. */
export const refinery: MigrationTool = {
  name: 'refinery',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'refinery', unit: 'each file', escape: null },
  readDirective: noDirectives,
  onSameVersion: 'refuses the two',
  compare: compareNatural,
  format: {
    files: (migration) => inTwoFiles(`${folderOf(migration.last)}V${migration.version}__${migration.title}.sql`, null, migration),
    leavesTransaction: false,
  },
  detect(folder) {
    // It reads the folder that it is given with every one in it, so a folder of a series is not the root.
    let root = folder;
    while (root.parent !== undefined && nameLike(root.parent, NAME) !== undefined) root = root.parent;
    if (nameLike(root, NAME) === undefined) return undefined;
    if (findAbove(root, [CONFIG]) !== undefined) return { root, reason: CONFIG };
    return useOf(root) === undefined ? undefined : { root, reason: 'refinery in Cargo.toml' };
  },
  configure(root) {
    const database = databaseOf(root);
    return database === undefined ? this : { ...this, database };
  },
  enters: () => true,
  readName(path) {
    const version = NAME.exec(path.slice(path.lastIndexOf('/') + 1))?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version] };
  },
  examine: (_root, paths) =>
    paths
      .filter((path) => /^[U|V]\d+\./.test(path.slice(path.lastIndexOf('/') + 1)))
      .map((path) => ({ kind: 'broken-project', path, message: 'has a version with a dot, which refinery cannot read: it refuses the whole folder.' })),
};

function useOf(folder: FolderView): ReturnType<typeof findCrate> {
  return findCrate(folder, 'refinery') ?? findCrate(folder, 'refinery-core');
}

function databaseOf(root: FolderView): MigrationTool['database'] {
  const config = findAbove(root, [CONFIG]);
  const type = config === undefined ? undefined : asText(at(readToml(config.folder.read(CONFIG) ?? '').value, 'main', 'db_type'));
  const used = useOf(root);
  // Beside a client for PostgreSQL the features say which other databases it may run on.
  const hasClient = ['tokio-postgres', 'postgres', 'deadpool-postgres'].some((crate) => findCrate(root, crate) !== undefined);
  const feature = used === undefined || hasClient ? undefined : databaseOfFeatures(used, DATABASES);
  const [word, source] = type === undefined ? [feature, 'Cargo.toml'] : [type, CONFIG];
  const name = word === undefined ? undefined : otherDatabase(word);
  return name === undefined ? undefined : { name, source };
}
