import path from 'node:path';
import { otherDatabase } from '../dialects.js';
import { databaseOfFeatures, findCrate } from '../manifest/cargo.js';
import { asText, at } from '../manifest/document.js';
import { perFolder } from '../manifest/per-folder.js';
import { readToml } from '../manifest/toml.js';
import { inTwoFiles, titleLike, type NumberedMigration } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { findPairs, readPair } from '../pairs.js';
import { findAbove, nameLike, noDirectives, type Detection, type FolderView, type MigrationTool } from '../tool.js';

/** Names that only this tool gives. */
const OWN_NAME = /^\d{4}-\d\d-\d\d-\d{6}|_diesel_initial_setup$/;
const METADATA = 'metadata.toml';
const CONFIG = 'diesel.toml';

/** Features of the crate, and the databases that they are for. */
const DATABASES: ReadonlyMap<string, string> = new Map([
  ['postgres', 'postgres'],
  ['postgres_backend', 'postgres'],
  ['mysql', 'mysql'],
  ['mysql_backend', 'mysql'],
  ['sqlite', 'sqlite'],
]);

/** Whether a folder of migrations is this tool's: the same answer for every folder in it, so that all have one order. */
const detectRoot = perFolder((root): Detection | undefined => {
  const reason = reasonFor(root);
  return reason === undefined ? undefined : { root, reason };
});

export const diesel: MigrationTool = {
  name: 'diesel',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'diesel', unit: 'each migration', escape: 'with "run_in_transaction = false" in its metadata.toml' },
  readDirective: noDirectives,
  onSameVersion: 'runs one of the two only',
  // As text: 2017-08-31-230457 is 20170831230457, and comes after 20170102131034.
  compare: compareBytes,
  format: {
    files(migration) {
      const folder = `${withHyphens(migration)}_${titleLike(migration.title, migration.last)}`;
      const files = inTwoFiles(`${folder}/up.sql`, `${folder}/down.sql`, migration);
      return migration.transaction ? files : [...files, { path: `${folder}/${METADATA}`, text: 'run_in_transaction = false\n' }];
    },
    leavesTransaction: true,
  },
  detect(folder) {
    const pairs = findPairs(folder);
    return pairs === undefined ? undefined : detectRoot(pairs.root);
  },
  configure(root) {
    const used = findCrate(root, 'diesel');
    const feature = used === undefined ? undefined : databaseOfFeatures(used, DATABASES);
    const database = feature === undefined ? undefined : otherDatabase(feature);
    return database === undefined ? this : { ...this, database: { name: database, source: 'Cargo.toml' } };
  },
  enters: (path) => !path.includes('/'),
  readName: readPair,
  runsInTransaction: (folder) => !folder.names.has(METADATA) || readMetadata(folder.read(METADATA) ?? ''),
  examine(root) {
    return [...root.names].flatMap((name) => {
      if (name.startsWith('.')) return [];
      const names = root.child(name)?.names;
      if (names === undefined || names.size === 0 || names.has('up.sql')) return [];
      return [{ kind: 'broken-project', path: name, message: 'has no up.sql: diesel refuses the whole folder.' } as const];
    });
  },
};

/** `20250611120000` as the folder before has it: `2025-06-11-120000`, where that has hyphens. */
function withHyphens({ version, last }: NumberedMigration): string {
  return /^\d{4}-\d\d-\d\d-\d{6}/.test(last) ? version.replace(/^(\d{4})(\d\d)(\d\d)(?=\d{6}$)/, '$1-$2-$3-') : version;
}

function reasonFor(root: FolderView): string | undefined {
  const manifest = findAbove(root, [CONFIG, 'Cargo.toml']);
  if (manifest !== undefined && (manifest.name !== CONFIG || names(manifest.folder, root))) return manifest.name;
  // Another folder than the one that diesel.toml names may be built into a program.
  if (findAbove(root, ['Cargo.toml']) !== undefined) return 'Cargo.toml';
  const name = nameLike(root, OWN_NAME);
  return name === undefined ? undefined : `folders like ${name}`;
}

/** Whether the diesel.toml in a folder leaves it open where migrations are, or names this folder. */
function names(holder: FolderView, root: FolderView): boolean {
  const named = asText(at(readToml(holder.read(CONFIG) ?? '').value, 'migrations_directory', 'dir'));
  return named === undefined || path.resolve(holder.path, named) === root.path;
}

/** Whether metadata.toml asks for a transaction: without the key it does not; one that cannot be read is as though it were not there. */
function readMetadata(text: string): boolean {
  const { value, error } = readToml(text);
  const asked = at(value, 'run_in_transaction');
  return error !== undefined || (asked !== undefined && asked !== false);
}
