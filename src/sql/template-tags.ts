import { endOfPlaceholder } from './placeholder-text.js';

// The tags of templates: Go (`text/template`), Jinja and Liquid, Handlebars and Mustache.

/** A tag of a template that stands outside of strings and comments. */
export interface TemplateTag {
  readonly end: number;
  /**
   * `open` begins a block, `else` the next branch of it, `close` ends it. `silent` puts no text in (a comment, an
   * assignment), `text` does.
   */
  readonly kind: 'open' | 'else' | 'close' | 'silent' | 'text';
  /** What the branch that begins here depends on; empty where it says nothing. */
  readonly condition: string;
}

const OPENS = new Set(['if', 'with', 'range', 'define', 'block', 'for', 'unless', 'macro', 'call', 'filter', 'raw', 'case', 'autoescape', 'unlessEquals']);
/** Of `{% … %}`: these put text in. */
const INCLUDES = new Set(['include', 'render', 'snippet']);
/** Of `{{ … }}`: whatever else begins with a word does. */
const SILENT = new Set(['break', 'continue']);

/** Reads the tag at a `{`; null where none stands there, or it is not closed. */
export function readTag(text: string, at: number): TemplateTag | null {
  const end = endOfPlaceholder(text, at);
  if (end === -1) return null;
  const mark = text.charAt(at + 1);
  if (mark === '#') return { end, kind: 'silent', condition: '' };
  const inside = text.slice(at + 2, end - 2).replace(/^[-~+]?\s*|\s*[-~+]?$/g, '');
  const [, sign = '', word = '', rest = ''] = /^([#^/!]?)\s*(\w*)\s*([^]*)$/.exec(inside) ?? [];
  if (mark === '{') {
    if (sign === '!' || inside.startsWith('/*') || SILENT.has(inside) || /^\$\w+\s*:?=/.test(inside)) return { end, kind: 'silent', condition: '' };
    if (sign === '/') return { end, kind: 'close', condition: '' };
    if (sign === '#' || sign === '^') return { end, kind: 'open', condition: `${sign === '^' ? 'not ' : ''}${word === 'unless' ? 'not ' : ''}${OPENS.has(word) ? rest : inside.slice(1)}` };
  }
  if (word === 'else' || word === 'elif' || word === 'elsif' || word === 'elseif' || word === 'when') return { end, kind: 'else', condition: rest.replace(/^(?:if|with)\b\s*/, '') };
  if (/^end(?!\w*\.)/.test(word) && (word === 'end' || mark === '%')) return { end, kind: 'close', condition: '' };
  if (OPENS.has(word) && (mark === '%' || rest !== '')) return { end, kind: 'open', condition: word === 'if' ? rest : word === 'unless' ? `not ${rest}` : '' };
  return { end, kind: mark === '{' || INCLUDES.has(word) ? 'text' : 'silent', condition: '' };
}

const OURS = String.raw`postgres\w*|pgsql|pg|yugabyte\w*|ysql`;
const OTHERS = String.raw`mysql\d*|maria\w*|sqlite\d*|oracle|mssql|sql_?server|cockroach\w*|crdb|clickhouse|snowflake|bigquery|redshift|h2|hsqldb|db2|duckdb|spanner|databricks|tidb`;
const NOT = String.raw`(?:\bnot\b|\bne\b|!=?)[^()]*?`;
const IS_OURS = new RegExp(String.raw`(?<![A-Za-z])(?:${OURS})(?![A-Za-z])`, 'i');
const IS_OTHER = new RegExp(String.raw`(?<![A-Za-z])(?:${OTHERS})(?![A-Za-z])`, 'i');
const NOT_OURS = new RegExp(String.raw`${NOT}(?<![A-Za-z])(?:${OURS})(?![A-Za-z])`, 'i');
const NOT_OTHER = new RegExp(String.raw`${NOT}(?<![A-Za-z])(?:${OTHERS})(?![A-Za-z])`, 'i');

/** The branches of one block, in their order: which of them PostgreSQL may get. */
export class Branches {
  /** Whether one before is for PostgreSQL whatever else holds, so that no later one is. */
  #isSettled = false;

  /** Whether the branch that begins with the tag is for PostgreSQL, as far as the condition tells. */
  takes({ condition }: TemplateTag): boolean {
    if (this.#isSettled) return false;
    const isOurs = IS_OURS.test(condition) && !NOT_OURS.test(condition);
    const isOther = NOT_OURS.test(condition) || (!isOurs && IS_OTHER.test(condition) && !NOT_OTHER.test(condition));
    if (isOther) return false;
    const isAboutDatabases = isOurs || NOT_OTHER.test(condition);
    if (isAboutDatabases && !/\band\b|&&/.test(condition)) this.#isSettled = true;
    return true;
  }
}

const TAG = /\{[{%#]/g;

/** Where the branch ends that begins at an offset: at the tag that begins the next one or closes the block; -1 where none does. */
export function endOfBranch(text: string, from: number): number {
  let depth = 0;
  TAG.lastIndex = from;
  for (let found = TAG.exec(text); found !== null; found = TAG.exec(text)) {
    const at = found.index;
    const tag = readTag(text, at);
    if (tag === null) continue;
    if (depth === 0 && (tag.kind === 'else' || tag.kind === 'close')) return at;
    if (tag.kind === 'open') depth += 1;
    else if (tag.kind === 'close') depth -= 1;
    TAG.lastIndex = tag.end;
  }
  return -1;
}

/** Two offsets of a text. */
export type Stretch = readonly [from: number, to: number];

interface OpenBlock {
  readonly branches: Branches;
  readonly taken: Stretch[];
  /** Where the branch that is being read begins; null where it is left out. */
  from: number | null;
}

/** The blocks of a template inside one statement. */
export class InnerBlocks {
  /** Tags, and branches that are not PostgreSQL's. */
  readonly #blanks: Stretch[] = [];
  /** Blocks of which several branches may be PostgreSQL's. */
  readonly #choices: (readonly Stretch[])[] = [];
  readonly #open: OpenBlock[] = [];

  /** The blocks that are still open. */
  get open(): readonly Branches[] {
    return this.#open.map(({ branches }) => branches);
  }

  /**
   * Takes the tag at an offset and gives the place where the statement goes on; null where it ends, for the tag belongs to a
   * block around it; -1 where the branch is left out and has no end.
   */
  take(text: string, at: number, tag: TemplateTag): number | null {
    const block = this.#open.at(-1);
    if (tag.kind === 'silent') return this.#leave(at, tag.end);
    if (tag.kind === 'open') {
      const opened: OpenBlock = { branches: new Branches(), taken: [], from: null };
      const end = this.#begin(text, at, tag, opened);
      if (end !== -1) this.#open.push(opened);
      return end;
    }
    if (block === undefined) return null;
    if (block.from !== null) block.taken.push([block.from, at]);
    block.from = null;
    if (tag.kind === 'else') return this.#begin(text, at, tag, block);
    this.#open.pop();
    if (block.taken.length > 1) this.#choices.push(block.taken);
    return this.#leave(at, tag.end);
  }

  #begin(text: string, at: number, tag: TemplateTag, block: OpenBlock): number {
    if (block.branches.takes(tag)) {
      block.from = tag.end;
      return this.#leave(at, tag.end);
    }
    const end = endOfBranch(text, tag.end);
    return end === -1 ? -1 : this.#leave(at, end);
  }

  #leave(from: number, to: number): number {
    this.#blanks.push([from, to]);
    return to;
  }

  /** What to leave out of the statement's text, once for each version of it: with the first branches, with the second … */
  versions(): readonly (readonly Stretch[])[] {
    const count = Math.max(1, ...this.#choices.map((taken) => taken.length));
    return Array.from({ length: count }, (_, version) => {
      const others = this.#choices.flatMap((taken) => taken.filter((_branch, i) => i !== Math.min(version, taken.length - 1)));
      return merge([...this.#blanks, ...others]);
    });
  }
}

function merge(stretches: readonly Stretch[]): readonly Stretch[] {
  const merged: Stretch[] = [];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from < last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}
