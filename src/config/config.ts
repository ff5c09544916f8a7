import path from 'node:path';
import type { Level } from '../rule.js';
import type { QualifiedName } from '../schema/model.js';
import { MODES, type Mode } from '../xcluster/mode.js';
import { explainMissingMode, parseVersion, type Version } from '../xcluster/version.js';
import { ConfigError, UsageError } from './errors.js';
import { parseGlob, type Glob } from './glob.js';
import { CONFIG_SHAPE, DEFAULTS, KEYS, type WrittenConfig, type WrittenRoot } from './keys.js';
import { showPath } from './paths.js';
import { findConfig, readNamedConfig } from './read.js';
import { matchTables } from './tables.js';

export { ConfigError, UsageError } from './errors.js';

/** What may differ between two roots of a project, with nothing left out. */
export interface RootConfig {
  /** The folder or file as absolute path; null for what no entry of `migrations` covers. */
  readonly path: string | null;
  /** The migration tool's name, or null where it is to be detected. */
  readonly tool: string | null;
  /** A file with the schema before the first migration, absolute. */
  readonly startFrom: string | null;
  readonly mode: Mode;
  readonly version: Version;
  readonly clusters: readonly [string, string];
  /** Patterns over `schema.table`, as written. */
  readonly replicated: readonly string[];
  readonly replicatingSince: string | null;
  readonly siteColumns: readonly string[];
  readonly colocated: boolean;
  isReplicatedName(table: QualifiedName): boolean;
}

/** Levels of rules in some files. */
export interface Override {
  /** As written, relative to the config file. */
  readonly files: readonly string[];
  readonly globs: readonly Glob[];
  readonly rules: ReadonlyMap<string, Level>;
}

/** A config with every key checked and every gap filled. */
export interface ResolvedConfig {
  /** As people read it: relative to the working directory; null where there is no config file. */
  readonly path: string | null;
  /** What paths in the config are relative to, absolute: the config file's folder, or the working directory. */
  readonly directory: string;
  /** The settings outside of every configured root; its `path`, `tool` and `startFrom` are null. */
  readonly base: RootConfig;
  readonly migrations: readonly RootConfig[];
  readonly roles: readonly string[];
  readonly tablespaces: readonly string[];
  readonly rules: ReadonlyMap<string, Level>;
  readonly overrides: readonly Override[];
  readonly requireReason: boolean;
  readonly unsuppressable: readonly string[];
  readonly onUnanalyzable: 'error' | 'warn' | 'ignore';
  readonly placeholders: ReadonlyMap<string, string>;
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
}

/** What the command line says in place of the config (`--mode`, `--yugabytedb`), unchecked. */
export interface ConfigFlags {
  readonly mode?: string | undefined;
  readonly yugabytedb?: string | undefined;
}

/** Which config is wanted, and from where. */
export interface ConfigRequest {
  readonly cwd: string;
  /** The file that `--config` names; then none is searched for. */
  readonly configPath: string | null;
  /** False for `--no-config`. */
  readonly search: boolean;
  /** Every id that `rules`, `overrides` and `unsuppressable` may name. */
  readonly ruleIds: readonly string[];
  /** Flags that replace what the config says, for every root. */
  readonly flags?: ConfigFlags;
}

/** Finds, reads and checks the config. Throws a `ConfigError` that lists every problem, a `UsageError` for a wrong flag. */
export async function loadConfig(request: ConfigRequest): Promise<ResolvedConfig> {
  const { cwd, configPath, search, ruleIds, flags = {} } = request;
  checkFlags(flags);
  const source = configPath !== null ? await readNamedConfig(configPath, cwd) : search ? await findConfig(cwd) : undefined;
  const problems = new Problems(source?.shown ?? null);
  // An empty YAML file is a config that says nothing.
  const written = CONFIG_SHAPE.read(source?.value ?? {}, { path: '', ruleIds, report: problems.report }) ?? {};
  const directory = source === undefined ? path.resolve(cwd) : path.dirname(source.path);
  const resolved = resolveConfig(written, { shown: source === undefined ? null : source.shown, directory, flags }, problems);
  problems.throwIfAny();
  return resolved;
}

function checkFlags({ mode, yugabytedb }: ConfigFlags): void {
  const problems = new Problems(null);
  const place = { ruleIds: [], report: problems.report };
  if (mode !== undefined) KEYS.mode.shape.read(mode, { ...place, path: '--mode' });
  if (yugabytedb !== undefined) KEYS.yugabytedb.shape.read(yugabytedb, { ...place, path: '--yugabytedb' });
  if (!problems.isEmpty) throw new UsageError(problems.all.join('\n'));
}

/** Collects sentences; each begins with the file and the key. */
class Problems {
  readonly #file: string | null;
  readonly #found: string[] = [];

  constructor(file: string | null) {
    this.#file = file;
  }

  readonly report = (key: string, problem: string): void => {
    const where = [this.#file, key].filter((part) => part !== null && part !== '').join(': ');
    this.#found.push(where === '' ? problem : `${where}: ${problem}`);
  };

  get all(): readonly string[] {
    return this.#found;
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  throwIfAny(): void {
    if (!this.isEmpty) throw new ConfigError(this.#found);
  }
}

interface Origin {
  readonly shown: string | null;
  readonly directory: string;
  readonly flags: ConfigFlags;
}

function resolveConfig(written: WrittenConfig, origin: Origin, problems: Problems): ResolvedConfig {
  const { directory, shown } = origin;
  const base = resolveRoot(written, null, origin);
  const migrations = (written.migrations ?? []).map((root) => resolveRoot(root, written, origin));
  // Messages about modes would only repeat what is wrong with the values themselves.
  if (problems.isEmpty) {
    reportModes(written, base, migrations, problems);
    reportRepeatedRoots(migrations, problems);
  }
  return {
    path: shown,
    directory,
    base,
    migrations,
    roles: written.roles ?? [],
    tablespaces: written.tablespaces ?? [],
    rules: written.rules ?? new Map(),
    overrides: (written.overrides ?? []).map(({ files = [], rules = new Map<string, Level>() }) => ({
      files,
      globs: files.map((file) => parseGlob(file.replace(/^\.\//, ''))),
      rules,
    })),
    requireReason: written.requireReason ?? DEFAULTS.requireReason,
    unsuppressable: written.unsuppressable ?? [],
    onUnanalyzable: written.onUnanalyzable ?? DEFAULTS.onUnanalyzable,
    placeholders: written.placeholders ?? new Map(),
    extensions: (written.extensions ?? DEFAULTS.extensions).map((ending) => ending.toLowerCase()),
  };
}

/** The settings of a root: its own, else the config's, else the defaults; flags come before all. */
function resolveRoot(root: WrittenRoot, config: WrittenConfig | null, origin: Origin): RootConfig {
  const { directory, flags } = origin;
  const replicated = root.replicated ?? config?.replicated ?? DEFAULTS.replicated;
  const [first, second] = root.clusters ?? config?.clusters ?? DEFAULTS.clusters;
  return {
    path: root.path === undefined ? null : path.resolve(directory, root.path),
    tool: root.tool ?? null,
    startFrom: root.startFrom === undefined ? null : path.resolve(directory, root.startFrom),
    mode: MODES.find((mode) => mode === flags.mode) ?? root.mode ?? config?.mode ?? DEFAULTS.mode,
    version: readVersion(flags.yugabytedb ?? root.yugabytedb ?? config?.yugabytedb),
    clusters: [first ?? DEFAULTS.clusters[0], second ?? DEFAULTS.clusters[1]],
    replicated,
    replicatingSince: root.replicatingSince ?? config?.replicatingSince ?? null,
    siteColumns: root.siteColumns ?? config?.siteColumns ?? DEFAULTS.siteColumns,
    colocated: root.colocated ?? config?.colocated ?? DEFAULTS.colocated,
    isReplicatedName: matchTables(replicated),
  };
}

/** Reads a version that was checked before; where that found a problem the default stands in until it is thrown. */
function readVersion(text: string | undefined): Version {
  const parsed = text === undefined ? undefined : parseVersion(text);
  if (parsed !== undefined && !('problem' in parsed)) return parsed;
  const fallback = parseVersion(DEFAULTS.yugabytedb);
  if ('problem' in fallback) throw new Error(fallback.problem);
  return fallback;
}

function reportModes(written: WrittenConfig, base: RootConfig, migrations: readonly RootConfig[], problems: Problems): void {
  const roots: readonly (readonly [string, RootConfig])[] = [
    [written.mode === undefined ? '' : 'mode', base],
    ...migrations.map((root, index) => [`migrations[${String(index)}].mode`, root] as const),
  ];
  const said = new Set<string>();
  for (const [key, root] of roots) {
    const problem = explainMissingMode(root.mode, root.version);
    if (problem === null || said.has(problem)) continue;
    said.add(problem);
    problems.report(key, problem);
  }
}

function reportRepeatedRoots(migrations: readonly RootConfig[], problems: Problems): void {
  migrations.forEach((root, index) => {
    const first = migrations.findIndex((other) => other.path === root.path);
    if (first < index) problems.report(`migrations[${String(index)}].path`, `is the same folder as migrations[${String(first)}].`);
  });
}

/**
 * The level that the config gives a rule in a file, undefined where it says nothing. `file` as in `SourceFile.path`.
 */
export function levelsOf(config: ResolvedConfig, cwd: string): (ruleId: string, file: string) => Level | undefined {
  if (config.overrides.length === 0) return (ruleId) => config.rules.get(ruleId);
  const byFile = new Map<string, readonly Override[]>();
  return (ruleId, file) => {
    let overrides = byFile.get(file);
    if (overrides === undefined) {
      const shown = showPath(path.resolve(cwd, file), config.directory);
      overrides = config.overrides.filter(({ globs }) => globs.some((glob) => glob.matches(shown))).reverse();
      byFile.set(file, overrides);
    }
    return overrides.find(({ rules }) => rules.has(ruleId))?.rules.get(ruleId) ?? config.rules.get(ruleId);
  };
}
