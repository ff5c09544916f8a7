import path from 'node:path';
import { isInside, relativePath } from '../../config/paths.js';
import { otherDatabase } from '../dialects.js';
import { readGitConfig } from '../manifest/git-config.js';
import { perFolder } from '../manifest/per-folder.js';
import { parseSqitchPlan, type PlannedChange, type SqitchPlan } from '../manifest/sqitch-plan.js';
import { compareNatural } from '../order.js';
import { noDirectives, type Detection, type FolderView, type MigrationName, type MigrationTool, type ToolRemark } from '../tool.js';

const CONFIG = 'sqitch.conf';
const PLAN = 'sqitch.plan';
const SCRIPTS = ['deploy', 'revert', 'verify'] as const;
type Script = (typeof SCRIPTS)[number];
/** Beside a plan these hold tests. */
const TESTS: ReadonlySet<string> = new Set(['t', 'test', 'tests']);

/** Where a sqitch project keeps its things, and for which database. Absolute paths. */
interface Layout {
  readonly plan: string;
  readonly folders: Readonly<Record<Script, string>>;
  /** The same for scripts of changes that a later line plans anew. */
  readonly reworked: Readonly<Record<Script, string>>;
  /** Of scripts, without the dot. */
  readonly extension: string;
  /** Null where nothing says it. */
  readonly engine: string | null;
  readonly variables: ReadonlyMap<string, string>;
  /** Whether a sqitch.conf says so, or its defaults are taken for want of one. */
  readonly isConfigured: boolean;
}

export const sqitch: MigrationTool = {
  name: 'sqitch',
  defaultFolders: ['deploy'],
  // Its scripts carry their own BEGIN and COMMIT.
  wrapsTransaction: false,
  readDirective: noDirectives,
  compare: compareNatural,
  format: { refusal: 'runs what its plan names, and `sqitch add` writes the plan: add a change and take the SQL over by hand' },
  detect(folder) {
    const layout = findLayout(folder, (one) => holds(one, folder.path));
    return layout === undefined ? undefined : toDetection(folder, layout);
  },
  configure(root) {
    const layout = findLayout(root, (one) => rootOf(one) === root.path);
    return layout === undefined ? this : setUp(root, layout);
  },
  enters: (folder) => SCRIPTS.some((script) => script === folder.split('/')[0]),
  readName: readByName,
};

/** What a script is by its place alone, for projects without a plan. */
function readByName(file: string): MigrationName | 'skip' | undefined {
  const [part = '', ...rest] = file.split('/');
  if (rest.length === 0) return undefined;
  if (part === 'deploy' || part === 'revert') return { version: null, direction: part === 'deploy' ? 'up' : 'down', order: rest };
  return part === 'verify' || TESTS.has(part) ? 'skip' : undefined;
}

function toDetection(folder: FolderView, layout: Layout): Detection | undefined {
  const rootPath = rootOf(layout);
  let root: FolderView | undefined = folder;
  while (root !== undefined && root.path !== rootPath) root = root.parent;
  if (root === undefined) return undefined;
  const plan = relativePath(root.path, layout.plan);
  const reason = hasFile(root, plan) ? plan : layout.isConfigured ? CONFIG : 'the folders deploy, revert and verify';
  return { root, reason };
}

/** The innermost folder that holds the plan and all scripts. */
function rootOf({ plan, folders, reworked }: Layout): string {
  let root = path.dirname(plan);
  for (const folder of [...Object.values(folders), ...Object.values(reworked)]) {
    while (!isInside(folder, root) || folder === root) root = path.dirname(root);
  }
  return root;
}

/** Whether a folder is one of scripts, or of tests beside the plan. */
function holds(layout: Layout, folder: string): boolean {
  const { plan, folders, reworked } = layout;
  if ([...Object.values(folders), ...Object.values(reworked)].some((one) => isInside(folder, one))) return true;
  const beside = path.dirname(plan);
  return isInside(folder, beside) && TESTS.has(relativePath(beside, folder).split('/')[0] ?? '');
}

/**
 * The first layout that fits, asking what a sqitch.conf in this folder or above it says, then for a plan without one, then
 * for the folders that it makes by default.
 */
function findLayout(folder: FolderView, fits: (layout: Layout) => boolean): Layout | undefined {
  const above: FolderView[] = [];
  for (let at: FolderView | undefined = folder; at !== undefined; at = at.parent) above.push(at);
  for (const one of above) {
    const found = one.names.has(CONFIG) ? layoutsOf(one).find(fits) : undefined;
    if (found !== undefined) return found;
  }
  for (const one of above) {
    if (!one.names.has(PLAN) && !(one.names.has('deploy') && (one.names.has('revert') || one.names.has('verify')))) continue;
    const layout = toLayout(one.path, () => undefined);
    if (fits(layout)) return layout;
  }
  return undefined;
}

/** What a folder's sqitch.conf says: one layout for each target and engine. */
const layoutsOf = perFolder((folder): readonly Layout[] => {
  const values = readGitConfig(folder.read(CONFIG) ?? '');
  const layouts = targetsOf(values).map(({ target, engine }) => {
    const sections = [...(target === null ? [] : [`target.${target}`]), ...(engine === null ? [] : [`engine.${engine}`]), 'core'];
    const get = (key: string): string | undefined => sections.map((section) => values.get(`${section}.${key}`)).find((value) => value !== undefined && value !== '');
    return { ...toLayout(folder.path, get), engine, variables: variablesOf(values, sections, get('registry')), isConfigured: true };
  });
  // Where a plan serves several databases, it is read for PostgreSQL.
  return layouts.sort((a, b) => Number(databaseOf(a) !== undefined) - Number(databaseOf(b) !== undefined));
});

/** Another database that a layout is for; sqitch drives YugabyteDB as it drives PostgreSQL. */
function databaseOf({ engine }: Layout): string | undefined {
  return engine === null ? undefined : otherDatabase(engine);
}

interface Target {
  readonly target: string | null;
  readonly engine: string | null;
}

/** The default target, the named ones, and engines without one. */
function targetsOf(values: ReadonlyMap<string, string>): readonly Target[] {
  const engines = new Set<string>();
  const targets: Target[] = [];
  const engine = values.get('core.engine')?.trim() ?? null;
  const add = (target: string): void => {
    const uri = values.get(`target.${target}.uri`) ?? target;
    targets.push({ target, engine: /^(?:db:)?(\w+):/.exec(uri)?.[1] ?? engine });
  };
  const fallback = values.get('core.target');
  if (fallback !== undefined) add(fallback);
  else if (engine !== null) engines.add(engine);
  for (const key of values.keys()) {
    const named = /^target\.(.+)\.uri$/.exec(key)?.[1];
    if (named !== undefined) add(named);
    const section = /^engine\.([^.]+)\./.exec(key)?.[1];
    if (section !== undefined) engines.add(section);
  }
  for (const one of engines) targets.push({ target: values.get(`engine.${one}.target`) ?? null, engine: one });
  return targets.length === 0 ? [{ target: null, engine: null }] : targets;
}

/** What deploy scripts are given with --set. Later sections override. */
function variablesOf(values: ReadonlyMap<string, string>, sections: readonly string[], registry: string | undefined): ReadonlyMap<string, string> {
  const variables = new Map([['registry', registry ?? 'sqitch']]);
  const engineAndTarget = sections.filter((section) => section !== 'core').reverse();
  for (const section of ['core', 'deploy', ...engineAndTarget]) {
    const prefix = `${section}.variables.`;
    for (const [key, value] of values) if (key.startsWith(prefix)) variables.set(key.slice(prefix.length), value);
  }
  return variables;
}

/** Fills in what settings leave open. Paths in them are relative to the folder of sqitch.conf. */
function toLayout(base: string, get: (key: string) => string | undefined): Layout {
  const at = (key: string): string | undefined => {
    const value = get(key);
    return value === undefined ? undefined : path.resolve(base, value);
  };
  const top = at('top_dir') ?? base;
  const reworkedTop = at('reworked_dir') ?? top;
  const folderOf = (script: Script): string => at(`${script}_dir`) ?? path.join(top, script);
  const reworkedOf = (script: Script): string => at(`reworked_${script}_dir`) ?? path.join(reworkedTop, get(`${script}_dir`) ?? script);
  return {
    plan: at('plan_file') ?? path.join(top, PLAN),
    folders: { deploy: folderOf('deploy'), revert: folderOf('revert'), verify: folderOf('verify') },
    reworked: { deploy: reworkedOf('deploy'), revert: reworkedOf('revert'), verify: reworkedOf('verify') },
    extension: get('extension') ?? 'sql',
    engine: null,
    variables: new Map([['registry', 'sqitch']]),
    isConfigured: false,
  };
}

/** A file that a plan's change has. */
interface PlannedScript {
  readonly direction: 'up' | 'down';
  /** The change's place in the plan. */
  readonly position: number;
}

function setUp(root: FolderView, layout: Layout): MigrationTool {
  const within = (absolute: string): string => relativePath(root.path, absolute);
  const folders = [...Object.values(layout.folders), ...Object.values(layout.reworked)].map(within);
  const checks = [layout.folders.verify, layout.reworked.verify].map(within);
  const enters = (folder: string): boolean => folders.some((one) => folder === one || folder.startsWith(`${one}/`) || one.startsWith(`${folder}/`));
  const isCheck = (file: string): boolean => checks.some((one) => file.startsWith(`${one}/`)) || TESTS.has(file.split('/')[0] ?? '');
  const planPath = within(layout.plan);
  const text = root.read(planPath);
  const database = databaseOf(layout);
  const base: MigrationTool = { ...sqitch, enters, placeholders: layout.variables, ...(database === undefined ? {} : { database: { name: database, source: CONFIG } }) };
  if (text === undefined) {
    return { ...base, examine: () => (layout.isConfigured ? [{ kind: 'missing-file', path: planPath, message: 'sqitch has no plan to go by: scripts are read in the order of their names.' }] : []) };
  }
  const plan = parseSqitchPlan(text);
  // Of a plan in which nothing can be read the scripts are still judged.
  if (plan.changes.length === 0 && plan.faults.length > 0) return { ...base, examine: () => examinePlan(root, layout, plan, planPath) };
  const scripts = new Map<string, PlannedScript>();
  for (const [position, change] of plan.changes.entries()) {
    const names = pathsOf(root, layout, change);
    scripts.set(names.deploy, { direction: 'up', position });
    scripts.set(names.revert, { direction: 'down', position });
  }
  return {
    ...base,
    readName(file) {
      const script = scripts.get(file);
      if (script !== undefined) return { version: null, direction: script.direction, order: [String(script.position)] };
      return isCheck(file) ? 'skip' : undefined;
    },
    examine: () => examinePlan(root, layout, plan, planPath),
  };
}

/** The scripts of a change, relative to the root. A reworked change's go by a tag: the first for which there is a deploy script. */
function pathsOf(root: FolderView, layout: Layout, { name, reworkTags }: PlannedChange): Readonly<Record<Script, string>> {
  const folders = reworkTags.length === 0 ? layout.folders : layout.reworked;
  const at = (script: Script, tag: string): string => relativePath(root.path, path.join(folders[script], `${name}${tag}.${layout.extension}`));
  const tags = reworkTags.map((tag) => `@${tag}`);
  const tag = tags.find((one) => hasFile(root, at('deploy', one))) ?? tags[0] ?? '';
  return { deploy: at('deploy', tag), revert: at('revert', tag), verify: at('verify', tag) };
}

function examinePlan(root: FolderView, layout: Layout, plan: SqitchPlan, planPath: string): readonly ToolRemark[] {
  const broken = plan.faults.map(({ line, message }): ToolRemark => ({ kind: 'broken-project', path: planPath, message: line === null ? message : `line ${line}: ${message}` }));
  const missing = plan.changes.flatMap((change): readonly ToolRemark[] => {
    const { deploy } = pathsOf(root, layout, change);
    return hasFile(root, deploy) ? [] : [{ kind: 'missing-file', path: planPath, message: `line ${change.line}: "${change.name}" has no script: there is no ${deploy}.` }];
  });
  return [...broken, ...missing];
}

function hasFile(root: FolderView, file: string): boolean {
  const segments = file.split('/');
  const name = segments.pop() ?? '';
  let folder: FolderView | undefined = root;
  for (const segment of segments) folder = folder?.child(segment);
  return folder?.names.has(name) === true;
}
