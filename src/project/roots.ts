import fs from 'node:fs';
import path from 'node:path';
import type { ResolvedConfig, RootConfig } from '../config/config.js';
import { isInside, relativePath } from '../config/paths.js';
import type { Direction, Migration, OpenInclude } from '../sql/migration.js';
import type { SourceFile } from '../source/source-file.js';
import { realPath, type Entry, type Folder, type Folders, type Remark } from './folders.js';
import type { FoundRoot, WalkOptions } from './find.js';
import { ProjectFiles } from './includes.js';
import { compareBytes, compareLists, compareNatural } from './order.js';
import { directionOf, leadingVersion, type MigrationName, type MigrationTool } from './tool.js';
import { TOOLS } from './tools/index.js';
import { isDownFolder, plain } from './tools/plain.js';

/** A file with what a tool made of its name. */
interface Placement {
  readonly entry: Entry;
  readonly tool: MigrationTool;
  /** The folder that the tool reads; absolute. */
  readonly base: string;
  readonly name: MigrationName;
}

/** A tool, and the folder that it reads (absolute). */
type ToolRoot = readonly [MigrationTool, string];

/** The path that stands for a text without a name. */
export const STDIN = '-';

/** What makes one schema, before it is known which other files belong to it. */
interface RootPlan {
  readonly path: string;
  readonly config: RootConfig;
  /** The chosen files, by real path. */
  readonly chosen: Map<string, Placement>;
  /** How the others are found; null for a file that is judged alone. */
  readonly history: 'configured' | MigrationTool | null;
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
  readonly #toolRoots = new Map<string, Map<MigrationTool, string | null>>();

  constructor(options: BuilderOptions) {
    this.#options = options;
    this.#files = new ProjectFiles((file) => options.show(file));
  }

  /** Has a text stand for the file with this real path, or be a file of its own. */
  putInMemory(real: string, file: SourceFile): void {
    this.#files.put(real, path.resolve(this.#options.cwd, real), file);
  }

  /** The name of the tool that would run a file; undefined where none is recognised. */
  toolOf(entry: Entry): string | undefined {
    const placed = this.#place(entry);
    return typeof placed === 'object' ? placed.tool.name : undefined;
  }

  /** The folder that a file's tool reads, or the file's own folder. */
  folderOf(entry: Entry): string {
    const placed = this.#place(entry);
    return typeof placed === 'object' ? placed.base : path.dirname(entry.path);
  }

  build(chosen: ReadonlyMap<string, Entry>, readHistory: boolean): { readonly roots: readonly FoundRoot[]; readonly skipped: readonly string[]; readonly remarks: readonly Remark[] } {
    const plans = new Map<string, RootPlan>();
    const skipped: string[] = [];
    for (const entry of chosen.values()) {
      const configured = this.#configuredRoot(entry);
      const placement = this.#place(entry, configured);
      if (placement === 'skip') skipped.push(this.#options.show(entry.path));
      else this.#plan(plans, entry, placement, configured);
    }
    const roots = [...plans.values()].flatMap((plan) => this.#finish(plan, readHistory));
    roots.sort((a, b) => compareNatural(a.path, b.path) || compareBytes(a.tool, b.tool));
    return { roots, skipped, remarks: [...plans.values()].flatMap((plan) => this.#remarkOn(plan)) };
  }

  #remarkOn({ path: root, history }: RootPlan): readonly Remark[] {
    const message = typeof history === 'object' ? history?.remark?.(this.#options.folders.open(root)) : undefined;
    return message === undefined ? [] : [{ kind: 'note', path: root, message }];
  }

  #plan(plans: Map<string, RootPlan>, entry: Entry, placed: Placement | undefined, configured: RootConfig | undefined): void {
    const placement = placed ?? placeAlone(entry);
    const rootPath = configured?.path ?? (placed === undefined ? entry.path : placed.base);
    const history = configured !== undefined ? 'configured' : (placed?.tool ?? null);
    const key = `${typeof history === 'object' ? (history?.name ?? '') : history}:${rootPath}`;
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
  #place(entry: Entry, configured?: RootConfig): Placement | 'skip' | undefined {
    if (entry.path === STDIN) return undefined;
    const folder = path.dirname(entry.path);
    const root = configured?.path ?? null;
    const named = TOOLS.find((tool) => tool.name === configured?.tool);
    for (const [tool, base] of named === undefined ? this.#toolRootsOf(folder) : this.#rootsFor(named, folder, root)) {
      // Files that no tool has an order for go by their path in the root that the config names.
      if (tool === plain && root !== null) continue;
      const name = tool.readName(relativePath(base, entry.path));
      if (name === 'skip') return 'skip';
      if (name !== undefined) return { entry, tool, base, name };
    }
    return root === null ? undefined : { ...placeByPath(entry, root), tool: named ?? plain };
  }

  /** A tool that the config names reads the root, or what it would find for itself, or the file's own folder. */
  #rootsFor(tool: MigrationTool, folder: string, root: string | null): readonly ToolRoot[] {
    return [root, this.#rootOf(tool, folder), folder].flatMap((base) => (base === null ? [] : [[tool, base] as const]));
  }

  /** Every tool that knows a folder, asked one after the other: most files are the first one's. */
  *#toolRootsOf(folder: string): Generator<ToolRoot> {
    for (const tool of TOOLS) {
      const root = this.#rootOf(tool, folder);
      if (root !== null) yield [tool, root];
    }
  }

  #rootOf(tool: MigrationTool, folder: string): string | null {
    let roots = this.#toolRoots.get(folder);
    if (roots === undefined) {
      roots = new Map();
      this.#toolRoots.set(folder, roots);
    }
    let root = roots.get(tool);
    if (root === undefined) {
      root = tool.findRoot(this.#options.folders.open(folder))?.path ?? null;
      roots.set(tool, root);
    }
    return root;
  }

  #finish(plan: RootPlan, readHistory: boolean): readonly FoundRoot[] {
    const placements = new Map(plan.chosen);
    if (readHistory) {
      for (const placement of this.#findHistory(plan)) {
        if (!placements.has(placement.entry.real)) placements.set(placement.entry.real, placement);
      }
    }
    const sorted = [...placements.values()].sort((a, b) => this.#compare(a, b, plan));
    const apart = findApart(sorted);
    const roots = [this.#toRoot(plan, plan.path, sorted.filter((placement) => !apart.has(placement)))];
    for (const placement of apart) roots.push(this.#toRoot(plan, placement.entry.path, [placement]));
    return roots.filter((root) => root.migrations.some(({ chosen }) => chosen));
  }

  #toRoot(plan: RootPlan, rootPath: string, placements: readonly Placement[]): FoundRoot {
    const isChosen = ({ entry }: Placement): boolean => plan.chosen.has(entry.real);
    return {
      path: this.#options.show(rootPath),
      tool: (placements.find(isChosen)?.tool ?? plain).name,
      config: plan.config,
      migrations: placements.map((placement) => this.#toMigration(placement, isChosen(placement), rootPath)),
    };
  }

  #findHistory(plan: RootPlan): readonly Placement[] {
    const { history, path: root, config } = plan;
    if (history === null || !fs.existsSync(root)) return [];
    const found: Placement[] = [];
    if (history !== 'configured') {
      const enters = (folder: string): boolean => history.enters(relativePath(root, folder));
      for (const entry of this.#options.walk(this.#options.folders.open(root), { enters })) {
        const name = history.readName(relativePath(root, entry.path));
        if (typeof name === 'object') found.push({ entry, tool: history, base: root, name });
      }
      return found;
    }
    if (config.startFrom !== null) found.push(placeAlone({ path: config.startFrom, name: path.basename(config.startFrom), real: realPath(config.startFrom) }));
    if ([...plan.chosen.values()].some(({ entry }) => entry.path === root)) return found;
    for (const entry of this.#options.walk(this.#options.folders.open(root), {})) {
      if (this.#configuredRoot(entry) !== config) continue;
      const placement = this.#place(entry, config);
      if (typeof placement === 'object') found.push(placement);
    }
    return found;
  }

  #compare(a: Placement, b: Placement, plan: RootPlan): number {
    const { startFrom } = plan.config;
    if (a.entry.path === startFrom || b.entry.path === startFrom) return a.entry.path === startFrom ? -1 : 1;
    if (a.base !== b.base || a.tool !== b.tool) {
      // Two tools in one root: all migrations of a folder together, whatever order there is between the folders.
      const folders = compareLists(relativePath(plan.path, a.base).split('/'), relativePath(plan.path, b.base).split('/'), compareNatural);
      return folders || TOOLS.indexOf(a.tool) - TOOLS.indexOf(b.tool);
    }
    return (
      compareLists(a.name.order, b.name.order, a.tool.compare) ||
      rank(a.name.direction) - rank(b.name.direction) ||
      compareNatural(a.entry.path, b.entry.path)
    );
  }

  #toMigration({ entry, tool, base, name }: Placement, chosen: boolean, rootPath: string): Migration {
    return {
      file: this.#files.at(entry.path, entry.real),
      version: name.version,
      direction: name.direction,
      wrapsTransaction: tool.runsInTransaction?.(this.#options.folders.open(path.dirname(entry.path)), entry.name) ?? tool.wrapsTransaction,
      sendsAtOnce: tool.sendsAtOnce === true,
      ...(tool.transactions === undefined ? {} : { transactions: tool.transactions }),
      readDirective: tool.readDirective,
      ...(tool.leavesTransaction === undefined ? {} : { leavesTransaction: tool.leavesTransaction }),
      openInclude: this.#openerFor(entry, rootPath, tool.includeFolder === undefined ? null : path.join(base, tool.includeFolder)),
      chosen,
    };
  }

  /** `toolFolder`: where the tool has the files of its own includes. */
  #openerFor(entry: Entry, rootPath: string, toolFolder: string | null): OpenInclude {
    const { cwd, folders } = this.#options;
    // A file by itself is its own root; a text without a name stands in the working directory.
    const location = path.resolve(cwd, entry.path);
    const root = rootPath === entry.path ? path.dirname(location) : rootPath;
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
  return { entry, tool: plain, base: folder, name: { version: leadingVersion(entry.name) ?? null, direction, order: [entry.name] } };
}

/** A file in a root of the config, in the order of paths. */
function placeByPath(entry: Entry, root: string): Placement {
  const relative = relativePath(root, entry.path);
  const name = plain.readName(relative);
  if (typeof name === 'object') return { entry, tool: plain, base: root, name };
  const alone = placeAlone(entry);
  return { ...alone, base: root, name: { ...alone.name, order: relative.split('/') } };
}

function rank(direction: Direction): number {
  return direction === 'up' ? 0 : 1;
}
