import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../config/paths.js';
import type { Included, OpenInclude } from '../sql/migration.js';
import type { SourceFile } from '../source/source-file.js';
import { realPath } from './folders.js';
import { describeKind, explainError, fileOnDisk } from './source.js';

/** Where includes of one root are looked for. All absolute. */
export interface IncludeScope {
  /** The root's folder. */
  readonly root: string;
  /** The folder with `.git` that holds it; null where none does. */
  readonly repository: string | null;
  /** Nothing outside of it is read, whatever leads there. */
  readonly boundary: string;
  /** Where the migration tool looks for the files that its own directives include; null: beside the file that includes. */
  readonly toolFolder: string | null;
}

/** The files of a run: one object for each real path, so that a file which is included is known to be the one in the folder. */
export class ProjectFiles {
  readonly #show: (file: string) => string;
  readonly #byRealPath = new Map<string, SourceFile>();
  /** Absolute. */
  readonly #locations = new WeakMap<SourceFile, string>();

  /** `show`: an absolute path as people read it. */
  constructor(show: (file: string) => string) {
    this.#show = show;
  }

  /** All that were asked for, those too that are asked for while somebody goes through them. */
  [Symbol.iterator](): Iterator<SourceFile> {
    return this.#byRealPath.values();
  }

  /** Has a text stand for the file with this real path; `location`: where it would lie. */
  put(real: string, location: string, file: SourceFile): void {
    this.#byRealPath.set(real, file);
    this.#locations.set(file, location);
  }

  /** The file at an absolute path. */
  at(location: string, real: string): SourceFile {
    const known = this.#byRealPath.get(real);
    if (known !== undefined) return known;
    const file = fileOnDisk(this.#show(location), location);
    this.put(real, location, file);
    return file;
  }

  /** Opens what scripts of a root include. */
  opener(scope: IncludeScope): OpenInclude {
    return (written, from, base) => {
      const beside = path.dirname(this.#locations.get(from) ?? path.join(scope.root, from.path));
      // Nobody tells where psql is started. Most scripts are written for the folder that holds them all, or for the repository's
      // first one; some for the folder in which each of them lies, or for one in between.
      const folders = base === 'session' ? [scope.root, scope.repository ?? scope.root, beside] : [base === 'tool' ? (scope.toolFolder ?? beside) : beside];
      const others = base === 'session' ? foldersAbove(beside, scope.boundary).filter((folder) => !folders.includes(folder)) : [];
      return this.#open(written, [...new Set(folders)], others, scope.boundary);
    };
  }

  #open(written: string, folders: readonly string[], others: readonly string[], boundary: string): Included {
    if (written === '-') return { refusal: 'is standard input, and not known' };
    let isOutside = false;
    for (const folder of [...folders, ...others]) {
      const location = path.resolve(folder, written);
      if (!isInside(location, boundary)) isOutside = true;
      else if (fs.existsSync(location)) return this.#openExisting(location, boundary);
    }
    if (isOutside) return OUTSIDE;
    const above = others.length > 0 ? ' and the folders between' : '';
    return { refusal: `is not there (looked for in ${folders.map((folder) => this.#show(folder)).join(', ')}${above})`, isMissing: true };
  }

  #openExisting(location: string, boundary: string): Included {
    try {
      const real = fs.realpathSync.native(location);
      if (!isInside(real, realPath(boundary))) return OUTSIDE;
      const stats = fs.statSync(real);
      if (!stats.isFile()) return { refusal: `is ${describeKind(stats)}, not a file` };
      fs.accessSync(real, fs.constants.R_OK);
      return { file: this.at(location, real) };
    } catch (error) {
      return { refusal: explainError(error, 'could not be read').replace(/\.$/, '') };
    }
  }
}

function foldersAbove(folder: string, boundary: string): readonly string[] {
  const above: string[] = [];
  for (let one = path.dirname(folder); isInside(one, boundary) && one !== above.at(-1); one = path.dirname(one)) above.push(one);
  return above;
}

const OUTSIDE: Included = { refusal: 'lies outside of the project, and is not read' };
