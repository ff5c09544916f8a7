import path from 'node:path';
import type { DirectiveReader } from '../../sql/migration.js';
import { otherDatabase } from '../dialects.js';
import { databaseOfFeatures, findCrate } from '../manifest/cargo.js';
import { asText, at } from '../manifest/document.js';
import { readToml } from '../manifest/toml.js';
import { readAnyMarker } from '../markers.js';
import { inTwoFiles, titleLike } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { findAbove, firstOf, nameLike, type FolderView, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)_.*?(?:\.(up|down))?\.sql$/;
/** What the tool takes for the name of a migration: then it insists on a number before the first `_`. */
const CLAIMED = /^([^_]*)_.*\.sql$/;

/** Features of the crate, and the databases that they are for. */
const DATABASES: ReadonlyMap<string, string> = new Map([
  ['postgres', 'postgres'],
  ['mysql', 'mysql'],
  ['sqlite', 'sqlite'],
  ['sqlite-unbundled', 'sqlite'],
  ['mssql', 'mssql'],
]);

/** The tool wants it at the very start of the file. */
const readDirective: DirectiveReader = (comment, _lineStart, fileStart) => (fileStart && comment.startsWith('-- no-transaction') ? { transaction: false } : null);

export const sqlx: MigrationTool = {
  name: 'sqlx',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: {
    tool: 'sqlx',
    unit: 'each file',
    escape: 'that begins with "-- no-transaction"',
    directive: { place: 'top', line: '-- no-transaction', alone: true },
  },
  readDirective: firstOf([readDirective, readAnyMarker]),
  onSameVersion: 'fails at the second',
  compare: compareNatural,
  format: {
    files: (migration) => {
      const { last, version, title, transaction } = migration;
      const name = `${version}_${titleLike(title, last)}`;
      const header = transaction ? '' : '-- no-transaction\n';
      return /\.(?:up|down)\.sql$/.test(last) ? inTwoFiles(`${name}.up.sql`, `${name}.down.sql`, migration, header) : inTwoFiles(`${name}.sql`, null, migration, header);
    },
    leavesTransaction: true,
  },
  detect(folder) {
    if (nameLike(folder, NAME) === undefined) return undefined;
    if (isNamedByConfig(folder)) return { root: folder, reason: 'sqlx.toml' };
    return findCrate(folder, 'sqlx') === undefined ? undefined : { root: folder, reason: 'sqlx in Cargo.toml' };
  },
  configure(root) {
    const used = findCrate(root, 'sqlx');
    const feature = used === undefined ? undefined : databaseOfFeatures(used, DATABASES);
    const database = feature === undefined ? undefined : otherDatabase(feature);
    return database === undefined ? this : { ...this, database: { name: database, source: 'Cargo.toml' } };
  },
  enters: () => false,
  readName(file) {
    const match = file.includes('/') ? null : NAME.exec(file);
    if (match === null) return undefined;
    const version = match[1] ?? '';
    return { version, direction: match[2] === 'down' ? 'down' : 'up', order: [version] };
  },
  examine: (root) =>
    [...root.names]
      .filter((name) => CLAIMED.test(name) && !NAME.test(name))
      .map((name) => ({ kind: 'broken-project', path: name, message: 'has no number before the first "_" of its name: sqlx refuses the whole folder.' })),
};

/** Whether a sqlx.toml in a folder or above it names this one; without a name there it is `migrations` beside it. */
function isNamedByConfig(folder: FolderView): boolean {
  const config = findAbove(folder, ['sqlx.toml']);
  if (config === undefined) return false;
  const named = asText(at(readToml(config.folder.read(config.name) ?? '').value, 'migrate', 'migrations-dir')) ?? 'migrations';
  return path.resolve(config.folder.path, named) === folder.path;
}
