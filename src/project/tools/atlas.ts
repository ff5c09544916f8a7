import path from 'node:path';
import type { DirectiveReader } from '../../sql/migration.js';
import { readMigrationDirectories } from '../manifest/atlas-hcl.js';
import { perFolder } from '../manifest/per-folder.js';
import { readAnyMarker } from '../markers.js';
import { inTwoFiles, titleLike } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { findAbove, firstOf, type FolderView, type MigrationTool, type ToolRemark } from '../tool.js';

const NAME = /^[^/]+\.sql$/;
const SUM = 'atlas.sum';
const CONFIG = 'atlas.hcl';
const DIRECTIVE = /^[ -~]*atlas:(\w+)(?: +(.+))?/;
const NOT_SEEN = /^[ -~]*atlas:(?:txmode|checkpoint)\b.*/;

/** `-- atlas:delimiter \n\n`, as the very first line of a file. */
const readDelimiter: DirectiveReader = (comment, _lineStart, fileStart) => {
  const written = fileStart ? /^-- atlas:delimiter +(.+)$/.exec(comment)?.[1] : undefined;
  if (written === undefined) return null;
  return { delimiter: written.replace(/\\([nrt])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter) };
};

/** `-- atlas:txmode none`, as far as a comment alone can tell. */
export const readTransactionMode: DirectiveReader = (comment) => {
  const mode = /^--\s*atlas:txmode\s+(none|file|all)\b/.exec(comment)?.[1];
  return mode === undefined ? null : { transaction: mode !== 'none' };
};

/** The comments at the very top of a file. */
function readTop(head: string): { readonly comments: readonly string[]; /** Whether an empty line or the end of the file follows: only then are there directives among them. */ readonly isApart: boolean } {
  const lines = head.split(/\r?\n/);
  const end = lines.findIndex((line) => !/^(?:#|--)/.test(line));
  return end === -1 ? { comments: lines, isApart: true } : { comments: lines.slice(0, end), isApart: (lines[end] ?? '').trim() === '' };
}

/** The values of a directive of the whole file; a directive without a value has an empty one. Source: Atlas' `LocalFile.Directive`. */
function directivesOf(head: string, name: string): readonly string[] {
  const { comments, isApart } = readTop(head);
  return isApart ? comments.flatMap((comment) => (DIRECTIVE.exec(comment)?.[1] === name ? [(DIRECTIVE.exec(comment)?.[2] ?? '').trim()] : [])) : [];
}

/** Checkpoints with migrations before them: they hold what those make, for databases that have none of them yet. */
const snapshotsIn = perFolder((root): ReadonlySet<string> => {
  const [, ...later] = [...root.names].filter((name) => NAME.test(name));
  return new Set(later.filter((name) => directivesOf(root.head(name), 'checkpoint').length > 0));
});

/** The folders (absolute) that the atlas.hcl in a folder names. */
const configuredIn = perFolder((folder): readonly string[] => readMigrationDirectories(folder.read(CONFIG) ?? '').map((one) => path.resolve(folder.path, one)));

const SNAPSHOT = 'is a checkpoint: it repeats what the files before it make, for databases that are still empty, and was left alone.';

/** Where atlas.sum and the folder disagree. */
function remarkOnSum(root: FolderView): readonly ToolRemark[] {
  const sum = root.read(SUM);
  if (sum === undefined) return [];
  const listed = new Set(sum.split(/\r?\n/).slice(1).flatMap((line) => /^(.+?) h1:\S+$/.exec(line)?.[1] ?? []));
  const remarks: ToolRemark[] = [];
  for (const name of listed) if (!root.names.has(name)) remarks.push({ kind: 'missing-file', path: name, message: `is listed in ${SUM}, and there is no such file.` });
  for (const name of root.names) {
    if (!NAME.test(name) || listed.has(name) || /^[ -~]*atlas:sum +ignore/.test(root.head(name))) continue;
    remarks.push({ kind: 'note', path: name, message: `is not listed in ${SUM}: Atlas runs nothing before "atlas migrate hash" has listed it.` });
  }
  return remarks;
}

function remarkOnFile(root: FolderView, file: string): readonly ToolRemark[] {
  const { comments, isApart } = readTop(root.head(file));
  const lost = isApart ? undefined : comments.map((comment) => NOT_SEEN.exec(comment)?.[0]).find((comment) => comment !== undefined);
  return lost === undefined ? [] : [{ kind: 'note', path: file, message: `has "${lost.trim()}" and no empty line after it: Atlas does not see it.` }];
}

export const atlas: MigrationTool = {
  name: 'atlas',
  defaultFolders: ['migrations'],
  wrapsTransaction: true,
  transactions: {
    tool: 'Atlas',
    unit: 'each file',
    escape: 'with "-- atlas:txmode none" and an empty line at the top',
    directive: { place: 'top', line: '-- atlas:txmode none', apart: true, conflict: /\r|^[ -~]*atlas:/m },
  },
  readDirective: firstOf([readDelimiter, readAnyMarker]),
  compare: compareBytes,
  format: {
    // The directive counts only with an empty line behind it.
    files: (migration) => inTwoFiles(`${migration.version}_${titleLike(migration.title, migration.last)}.sql`, null, migration, migration.transaction ? '' : '-- atlas:txmode none\n\n'),
    leavesTransaction: true,
    afterwards: `Run "atlas migrate hash": Atlas refuses files that ${SUM} does not list.`,
  },
  detect(folder) {
    if (folder.names.has(SUM)) return { root: folder, reason: SUM };
    const config = findAbove(folder, [CONFIG]);
    return config !== undefined && configuredIn(config.folder).includes(folder.path) ? { root: folder, reason: CONFIG } : undefined;
  },
  configure(root) {
    const left = snapshotsIn(root);
    return left.size === 0 ? this : { ...this, readName: (file) => (left.has(file) ? 'skip' : this.readName(file)) };
  },
  enters: () => false,
  readName(file) {
    if (!NAME.test(file)) return undefined;
    const version = /^\d[^_]*/.exec(file.slice(0, -'.sql'.length))?.[0] ?? null;
    return { version, direction: 'up', order: [file] };
  },
  explainSkip: () => SNAPSHOT,
  examine: (root, paths) => [
    ...remarkOnSum(root),
    ...[...snapshotsIn(root)].map((name) => ({ kind: 'note', path: name, message: SNAPSHOT }) as const),
    ...paths.flatMap((file) => remarkOnFile(root, file)),
  ],
  runsInTransaction: (_folder, _file, head) => !directivesOf(head(), 'txmode').includes('none'),
};
