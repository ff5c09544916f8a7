import path from 'node:path';

/** The way from a folder to a path, with `/`; empty for the folder itself. Both absolute. */
export function relativePath(from: string, to: string, paths: path.PlatformPath = path): string {
  const { sep } = paths;
  // Most paths lie below the folder: `path.relative` takes ten times as long to find that out.
  const isBelow = to.startsWith(from) && to[from.length] === sep;
  const relative = isBelow ? to.slice(from.length + 1) : paths.relative(from, to);
  return sep === '/' ? relative : relative.replaceAll(sep, '/');
}

/** A path as people read it: relative to the working directory, with `/`. */
export function showPath(file: string, cwd: string, paths: path.PlatformPath = path): string {
  const relative = relativePath(cwd, file, paths);
  return relative === '' ? '.' : relative;
}

/** Whether a path is a folder or below it. */
export function isInside(inner: string, folder: string, paths: path.PlatformPath = path): boolean {
  const relative = relativePath(folder, inner, paths);
  return relative !== '..' && !relative.startsWith('../') && !paths.isAbsolute(relative);
}
