import { walkTo, type FolderView } from '../tool.js';
import { asList, asText, at, entriesOf } from './document.js';
import { perFolder } from './per-folder.js';
import { readToml } from './toml.js';

/** How Rust code that a folder belongs to uses a crate. */
export interface CrateUse {
  readonly crate: string;
  /** The folder whose Cargo.toml says it. */
  readonly folder: FolderView;
  /** The features that are asked for. */
  readonly features: ReadonlySet<string>;
}

const MANIFEST = 'Cargo.toml';

/** The nearest Cargo.toml, in a folder or above it, that depends on a crate; features that it takes from its workspace are added. */
export function findCrate(folder: FolderView, crate: string): CrateUse | undefined {
  const above: FolderView[] = [];
  for (let one: FolderView | undefined = folder; one !== undefined; one = one.parent) if (one.names.has(MANIFEST)) above.push(one);
  let found: CrateUse | undefined;
  for (const one of above) {
    const dependency = findDependency(one, crate);
    if (dependency === undefined) continue;
    found = { crate, folder: found?.folder ?? one, features: new Set([...(found?.features ?? []), ...(asList(at(dependency, 'features')) ?? [])]) };
    if (at(dependency, 'workspace') !== true) break;
  }
  return found;
}

/**
 * The other database that a crate is asked for by features, each named in `databases` with the database that it stands for;
 * undefined where it is asked for PostgreSQL as well, or for none of them. Where the code itself asks for none, those count
 * that the crates beside it ask for, which it depends on: Cargo builds a crate with the features that any of them wants.
 */
export function databaseOfFeatures(use: CrateUse, databases: ReadonlyMap<string, string>): string | undefined {
  const asked = databasesOf(use, databases, new Set());
  return asked.includes('postgres') ? undefined : asked[0];
}

function databasesOf({ crate, folder, features }: CrateUse, databases: ReadonlyMap<string, string>, seen: Set<FolderView>): readonly string[] {
  seen.add(folder);
  const own = [...databases].flatMap(([feature, database]) => (features.has(feature) ? [database] : []));
  if (own.length > 0) return own;
  return neighboursOf(folder).flatMap((neighbour) => {
    const use = seen.has(neighbour) ? undefined : findCrate(neighbour, crate);
    return use === undefined ? [] : databasesOf(use, databases, seen);
  });
}

/** The folders of the crates that a crate depends on by their paths. */
function neighboursOf(folder: FolderView): readonly FolderView[] {
  const manifest = manifestIn(folder);
  manifest.value ??= readToml(manifest.text).value ?? {};
  return entriesOf(at(manifest.value, 'dependencies')).flatMap(([, dependency]) => {
    const path = asText(at(dependency, 'path'));
    return (path === undefined ? undefined : walkTo(folder, path)) ?? [];
  });
}

const manifestIn = perFolder((folder): { readonly text: string; value?: unknown } => ({ text: folder.read(MANIFEST) ?? '' }));

function findDependency(folder: FolderView, crate: string): unknown {
  const manifest = manifestIn(folder);
  // Most manifests have nothing to do with databases, and need not be parsed.
  if (!manifest.text.includes(crate)) return undefined;
  manifest.value ??= readToml(manifest.text).value ?? {};
  for (const table of dependencyTables(manifest.value)) {
    for (const [name, dependency] of entriesOf(table)) if (name === crate || at(dependency, 'package') === crate) return dependency;
  }
  return undefined;
}

function dependencyTables(manifest: unknown): readonly unknown[] {
  const places = [manifest, at(manifest, 'workspace'), ...entriesOf(at(manifest, 'target')).map(([, target]) => target)];
  return places.flatMap((place) => ['dependencies', 'dev-dependencies', 'build-dependencies'].map((kind) => at(place, kind)));
}
