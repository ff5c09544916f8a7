import fs from 'node:fs';
import path from 'node:path';
import type { ResolvedConfig, RootConfig } from '../config/config.js';
import { isInside, relativePath } from '../config/paths.js';
import { codeReader } from '../embedded/read-code.js';
import type { Direction, Migration, OpenInclude } from '../sql/migration.js';
import type { SourceFile } from '../source/source-file.js';
import { describeOtherLanguages, isCode, languageOf } from './code.js';
import { fileOnDisk } from './source.js';
import { realPath, type Entry, type Folder, type Folders } from './folders.js';
import type { FoundRoot, WalkOptions } from './find.js';
import { ProjectFiles } from './includes.js';
import { highestVersion, nextVersion, type AddedFile, type ExtendedSeries, type NewMigration, type NoFormat, type Series } from './new-migrations.js';
import { compareBytes, compareLists, compareNatural } from './order.js';
import { fileInMemory } from './source.js';
import { directionOf, leadingVersion, type FolderView, type MigrationName, type MigrationTool, type ToolRemark } from './tool.js';
import { TOOLS } from './tools/index.js';
import { isDownFolder, plain } from './tools/plain.js';

/** A file with what a tool made of its name. */
interface Placement {
  readonly entry: Entry;
  readonly tool: MigrationTool;
  /** The folder that the tool reads; absolute. */
  readonly base: string;
  readonly name: MigrationName;
  /** What the tool was recognised by; empty for a file that nobody knows. */
  readonly reason: string;
}

/** A tool as the folder that it reads (absolute) sets it up, and what it was recognised by. */
interface ToolRoot {
  readonly tool: MigrationTool;
  readonly base: string;
  readonly reason: string;
}

/** A file that its folder's tool does not run, or whose tool is for another database. */
interface LeftAlone {
  readonly leftBy: ToolRoot;
}

/** A file that its tool knows and does not run as a migration. */
interface Skipped {
  /** What is said of it, to follow its name. */
  readonly skipped: string;
}

/** What is to be done with a file; undefined: no tool is known that would run it. */
type Fate = Placement | LeftAlone | Skipped | undefined;

/** The path that stands for a text without a name. */
export const STDIN = '-';

/** What makes one schema, before it is known which other files belong to it. */
interface RootPlan {
  readonly path: string;
  readonly config: RootConfig;
  /** The chosen files, by real path. */
  readonly chosen: Map<string, Placement>;
  /** How the others are found; null for a file that is judged alone. */
  readonly history: 'configured' | ToolRoot | null;
}

/** What there is to say about a root as a whole. */
export interface RootRemark {
  readonly kind: ToolRemark['kind'];
  /** Absolute. */
  readonly path: string;
  readonly message: string;
}

interface BuilderOptions {
  readonly config: ResolvedConfig;
  readonly folders: Folders;
  /** Absolute. */
  readonly cwd: string;
  show(file: string): string;
  walk(folder: Folder, options: WalkOptions): readonly Entry[];
}

/** Puts files into roots: the config's, else the migration tool's, else a file's own. */
export class RootBuilder {
  readonly #options: BuilderOptions;
  readonly #files: ProjectFiles;
  /** By the root's folder and the tool's. */
  readonly #openers = new Map<string, OpenInclude>();
  /** By folder and by tool as it is without settings. */
  readonly #toolRoots = new Map<string, Map<MigrationTool, ToolRoot | null>>();
  /** By folder: those of the tools that were asked so far. */
  readonly #knownRoots = new Map<string, { readonly roots: ToolRoot[]; asked: number }>();
  /** Real paths of files that somebody named, and did not just name a folder of. */
  readonly #named = new Set<string>();
  /** Roots that are for another database, by their keys. */
  readonly #foreign = new Map<string, ToolRoot>();
  /** What was met among a tool's files that it does not run, by the key of its root. */
  readonly #strays = new Map<string, Strays>();
  /** By tool and by the folder that it reads. */
  readonly #configured = new Map<MigrationTool, Map<string, MigrationTool>>();

  constructor(options: BuilderOptions) {
    this.#options = options;
    this.#files = new ProjectFiles((file) => options.show(file));
  }

  /** All files that were asked for so far. */
  get files(): Iterable<SourceFile> {
    return this.#files;
  }

  /** Has a text stand for the file with this real path, or be a file of its own. */
  putInMemory(real: string, file: SourceFile): void {
    this.#files.put(real, path.resolve(this.#options.cwd, real), file);
  }

  /** Has a file judged even if its folder's tool would not run it. */
  judgeAnyway(real: string): void {
    this.#named.add(real);
  }

  /** The name of the tool that would run a file and the folder that it reads (absolute); undefined where none is recognised. */
  detect(entry: Entry): { readonly tool: string; readonly folder: string } | undefined {
    const fate = this.#place(entry);
    return isPlacement(fate) ? { tool: fate.tool.name, folder: fate.base } : undefined;
  }

  /** What roots were met that are for another database. */
  foreignRoots(): readonly RootRemark[] {
    return [...this.#foreign.values()].map(({ tool: { database }, base }) => ({ kind: 'note', path: base, message: `is for ${database?.name ?? ''}, says ${database?.source ?? ''}; it was left alone.` }));
  }

  build(chosen: ReadonlyMap<string, Entry>, readHistory: boolean): { readonly roots: readonly FoundRoot[]; readonly remarks: readonly RootRemark[] } {
    const plans = new Map<string, RootPlan>();
    const skipped: RootRemark[] = [];
    const wanted = new Set<string>();
    for (const entry of chosen.values()) {
      const configured = this.#configuredRoot(entry);
      const fate = this.#place(entry, configured);
      if (fate === undefined || isPlacement(fate)) this.#plan(plans, entry, fate, configured);
      else if ('skipped' in fate) skipped.push({ kind: 'note', path: entry.path, message: fate.skipped });
      else wanted.add(keyOf(fate.leftBy));
    }
    for (const { history } of plans.values()) if (history !== null && history !== 'configured') wanted.add(keyOf(history));
    const remarks = [...this.foreignRoots(), ...[...this.#strays].flatMap(([key, strays]) => (wanted.has(key) ? [remarkOnStrays(strays)] : []))];
    const roots = [...plans.values()].flatMap((plan) => this.#finish(plan, readHistory, remarks));
    roots.sort((a, b) => compareNatural(a.path, b.path) || compareBytes(a.tool, b.tool));
    // What was skipped its tool may have named among what is odd about the root.
    const isSaid = ({ path: at, message }: RootRemark): boolean => remarks.some((remark) => remark.path === at && remark.message === message);
    return { roots, remarks: [...remarks, ...skipped.filter((one) => !isSaid(one))] };
  }

  /** What is odd about the files of a root, by the tool of each. */
  #examine(placements: readonly Placement[], apart: ReadonlySet<Placement>): readonly RootRemark[] {
    const byTool = new Map<MigrationTool, Placement[]>();
    for (const placement of placements) {
      const known = byTool.get(placement.tool);
      if (known === undefined) byTool.set(placement.tool, [placement]);
      else known.push(placement);
    }
    return [...byTool].flatMap(([tool, placed]) => {
      const base = placed[0]?.base ?? '';
      const paths = placed.map((placement) => relativePath(base, placement.entry.path));
      const folder = this.#options.folders.open(base);
      const remarks = [...(tool.examine?.(folder, paths) ?? []), ...remarkOnLanguages(folder)];
      return [...remarks.map((remark) => ({ ...remark, path: path.join(base, remark.path) })), ...remarkOnTwins(tool, base, placed.filter((placement) => !apart.has(placement)))];
    });
  }

  #plan(plans: Map<string, RootPlan>, entry: Entry, placed: Placement | undefined, configured: RootConfig | undefined): void {
    const placement = placed ?? placeAlone(entry);
    const rootPath = configured?.path ?? (placed === undefined ? entry.path : placed.base);
    const history = configured !== undefined ? 'configured' : (placed ?? null);
    const key = `${typeof history === 'object' ? (history?.tool.name ?? '') : history}:${rootPath}`;
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = { path: rootPath, config: configured ?? this.#options.config.base, chosen: new Map(), history };
      plans.set(key, plan);
    }
    plan.chosen.set(entry.real, placement);
  }

  /** The innermost root of the config that holds a file. */
  #configuredRoot(entry: Entry): RootConfig | undefined {
    if (entry.path === STDIN) return undefined;
    let found: RootConfig | undefined;
    for (const root of this.#options.config.migrations) {
      if (root.path === null || !(isInside(entry.path, root.path) || root.startFrom === entry.path)) continue;
      if (found?.path === undefined || found.path === null || root.path.length > found.path.length) found = root;
    }
    return found;
  }

  /** What a tool makes of a file: the one that the config names, else the first that knows folder and name. */
  #place(entry: Entry, configured?: RootConfig): Fate {
    if (entry.path === STDIN) return undefined;
    const folder = path.dirname(entry.path);
    const root = configured?.path ?? null;
    const named = TOOLS.find((tool) => tool.name === configured?.tool);
    const isAskedFor = named !== undefined || this.#named.has(entry.real);
    let owner: ToolRoot | undefined;
    for (const toolRoot of named === undefined ? this.#toolRootsOf(folder) : this.#rootsFor(named, folder, root)) {
      const { tool, base, reason } = toolRoot;
      // Files that no tool has an order for go by their path in the root that the config names.
      if (tool === plain && (root !== null || owner !== undefined)) continue;
      // `rollback/` among another tool's files, and what else would go in one order with those.
      if (tool === plain && base !== folder) owner = this.#ownerOf(base);
      if (owner !== undefined && tool === plain) continue;
      if (tool.database !== undefined && !isAskedFor) return { leftBy: toolRoot };
      const relative = relativePath(base, entry.path);
      const name = tool.readName(relative);
      if (name === 'skip') return { skipped: tool.explainSkip?.(relative) ?? 'checks what another script did and changes no schema; it was left alone.' };
      if (name !== undefined) return { entry, tool, base, name, reason: name.reason ?? reason };
      if (tool !== plain && tool.sharesFolder !== true) owner ??= toolRoot;
    }
    if (owner !== undefined && !isAskedFor) {
      this.#addStray(owner, entry);
      return { leftBy: owner };
    }
    return root === null ? undefined : { ...placeByPath(entry, root), tool: named ?? plain };
  }

  /** The tool that runs what lies in a folder itself. */
  #ownerOf(folder: string): ToolRoot | undefined {
    for (const root of this.#toolRootsOf(folder)) if (root.tool.name !== plain.name && root.tool.sharesFolder !== true) return root;
    return undefined;
  }

  #addStray(root: ToolRoot, { path: file }: Entry): void {
    const known = this.#strays.get(keyOf(root)) ?? { root, paths: new Set() };
    known.paths.add(relativePath(root.base, file));
    this.#strays.set(keyOf(root), known);
  }

  /** A tool that the config names reads the root, or what it would find for itself, or the file's own folder. */
  #rootsFor(tool: MigrationTool, folder: string, root: string | null): readonly ToolRoot[] {
    const bases = [root, this.#rootOf(tool, folder)?.base ?? null, folder].filter((base) => base !== null);
    return bases.map((base) => ({ tool: this.#configure(tool, this.#options.folders.open(base)), base, reason: NAMED_BY_CONFIG }));
  }

  /** Every tool that knows a folder, asked one after the other: most files are the first one's. */
  *#toolRootsOf(folder: string): Generator<ToolRoot> {
    let known = this.#knownRoots.get(folder);
    if (known === undefined) {
      known = { roots: [], asked: 0 };
      this.#knownRoots.set(folder, known);
    }
    yield* known.roots;
    for (let tool = TOOLS[known.asked]; tool !== undefined; tool = TOOLS[known.asked]) {
      known.asked += 1;
      const root = this.#rootOf(tool, folder);
      if (root === null) continue;
      known.roots.push(root);
      yield root;
    }
  }

  #configure(tool: MigrationTool, root: FolderView): MigrationTool {
    if (tool.configure === undefined) return tool;
    let known = this.#configured.get(tool);
    if (known === undefined) {
      known = new Map();
      this.#configured.set(tool, known);
    }
    let configured = known.get(root.path);
    if (configured === undefined) {
      configured = tool.configure(root);
      known.set(root.path, configured);
    }
    return configured;
  }

  #rootOf(tool: MigrationTool, folder: string): ToolRoot | null {
    let roots = this.#toolRoots.get(folder);
    if (roots === undefined) {
      roots = new Map();
      this.#toolRoots.set(folder, roots);
    }
    let root = roots.get(tool);
    if (root === undefined) {
      const found = tool.detect(this.#options.folders.open(folder));
      root = found === undefined ? null : { tool: this.#configure(tool, found.root), base: found.root.path, reason: found.reason };
      roots.set(tool, root);
      if (root?.tool.database !== undefined) this.#foreign.set(keyOf(root), root);
    }
    return root;
  }

  #finish(plan: RootPlan, readHistory: boolean, remarks: RootRemark[]): readonly FoundRoot[] {
    const placements = new Map(plan.chosen);
    if (readHistory) {
      for (const placement of this.#findHistory(plan)) {
        if (!placements.has(placement.entry.real)) placements.set(placement.entry.real, placement);
      }
    }
    const sorted = [...placements.values()].sort((a, b) => this.#compare(a, b, plan));
    const apart = findApart(sorted);
    remarks.push(...this.#examine(sorted, apart));
    const roots = [this.#toRoot(plan, plan.path, sorted.filter((placement) => !apart.has(placement)))];
    for (const placement of apart) roots.push(this.#toRoot(plan, placement.entry.path, [placement]));
    return roots.filter((root) => root.migrations.some(({ chosen }) => chosen));
  }

  #toRoot(plan: RootPlan, rootPath: string, placements: readonly Placement[]): FoundRoot {
    const isChosen = ({ entry }: Placement): boolean => plan.chosen.has(entry.real);
    const first = placements.find(isChosen);
    return {
      path: this.#options.show(rootPath),
      tool: (first?.tool ?? plain).name,
      reason: first?.reason ?? NAMED_BY_CONFIG,
      ...(first?.tool.historyTables === undefined ? {} : { historyTables: first.tool.historyTables }),
      config: plan.config,
      migrations: placements.map((placement) => this.#toMigration(placement, isChosen(placement), rootPath)),
      unread: this.#unreadIn(new Set(placements.map(({ entry }) => path.dirname(path.resolve(this.#options.cwd, entry.path))))),
      series: this.#toSeries(plan, rootPath, placements),
      ...(plan.history === null && this.#hasNeighbours(rootPath) ? { hasNeighbours: true } : {}),
    };
  }

  /** Whether other SQL stands in the folder of a file. */
  #hasNeighbours(file: string): boolean {
    const folder = path.dirname(path.resolve(this.#options.cwd, file));
    return file !== STDIN && fs.existsSync(folder) && this.#options.folders.open(folder).files.length > 1;
  }

  /** Migrations in languages that are not read. */
  #unreadIn(folders: ReadonlySet<string>): readonly SourceFile[] {
    return [...folders].flatMap((folder) => {
      if (!fs.existsSync(folder)) return [];
      const names = [...this.#options.folders.open(folder).names].filter((name) => languageOf(name) !== undefined);
      return names.map((name) => fileOnDisk(this.#options.show(path.join(folder, name)), path.join(folder, name)));
    });
  }

  /** How a root can be continued: in the format of the tool that its last migration is for. */
  #toSeries(plan: RootPlan, rootPath: string, placements: readonly Placement[]): Series<FoundRoot> {
    const numbered = placements.filter(({ name }) => name.direction === 'up' && name.version !== null && /^\d+(?:\.\d+)*$/.test(name.version));
    const last = numbered.at(-1);
    const refuse = (refusal: string): Series<FoundRoot> => ({ refusal, leavesTransaction: false, afterwards: null, extend: () => ({ refusal }) });
    const { format, transactions, name } = last?.tool ?? placements[0]?.tool ?? plain;
    if (plan.history === null) return refuse('is a file by itself, and no series of migrations');
    if ('refusal' in format) return refuse(`is for ${transactions?.tool ?? name}, which ${format.refusal}`);
    if (last === undefined) return refuse('has no migration with a number, so the next one cannot be named');
    return {
      refusal: null,
      leavesTransaction: format.leavesTransaction,
      afterwards: format.afterwards ?? null,
      extend: (added, now) => this.#extend(plan, rootPath, placements, { last, numbered: numbered.filter(({ tool, base }) => tool === last.tool && base === last.base) }, { added, now }),
    };
  }

  #extend(
    plan: RootPlan,
    rootPath: string,
    placements: readonly Placement[],
    { last, numbered }: { readonly last: Placement; readonly numbered: readonly Placement[] },
    { added, now }: { readonly added: readonly NewMigration[]; readonly now: Date },
  ): ExtendedSeries<FoundRoot> | NoFormat {
    const { tool, base, reason } = last;
    if ('refusal' in tool.format) return tool.format;
    const files: AddedFile[] = [];
    const fresh: Placement[] = [];
    const outside = new Set<string>();
    const written = highestVersion(numbered.map(({ name }) => name.version ?? '')) ?? '';
    const lastPath = relativePath(base, numbered.find(({ name }) => name.version === written)?.entry.path ?? last.entry.path);
    // Migrations in languages that are not read take numbers of the same series.
    const inCode = [...this.#options.folders.open(path.dirname(path.join(base, lastPath))).names].flatMap((name) => CODE_VERSION.exec(name)?.[1]?.replaceAll('_', '.') ?? []);
    let version = highestVersion([written, ...inCode]) ?? written;
    for (const [position, migration] of added.entries()) {
      version = nextVersion(version, now);
      for (const { path: relative, text } of tool.format.files({ ...migration, version, last: lastPath })) {
        const location = path.join(base, ...relative.split('/'));
        const shown = this.#options.show(location);
        if (fs.existsSync(location)) return { refusal: `already has ${shown}` };
        files.push({ location, path: shown, text, migration: position });
        const name = tool.readName(relative);
        if (typeof name !== 'object') continue;
        this.#files.put(location, location, fileInMemory(shown, () => Buffer.from(text)));
        if (!migration.transaction) outside.add(location);
        const placement = { entry: { path: location, name: path.basename(location), real: location }, tool, base, name, reason };
        const later = name.direction === 'up' ? numbered.find((one) => this.#compare(one, placement, plan) >= 0) : undefined;
        if (later !== undefined) return { refusal: `runs ${this.#options.show(later.entry.path)} after whatever is numbered ${version}` };
        fresh.push(placement);
      }
      // What the tool does not run the other migrations would not follow.
      if (!fresh.some(({ name }) => name.direction === 'up' && name.version === version)) return { refusal: `has no place for a new file: ${tool.name} reads those that its settings name` };
    }
    const all = [...placements, ...fresh].sort((a, b) => this.#compare(a, b, plan));
    const isChosen = ({ entry }: Placement): boolean => plan.chosen.has(entry.real) || fresh.some((placement) => placement.entry.real === entry.real);
    const root: FoundRoot = {
      ...this.#toRoot(plan, rootPath, placements),
      migrations: all.map((placement) => {
        const migration = this.#toMigration(placement, isChosen(placement), rootPath);
        return outside.has(placement.entry.path) ? { ...migration, wrapsTransaction: false } : migration;
      }),
    };
    return { root, files };
  }

  #findHistory(plan: RootPlan): readonly Placement[] {
    const { history, path: root, config } = plan;
    if (history === null || !fs.existsSync(root)) return [];
    const found: Placement[] = [];
    if (history !== 'configured') {
      const { tool, base, reason } = history;
      const enters = (folder: string): boolean => tool.enters(relativePath(base, folder));
      for (const entry of this.#options.walk(this.#options.folders.open(base), { enters })) {
        const name = tool.readName(relativePath(base, entry.path));
        if (typeof name === 'object') found.push({ entry, tool, base, name, reason: name.reason ?? reason });
      }
      return found;
    }
    if (config.startFrom !== null) found.push(placeAlone({ path: config.startFrom, name: path.basename(config.startFrom), real: realPath(config.startFrom) }));
    if ([...plan.chosen.values()].some(({ entry }) => entry.path === root)) return found;
    for (const entry of this.#options.walk(this.#options.folders.open(root), {})) {
      if (this.#configuredRoot(entry) !== config) continue;
      const fate = this.#place(entry, config);
      if (isPlacement(fate)) found.push(fate);
    }
    return found;
  }

  #compare(a: Placement, b: Placement, plan: RootPlan): number {
    const { startFrom } = plan.config;
    if (a.entry.path === startFrom || b.entry.path === startFrom) return a.entry.path === startFrom ? -1 : 1;
    if (a.base !== b.base || a.tool !== b.tool) {
      // Two tools in one root: all migrations of a folder together, whatever order there is between the folders.
      const folders = compareLists(relativePath(plan.path, a.base).split('/'), relativePath(plan.path, b.base).split('/'), compareNatural);
      return folders || rankOf(a.tool) - rankOf(b.tool);
    }
    return (
      compareLists(a.name.order, b.name.order, a.tool.compare) ||
      rank(a.name.direction) - rank(b.name.direction) ||
      compareNatural(a.entry.path, b.entry.path)
    );
  }

  #toMigration({ entry, tool, base, name }: Placement, chosen: boolean, rootPath: string): Migration {
    const readEmbedded = isCode(entry.name) ? codeReader(this.#options.show(entry.path)) : tool.readEmbedded?.(relativePath(base, entry.path));
    const folder = this.#options.folders.open(path.dirname(entry.path));
    const wraps = (head: () => string): boolean => name.transaction ?? tool.runsInTransaction?.(folder, entry.name, head) ?? tool.wrapsTransaction;
    return {
      file: this.#files.at(entry.path, entry.real),
      version: name.version,
      direction: name.direction,
      wrapsTransaction: wraps(() => folder.head(entry.name)),
      // Code sends text by text.
      sendsAtOnce: tool.sendsAtOnce === true && !isCode(entry.name),
      readDirective: tool.readDirective,
      openInclude: this.#openerFor(entry, rootPath, tool.includeFolder === undefined ? null : path.join(base, tool.includeFolder)),
      chosen,
      ...(tool.runsInTransaction === undefined ? {} : { wouldWrap: (text: string) => wraps(() => text) }),
      ...(tool.transactions === undefined ? {} : { transactions: tool.transactions }),
      ...(readEmbedded === undefined ? {} : { readEmbedded }),
      ...(tool.placeholders === undefined ? {} : { placeholders: tool.placeholders }),
      ...(tool.placeholderMarks === undefined ? {} : { placeholderMarks: tool.placeholderMarks }),
      ...(name.delimiter === undefined ? {} : { delimiter: name.delimiter }),
      ...(tool.leavesTransaction === undefined ? {} : { leavesTransaction: tool.leavesTransaction }),
      ...(tool.leavesAsWhole === true ? { leavesAsWhole: true } : {}),
      ...(name.isSealed === undefined ? {} : { isSealed: name.isSealed }),
    };
  }

  /** `toolFolder`: where the tool has the files of its own includes. */
  #openerFor(entry: Entry, rootPath: string, toolFolder: string | null): OpenInclude {
    const { cwd, folders } = this.#options;
    // A file by itself is its own root; a text without a name stands in the working directory.
    const root = rootPath === entry.path ? path.dirname(path.resolve(cwd, entry.path)) : rootPath;
    const key = `${root}\0${toolFolder ?? ''}`;
    let opener = this.#openers.get(key);
    if (opener === undefined) {
      const { repository, boundary } = folders.open(root);
      // Outside of any repository the project is what holds the root: the working directory, or else the folder that was named.
      opener = this.#files.opener({ root, repository, boundary: repository ?? (isInside(root, cwd) ? cwd : boundary), toolFolder });
      this.#openers.set(key, opener);
    }
    return opener;
  }
}

const NAMED_BY_CONFIG = 'the config';
/** The version of a migration in another language than SQL: `7_users.go`, `V1_2__Users.java`. */
const CODE_VERSION = /^[vV]?(\d+(?:[._]\d+)*)[-_.].*\.(?:go|[cm]?[jt]s|java|kt|rb|py|php|exs?|cs|rs)$/;

function isPlacement(fate: Fate): fate is Placement {
  return typeof fate === 'object' && 'entry' in fate;
}

/** Files among a tool's that it does not run. */
interface Strays {
  readonly root: ToolRoot;
  /** Relative to the root. */
  readonly paths: Set<string>;
}

/** So many are named. */
const MOST_NAMED = 3;

function keyOf({ tool, base }: ToolRoot): string {
  return `${tool.name}:${base}`;
}

function remarkOnStrays({ root, paths }: Strays): RootRemark {
  const [what, as, was] = paths.size === 1 ? ['1 file', 'a migration', 'was'] : [`${String(paths.size)} files`, 'migrations', 'were'];
  const named = [...paths].slice(0, MOST_NAMED).join(', ');
  const rest = paths.size > MOST_NAMED ? ` and ${String(paths.size - MOST_NAMED)} more` : '';
  return { kind: 'note', path: root.base, message: `${what} that ${root.tool.name} does not run as ${as} ${was} left alone: ${named}${rest}.` };
}

/** Where a tool stands among all. */
function rankOf({ name }: MigrationTool): number {
  return TOOLS.findIndex((tool) => tool.name === name);
}

/** Migrations that are in none of the languages that are read. */
function remarkOnLanguages({ names }: FolderView): readonly ToolRemark[] {
  const message = describeOtherLanguages(names);
  return message === undefined ? [] : [{ kind: 'note', path: '', message }];
}

/** Versions that two migrations have, where the tool wants each once. Zeros before a number do not count, nor do last parts that are zero. */
function remarkOnTwins({ name, onSameVersion, mayBeAnother }: MigrationTool, base: string, placements: readonly Placement[]): readonly RootRemark[] {
  if (onSameVersion === undefined) return [];
  const first = new Map<string, Placement>();
  return placements.flatMap((placement) => {
    const { version, direction } = placement.name;
    if (version === null) return [];
    const key = `${direction} ${version.replace(/(^|\.)0+(?=\d)/g, '$1').replace(/(?:\.0)+$/, '')}`;
    const twin = first.get(key);
    if (twin === undefined) {
      first.set(key, placement);
      return [];
    }
    // Of one folder it is certain that the tool reads all; of several that it reads them in one run is our guess.
    const kind = mayBeAnother !== true && path.dirname(placement.entry.path) === path.dirname(twin.entry.path) ? 'broken-project' : 'note';
    return [{ kind, path: placement.entry.path, message: `has version ${version}, as ${relativePath(base, twin.entry.path)} has: ${name} ${onSameVersion}.` } as const];
  });
}

/** Migrations that never run after the others of their root. */
function findApart(placements: readonly Placement[]): ReadonlySet<Placement> {
  const apart = new Set<Placement>();
  for (const tool of new Set(placements.map((placement) => placement.tool))) {
    const paths = new Map(placements.filter((placement) => placement.tool === tool).map((placement) => [relativePath(placement.base, placement.entry.path), placement]));
    for (const found of tool.findApart?.([...paths.keys()]) ?? []) {
      const placement = paths.get(found);
      if (placement !== undefined) apart.add(placement);
    }
  }
  return apart;
}

/** A file that no tool knows: its name may still say that it goes down. */
function placeAlone(entry: Entry): Placement {
  const folder = path.dirname(entry.path);
  const direction: Direction = isDownFolder(path.basename(folder)) ? 'down' : directionOf(entry.name);
  return { entry, tool: plain, base: folder, name: { version: leadingVersion(entry.name) ?? null, direction, order: [entry.name] }, reason: '' };
}

/** A file in a root of the config, in the order of paths. */
function placeByPath(entry: Entry, root: string): Placement {
  const relative = relativePath(root, entry.path);
  const name = plain.readName(relative);
  const placed = { ...placeAlone(entry), base: root, reason: NAMED_BY_CONFIG };
  if (typeof name === 'object') return { ...placed, name };
  return { ...placed, name: { ...placed.name, order: relative.split('/') } };
}

function rank(direction: Direction): number {
  return direction === 'up' ? 0 : 1;
}
