import type { Direction } from '../sql/migration.js';
import { nameLike, type Detection, type FolderView, type MigrationName } from './tool.js';

const CODE = /\.[cm]?[jt]sx?$/i;
/** Declarations, tests and stories, and what lies among migrations to gather or run them. */
const NO_MIGRATION = /\.(?:d|test|spec|stories|config|snapshot)\.\w+$|^(?:index|types?|config|utils?|helpers?|knexfile|data-?source|migrate|migrator|runner|main|setup|seed)\./i;

/** Whether a file's name says that it is JavaScript or TypeScript. */
export function isCode(name: string): boolean {
  return CODE.test(name);
}

/** Whether a file's name is one that a changelog in another language than SQL may have. */
export function isChangelogName(name: string): boolean {
  return /\.(?:xml|ya?ml|json)$/i.test(name);
}

/** Whether code of this name may be a migration. */
export function mayBeMigration(name: string): boolean {
  return CODE.test(name) && !NO_MIGRATION.test(name);
}

/** How a library is recognised by the code of its migrations. */
export interface CodeSigns {
  /** Names of its migrations. */
  readonly name: RegExp;
  /** What only its migrations have in their first lines. */
  readonly text: RegExp;
  /** Files above that only its users have. */
  readonly manifests: readonly string[];
  /** Its packages. */
  readonly packages: readonly string[];
}

/** A function that goes up, however it is declared: without one a file is a seed, or a part of an application. */
const GOES_UP = /\bup['"]?\s*[:=(]/;
/** Folders of files that look like migrations, and fill tables by hand whenever somebody wants them filled. */
const SEEDS = /^(?:seeds?|seeders?|seeding)$/i;

/** How many migrations of a folder are looked at: the first ones, and the last. */
const SAMPLED = 3;

/**
 * Recognises a library by the first lines of a few files, and where these say nothing by the settings and the
 * `package.json` above a folder of migrations. Folders without a file that has a fitting name cost no reading.
 */
export function detectCode(folder: FolderView, { name, text, manifests, packages }: CodeSigns): Detection | undefined {
  if (nameLike(folder, CODE) === undefined || SEEDS.test(folder.name)) return undefined;
  const candidates = codeMigrations(folder, name);
  if (candidates.length === 0) return undefined;
  const sample = candidates.length <= 2 * SAMPLED ? candidates : [...candidates.slice(0, SAMPLED), ...candidates.slice(-SAMPLED)];
  const isNamed = /migrat/i.test(folder.name);
  for (const file of sample) {
    const head = folder.head(file);
    const found = text.exec(head);
    if (found !== null && (isNamed || GOES_UP.test(head))) return { root: folder, reason: `"${found[0].replace(/['"]/g, '').trim()}" in ${file}` };
  }
  // Files that have nothing of a migration are something else.
  if (!isNamed || !sample.some((file) => GOES_UP.test(folder.head(file)))) return undefined;
  const manifest = findManifest(folder, manifests, packages);
  return manifest === undefined ? undefined : { root: folder, reason: manifest };
}

/** The nearest file above that is the library's own, or a `package.json` that names it. */
function findManifest(folder: FolderView, manifests: readonly string[], packages: readonly string[]): string | undefined {
  const own = manifests.find((name) => folder.names.has(name));
  if (own !== undefined) return own;
  if (folder.names.has('package.json')) {
    const text = folder.read('package.json') ?? '';
    if (packages.some((name) => text.includes(`"${name}"`))) return 'package.json';
  }
  return folder.parent === undefined ? undefined : findManifest(folder.parent, manifests, packages);
}

/** The code in a folder whose names fit. What was compiled beside its source counts once, as its source. */
function codeMigrations(folder: FolderView, name: RegExp): readonly string[] {
  const { names } = folder;
  return [...names].filter((file) => mayBeMigration(file) && name.test(file) && !isCompiled(file, names));
}

/** Whether `x.js` stands beside `x.ts`. */
export function isCompiled(file: string, names: ReadonlySet<string>): boolean {
  const match = /^(.*)\.([cm]?)js$/i.exec(file);
  return match !== null && (names.has(`${match[1] ?? ''}.${match[2] ?? ''}ts`) || names.has(`${match[1] ?? ''}.ts`));
}

const VERSION = /^(\d{4}([-_])\d\d\2\d\d(?:[-_T]\d+)*|\d[\dA-Za-z]*)(?=[-_.])/;

/** Reads the name of a code migration: its version is what it begins with, `20201028A`, `20230309T045948368Z` or `2024-03-01` too. */
export function readCodeName(path: string, name: RegExp): MigrationName | undefined {
  if (path.includes('/') || !mayBeMigration(path) || !name.test(path)) return undefined;
  const stem = path.replace(/\.\w+$/, '');
  const direction: Direction = /\.down$/i.test(stem) ? 'down' : 'up';
  return { version: VERSION.exec(path)?.[1] ?? null, direction, order: [stem] };
}

/** Migrations in languages that nobody here reads, by their endings. */
const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['rb', 'Ruby'],
  ['py', 'Python'],
  ['go', 'Go'],
  ['php', 'PHP'],
  ['java', 'Java'],
  ['kt', 'Kotlin'],
  ['ex', 'Elixir'],
  ['exs', 'Elixir'],
  ['cs', 'C#'],
  ['rs', 'Rust'],
]);

/** The language of a file that lies between the migrations of a folder and looks like one; undefined for every other. */
export function languageOf(name: string): string | undefined {
  const language = LANGUAGES.get(/^(?:\d+[-_]|[VUR][\d._]*__).*\.(\w+)$/.exec(name)?.[1] ?? '');
  return /_test\.\w+$/.test(name) ? undefined : language;
}

/** `3 Ruby migrations are not read`: what lies between the migrations of a folder and looks like one; undefined where nothing does. */
export function describeOtherLanguages(names: ReadonlySet<string>): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) {
    const language = languageOf(name);
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  if (counts.size === 0) return undefined;
  const parts = [...counts].map(([language, count]) => `${String(count)} ${language} ${count === 1 ? 'migration' : 'migrations'}`);
  return `${parts.join(' and ')} ${counts.size === 1 && [...counts.values()][0] === 1 ? 'is' : 'are'} not read.`;
}
