import { asBoolean, asList, asText, at, entriesOf } from '../manifest/document.js';
import { readGradleBlock } from '../manifest/gradle.js';
import { perFolder } from '../manifest/per-folder.js';
import { readProperties } from '../manifest/properties.js';
import { findSpringFiles, readSpringFile } from '../manifest/spring.js';
import { readToml } from '../manifest/toml.js';
import { childrenOf, readXml, type XmlElement } from '../manifest/xml.js';
import { ignoringCase } from '../placeholders.js';
import type { PlaceholderMarks } from '../../sql/placeholder-marks.js';
import type { FolderView } from '../tool.js';

/** What one file says of Flyway. */
interface Source {
  /** As people know the file, relative to the project. */
  readonly name: string;
  /** Where its migrations are when it names no locations. */
  readonly defaultLocation: string;
  /** By name in small letters without `-` and `_`, for every framework spells them in its own way. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly placeholders: ReadonlyMap<string, string>;
  /** Why it could not be read. */
  readonly error?: string;
}

/** The settings that decide which files Flyway runs, in which order, and how; see its reference of the `flyway` namespace. */
export interface FlywaySettings {
  /** The files that say so, first the one that counts most. Empty: nothing but defaults. */
  readonly sources: readonly string[];
  /** Files that could not be read, with the reason. */
  readonly broken: readonly { readonly name: string; readonly error: string }[];
  /** As they are written, `classpath:db/migration`; those for callbacks only apart. */
  readonly locations: readonly string[];
  /** Whether somebody wrote them; else they are the defaults. */
  readonly named: boolean;
  readonly callbackLocations: readonly string[];
  readonly versionedPrefix: string;
  readonly undoPrefix: string;
  readonly repeatablePrefix: string;
  readonly baselinePrefix: string;
  readonly separator: string;
  readonly suffixes: readonly string[];
  readonly executeInTransaction: boolean;
  readonly group: boolean;
  /** Whether a script may have statements of both kinds: then all of it runs without a transaction. */
  readonly mixed: boolean;
  /** Its table of what has run, with its schema; null: under the default names. */
  readonly historyTable: string | null;
  readonly skipDefaultCallbacks: boolean;
  readonly failOnMissingLocations: boolean;
  /** With the built-in ones; empty where none are replaced. */
  readonly placeholders: ReadonlyMap<string, string>;
  /** Null for the usual ones, `${` and `}`. */
  readonly placeholderMarks: PlaceholderMarks | null;
}

const COMMAND_LINE = 'filesystem:sql';
const ON_THE_CLASSPATH = 'classpath:db/migration';
const IN_A_BUILD = 'filesystem:src/main/resources/db/migration';

/** What the files of a project (the folder with its build, or with Flyway's own settings) say of Flyway: first those that were written for it, then those of frameworks and builds. */
export const readFlywaySettings: (project: FolderView) => FlywaySettings = perFolder((project) => merge([...findSources(project)]));

function* findSources(project: FolderView): Generator<Source> {
  const { names } = project;
  if (names.has('flyway.toml')) yield* readFile(project, 'flyway.toml', fromToml);
  if (names.has('flyway.conf')) yield* readFile(project, 'flyway.conf', fromConf);
  if (project.child('conf')?.names.has('flyway.conf') === true) yield* readFile(project, 'conf/flyway.conf', fromConf);
  for (const name of findSpringFiles(project)) yield* readFile(project, name, (text) => fromSpring(name, text));
  if (names.has('pom.xml')) yield* readFile(project, 'pom.xml', fromPom);
  for (const name of ['build.gradle', 'build.gradle.kts']) if (names.has(name)) yield* readFile(project, name, fromGradle);
}

type Reading = Omit<Source, 'name'> | undefined;

function readFile(project: FolderView, name: string, read: (text: string) => Reading): Source[] {
  const text = project.read(name);
  // Most builds and most applications say nothing of it: not worth a parser.
  const reading = text?.includes('flyway') === true ? read(text) : undefined;
  return reading === undefined ? [] : [{ name, ...reading }];
}

function fromToml(text: string): Reading {
  const { value, error } = readToml(text);
  if (error !== undefined) return broken(COMMAND_LINE, error);
  const table = entriesOf(at(value, 'flyway'));
  return table.length === 0 ? undefined : fromEntries(table, COMMAND_LINE);
}

/** Flyway takes a backslash in it for itself, unless it ends a line. */
function fromConf(text: string): Reading {
  const properties = readProperties(text.replace(/\\(?!\r?\n)/g, '\\\\'));
  return fromDotted([...properties].flatMap(([key, value]) => (key.startsWith('flyway.') ? [[key.slice(7), value] as const] : [])), COMMAND_LINE);
}

/** The key of Spring Boot, of Quarkus and of Micronaut; the rest of it in the group. */
const FRAMEWORK_KEY = /^(?:(?:spring|quarkus)\.flyway\.|flyway\.datasources\.[^.]+\.)(.+)$/;

function fromSpring(name: string, text: string): Reading {
  const read = readSpringFile(name, text);
  if (read.error !== undefined) return broken(ON_THE_CLASSPATH, read.error);
  const own = read.entries.flatMap(([key, value]) => {
    const rest = FRAMEWORK_KEY.exec(key)?.[1];
    return rest === undefined ? [] : [[rest, value] as const];
  });
  return fromDotted(own, ON_THE_CLASSPATH);
}

function fromPom(text: string): Reading {
  const { root, error } = readXml(text);
  if (root === undefined) return broken(IN_A_BUILD, error);
  const all = [...descendants(root)];
  const properties = new Map(all.filter(({ name }) => name === 'properties').flatMap(({ children }) => children.map((child) => [child.name, child.text.trim()] as const)));
  const fill = (value: string): string => value.replace(/\$\{([^{}]+)\}/g, (whole, name: string) => properties.get(name) ?? whole);
  const entries: (readonly [string, unknown])[] = [];
  for (const plugin of all) {
    if (plugin.name !== 'plugin' || childrenOf(plugin, 'artifactId')[0]?.text.trim() !== 'flyway-maven-plugin') continue;
    for (const configuration of [...descendants(plugin)].filter(({ name }) => name === 'configuration')) {
      for (const { name, children, text: value } of configuration.children) {
        if (name === 'placeholders') entries.push(...children.map((child) => [`placeholders.${child.name}`, fill(child.text.trim())] as const));
        else entries.push([name, children.length === 0 ? fill(value.trim()) : children.map((child) => fill(child.text.trim()))]);
      }
    }
  }
  for (const [key, value] of properties) if (key.startsWith('flyway.')) entries.push([key.slice(7), fill(value)]);
  return entries.length === 0 ? undefined : fromDotted(entries, IN_A_BUILD);
}

function* descendants(root: XmlElement): Generator<XmlElement> {
  const waiting = [root];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    yield element;
    waiting.push(...[...element.children].reverse());
  }
}

function fromGradle(text: string): Reading {
  const entries = readGradleBlock(text, 'flyway');
  return entries.length === 0 ? undefined : fromEntries(entries, IN_A_BUILD);
}

function broken(defaultLocation: string, error: string): Reading {
  return { defaultLocation, values: new Map(), placeholders: new Map(), error };
}

/** Tables in which placeholders are a table of their own. */
function fromEntries(entries: readonly (readonly [string, unknown])[], defaultLocation: string): Reading {
  return fromDotted(entries.flatMap(([key, value]) => (key === 'placeholders' ? entriesOf(value).map(([name, text]) => [`placeholders.${name}`, text] as const) : [[key, value] as const])), defaultLocation);
}

function fromDotted(entries: readonly (readonly [string, unknown])[], defaultLocation: string): Reading {
  const values = new Map<string, unknown>();
  const placeholders = new Map<string, string>();
  for (const [key, value] of entries) {
    const placeholder = /^placeholders\.(.+)$/.exec(key)?.[1];
    const member = /^(.+)\[\d+\]$/.exec(key)?.[1];
    if (placeholder !== undefined) {
      const text = literal(asText(value));
      if (text !== undefined && !placeholders.has(placeholder)) placeholders.set(placeholder, text);
    } else if (member !== undefined) values.set(plainKey(member), [...(asList(values.get(plainKey(member))) ?? []), ...(asList(value) ?? [])]);
    else if (plainKey(key) === 'locations') values.set('locations', [...(asList(values.get('locations')) ?? []), ...(asList(value) ?? [])]);
    else if (!values.has(plainKey(key))) values.set(plainKey(key), value);
  }
  return values.size === 0 && placeholders.size === 0 ? undefined : { defaultLocation, values, placeholders };
}

function plainKey(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase();
}

/** A value with the defaults of what comes from the environment, `${NAME:default}`; undefined where it is known only there. */
function literal(text: string | undefined): string | undefined {
  const filled = text?.replace(/\$\{[^{}:]+:([^{}]*)\}/g, '$1');
  return filled?.includes('${') === true ? undefined : filled;
}

/** Flyway where nothing is set. */
export const DEFAULT_SETTINGS = merge([]);

function merge(sources: readonly Source[]): FlywaySettings {
  const text = (name: string): string | undefined => {
    for (const { values } of sources) {
      const found = literal(asText(values.get(name)));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const list = (name: string): readonly string[] => [...new Set(sources.flatMap(({ values }) => asList(values.get(name)) ?? []))];
  const flag = (name: string): boolean | undefined => asBoolean(text(name));
  const named = list('locations');
  const suffixes = list('sqlmigrationsuffixes');
  const separator = text('placeholderseparator') ?? ':';
  // What looks like a variable of the environment is one of the marks here.
  const mark = (name: string): string | undefined => sources.flatMap(({ values }) => asText(values.get(name)) ?? [])[0];
  const [prefix = '${', suffix = '}'] = [mark('placeholderprefix'), mark('placeholdersuffix')];
  const isMarked = prefix !== '' && suffix !== '' && (prefix !== '${' || suffix !== '}');
  const schema = text('defaultschema') ?? list('schemas')[0];
  const table = text('table');
  const builtIn: Readonly<Record<string, string>> = {
    defaultSchema: schema ?? 'public',
    user: text('user') ?? 'flyway',
    database: /^jdbc:\w+:\/\/[^/]*\/(\w+)/.exec(text('url') ?? '')?.[1] ?? 'postgres',
    timestamp: '2000-01-01 00:00:00',
    filename: 'migration.sql',
    workingDirectory: '.',
    table: table ?? 'flyway_schema_history',
    environment: text('environment') ?? 'default',
  };
  const given = sources.flatMap(({ placeholders }) => [...placeholders]);
  const values = [...given, ...Object.entries(builtIn).map(([name, value]) => [`flyway${separator}${name}`, value] as const)];
  return {
    sources: sources.filter(({ error }) => error === undefined).map(({ name }) => name),
    broken: sources.flatMap(({ name, error }) => (error === undefined ? [] : [{ name, error }])),
    locations: named.length > 0 ? named : [...new Set(sources.map(({ defaultLocation }) => defaultLocation))],
    named: named.length > 0,
    callbackLocations: list('callbacklocations'),
    versionedPrefix: text('sqlmigrationprefix') ?? 'V',
    undoPrefix: text('undosqlmigrationprefix') ?? 'U',
    repeatablePrefix: text('repeatablesqlmigrationprefix') ?? 'R',
    baselinePrefix: text('baselinemigrationprefix') ?? 'B',
    separator: text('sqlmigrationseparator') ?? '__',
    suffixes: suffixes.length > 0 ? suffixes : ['.sql'],
    executeInTransaction: flag('executeintransaction') ?? true,
    group: flag('group') ?? false,
    mixed: flag('mixed') ?? false,
    historyTable: schema === undefined && table === undefined ? null : `${schema ?? 'public'}.${table ?? 'flyway_schema_history'}`,
    skipDefaultCallbacks: flag('skipdefaultcallbacks') ?? false,
    failOnMissingLocations: flag('failonmissinglocations') ?? false,
    placeholders: ignoringCase(flag('placeholderreplacement') === false ? [] : values),
    placeholderMarks: isMarked && flag('placeholderreplacement') !== false ? { prefix, suffix } : null,
  };
}
