import { asBoolean } from '../manifest/document.js';
import { readProperties } from '../manifest/properties.js';
import { folderOf, inTwoFiles } from '../new-migrations.js';
import { compareBytes } from '../order.js';
import { leadingVersion, noDirectives, walkDown, type Detection, type FolderView, type MigrationName, type MigrationTool, type ToolRemark } from '../tool.js';
import { findMissing, locate, type Locations } from './flyway-locations.js';
import { DEFAULT_SETTINGS, readFlywaySettings, type FlywaySettings } from './flyway-settings.js';

/** What may stand between two words: white space and comments, each of which can be read in one way only. */
const GAP = String.raw`(?:\s|--[^\n]*\n|/\*[^*]*(?:\*(?!/)[^*]*)*\*/)+`;
/** The statements at whose sight it does without a transaction; those of its PostgreSQL parser, as PostgreSQL 12 and later have them. */
const NOT_TRANSACTIONAL = new RegExp(
  `^(?:${[
    '(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)',
    'ALTER SYSTEM',
    '(?:CREATE|DROP) (?:UNIQUE )?INDEX CONCURRENTLY',
    'REINDEX (?:VERBOSE )?(?:SCHEMA|DATABASE|SYSTEM)',
    'VACUUM',
    'DISCARD ALL',
  ]
    .join('|')
    .replaceAll(' ', GAP)})\\b`,
  'i',
);

/**
 * The events that `migrate` runs callbacks at, in their order: those before the versioned migrations, those between them and
 * the repeatable ones, those after all. What runs around each migration stands at its first or last run.
 */
const BEFORE = ['beforeConnect', 'afterConnect', 'beforeValidate', 'afterValidate', 'beforeCreateSchema', 'createSchema', 'beforeMigrate', 'beforeEachMigrate', 'beforeEachMigrateStatement'];
const BETWEEN = ['afterVersioned', 'beforeRepeatables'];
const AFTER = ['afterEachMigrateStatement', 'afterEachMigrate', 'afterMigrateApplied', 'afterMigrate', 'afterMigrateOperationFinish'];
/** The events of commands that take nothing forward: undo, clean, and what failed. */
const ASIDE = [
  ...['beforeUndo', 'beforeEachUndo', 'beforeEachUndoStatement', 'afterEachUndoStatement', 'afterEachUndoStatementError', 'afterEachUndo', 'afterEachUndoError', 'afterUndo', 'afterUndoError'],
  ...['beforeClean', 'afterClean', 'afterCleanError', 'afterEachMigrateStatementError', 'afterEachMigrateError', 'afterMigrateError', 'afterValidateError'],
  ...['beforeBaseline', 'afterBaseline', 'afterBaselineError', 'beforeRepair', 'afterRepair', 'afterRepairError', 'beforeInfo', 'afterInfo', 'afterInfoError', 'afterInfoOperationFinish'],
];

/** Where a kind of script stands among the others, as the first part of its order. */
const PHASES = { before: '0', versioned: '1', between: '2', repeatable: '3', after: '4', aside: '5' };

interface Kind {
  readonly prefix: string;
  readonly type: 'versioned' | 'undo' | 'baseline' | 'repeatable' | 'callback';
  /** The beginning of its order. */
  readonly order: readonly string[];
}

const CALLBACKS: readonly Kind[] = [
  { phase: PHASES.before, events: BEFORE },
  { phase: PHASES.between, events: BETWEEN },
  { phase: PHASES.after, events: AFTER },
  { phase: PHASES.aside, events: ASIDE },
].flatMap(({ phase, events }) => events.map((prefix, i) => ({ prefix, type: 'callback' as const, order: [phase, String(i)] })));

const VERSION = /^\d+(?:\.\d+)*$/;

/** A name, as Flyway takes it apart. */
interface ScriptName {
  readonly kind: Kind;
  /** Empty for a repeatable migration and a callback. */
  readonly version: string;
  readonly description: string;
}

/** Takes names apart as Flyway's `ResourceNameParser` does: the longest prefix, and what stands before the first separator. */
class ScriptNames {
  readonly #kinds: readonly Kind[];
  readonly #settings: FlywaySettings;

  constructor(settings: FlywaySettings) {
    const { versionedPrefix, undoPrefix, baselinePrefix, repeatablePrefix } = settings;
    const kinds: Kind[] = [
      { prefix: versionedPrefix, type: 'versioned', order: [PHASES.versioned] },
      { prefix: undoPrefix, type: 'undo', order: [PHASES.versioned] },
      { prefix: baselinePrefix, type: 'baseline', order: [PHASES.versioned] },
      { prefix: repeatablePrefix, type: 'repeatable', order: [PHASES.repeatable] },
    ];
    this.#settings = settings;
    this.#kinds = [...kinds, ...CALLBACKS].sort((a, b) => b.prefix.length - a.prefix.length);
  }

  read(file: string): ScriptName | undefined {
    const name = this.#withoutSuffix(file);
    const kind = name === undefined ? undefined : this.#kinds.find(({ prefix }) => name.startsWith(prefix));
    if (name === undefined || kind === undefined) return undefined;
    const rest = name.slice(kind.prefix.length);
    const { separator } = this.#settings;
    const cut = rest.indexOf(separator);
    const before = cut === -1 ? rest : rest.slice(0, cut);
    const description = cut === -1 ? '' : rest.slice(cut + separator.length);
    const version = before.replaceAll('_', '.');
    const hasVersion = kind.type !== 'repeatable' && kind.type !== 'callback';
    if (hasVersion ? !VERSION.test(version) : before !== '') return undefined;
    return { kind, version, description: description.replaceAll('_', ' ') };
  }

  /** Whether a name was meant for Flyway, which passes over it without a word. */
  looksMeant(file: string): boolean {
    const name = this.#withoutSuffix(file);
    if (name === undefined || this.read(file) !== undefined) return false;
    const lower = name.toLowerCase();
    return this.#kinds.some(({ prefix, type }) => type !== 'callback' && lower.startsWith(prefix.toLowerCase()) && /^(?:[\d_]|$)/.test(name.slice(prefix.length)));
  }

  #withoutSuffix(file: string): string | undefined {
    const lower = file.toLowerCase();
    const suffix = this.#settings.suffixes.find((one) => lower.endsWith(one.toLowerCase()));
    return suffix === undefined ? undefined : file.slice(0, file.length - suffix.length);
  }
}

/** Compares versions part by part, as numbers, where a missing part is 0; everything else unit by unit. */
function compareOrder(a: string, b: string): number {
  if (!VERSION.test(a) || !VERSION.test(b)) return compareBytes(a, b);
  const partsA = a.split('.');
  const partsB = b.split('.');
  for (let i = 0; i < Math.max(partsA.length, partsB.length); i++) {
    const partA = BigInt(partsA[i] ?? '0');
    const partB = BigInt(partsB[i] ?? '0');
    if (partA !== partB) return partA < partB ? -1 : 1;
  }
  return 0;
}

/** How a root is set up. */
interface Setup {
  readonly settings: FlywaySettings;
  /** Where the settings are; undefined where there are none. */
  readonly project: FolderView | undefined;
  /** Undefined where the settings name none that are there: then every folder below the root counts. */
  readonly locations: Locations | undefined;
}

const setups = new WeakMap<FolderView, Setup>();

/** The folder with the build or with Flyway's own settings, this one or above it, and what they say. */
function findProject(folder: FolderView): Omit<Setup, 'locations'> {
  for (let project: FolderView | undefined = folder; project !== undefined; project = project.parent) {
    const settings = readFlywaySettings(project);
    if (settings.sources.length > 0 || settings.broken.length > 0) return { project, settings };
  }
  return { project: undefined, settings: DEFAULT_SETTINGS };
}

function detect(folder: FolderView): Detection | undefined {
  const { project, settings } = findProject(folder);
  const names = new ScriptNames(settings);
  const locations = project === undefined ? undefined : locate(project, settings, folder);
  if (locations !== undefined) {
    setups.set(locations.root, { settings, project, locations });
    return { root: locations.root, reason: settings.sources[0] ?? '' };
  }
  const isMigration = (name: string): boolean => {
    const type = names.read(name)?.kind.type;
    return type !== undefined && type !== 'callback';
  };
  const exampleIn = (one: FolderView): string | undefined => [...one.names].find(isMigration);
  const example = exampleIn(folder);
  if (example === undefined) return undefined;
  // It reads its locations with every folder in them: those above belong to it while they hold migrations themselves,
  // or when this one is only a step of a series (2024/, 2025/).
  let root = folder;
  while (root.parent !== undefined && (exampleIn(root.parent) !== undefined || leadingVersion(root.name) !== undefined)) root = root.parent;
  setups.set(root, { settings, project, locations: undefined });
  return { root, reason: `names like ${example}` };
}

const CONCURRENTLY = 'with CONCURRENTLY in it, at the sight of which Flyway opens no transaction';

/** Flyway with the settings of one root. */
function setUp({ settings, project, locations }: Setup): MigrationTool {
  const names = new ScriptNames(settings);
  const read = (path: string): ScriptName | undefined => {
    const name = names.read(path.slice(path.lastIndexOf('/') + 1));
    if (name === undefined || (name.kind.type === 'callback' && settings.skipDefaultCallbacks)) return undefined;
    return locations?.holds(path, name.kind.type === 'callback' ? 'callbacks' : 'migrations') === false ? undefined : name;
  };
  return {
    name: 'flyway',
    defaultFolders: ['src/main/resources/db/migration', 'db/migration', 'sql'],
    wrapsTransaction: settings.executeInTransaction,
    transactions: settings.group
      ? { tool: 'Flyway', unit: 'all migrations of a run', escape: `that runs by itself, ${CONCURRENTLY}` }
      : { tool: 'Flyway', unit: 'each file', escape: CONCURRENTLY, directive: { place: 'statement', alone: true } },
    readDirective: noDirectives,
    leavesTransaction: (statement) => NOT_TRANSACTIONAL.test(statement),
    onSameVersion: 'refuses the two',
    compare: compareOrder,
    placeholders: settings.placeholders,
    ...(settings.placeholderMarks === null ? {} : { placeholderMarks: settings.placeholderMarks }),
    leavesAsWhole: settings.mixed,
    ...(settings.historyTable === null ? {} : { historyTables: [settings.historyTable] }),
    format: {
      files(migration) {
        const { last, title } = migration;
        const { versionedPrefix, separator, suffixes } = settings;
        const before = last.slice(last.lastIndexOf('/') + 1).slice(versionedPrefix.length).split(separator)[0] ?? '';
        const version = before.includes('_') ? migration.version.replaceAll('.', '_') : migration.version;
        const path = `${folderOf(last)}${versionedPrefix}${version}${separator}${title}${suffixes[0] ?? '.sql'}`;
        return inTwoFiles(path, null, migration);
      },
      // What has to run by itself is a CREATE INDEX CONCURRENTLY.
      leavesTransaction: !settings.group,
    },
    detect,
    configure: (root) => setUp(setups.get(root) ?? { ...findProject(root), locations: undefined }),
    enters: (path) => locations?.enters(path) !== false,
    readName(path) {
      const name = read(path);
      return name === undefined ? undefined : toMigrationName(name);
    },
    runsInTransaction: (folder, file) => readScriptSettings(folder, file, 'executeInTransaction') ?? settings.executeInTransaction,
    findApart: (paths) => findBaselines(paths, read),
    examine: (root, paths) => [...remarkOnSettings(settings, project), ...remarkOnNames(root, paths, names)],
  };
}

function toMigrationName({ kind, version, description }: ScriptName): MigrationName {
  // A mark before it keeps a description that is a number from being compared as a version.
  if (version === '') return { version: null, direction: kind.order[0] === PHASES.aside ? 'down' : 'up', order: [...kind.order, `_${description}`] };
  return { version, direction: kind.type === 'undo' ? 'down' : 'up', order: [...kind.order, version] };
}

/** What the configuration beside a script says: `V1__x.sql.conf`. */
function readScriptSettings(folder: FolderView, file: string, key: string): boolean | undefined {
  const name = `${file}.conf`;
  return folder.names.has(name) ? asBoolean(readProperties(folder.read(name) ?? '').get(key)) : undefined;
}

/** A baseline runs in place of the versions up to its own: on a database that has those it never runs. */
function findBaselines(paths: readonly string[], read: (path: string) => ScriptName | undefined): ReadonlySet<string> {
  const versioned: string[] = [];
  const baselines: (readonly [path: string, version: string])[] = [];
  for (const path of paths) {
    const name = read(path);
    if (name?.kind.type === 'versioned') versioned.push(name.version);
    else if (name?.kind.type === 'baseline') baselines.push([path, name.version]);
  }
  const oldest = versioned.sort(compareOrder)[0];
  return new Set(baselines.flatMap(([path, version]) => (oldest !== undefined && compareOrder(oldest, version) <= 0 ? [path] : [])));
}

function remarkOnSettings(settings: FlywaySettings, project: FolderView | undefined): readonly ToolRemark[] {
  const kind = settings.failOnMissingLocations ? 'missing-file' : 'note';
  const missing = project === undefined ? [] : findMissing(project, settings);
  return [
    // A build or an application may write what only its own tools can read, and set nothing of Flyway there.
    ...settings.broken.map(({ name, error }) => ({ kind: /(?:^|\/)flyway\./.test(name) ? 'broken-project' : 'note', path: '', message: `Flyway's settings in ${name} could not be read: ${error}.` }) as const),
    ...missing.map((location) => ({ kind, path: '', message: `the location ${location} of Flyway's settings is not there.` }) as const),
  ];
}

/** Names beside migrations that Flyway passes over without a word. */
function remarkOnNames(root: FolderView, paths: readonly string[], names: ScriptNames): readonly ToolRemark[] {
  const passedOver: string[] = [];
  for (const folderPath of new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))) {
    const folder = folderPath === '' ? root : walkDown(root, folderPath.slice(0, -1));
    for (const name of folder?.names ?? []) if (names.looksMeant(name)) passedOver.push(`${folderPath}${name}`);
  }
  const [first] = passedOver;
  if (first === undefined) return [];
  const others = passedOver.length === 1 ? '' : ` So are ${passedOver.length - 1} others like it.`;
  return [{ kind: 'note', path: first, message: `is passed over by Flyway, for its name is not that of a migration.${others}` }];
}

export const flyway = setUp({ settings: DEFAULT_SETTINGS, project: undefined, locations: undefined });
