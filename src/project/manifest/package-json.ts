import type { FolderView } from '../tool.js';
import { asText, at, entriesOf } from './document.js';
import { readJson } from './json.js';
import { perFolder } from './per-folder.js';

/** What the package.json of a folder says. */
export interface PackageJson {
  /** Names of the packages that it depends on, in development too. */
  readonly dependencies: ReadonlySet<string>;
  /** The commands of its scripts. */
  readonly scripts: readonly string[];
}

/** Reads the package.json of a folder; undefined where there is none, or none that is JSON. */
const readHere = perFolder((folder): PackageJson | undefined => {
  const { value } = readJson(folder.names.has('package.json') ? (folder.read('package.json') ?? '') : '');
  if (value === undefined) return undefined;
  const names = ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) => entriesOf(at(value, key)).map(([name]) => name));
  return { dependencies: new Set(names), scripts: entriesOf(at(value, 'scripts')).flatMap(([, command]) => asText(command) ?? []) };
});

/** The nearest package.json, in a folder or above it, that depends on a package; with the folder in which it lies. */
export function findPackageWith(folder: FolderView, dependency: string): { readonly folder: FolderView; readonly json: PackageJson } | undefined {
  for (let holder: FolderView | undefined = folder; holder !== undefined; holder = holder.parent) {
    const json = readHere(holder);
    if (json?.dependencies.has(dependency) === true) return { folder: holder, json };
  }
  return undefined;
}
