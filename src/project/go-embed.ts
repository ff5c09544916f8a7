import { isInside, relativePath } from '../config/paths.js';
import { perFolder } from './manifest/per-folder.js';
import type { FolderView } from './tool.js';

/** How the code of Go uses files: it builds them into a program, or into tests only. */
export interface EmbeddedUse {
  readonly by: 'program' | 'tests';
  /** The folder of the code (absolute). */
  readonly folder: string;
}

interface Embed {
  /** What paths of its files look like, relative to the folder of the code. */
  readonly pattern: RegExp;
  readonly isTest: boolean;
}

const DIRECTIVE = /^[ \t]*\/\/go:embed[ \t]+(.+?)[ \t]*$/gm;

/** What the Go code in a folder builds in by `//go:embed`. */
const embedsIn = perFolder((folder): readonly Embed[] =>
  [...folder.names].flatMap((name) => {
    if (!name.endsWith('.go')) return [];
    const text = folder.read(name) ?? '';
    if (!text.includes('//go:embed')) return [];
    const isTest = name.endsWith('_test.go');
    return [...text.matchAll(DIRECTIVE)].flatMap(([, written = '']) => [...written.matchAll(/"([^"]*)"|`([^`]*)`|(\S+)/g)].map(([, quoted, raw, plain]) => ({ pattern: toPattern(quoted ?? raw ?? plain ?? ''), isTest })));
  }),
);

/** A folder that a pattern fits stands for all that is in it. */
function toPattern(written: string): RegExp {
  const path = written.replace(/^all:/, '').replace(/\/+$/, '');
  const text = path.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]');
  return path === '.' ? /^/ : new RegExp(`^${text}(?:/|$)`);
}

/** How Go code beside a folder or above it uses any of some files below that folder (absolute paths); undefined where none names them. */
export function findEmbeddedUse(folder: FolderView, files: readonly string[]): EmbeddedUse | undefined {
  let use: EmbeddedUse | undefined;
  for (let one: FolderView | undefined = folder; one !== undefined; one = one.parent) {
    const { path } = one;
    const fitting = embedsIn(one).filter(({ pattern }) => files.some((file) => isInside(file, path) && pattern.test(relativePath(path, file))));
    if (fitting.some(({ isTest }) => !isTest)) return { by: 'program', folder: path };
    if (fitting.length > 0) use ??= { by: 'tests', folder: path };
    // Nothing outside of its module can be built in.
    if (one.names.has('go.mod')) break;
  }
  return use;
}
