import { parseGitPattern, type Glob } from '../config/glob.js';

/** One line of a `.gitignore`. */
interface IgnoreRule {
  readonly glob: Glob;
  /** Matched against the path from the `.gitignore`'s folder; else against the name alone, at any depth. */
  readonly anchored: boolean;
  readonly foldersOnly: boolean;
  readonly includes: boolean;
}

/** The `.gitignore` of one folder. */
export interface IgnoreFile {
  /** Whether it ignores a path (relative to its folder, with `/`); undefined where it says nothing of it. */
  decide(path: string, isFolder: boolean): boolean | undefined;
}

/** Reads the text of a `.gitignore`, as gitignore(5) says. */
export function parseIgnoreFile(text: string): IgnoreFile {
  const rules: IgnoreRule[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const rule = parseRule(line);
    if (rule !== undefined) rules.unshift(rule);
  }
  return {
    decide(path, isFolder) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const rule = rules.find((one) => (isFolder || !one.foldersOnly) && one.glob.matches(one.anchored ? path : name));
      return rule === undefined ? undefined : !rule.includes;
    },
  };
}

function parseRule(line: string): IgnoreRule | undefined {
  // Blanks at the end do not count, unless the last one has a backslash before it.
  let pattern = line.replace(/(?<!\\)[ \t]+$/, '');
  if (pattern === '' || pattern.startsWith('#')) return undefined;
  const includes = pattern.startsWith('!');
  if (includes) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  if (pattern === '') return undefined;
  // `a/**` is everything in `a`, not `a` itself.
  return { glob: parseGitPattern(pattern.replace(/\/\*\*$/, '/**/*')), anchored, foldersOnly, includes };
}
