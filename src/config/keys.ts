import { TOOLS } from '../project/tools/index.js';
import { MODES } from '../xcluster/mode.js';
import { DEFAULT_VERSION, KNOWN_SERIES, parseVersion } from '../xcluster/version.js';
import { parseGlob } from './glob.js';
import { choice, flag, list, object, record, ruleId, shorthand, text, type Shape, type ValueOf } from './shape.js';

/** What a config says where it says nothing; lists and objects that are not here are empty. */
export const DEFAULTS = {
  mode: 'bidirectional',
  yugabytedb: DEFAULT_VERSION,
  clusters: ['cluster A', 'cluster B'],
  replicated: ['*.*'],
  siteColumns: ['site', 'region', 'cluster', 'home_region'],
  colocated: false,
  requireReason: false,
  onUnanalyzable: 'warn',
  extensions: ['.sql'],
} as const;

const LEVELS = ['error', 'warning', 'info', 'off'] as const;

const VERSION_PATTERN = `^v?(${KNOWN_SERIES.map(({ series }) => series.replace('.', '\\.')).join('|')}|20[2-9][0-9]\\.[12])(\\.[0-9]{1,3}){0,2}(-b[0-9]+)?$`;

/** YAML reads `2025.2` without quotes as a number, and so do people. */
const version: Shape<string> = {
  read(value, place) {
    const written = typeof value === 'number' ? String(value) : value;
    if (typeof written !== 'string') {
      place.report(place.path, `must be a YugabyteDB version such as "${DEFAULT_VERSION}".`);
      return undefined;
    }
    const parsed = parseVersion(written);
    if (!('problem' in parsed)) return written;
    place.report(place.path, parsed.problem);
    return undefined;
  },
  schema: () => ({
    anyOf: [
      { type: 'string', pattern: VERSION_PATTERN },
      { type: 'number', enum: KNOWN_SERIES.map(({ series }) => Number(series)).filter((series) => !('problem' in parseVersion(String(series)))) },
    ],
  }),
};

const glob = text({
  findProblem(value) {
    if (value.includes('\\')) return `"${value}" has a backslash; write / between folders.`;
    try {
      parseGlob(value);
      return null;
    } catch (error) {
      if (error instanceof RangeError) return `${error.message}.`;
      throw error;
    }
  },
  pattern: '^[^\\\\]+$',
});

const tablePattern = text({
  findProblem(value) {
    if (/^!?[^.]+\..+$/.test(value)) return null;
    const bare = value.replace(/^!/, '');
    return `"${value}" is not schema.table; write ${JSON.stringify(value.replace(bare, `*.${bare}`))} for that table in every schema.`;
  },
  pattern: '^!?[^.]+\\..+$',
});

const extension = text({
  findProblem: (value) => (/^\.[^/\\]+$/.test(value) ? null : `"${value}" must begin with a dot and hold no slash: ".sql".`),
  pattern: '^\\.[^/\\\\]+$',
});

const placeholderName = text({
  findProblem: (value) => (/^[A-Za-z_][\w.:-]*$/.test(value) ? null : `"${value}" is no placeholder's name: letters, digits and _ . : - only.`),
  pattern: '^[A-Za-z_][\\w.:-]*$',
});

const anyText: Shape<string> = {
  read(value, place) {
    if (typeof value === 'string') return value;
    place.report(place.path, 'must be a text.');
    return undefined;
  },
  schema: () => ({ type: 'string' }),
};

const name = text();
const levels = record(ruleId, choice('level', LEVELS));

/** What may differ between two roots of one project. */
const ROOT_SETTINGS = {
  mode: {
    shape: choice('mode', MODES),
    summary: 'How the two clusters replicate into each other.',
  },
  yugabytedb: {
    shape: version,
    summary: 'The YugabyteDB version that the clusters run: a series (`2025.2`) or a release (`2024.2.6.1`).',
  },
  clusters: {
    shape: list(name, { min: 2, max: 2 }),
    summary: 'The names of the two clusters, for messages.',
  },
  replicated: {
    shape: list(tablePattern, { min: 1 }),
    summary: 'Which tables are replicated: patterns over `schema.table`; `!` takes tables out again, the last pattern that matches decides.',
  },
  replicatingSince: {
    shape: name,
    summary: 'The last migration that had run when replication was set up, by version or file name. Rules about single steps leave it and those before it alone.',
  },
  siteColumns: {
    shape: list(name),
    summary: 'Columns that say which site owns a row.',
  },
  colocated: {
    shape: flag,
    summary: 'Whether the database is colocated.',
  },
} as const;

const rootPath = text({
  findProblem: (value) => (value.includes('\\') ? `"${value}" has a backslash; write / between folders.` : null),
  pattern: '^[^\\\\]+$',
});

const root = object({
  path: { shape: rootPath, summary: 'The folder (or one file), relative to the config file.', required: true },
  tool: {
    shape: choice('tool', TOOLS.map((tool) => tool.name)),
    summary: 'The migration tool, where it is not to be detected.',
  },
  startFrom: {
    shape: rootPath,
    summary: 'A file with the schema that is there before the first migration, such as a dump. It is read, not judged.',
  },
  ...ROOT_SETTINGS,
});

/** What a root of the config says of itself. */
export type WrittenRoot = ValueOf<typeof root>;

/**
 * Every key of the config, in the order in which people are told of them. Checking, the JSON schema, the commented
 * config of `xclint init` and the documentation are made from this table.
 */
export const KEYS = {
  $schema: { shape: name, summary: 'For editors: where the JSON schema of this file is.' },
  mode: ROOT_SETTINGS.mode,
  yugabytedb: ROOT_SETTINGS.yugabytedb,
  clusters: ROOT_SETTINGS.clusters,
  migrations: {
    shape: list(shorthand<WrittenRoot>(rootPath, root, (path) => ({ path })), { min: 1, distinct: false }),
    summary: 'Where the migrations are: folders, each with a schema of its own. Without it the migration tool is detected.',
  },
  replicated: ROOT_SETTINGS.replicated,
  replicatingSince: ROOT_SETTINGS.replicatingSince,
  siteColumns: ROOT_SETTINGS.siteColumns,
  roles: { shape: list(name), summary: 'Roles that exist on both clusters.' },
  tablespaces: { shape: list(name), summary: 'Tablespaces that exist on both clusters.' },
  colocated: ROOT_SETTINGS.colocated,
  rules: { shape: levels, summary: 'Levels of rules: `error`, `warning`, `info` or `off`. A level replaces the rule\'s own.' },
  overrides: {
    shape: list(
      object({
        files: { shape: list(glob, { min: 1 }), summary: 'Patterns over paths, relative to the config file.', required: true },
        rules: { shape: levels, summary: 'Levels of rules in these files.', required: true },
      }),
      { distinct: false },
    ),
    summary: 'Levels of rules in some files; a later entry wins.',
  },
  requireReason: { shape: flag, summary: 'Whether a suppression comment must say why.' },
  unsuppressable: { shape: list(ruleId), summary: 'Rules that no comment can silence.' },
  onUnanalyzable: {
    shape: choice('level', ['error', 'warn', 'ignore']),
    summary: 'What a statement is that could not be understood: an `error`, a warning (`warn`), or nothing (`ignore`).',
  },
  placeholders: {
    shape: record(placeholderName, anyText),
    summary: 'Texts that the migration tool puts in for placeholders.',
  },
  extensions: { shape: list(extension, { min: 1 }), summary: 'Endings of files that a folder or pattern stands for, in any letter case.' },
} as const;

/** The whole config. */
export const CONFIG_SHAPE = object(KEYS);

/** A config as it was written, each value checked by itself. */
export type WrittenConfig = ValueOf<typeof CONFIG_SHAPE>;
