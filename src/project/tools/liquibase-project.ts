import { perFolder } from '../manifest/per-folder.js';
import { isInside, relativePath } from '../../config/paths.js';
import { readProperties } from '../manifest/properties.js';
import { findSpringFiles, readSpringFile } from '../manifest/spring.js';
import { asText } from '../manifest/document.js';
import { compareBytes } from '../order.js';
import { ignoringCase } from '../placeholders.js';
import { walkDown, walkTo, type FolderView, type ToolRemark } from '../tool.js';
import { readChangelog, type ChangesetFacts, type Changelog, type ChangelogEntry } from './liquibase-changelog.js';

/** A file of SQL in the order of its changelog, or a changelog that has SQL in it, at its first. */
export interface IncludedFile extends ChangesetFacts {
  readonly order: number;
  /** Of a changelog: which of its own pieces of SQL run at this place, by their number among them. */
  readonly pieces: ReadonlySet<number>;
  readonly isRollback: boolean;
  readonly delimiter: string | null;
}

/** What changelogs that are no SQL make of a project. */
export interface LiquibaseProject {
  /** The folder that has the changelogs and all that they lead to. */
  readonly root: FolderView;
  /** The outermost changelog, relative to the root. */
  readonly reason: string;
  /** By path relative to the root. */
  readonly files: ReadonlyMap<string, IncludedFile>;
  readonly placeholders: ReadonlyMap<string, string>;
  readonly remarks: readonly ToolRemark[];
}

const ENDING = /\.(?:xml|ya?ml|json)$/i;
const TELLING_FILE = /change-?(?:log|set)|liquibase|master|root|main|index|migrat|^db\b/i;
const TELLING_FOLDER = /change-?(?:log|set)|liquibase|migrat/i;
/** Where changelogs are beside the SQL that they include, relative to a folder above it. */
const USUAL_FOLDERS = ['', 'changelog', 'changelogs', 'liquibase', 'db', 'db/changelog', 'db/changelogs', 'db/liquibase', ...['', '/db', '/db/changelog', '/liquibase', '/config/liquibase'].map((path) => `src/main/resources${path}`)];
const MASTER = /master|root|main|index/i;
const SETTINGS = 'liquibase.properties';

/** A file in a folder. */
interface Place {
  readonly folder: FolderView;
  readonly name: string;
}

/** The project to whose changelogs a folder's SQL belongs: the outermost that leads to a file in it. Undefined where none does. */
export function findLiquibaseProject(folder: FolderView): LiquibaseProject | undefined {
  const above: FolderView[] = [];
  for (let one: FolderView | undefined = folder; one !== undefined; one = one.parent) above.unshift(one);
  for (const one of above) {
    const project = projectIn(one);
    if (project !== null && leadsTo(project, folder)) return project;
  }
  return undefined;
}

function leadsTo({ root, files }: LiquibaseProject, folder: FolderView): boolean {
  if (!isInside(folder.path, root.path)) return false;
  const path = relativePath(root.path, folder.path);
  for (const file of files.keys()) if (file.slice(0, Math.max(file.lastIndexOf('/'), 0)) === path) return true;
  return false;
}

const projectIn = perFolder(readProject);

function readProject(folder: FolderView): LiquibaseProject | null {
  const { changelog, parameters } = readSettings(folder);
  const masters = changelog === undefined ? findMasters(USUAL_FOLDERS.flatMap((path) => findChangelogs(path === '' ? folder : walkDown(folder, path)))) : [changelog];
  const [first] = masters;
  if (first === undefined) return null;
  const reader = new ProjectReader(parameters);
  for (const master of masters) reader.include(master);
  return reader.finish(first);
}

/** What a project's settings say. */
interface Settings {
  /** The outermost changelog, which may be SQL; undefined where none is named, or none is there. */
  readonly changelog: Place | undefined;
  readonly parameters: readonly (readonly [string, string])[];
}

/** Those of Liquibase itself, else those of an application that runs it. */
function readSettings(folder: FolderView): Settings {
  const own = readProperties(folder.names.has(SETTINGS) ? (folder.read(SETTINGS) ?? '') : '');
  const named = [...own].find(([key]) => /^(?:liquibase\.)?(?:command\.)?change-?log-?file$/i.test(key))?.[1];
  const changelog = named === undefined ? undefined : findChangelog(folder, named);
  const parameters = [...own].flatMap(([key, value]) => (key.startsWith('parameter.') ? [[key.slice(10), value] as const] : []));
  return changelog === undefined ? (readApplication(folder) ?? { changelog, parameters }) : { changelog, parameters };
}

function findChangelog(base: FolderView, written: string): Place | undefined {
  const place = findFile(base, clean(written));
  return place !== undefined && (ENDING.test(place.name) || /\.sql$/i.test(place.name)) ? place : undefined;
}

/** Of Spring Boot, and of Quarkus. */
const APPLICATION_KEY = /^(?:spring|quarkus)\.liquibase\.(?:(change-?log)|parameters\.(.+))$/i;

function readApplication(folder: FolderView): Settings | undefined {
  for (const name of findSpringFiles(folder)) {
    const text = folder.read(name);
    // Most applications say nothing of it: not worth a parser.
    if (text?.includes('liquibase') !== true) continue;
    const { entries } = { entries: [], ...readSpringFile(name, text) };
    const own = entries.flatMap(([key, value]) => {
      const match = APPLICATION_KEY.exec(key);
      const written = asText(value)?.replace(/\$\{[^{}:]+:([^{}]*)\}/g, '$1');
      return match === null || written === undefined ? [] : [{ parameter: match[2], written }];
    });
    const named = own.find(({ parameter }) => parameter === undefined)?.written;
    const bases = [walkDown(folder, 'src/main/resources'), folder].filter((base) => base !== undefined);
    const changelog = named === undefined ? undefined : firstOf(bases, (base) => findChangelog(base, named));
    if (changelog !== undefined) return { changelog, parameters: own.flatMap(({ parameter, written }) => (parameter === undefined ? [] : [[parameter, written] as const])) };
  }
  return undefined;
}

function findChangelogs(folder: FolderView | undefined): Place[] {
  if (folder === undefined) return [];
  const places: Place[] = [];
  for (const name of folder.names) {
    if (ENDING.test(name) && (TELLING_FILE.test(name) || TELLING_FOLDER.test(folder.name)) && folder.head(name).includes('databaseChangeLog')) places.push({ folder, name });
  }
  return places;
}

/** Those that no other one includes; the ones first whose names say that they come first. */
function findMasters(places: readonly Place[]): readonly Place[] {
  const included = new Set<string>();
  for (const place of places) {
    const reader = new ProjectReader([]);
    reader.read(place);
    for (const path of reader.changelogs) if (path !== pathOf(place)) included.add(path);
  }
  const sorted = [...places].sort((a, b) => Number(MASTER.test(b.name)) - Number(MASTER.test(a.name)) || compareBytes(pathOf(a), pathOf(b)));
  const masters = sorted.filter((place) => !included.has(pathOf(place)));
  return masters.length > 0 ? masters : sorted.slice(0, 1);
}

function pathOf({ folder, name }: Place): string {
  return `${folder.path}/${name}`;
}

const parsedIn = perFolder(() => new Map<string, Changelog>());

/** Each changelog is parsed once, however many lead to it. */
function parse({ folder, name }: Place): Changelog {
  const inFolder = parsedIn(folder);
  let changelog = inFolder.get(name);
  if (changelog === undefined) {
    const text = folder.read(name);
    changelog = text === undefined ? { error: 'it cannot be read' } : readChangelog(name, text);
    inFolder.set(name, changelog);
  }
  return changelog;
}

/** What Liquibase's own parameters are on PostgreSQL. */
const BUILT_IN: readonly (readonly [string, string])[] = [
  ['database.autoIncrementClause', 'GENERATED BY DEFAULT AS IDENTITY'],
  ['database.currentDateTimeFunction', 'NOW()'],
  ['database.databaseChangeLogLockTableName', 'DATABASECHANGELOGLOCK'],
  ['database.databaseChangeLogTableName', 'DATABASECHANGELOG'],
  ['database.databaseProductName', 'PostgreSQL'],
  ['database.defaultCatalogName', 'postgres'],
  ['database.defaultSchemaName', 'public'],
  ['database.defaultSchemaNamePrefix', '.public'],
  ['database.lineComment', '--'],
  ['database.liquibaseSchemaName', 'public'],
  ['database.typeName', 'postgresql'],
];

/** Follows changelogs to the SQL that they include. */
class ProjectReader {
  readonly #files = new Map<string, IncludedFile>();
  readonly #values: (readonly [string, string])[];
  readonly #remarks: ToolRemark[] = [];
  /** By name, how many changes are no SQL. */
  readonly #changes = new Map<string, number>();
  readonly #folders = new Set<FolderView>();
  readonly #open = new Set<string>();
  readonly changelogs = new Set<string>();

  constructor(values: readonly (readonly [string, string])[]) {
    this.#values = [...values];
  }

  read(place: Place): void {
    const path = pathOf(place);
    if (this.#open.has(path)) this.#remark('broken-project', place, 'includes itself, by way of the changelogs that it includes.');
    if (this.changelogs.has(path)) return;
    this.changelogs.add(path);
    this.#folders.add(place.folder);
    const { entries, error } = parse(place);
    if (entries === undefined) {
      this.#remark('broken-project', place, `is a changelog that could not be read: ${error}.`);
      return;
    }
    this.#open.add(path);
    for (const entry of entries) this.#follow(entry, place);
    this.#open.delete(path);
  }

  finish(first: Place): LiquibaseProject {
    let root = first.folder;
    while (root.parent !== undefined && ![...this.#folders].every((folder) => isInside(folder.path, root.path))) root = root.parent;
    const relative = (path: string): string => relativePath(root.path, path);
    const total = [...this.#changes.values()].reduce((sum, count) => sum + count, 0);
    const kinds = [...this.#changes].map(([name, count]) => `${count} ${name}`).join(', ');
    const what = total === 1 ? 'a change that is no SQL file' : `${total} changes that are no SQL files`;
    const unread: ToolRemark = { kind: 'note', path: relative(pathOf(first)), message: `leads to ${what} and could not be judged: ${kinds}.` };
    return {
      root,
      reason: relative(pathOf(first)),
      files: new Map([...this.#files].map(([path, file]) => [relative(path), file])),
      placeholders: ignoringCase([...this.#values, ...BUILT_IN]),
      remarks: [...this.#remarks.map((remark) => ({ ...remark, path: relative(remark.path) })), ...(total === 0 ? [] : [unread])],
    };
  }

  #follow(entry: ChangelogEntry, from: Place): void {
    switch (entry.kind) {
      case 'property':
        this.#values.push([entry.name, this.#fill(entry.value)]);
        return;
      case 'change':
        this.#changes.set(entry.name, (this.#changes.get(entry.name) ?? 0) + 1);
        return;
      case 'sql':
        this.#addPiece(from, entry);
        return;
      case 'properties': {
        const place = this.#find(entry, from);
        if (place !== undefined) this.#values.push(...readProperties(place.folder.read(place.name) ?? ''));
        return;
      }
      case 'include': {
        const place = this.#find(entry, from);
        if (place !== undefined) this.include(place);
        return;
      }
      case 'sqlFile': {
        const place = this.#find({ ...entry, optional: false }, from);
        if (place !== undefined) this.#add(place, entry);
        return;
      }
      case 'includeAll':
        this.#includeAll(entry, from);
    }
  }

  /** A changelog, or a file of SQL that stands for one. */
  include(place: Place): void {
    if (ENDING.test(place.name)) this.read(place);
    else this.#add(place, { isRollback: false, transaction: true, runOrder: null, delimiter: null });
  }

  #add(place: Place, { isRollback, transaction, runOrder, delimiter }: Omit<IncludedFile, 'order' | 'pieces'>): void {
    const path = pathOf(place);
    if (this.#files.has(path)) return;
    this.#files.set(path, { order: this.#files.size, isRollback, transaction, runOrder, delimiter, pieces: new Set() });
    this.#folders.add(place.folder);
  }

  /** SQL of a changelog itself. A file has one place in the order: what comes behind a file that it includes could not be judged in its turn. */
  #addPiece(place: Place, { number, runOrder, isRollback }: Extract<ChangelogEntry, { kind: 'sql' }>): void {
    const path = pathOf(place);
    this.#add(place, { isRollback: false, transaction: true, runOrder, delimiter: null });
    const file = this.#files.get(path);
    if (file === undefined) return;
    const isNext = file.order === this.#files.size - 1 && file.runOrder === runOrder;
    if (isNext) this.#files.set(path, { ...file, pieces: new Set([...file.pieces, number]) });
    else if (!isRollback) this.#changes.set('sql', (this.#changes.get('sql') ?? 0) + 1);
  }

  /** Everything in a folder, in the order of the paths as texts, as Liquibase sorts them. */
  #includeAll({ path: written, relative, optional, ending, maxDepth }: Extract<ChangelogEntry, { kind: 'includeAll' }>, from: Place): void {
    const path = this.#fill(written);
    const folder = firstOf(basesOf(from, relative), (base) => walkTo(base, clean(path)));
    if (folder === undefined) {
      if (!optional) this.#missing(from, path);
      return;
    }
    const places = [...placesIn(folder, maxDepth)].filter(({ name }) => name.endsWith(ending) && (ENDING.test(name) || /\.sql$/i.test(name)));
    if (places.length === 0 && !optional) this.#remark('missing-file', from, `includes all of ${path}, where there is nothing to include.`);
    for (const place of places.sort((a, b) => compareBytes(pathOf(a), pathOf(b)))) {
      // A folder may have the changelog in it that includes it.
      if (!this.#open.has(pathOf(place)) && isReadable(place)) this.include(place);
    }
  }

  #find({ file: written, relative, optional }: { readonly file: string; readonly relative: boolean; readonly optional: boolean }, from: Place): Place | undefined {
    const path = this.#fill(written);
    const place = firstOf(basesOf(from, relative), (base) => findFile(base, clean(path)));
    if (place === undefined && !optional) this.#missing(from, path);
    return place;
  }

  #missing(from: Place, path: string): void {
    if (path.includes('${')) this.#remark('note', from, `names ${path}, which is known only when it runs.`);
    else if (leaves(from.folder, path)) this.#remark('broken-project', from, `names ${path}, which lies outside of the project; it was not read.`);
    else this.#remark('missing-file', from, `names ${path}, which does not exist.`);
  }

  #fill(text: string): string {
    return text.replace(/\$\{([^{}]+)\}/g, (whole, name: string) => this.#values.find(([key]) => key.toLowerCase() === name.trim().toLowerCase())?.[1] ?? whole);
  }

  #remark(kind: ToolRemark['kind'], place: Place, message: string): void {
    this.#remarks.push({ kind, path: pathOf(place), message });
  }
}

/** Where a path begins: beside the changelog, or in any folder above it, for what is on the class path or the search path is a setting of the run. */
function basesOf({ folder }: Place, relative: boolean): readonly FolderView[] {
  if (relative) return [folder];
  const bases: FolderView[] = [];
  for (let one: FolderView | undefined = folder; one !== undefined; one = one.parent) bases.push(one);
  return [...bases, ...bases.flatMap((base) => walkDown(base, 'src/main/resources') ?? [])];
}

function firstOf<From, To>(items: readonly From[], find: (item: From) => To | undefined): To | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function clean(path: string): string {
  return path.replace(/^(?:classpath\*?:|file:)/, '').replaceAll('\\', '/').replace(/^\/+/, '');
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '' && segment !== '.');
}

/** Whether a path leads above the outermost folder that may be looked at. */
function leaves(folder: FolderView, path: string): boolean {
  let at: FolderView | undefined = folder;
  let depth = 0;
  for (const segment of segmentsOf(clean(path))) {
    if (segment !== '..') depth += 1;
    else if (depth > 0) depth -= 1;
    else {
      at = at.parent;
      if (at === undefined) return true;
    }
  }
  return false;
}

function findFile(base: FolderView, path: string): Place | undefined {
  const segments = segmentsOf(path);
  const name = segments.at(-1);
  const folder = walkTo(base, segments.slice(0, -1).join('/'));
  return name !== undefined && folder?.names.has(name) === true && folder.child(name) === undefined ? { folder, name } : undefined;
}

function* placesIn(folder: FolderView, depth: number): Generator<Place> {
  for (const name of folder.names) {
    const child = folder.child(name);
    if (child === undefined) yield { folder, name };
    else if (depth > 1) yield* placesIn(child, depth - 1);
  }
}

/** Any SQL; of the rest what is a changelog: Liquibase passes over other files in a folder. */
function isReadable({ folder, name }: Place): boolean {
  return !ENDING.test(name) || folder.head(name).includes('databaseChangeLog');
}
