import type { EmbeddedReader } from '../sql/embedded.js';
import type { Direction, DirectiveReader, TransactionHabit } from '../sql/migration.js';
import type { MigrationFormat, NoFormat } from './new-migrations.js';
import type { PlaceholderMarks } from '../sql/placeholder-marks.js';

/** What a tool may look at to say whether a folder is its own. */
export interface FolderView {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** Names of everything in it, sorted. Empty where the folder cannot be read. */
  readonly names: ReadonlySet<string>;
  /** The folder above; undefined above the repository. */
  readonly parent: FolderView | undefined;
  /** A folder in this one; undefined where there is none of that name. */
  child(name: string): FolderView | undefined;
  /** The first bytes of a file in it as text, empty where it cannot be read. */
  head(name: string): string;
  /** The whole text of a file in it (or below it: `meta/_journal.json`); undefined where none can be read, or where it is too large for a file of settings. */
  read(name: string): string | undefined;
}

/** A tool recognised in a folder. */
export interface Detection {
  /** The folder whose migrations make one schema. */
  readonly root: FolderView;
  /** What it was recognised by, as a noun phrase for people: `names like V1__create.sql`, `sqitch.plan`. */
  readonly reason: string;
}

/** What is odd about a project as a whole. */
export interface ToolRemark {
  /** A note is for people only; the others say that a part of what the tool runs could not be judged, and make the exit code 2. */
  readonly kind: 'note' | 'missing-file' | 'broken-project';
  /** Relative to the root, with `/`; empty: the root itself. */
  readonly path: string;
  /** Follows the path: `names a script that does not exist: deploy/users.sql.` */
  readonly message: string;
}

/** What a tool reads from a migration's path. */
export interface MigrationName {
  /** The version, as the tool prints it; null for files without (Flyway's `R__`). */
  readonly version: string | null;
  readonly direction: Direction;
  /** What this file was recognised by, where that is not what the folder was recognised by. */
  readonly reason?: string;
  /** What the order goes by: compared one by one with the tool's `compare`. */
  readonly order: readonly string[];
  /** Whether the tool runs it in a transaction; absent: as the tool runs its files. */
  readonly transaction?: boolean;
  /** What ends its statements besides `;`; see `Directive`. */
  readonly delimiter?: string | null;
  /** As of a migration. */
  readonly isSealed?: true;
}

/** A migration tool: how its folders look, how it names and orders migrations, what its comments mean. */
export interface MigrationTool {
  readonly name: string;
  /** Folders in which it keeps migrations when nobody says otherwise, relative to the project. */
  readonly defaultFolders: readonly string[];
  readonly wrapsTransaction: boolean;
  /** Whether it sends a file as one text, which makes one transaction of several statements; absent: no. */
  readonly sendsAtOnce?: boolean;
  /** What people are told of the two; absent for tools without transactions. */
  readonly transactions?: TransactionHabit;
  readonly readDirective: DirectiveReader;
  /** The folder, relative to the root, in which its own includes (`Directive.include`) are; absent: that of the file that includes. */
  readonly includeFolder?: string;
  /** Whether what lies beside its files, and is none of them, may be another tool's; absent: nobody runs that. */
  readonly sharesFolder?: boolean;
  /** What it does where two migrations have one version, to follow its name: `refuses the two`; absent: it runs both. */
  readonly onSameVersion?: string | undefined;
  /** Whether it is known by nothing but names that other tools' files have as well; absent: no. */
  readonly mayBeAnother?: boolean;
  readonly compare: (a: string, b: string) => number;
  /** For a root whose own files say that it is for another database than PostgreSQL or YugabyteDB; nothing in it is judged. */
  readonly database?: { readonly name: string; /** What says so: `migration_lock.toml`. */ readonly source: string };
  /** Whether `folder` looks as though this tool ran files in it. */
  detect(folder: FolderView): Detection | undefined;
  /** The tool as a root's own files set it up, under the same name: another prefix, the order of a plan. Asked once a root. */
  configure?(root: FolderView): MigrationTool;
  /** Whether files in a folder (path relative to the root, with `/`) can be migrations too. */
  enters(path: string): boolean;
  /** Reads a path relative to the root. `skip`: the tool's own file that changes no schema. Undefined: not the tool's. */
  readName(path: string): MigrationName | 'skip' | undefined;
  /** What is said of a path that `readName` skips, to follow it; absent: that it checks what another script did. */
  explainSkip?(path: string): string;
  /** Whether the tool runs a statement outside of a transaction by itself, because PostgreSQL wants that. */
  readonly leavesTransaction?: (statement: string) => boolean;
  /** Values that the tool's own settings give to placeholders; what our config says of a name comes before them. */
  readonly placeholders?: ReadonlyMap<string, string>;
  /** For its files in another language: finds the SQL in the one with this path (relative to the root, with `/`). */
  readEmbedded?(path: string): EmbeddedReader | undefined;
  /** Between which marks those stand, where the settings have others than the usual ones. */
  readonly placeholderMarks?: PlaceholderMarks;
  /** Whether a statement that runs in no transaction has the whole file run in none; absent: no. */
  readonly leavesAsWhole?: boolean;
  /** The tables in which it notes what has run (`schema.table`), where the settings name them. */
  readonly historyTables?: readonly string[];
  /** What is odd about a root. `paths`: those below it that `readName` took, relative to it, with `/`. */
  examine?(root: FolderView, paths: readonly string[]): readonly ToolRemark[];
  /** For tools that say it beside the file or anywhere in it: whether they run the one with this name and beginning in a transaction. */
  runsInTransaction?(folder: FolderView, file: string, head: () => string): boolean;
  /** Paths (relative to the root, with `/`) of migrations that never run after the others, and make a schema of their own. */
  findApart?(paths: readonly string[]): ReadonlySet<string>;
  /** How new migrations are written for it, or why none are. */
  readonly format: MigrationFormat | NoFormat;
}

/** `1.2` of `1.2_users.sql`, `v3-x.sql`, `20250611.sql`: what a name begins with that is a version. */
const LEADING_VERSION = /^[vV]?(\d+(?:\.\d+)*)(?=$|[^\p{L}\d])/u;

/** The version that a name begins with; undefined where it begins with something else. */
export function leadingVersion(name: string): string | undefined {
  return LEADING_VERSION.exec(name)?.[1];
}

const DIRECTION_ENDING = /[._](?:up|(down|undo|rollback|revert))(?=\.sql$)/i;

/** The direction that a name's ending says: `x.down.sql`. Names without one go up. */
export function directionOf(name: string): Direction {
  return DIRECTION_ENDING.exec(name)?.[1] === undefined ? 'up' : 'down';
}

/** The name that both directions of a migration share. */
export function withoutDirection(name: string): string {
  return name.replace(DIRECTION_ENDING, '');
}

/** Recognises a tool by text that only it understands, at the beginning of one of the first files with a fitting name. */
export function detectMarker(folder: FolderView, name: RegExp, marker: RegExp): Detection | undefined {
  let left = 3;
  for (const file of folder.names) {
    if (!name.test(file)) continue;
    const found = marker.exec(folder.head(file));
    if (found !== null) return { root: folder, reason: `"${found[0].trim()}" in ${file}` };
    if (--left === 0) return undefined;
  }
  return undefined;
}

/** Recognises a tool by a file of its own in a folder or above it. */
export function detectManifest(folder: FolderView, names: readonly string[], says?: RegExp): Detection | undefined {
  const manifest = findAbove(folder, names);
  if (manifest === undefined || says?.test(manifest.folder.head(manifest.name)) === false) return undefined;
  return { root: folder, reason: manifest.name };
}

/** A name in a folder that fits, to tell people what they look like. */
export function nameLike(folder: FolderView, name: RegExp): string | undefined {
  for (const one of folder.names) if (name.test(one)) return one;
  return undefined;
}

/** The folder below another that a path of names (with `/`) leads to; undefined where it does not go on. */
export function walkDown(folder: FolderView, path: string): FolderView | undefined {
  return path.split('/').reduce<FolderView | undefined>((at, name) => at?.child(name), folder);
}

/** The same for a path as people write it, with `.` and `..` in it. */
export function walkTo(folder: FolderView, path: string): FolderView | undefined {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.reduce<FolderView | undefined>((at, segment) => (segment === '..' ? at?.parent : at?.child(segment)), folder);
}

/** The nearest of some files in a folder or above it: the folder that has it, and its name. */
export function findAbove(folder: FolderView, names: readonly string[]): { readonly folder: FolderView; readonly name: string } | undefined {
  const name = names.find((one) => folder.names.has(one));
  if (name !== undefined) return { folder, name };
  return folder.parent === undefined ? undefined : findAbove(folder.parent, names);
}

/** A reader that asks several; the first that knows a comment decides. */
export function firstOf(readers: readonly DirectiveReader[]): DirectiveReader {
  return (comment, lineStart, fileStart) => {
    for (const reader of readers) {
      const directive = reader(comment, lineStart, fileStart);
      if (directive !== null) return directive;
    }
    return null;
  };
}

/** For tools whose comments mean nothing. */
export const noDirectives: DirectiveReader = () => null;
