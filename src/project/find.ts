import fs from 'node:fs';
import path from 'node:path';
import { UsageError, type ResolvedConfig, type RootConfig } from '../config/config.js';
import { isGlob, literalBase, parseGlob, type Glob } from '../config/glob.js';
import { isInside, relativePath, showPath } from '../config/paths.js';
import type { ToolProblem } from '../linter/result.js';
import type { MigrationRoot } from '../sql/migration.js';
import type { SourceFile } from '../source/source-file.js';
import { isChangelogName, isCompiled } from './code.js';
import { ForeignFiles } from './dialects.js';
import { findEmbeddedUse } from './go-embed.js';
import { Folders, realPath, type Entry, type Folder, type PickCode, type Remark } from './folders.js';
import type { Series } from './new-migrations.js';
import { RootBuilder, STDIN, type RootRemark } from './roots.js';
import { describeKind, explainError, fileInMemory } from './source.js';
import type { FolderView } from './tool.js';
import { dump } from './tools/dump.js';
import { CODE_TOOLS, TOOLS } from './tools/index.js';
import { liquibase } from './tools/liquibase.js';
import { isMigrationFolder, plain } from './tools/plain.js';

export interface FindRequest {
  /** Files, folders, globs, and `-` for stdin; none: what the config names, else what is found of a migration tool. */
  readonly paths: readonly string[];
  readonly config: ResolvedConfig;
  /** Absolute. */
  readonly cwd: string;
  readonly stdin: (() => Uint8Array) | null;
  /** The name that stdin's text goes by; then it stands for that file among its neighbours. */
  readonly stdinFilename: string | null;
  /** Whether migrations that were not chosen are read to know what was there before. */
  readonly readHistory: boolean;
}

/** A root with the settings that hold in it. */
export interface FoundRoot extends MigrationRoot {
  readonly config: RootConfig;
  /** How it can be continued. */
  readonly series: Series<FoundRoot>;
}

export interface FoundMigrations {
  readonly roots: readonly FoundRoot[];
  /** Every file of the roots, and as a run goes on every one that they include. */
  readonly files: Iterable<SourceFile>;
  /** `unmatched-path` (a path that leads to no SQL file), `unreadable-file`, `unreadable-folder`. */
  readonly problems: readonly ToolProblem[];
  readonly notes: readonly { readonly file?: string; readonly message: string }[];
}

/**
 * Finds the migrations that paths stand for, puts each in its root and order, and adds those that ran before.
 * Throws a `UsageError` where there is no path and nothing to be found without.
 */
export function findMigrations(request: FindRequest): FoundMigrations {
  const finder = new Finder(request);
  finder.choose();
  return finder.finish();
}

/** The folders of migration tools in a project (relative to it, with `/`), with the tools' names: what is linted where nobody names a path. */
export function detectProject(cwd: string, config: ResolvedConfig): readonly { readonly folder: string; readonly tool: string }[] {
  const found = new Finder({ paths: [], config, cwd, stdin: null, stdinFilename: null, readHistory: false }).detect();
  return found.map(({ folder, tool }) => ({ folder: showPath(folder, cwd), tool }));
}

/** Nobody says where the migrations are, and none are found. */
export class NothingFoundError extends UsageError {
  override readonly name = 'NothingFoundError';
}

class Finder {
  readonly #request: FindRequest;
  readonly #folders: Folders;
  readonly #roots: RootBuilder;
  readonly #chosen = new Map<string, Entry>();
  readonly #problems: ToolProblem[] = [];
  readonly #notes: { readonly file: string; readonly message: string }[] = [];
  readonly #foreign = new ForeignFiles();

  constructor(request: FindRequest) {
    const { config, cwd } = request;
    this.#request = request;
    this.#folders = new Folders((name) => config.extensions.some((ending) => name.toLowerCase().endsWith(ending)), pickCode);
    this.#roots = new RootBuilder({
      config,
      folders: this.#folders,
      cwd,
      show: (file) => (file === STDIN ? STDIN : showPath(file, cwd)),
      walk: (folder, walk) => this.#walk(folder, walk),
    });
  }

  choose(): void {
    const { paths, config } = this.#request;
    if (paths.length > 0) {
      for (const one of paths) this.#choosePath(one);
      return;
    }
    if (config.migrations.length > 0) {
      for (const { path: rootPath } of config.migrations) if (rootPath !== null) this.#chooseNamed(rootPath);
      return;
    }
    const detected = this.detect();
    if (detected.length === 0) {
      const others = this.#roots.foreignRoots().map(({ path: at, message }) => ` ${showPath(at, this.#request.cwd)} ${message}`);
      throw new NothingFoundError(`No path was given, no config names "migrations", and no folder of a migration tool was found here.${others.join('')} Try: xclint db/migrations`);
    }
    for (const { entries } of detected) this.#add(entries);
  }

  /** Folders of migrations: in a repository wherever they are, elsewhere only where tools have them by default. */
  detect(): readonly DetectedFolder[] {
    const here = this.#folders.open(this.#request.cwd);
    return here.repository === null ? this.#detectDefaults() : this.#detectBelow(here);
  }

  /** What lies among tests and examples is taken only where there is nothing else. */
  #detectBelow(here: Folder): readonly DetectedFolder[] {
    // Numbered files alone may be anything: then the folder has to say that they are migrations.
    const remarks: Remark[] = [];
    const entries = this.#walk(here, { onRemark: (remark) => remarks.push(remark) });
    const all = this.#gather(entries, (folder, tool) => tool !== plain.name || isMigrationFolder(relativePath(here.path, folder) || here.name));
    const uses = new Map(all.length === 1 ? [] : all.map((one) => [one, findEmbeddedUse(this.#folders.open(one.folder), one.entries.map((entry) => entry.path))]));
    const [aside, notAside] = partition(all, (one) => uses.get(one)?.by === 'tests' || relativePath(here.path, one.folder).split('/').some((name) => ASIDE.test(name)));
    const isBuiltIn = (one: DetectedFolder): boolean => uses.get(one)?.by === 'program';
    // What nobody builds in beside what a program of the same code has in it: templates, and what once was.
    const [unused, found] = partition(notAside, (one) => uses.get(one) === undefined && notAside.some((other) => other.tool === one.tool && isBuiltIn(other) && isInside(one.folder, uses.get(other)?.folder ?? '')));
    // What cannot be read elsewhere in the repository is no business of ours.
    for (const remark of remarks) if (all.some(({ folder }) => isInside(remark.path, folder))) this.#takeRemark(remark);
    this.#leaveAlone(unused, 'is built into no program, as other migrations near it are, and was left alone');
    if (found.length === 0) return aside;
    const [dumps, others] = partition(found, ({ tool }) => tool === dump.name);
    // A dump says again what the migrations near it have made.
    const [repeating, wanted] = partition(dumps, ({ folder }) => others.some((other) => isInside(other.folder, path.dirname(folder))));
    for (const { path: at } of repeating.flatMap(({ entries: files }) => files)) {
      this.#notes.push({ file: showPath(at, this.#request.cwd), message: 'is a dump of what the migrations near it have made, and was left alone; name it to have it judged.' });
    }
    this.#leaveAlone(aside, 'lies among tests or examples and was left alone');
    return [...others, ...wanted];
  }

  #leaveAlone([first, ...others]: readonly DetectedFolder[], why: string): void {
    if (first === undefined) return;
    const more = others.length === 0 ? '' : ` So ${others.length === 1 ? 'was' : 'were'} ${String(others.length)} more of the kind.`;
    this.#notes.push({ file: showPath(first.folder, this.#request.cwd), message: `${why}; name it to have it judged.${more}` });
  }

  #detectDefaults(): readonly DetectedFolder[] {
    const found: DetectedFolder[] = [];
    for (const tool of TOOLS) {
      for (const relative of tool.defaultFolders) {
        const folder = path.resolve(this.#request.cwd, relative);
        if (!isFolder(folder) || found.some((known) => isInside(folder, known.folder))) continue;
        found.push(...this.#gather(this.#walk(this.#folders.open(folder), {}), (_, name) => name === tool.name));
      }
    }
    return found;
  }

  /** Files by the folder that their tool reads, where `accepts` takes folder (absolute) and tool. */
  #gather(entries: readonly Entry[], accepts: (folder: string, tool: string) => boolean): readonly DetectedFolder[] {
    const found = new Map<string, { readonly folder: string; readonly tool: string; readonly entries: Entry[] }>();
    for (const entry of entries) {
      const detected = this.#roots.detect(entry);
      if (detected === undefined || !accepts(detected.folder, detected.tool)) continue;
      const { folder, tool } = detected;
      const known = found.get(`${tool} ${folder}`);
      if (known === undefined) found.set(`${tool} ${folder}`, { folder, tool, entries: [entry] });
      else known.entries.push(entry);
    }
    return [...found.values()];
  }

  finish(): FoundMigrations {
    const { readHistory } = this.#request;
    // Before the walk for the history, which meets the same files again.
    for (const { folder, message } of this.#foreign.remarks()) this.#notes.push({ file: showPath(folder, this.#request.cwd), message });
    const { roots, remarks } = this.#roots.build(this.#chosen, readHistory);
    for (const remark of remarks) this.#takeRemark(remark);
    return { roots, files: this.#roots.files, problems: this.#problems, notes: this.#notes };
  }

  #choosePath(written: string): void {
    if (written === STDIN) this.#chooseStdin();
    else this.#chooseNamed(path.resolve(this.#request.cwd, written), written);
  }

  #chooseStdin(): void {
    const { stdin, stdinFilename, cwd } = this.#request;
    if (stdin === null) throw new UsageError('There is no standard input to read for "-".');
    const location = stdinFilename === null ? null : path.resolve(cwd, stdinFilename);
    const real = location === null ? STDIN : realPath(location);
    this.#roots.judgeAnyway(real);
    this.#roots.putInMemory(real, fileInMemory(location === null ? STDIN : showPath(location, cwd), stdin));
    this.#chosen.set(real, { path: location ?? STDIN, name: path.basename(location ?? STDIN), real });
  }

  /** `written`: what may be a glob. */
  #chooseNamed(location: string, written?: string): void {
    let stats: fs.Stats | undefined;
    try {
      stats = fs.statSync(location, { throwIfNoEntry: false });
    } catch (error) {
      this.#problem('unreadable-file', location, explainError(error, 'could not be read'));
      return;
    }
    if (stats?.isDirectory() === true) this.#chooseFolder(location);
    else if (stats?.isFile() === true) this.#chooseFile(location);
    else if (stats !== undefined) this.#problem('unreadable-file', location, `is ${describeKind(stats)}, not a file.`);
    else if (isLink(location)) this.#problem('unreadable-file', location, 'is a link that leads nowhere.');
    else if (written !== undefined && isGlob(written)) this.#chooseGlob(written);
    else this.#problem('unmatched-path', location, 'there is no such file or folder.');
  }

  #chooseFile(location: string): void {
    const real = realPath(location);
    this.#roots.judgeAnyway(real);
    this.#add([{ path: location, name: path.basename(location), real }]);
  }

  #chooseFolder(location: string): void {
    const folder = this.#folders.open(location);
    const found = this.#walk(folder, {});
    this.#add(found);
    if (found.length > 0) return;
    const ignored = folder.hasIgnored ? '; what .gitignore names was left out' : '';
    this.#problem('unmatched-path', location, `there is no ${this.#endings()} file in this folder${ignored}.`);
  }

  #chooseGlob(written: string): void {
    const { cwd } = this.#request;
    const pattern = (path.sep === '/' ? written : written.replaceAll(path.sep, '/')).replace(/^(?:\.\/)+/, '');
    let glob: Glob;
    try {
      glob = parseGlob(pattern);
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(`${written}: ${error.message}.`);
      throw error;
    }
    const base = path.resolve(cwd, literalBase(pattern) || (pattern.startsWith('/') ? '/' : '.'));
    const absolute = path.isAbsolute(pattern);
    const show = (file: string): string => (absolute ? file.split(path.sep).join('/') : showPath(file, cwd));
    const found = isFolder(base) ? this.#walk(this.#folders.open(base), { glob, show }) : [];
    this.#add(found);
    if (found.length === 0) this.#problems.push({ kind: 'unmatched-path', file: written, message: `no ${this.#endings()} file matches this pattern.` });
  }

  #add(entries: readonly Entry[]): void {
    for (const entry of entries) if (!this.#chosen.has(entry.real)) this.#chosen.set(entry.real, entry);
  }

  /** Files of the wanted endings in a folder and those below it, each real path once, links after everything else. */
  #walk(start: Folder, options: WalkOptions): readonly Entry[] {
    const { glob, show = (file: string) => file, enters, onRemark = (remark: Remark) => this.#takeRemark(remark) } = options;
    const foreign = this.#foreign;
    const found = new Map<string, Entry>();
    const seen = new Set<string>();
    let waiting: readonly Step[] = [{ folder: start, included: glob === undefined || glob.matches(show(start.path)) }];
    while (waiting.length > 0) {
      const walked: Step[] = [];
      const stack = [...waiting].reverse();
      for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
        const { folder, included } = step;
        if (seen.has(folder.real)) continue;
        seen.add(folder.real);
        walked.push(step);
        addFiles(foreign.withoutFiles(folder), included);
        stack.push(...stepsInto(folder.folders, included).reverse());
      }
      const linked: Step[] = [];
      for (const { folder, included } of walked) {
        const links = folder.followLinks();
        addFiles(links.files, included);
        linked.push(...stepsInto(links.folders, included));
        folder.takeRemarks().forEach(onRemark);
      }
      waiting = linked;
    }
    return [...found.values()];

    function addFiles(files: readonly Entry[], included: boolean): void {
      for (const file of files) {
        if (!found.has(file.real) && (included || glob?.matches(show(file.path)) === true)) found.set(file.real, file);
      }
    }

    function stepsInto(folders: readonly Folder[], included: boolean): Step[] {
      const steps: Step[] = [];
      for (const folder of folders) {
        if (enters?.(folder.path) === false || foreign.has(folder)) continue;
        if (included || glob === undefined) steps.push({ folder, included: true });
        else if (glob.matches(show(folder.path))) steps.push({ folder, included: true });
        else if (glob.entersFolder(show(folder.path))) steps.push({ folder, included: false });
      }
      return steps;
    }
  }

  #takeRemark({ kind, path: at, message }: Remark | RootRemark): void {
    if (kind === 'note') this.#notes.push({ file: showPath(at, this.#request.cwd), message });
    else this.#problem(kind, at, message);
  }

  #problem(kind: string, location: string, message: string): void {
    const file = showPath(location, this.#request.cwd);
    // What a walk met may be named besides, in other words; a plan can be broken in several places.
    const isSaid = (known: ToolProblem): boolean => known.file === file && known.kind === kind && (known.message === message || kind.startsWith('unreadable-'));
    if (!this.#problems.some(isSaid)) this.#problems.push({ kind, file, message });
  }

  #endings(): string {
    return this.#request.config.extensions.join(' or ');
  }
}

/** The migrations among the code of a folder: those of the first tool that knows any of them, and changelogs with SQL in them. */
const pickCode: PickCode = (folder, names) => new Set([...pickMigrations(folder, names.filter((name) => !isChangelogName(name))), ...pickChangelogs(folder, names.filter(isChangelogName))]);

function pickChangelogs(folder: FolderView, names: readonly string[]): readonly string[] {
  const root = names.length === 0 ? undefined : liquibase.detect(folder)?.root;
  const configured = root === undefined ? undefined : liquibase.configure?.(root);
  return root === undefined || configured === undefined ? [] : names.filter((name) => typeof configured.readName(relativePath(root.path, path.join(folder.path, name))) === 'object');
}

function pickMigrations(folder: FolderView, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  for (const tool of CODE_TOOLS) {
    const detection = tool.detect(folder);
    if (detection?.root !== folder) continue;
    const configured = tool.configure?.(folder) ?? tool;
    const picked = names.filter((name) => typeof configured.readName(name) === 'object' && !isCompiled(name, folder.names));
    if (picked.length > 0) return picked;
  }
  return [];
}

/** What a walk takes; nothing said: everything. */
export interface WalkOptions {
  readonly glob?: Glob;
  /** A path as the glob is matched against it. */
  readonly show?: (file: string) => string;
  /** Whether to walk into a folder (absolute). */
  readonly enters?: (folder: string) => boolean;
  /** Told in place of the user. */
  readonly onRemark?: (remark: Remark) => void;
}

/** A folder that a migration tool reads (absolute), with the files of it that are the tool's. */
interface DetectedFolder {
  readonly folder: string;
  readonly tool: string;
  readonly entries: readonly Entry[];
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** Names of folders whose migrations are not the project's own. */
const ASIDE = /^(?:tests?|__tests__|tests?[-_].+|.+[-_]tests?|test[-_]?helpers?|spec|e2e|test[-_]?data|testing|fixtures?|__fixtures__|stubs?|mocks?|mocks?[-_].+|.+[-_]mocks?|examples?|samples?|demos?|docs?|vendor|third[-_]party|target|dist|build|out)$/i;

interface Step {
  readonly folder: Folder;
  /** Whether every file in it is taken. */
  readonly included: boolean;
}

function isFolder(location: string): boolean {
  try {
    return fs.statSync(location).isDirectory();
  } catch {
    return false;
  }
}

function isLink(location: string): boolean {
  return fs.lstatSync(location, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
