import path from 'node:path';
import { MODE_FACTS, MODES } from '../xcluster/mode.js';
import type { ResolvedConfig, RootConfig } from './config.js';
import { DEFAULTS, KEYS } from './keys.js';
import { showPath } from './paths.js';

/** What `--print-config` prints: every setting as it holds, paths relative to the working directory. */
export function describeConfig(config: ResolvedConfig, cwd: string): object {
  const { base, migrations } = config;
  return {
    configFile: config.path,
    ...describeSettings(base),
    migrations: migrations.map((root) => ({
      path: showNullable(root.path, cwd),
      tool: root.tool,
      startFrom: showNullable(root.startFrom, cwd),
      ...describeSettings(root),
    })),
    roles: config.roles,
    tablespaces: config.tablespaces,
    rules: Object.fromEntries(config.rules),
    overrides: config.overrides.map(({ files, rules }) => ({ files, rules: Object.fromEntries(rules) })),
    requireReason: config.requireReason,
    unsuppressable: config.unsuppressable,
    onUnanalyzable: config.onUnanalyzable,
    placeholders: Object.fromEntries(config.placeholders),
    extensions: config.extensions,
  };
}

function describeSettings(root: RootConfig): object {
  const { mode, version, clusters, replicated, replicatingSince, siteColumns, colocated } = root;
  return { mode, yugabytedb: version.text, clusters, replicated, replicatingSince, siteColumns, colocated };
}

function showNullable(location: string | null, cwd: string): string | null {
  return location === null ? null : showPath(path.resolve(location), cwd);
}

/** A value in YAML's flow style, on one line. */
function onOneLine(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value, null, 1).replaceAll(/\n */g, ' ');
}

/** The name of the file that `xclint init` writes: YAML, for its comments. */
export const INITIAL_CONFIG_NAME = '.xclintrc.yaml';

type ShownKey = Exclude<keyof typeof KEYS, '$schema'>;

const isShown = (name: string): name is ShownKey => name !== '$schema' && Object.hasOwn(KEYS, name);
const SHOWN_KEYS: readonly ShownKey[] = Object.keys(KEYS).filter(isShown);

/** A value that `xclint init` shows for a key, and whether the key is in force or only commented out. */
interface Sample {
  readonly value: unknown;
  readonly active?: boolean;
  /** Lines under the key's summary. */
  readonly more?: readonly string[];
}

/**
 * The commented config that `xclint init` writes. `folders` are the folders of migrations that were found, relative to
 * the config file. What is in force says what holds without a config; every other key is shown in a comment.
 */
export function initialConfig(folders: readonly string[], schemaUrl: string): string {
  const samples: Readonly<Record<ShownKey, Sample>> = {
    mode: { value: DEFAULTS.mode, active: true, more: MODES.map((mode) => `${mode}: ${MODE_FACTS[mode].title}`) },
    yugabytedb: { value: DEFAULTS.yugabytedb, active: true },
    clusters: { value: ['us-west', 'us-east'] },
    migrations: folders.length > 0 ? { value: folders, active: true } : { value: ['db/migrations'] },
    replicated: { value: [...DEFAULTS.replicated, '!audit.*'] },
    replicatingSince: { value: '20250611_checkout' },
    siteColumns: { value: DEFAULTS.siteColumns },
    roles: { value: ['app'] },
    tablespaces: { value: ['fast'] },
    colocated: { value: DEFAULTS.colocated },
    rules: { value: { 'no-serial': 'warning' } },
    overrides: { value: [{ files: ['legacy/**'], rules: { 'no-serial': 'off' } }] },
    requireReason: { value: true },
    unsuppressable: { value: ['no-serial'] },
    onUnanalyzable: { value: DEFAULTS.onUnanalyzable },
    placeholders: { value: { app_schema: 'shop' } },
    extensions: { value: [...DEFAULTS.extensions, '.ddl'] },
  };
  const lines = [`# yaml-language-server: $schema=${schemaUrl}`, '# The settings of xclint. Lines that begin with "#:" are examples: take the mark away to use one.'];
  for (const name of SHOWN_KEYS) {
    const { value, active = false, more = [] } = samples[name];
    const comments = [KEYS[name].summary, ...more.map((line) => `  ${line}`)];
    lines.push('', ...comments.map((line) => `# ${line}`), `${active ? '' : '#: '}${name}: ${onOneLine(value)}`);
  }
  return `${lines.join('\n')}\n`;
}
