import { isInside, relativePath } from '../../config/paths.js';
import { walkDown, type FolderView } from '../tool.js';
import type { FlywaySettings } from './flyway-settings.js';

/** The folders that one run of Flyway reads, each with all that is in it. Paths are relative to `root`, with `/`. */
export interface Locations {
  /** The folder that has them all. */
  readonly root: FolderView;
  /** Whether there can be scripts in a folder. */
  enters(path: string): boolean;
  /** Whether a file lies where scripts of its kind are looked for. */
  holds(path: string, kind: Location['kind']): boolean;
}

interface Location {
  readonly kind: 'migrations' | 'callbacks' | 'both';
  readonly folder: FolderView;
  /** For one with wildcards: what the paths of its files look like, relative to `folder`. */
  readonly pattern: RegExp | undefined;
}

/** Files that a module of a build has in its own folder. */
const BUILDS = ['pom.xml', 'build.gradle', 'build.gradle.kts'];
/** Where a build takes from what it puts on the classpath. */
const RESOURCES = ['src/main/resources', 'resources', 'conf'];
const TEST_RESOURCES = 'src/test/resources';

/**
 * The locations of the run to which a folder belongs; undefined where the settings name none that holds it. A module's
 * locations are its own, whether it or the build above it (`project`) names them.
 */
export function locate(project: FolderView, settings: FlywaySettings, folder: FolderView): Locations | undefined {
  const bases = basesFor(project, folder);
  const ownCallbacks = settings.callbackLocations.length > 0;
  const locations = [
    ...settings.locations.flatMap((written) => resolve(written, bases, ownCallbacks ? 'migrations' : 'both')),
    ...settings.callbackLocations.flatMap((written) => resolve(written, bases, 'callbacks')),
  ];
  if (!locations.some((location) => isIn(location, `${folder.path}/x.sql`))) return undefined;
  let root = folder;
  while (root.parent !== undefined && !locations.every((location) => isInside(location.folder.path, root.path))) root = root.parent;
  const paths = locations.map((location) => ({ location, path: relativePath(root.path, location.folder.path) }));
  return {
    root,
    enters: (path) => paths.some(({ path: one }) => one === '' || path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`)),
    holds: (path, kind) => locations.some((location) => (location.kind === 'both' || location.kind === kind) && isIn(location, `${root.path}/${path}`)),
  };
}

/** The locations on disk that settings name and that are not there. What is on the classpath may come from anywhere. */
export function findMissing(project: FolderView, settings: FlywaySettings): readonly string[] {
  const bases = basesFor(project, project);
  return [...settings.locations, ...settings.callbackLocations].filter((written) => settings.named && written.startsWith('filesystem:') && readPath(written)?.startsWith('/') === false && resolve(written, bases, 'both').length === 0);
}

interface Bases {
  readonly filesystem: readonly FolderView[];
  readonly classpath: readonly FolderView[];
}

function basesFor(project: FolderView, folder: FolderView): Bases {
  let module = folder;
  while (module.path !== project.path && module.parent !== undefined && !BUILDS.some((name) => module.names.has(name))) module = module.parent;
  const modules = module.path === project.path ? [project] : [module, project];
  const resources = relativePath(module.path, folder.path).startsWith(TEST_RESOURCES) ? [TEST_RESOURCES, ...RESOURCES] : RESOURCES;
  return { filesystem: modules, classpath: modules.flatMap((one) => [...resources.flatMap((path) => walkDown(one, path) ?? []), one]) };
}

/** The place of a build's own folder, as Maven and Gradle write it. */
const BUILD_FOLDER = /^\$\{?(?:project\.)?(?:basedir|projectDir|rootDir|rootProject\.projectDir)\}?\/?/;

/** A location's path without its prefix; undefined for one that is elsewhere (`s3:`) or known at run time only. */
function readPath(written: string): string | undefined {
  const path = /^(?:filesystem|classpath\*?):(.*)$/s.exec(written.trim())?.[1] ?? (/^[a-z0-9]{2,}:/i.test(written) ? undefined : written.trim());
  // Spring Boot's name for the database.
  const known = path?.replace('{vendor}', 'postgresql').replace(BUILD_FOLDER, '');
  return known === undefined || /[${}]/.test(known) ? undefined : known.replaceAll('\\', '/').replace(/\/+$/, '');
}

function resolve(written: string, bases: Bases, kind: Location['kind']): readonly Location[] {
  const path = readPath(written);
  if (path === undefined) return [];
  const onDisk = written.trim().startsWith('filesystem:');
  // An absolute path is one of the machine that it runs on; on the classpath the first `/` means nothing.
  if (onDisk && path.startsWith('/')) return [];
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  const wild = segments.findIndex((segment) => /[*?]/.test(segment));
  const fixed = wild === -1 ? segments : segments.slice(0, wild);
  for (const base of onDisk ? bases.filesystem : [...bases.classpath, ...(written.includes(':') ? [] : bases.filesystem)]) {
    const folder = fixed.reduce<FolderView | undefined>((at, segment) => (segment === '..' ? at?.parent : at?.child(segment)), base);
    if (folder !== undefined) return [{ kind, folder, pattern: wild === -1 ? undefined : toPattern(segments.slice(wild)) }];
  }
  return [];
}

/** Flyway's wildcards: `**` any folders, `*` and `?` within a name; one that names no file means all that is in the folder. */
function toPattern(segments: readonly string[]): RegExp {
  const parts = segments.map((segment) =>
    segment === '**' ? '(?:[^/]+/)*' : `${segment.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]+').replaceAll('?', '[^/]')}/`,
  );
  const text = parts.join('');
  return new RegExp(segments.at(-1)?.includes('.') === true ? `^${text.replace(/\/$/, '')}$` : `^${text}.*`);
}

function isIn({ folder, pattern }: Location, file: string): boolean {
  return isInside(file, folder.path) && (pattern === undefined || pattern.test(relativePath(folder.path, file)));
}
