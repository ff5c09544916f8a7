/** Matches paths with `/` between their segments. */
export interface Glob {
  matches(path: string): boolean;
  /** Whether something below this folder may match. */
  entersFolder(path: string): boolean;
}

/** One segment of a pattern: `**`, or what is matched against one segment of a path. */
type Segment = '**' | readonly Part[];

/** `*`, `?`, a character, or a set of characters. */
type Part = '*' | '?' | { readonly char: string } | { readonly set: readonly (readonly [string, string])[]; readonly negated: boolean };

/** More alternatives than this are a mistake or an attack: `{a,b}{a,b}{a,b}…` doubles with each pair. */
const MOST_ALTERNATIVES = 1000;

/**
 * Reads a glob: `*` and `?` within a segment, `**` over segments, `[a-z]` and `[!a-z]`, `{a,b}`, `\` before a character
 * that stands for itself. Matching never backtracks over more than the last `*`, so that no pattern can hang it.
 * Throws a `RangeError` where braces make too many alternatives.
 */
export function parseGlob(pattern: string): Glob {
  return globOf(expandBraces(pattern).map(parseSegments));
}

/** As `parseGlob`, without `{a,b}`, which is plain text in a `.gitignore`. */
export function parseGitPattern(pattern: string): Glob {
  return globOf([parseSegments(pattern)]);
}

/** Whether one name (no path) matches a pattern of `*` and `?` alone. */
export function parseNamePattern(pattern: string): (name: string) => boolean {
  const parts: Part[] = Array.from(pattern, (char) => (char === '*' || char === '?' ? char : { char }));
  return (name) => matchParts(parts, name);
}

/** Whether a text has anything that a glob would read as more than itself. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** The folder before the first segment that is a pattern: `db/x` of `db/x/*.sql`; empty where the first one is. */
export function literalBase(pattern: string): string {
  const segments = pattern.split('/');
  const first = segments.findIndex(isGlob);
  return segments.slice(0, first === -1 ? segments.length : first).join('/');
}

function globOf(alternatives: readonly (readonly Segment[])[]): Glob {
  return {
    matches(path) {
      const segments = path.split('/');
      return alternatives.some((alternative) => matchSegments(alternative, segments));
    },
    entersFolder(path) {
      const segments = path.split('/');
      return alternatives.some((alternative) => matchesStart(alternative, segments));
    },
  };
}

function matchesStart(pattern: readonly Segment[], folder: readonly string[]): boolean {
  for (const [at, segment] of folder.entries()) {
    const part = pattern[at];
    if (part === '**') return true;
    if (part === undefined || !matchParts(part, segment)) return false;
  }
  return pattern.length > folder.length;
}

function expandBraces(pattern: string): readonly string[] {
  const open = findUnescaped(pattern, '{', 0);
  if (open === -1) return [pattern];
  const commas: number[] = [];
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '\\') at++;
    else if (char === '{') depth++;
    else if (char === ',' && depth === 1) commas.push(at);
    else if (char === '}' && --depth === 0) {
      // `{a}` has no alternatives and stands for itself.
      if (commas.length === 0) return expandBraces(`${pattern.slice(0, open)}\\${pattern.slice(open)}`);
      const edges = [open, ...commas, at];
      const choices = edges.slice(1).map((end, index) => pattern.slice((edges[index] ?? 0) + 1, end));
      const expanded: string[] = [];
      for (const choice of choices) {
        for (const one of expandBraces(pattern.slice(0, open) + choice + pattern.slice(at + 1))) expanded.push(one);
        if (expanded.length > MOST_ALTERNATIVES) throw new RangeError(`the braces of "${pattern}" make more than ${String(MOST_ALTERNATIVES)} patterns`);
      }
      return expanded;
    }
  }
  return expandBraces(`${pattern.slice(0, open)}\\${pattern.slice(open)}`);
}

function findUnescaped(pattern: string, wanted: string, from: number): number {
  for (let at = from; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === wanted) return at;
  }
  return -1;
}

function parseSegments(pattern: string): readonly Segment[] {
  const segments: Segment[] = [];
  for (const text of pattern.split('/')) {
    // Two `**` in a row mean the same as one.
    if (text !== '**') segments.push(parseParts(text));
    else if (segments.at(-1) !== '**') segments.push('**');
  }
  return segments;
}

function parseParts(text: string): readonly Part[] {
  const parts: Part[] = [];
  const chars = Array.from(text);
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char === '*') {
      if (parts.at(-1) !== '*') parts.push('*');
    } else if (char === '?') {
      parts.push('?');
    } else if (char === '[') {
      const negated = chars[at + 1] === '!' || chars[at + 1] === '^';
      const first = at + (negated ? 2 : 1);
      // A `]` right after the opening is a member, not the end.
      const end = chars.indexOf(']', first + 1);
      if (end === -1) parts.push({ char });
      else {
        parts.push({ set: parseSet(chars.slice(first, end)), negated });
        at = end;
      }
    } else if (char === '\\' && at + 1 < chars.length) {
      parts.push({ char: chars[++at] ?? '' });
    } else {
      parts.push({ char });
    }
  }
  return parts;
}

function parseSet(chars: readonly string[]): readonly (readonly [string, string])[] {
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < chars.length; at++) {
    if (chars[at] === '\\' && at + 1 < chars.length) at++;
    const low = chars[at] ?? '';
    if (chars[at + 1] === '-' && at + 2 < chars.length) {
      at += 2;
      ranges.push([low, chars[at] ?? '']);
    } else {
      ranges.push([low, low]);
    }
  }
  return ranges;
}

/** Both matchers below go back to the last wildcard only: what an earlier one could take, the last one can take too. */
function matchSegments(pattern: readonly Segment[], path: readonly string[]): boolean {
  let at = 0;
  let wildcard = -1;
  let retry = 0;
  for (let segment = 0; segment < path.length; ) {
    const part = pattern[at];
    if (part === '**') {
      wildcard = at++;
      retry = segment;
    } else if (part !== undefined && matchParts(part, path[segment] ?? '')) {
      at++;
      segment++;
    } else if (wildcard !== -1) {
      at = wildcard + 1;
      segment = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === '**') at++;
  return at === pattern.length;
}

function matchParts(parts: readonly Part[], text: string): boolean {
  const chars = Array.from(text);
  let at = 0;
  let wildcard = -1;
  let retry = 0;
  for (let index = 0; index < chars.length; ) {
    const part = parts[at];
    if (part === '*') {
      wildcard = at++;
      retry = index;
    } else if (part !== undefined && matchChar(part, chars[index] ?? '')) {
      at++;
      index++;
    } else if (wildcard !== -1) {
      at = wildcard + 1;
      index = ++retry;
    } else {
      return false;
    }
  }
  while (parts[at] === '*') at++;
  return at === parts.length;
}

function matchChar(part: Exclude<Part, '*'>, char: string): boolean {
  if (part === '?') return true;
  if ('char' in part) return part.char === char;
  return part.set.some(([low, high]) => low <= char && char <= high) !== part.negated;
}
