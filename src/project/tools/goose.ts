import type { DirectiveReader } from '../../sql/migration.js';
import { foldersFromEnvironment } from '../manifest/environment.js';
import { inOneFile, titleLike } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { detectMarker, type FolderView, type MigrationTool, type ToolRemark } from '../tool.js';
import { remarkOnBeginnings } from './first-marker.js';

/** Versions are numbers from 1 on. */
const NAME = /^(0*[1-9]\d*)_.*\.sql$/;
const GO = /^(0*[1-9]\d*)_.*(?<!_test)\.go$/;
const VERSION_0 = 'has version 0: goose takes versions from 1 on, and does not run it.';
const NO_TRANSACTION = /^--.*\+goose[ \t]+no transaction\s*$/im;

/** The words of `-- +goose WORDS`, in column 1 and with nothing else on the line; undefined for other comments. Source: goose's sqlparser. */
function annotationOf(comment: string): string | undefined {
  if (!comment.startsWith('--') || !comment.includes('+goose')) return undefined;
  return comment.replaceAll('--', '').replace('+goose', '').trim().toLowerCase();
}

/** What stands between StatementBegin and StatementEnd may lack its `;`. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  if (!lineStart) return null;
  switch (annotationOf(comment) ?? '') {
    case 'up':
      return { direction: 'up', boundary: true };
    case 'down':
      return { direction: 'down', boundary: true };
    case 'statementbegin':
      return { boundary: true, together: true };
    case 'statementend':
      return { boundary: true, together: false };
    case 'no transaction':
      return { transaction: false };
    case 'envsub on':
      return { expandsEnvironment: true };
    case 'envsub off':
      return { expandsEnvironment: false };
    default:
      return null;
  }
};

/** Migrations in Go, which take versions as well, and names whose version goose does not take. */
function remarkOnNeighbours(root: FolderView, paths: readonly string[]): readonly ToolRemark[] {
  const versions = new Map<bigint, string>();
  for (const path of paths) versions.set(BigInt(NAME.exec(path)?.[1] ?? 0), path);
  const remarks: ToolRemark[] = [];
  for (const name of root.names) {
    const version = GO.exec(name)?.[1];
    if (version !== undefined) {
      const twin = versions.get(BigInt(version));
      if (twin !== undefined) remarks.push({ kind: 'broken-project', path: twin, message: `has version ${version}, as ${name} has: goose refuses the two.` });
    } else if (/^0+_.*\.sql$/.test(name)) {
      remarks.push({ kind: 'note', path: name, message: VERSION_0 });
    }
  }
  return remarks;
}

export const goose: MigrationTool = {
  name: 'goose',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: {
    tool: 'goose',
    unit: 'each file',
    escape: 'with "-- +goose NO TRANSACTION"',
    directive: { place: 'top', line: '-- +goose NO TRANSACTION', wholeFile: true },
  },
  readDirective,
  onSameVersion: 'refuses the two',
  compare: compareNatural,
  format: {
    files: (migration) => {
      const header = migration.transaction ? '' : '-- +goose NO TRANSACTION\n';
      return inOneFile(`${migration.version}_${titleLike(migration.title, migration.last)}.sql`, { up: `${header}-- +goose Up`, down: '-- +goose Down' }, migration);
    },
    leavesTransaction: true,
  },
  detect(folder) {
    const marked = detectMarker(folder, NAME, /^--\s*\+goose[ \t]/im);
    if (marked !== undefined) return marked;
    return foldersFromEnvironment(folder, 'GOOSE_MIGRATION_DIR')?.includes(folder.path) === true ? { root: folder, reason: 'GOOSE_MIGRATION_DIR in .env' } : undefined;
  },
  enters: () => false,
  readName(path) {
    const version = NAME.exec(path)?.[1];
    if (version !== undefined) return { version, direction: 'up', order: [version] };
    return /^0+_.*\.sql$/.test(path) ? 'skip' : undefined;
  },
  explainSkip: () => VERSION_0,
  // The annotation counts for the whole file, wherever it stands.
  runsInTransaction: (_folder, _file, head) => !NO_TRANSACTION.test(head()),
  examine: (root, paths) => [
    ...remarkOnBeginnings(root, paths, /^--.*\+goose[ \t]+up\s*$/im, {
      missing: 'has no line "-- +goose Up": goose refuses the file.',
      before: 'has SQL before "-- +goose Up": goose refuses the file.',
    }),
    ...remarkOnNeighbours(root, paths),
  ],
};
