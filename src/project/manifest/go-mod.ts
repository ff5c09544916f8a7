import { findAbove, type FolderView } from '../tool.js';
import { perFolder } from './per-folder.js';

const REQUIRED = /^[ \t]*(?:require[ \t]+)?([\w.~-]+(?:\/[\w.~-]+)+)[ \t]+v\S+[ \t]*$/gm;

/** The paths of the modules that the Go module of a folder asks for itself, and not merely through others (`// indirect`). */
export const requiredModules: (folder: FolderView) => ReadonlySet<string> = perFolder((folder) => {
  const module = findAbove(folder, ['go.mod']);
  const text = module?.folder.read(module.name) ?? '';
  return new Set([...text.matchAll(REQUIRED)].map(([, path = '']) => path));
});
