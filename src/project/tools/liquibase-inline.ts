import type { EmbeddedItem, EmbeddedReader } from '../../sql/embedded.js';
import type { Rewrite } from '../../sql/statement.js';

/** SQL that stands in a changelog. */
export interface InlineSql {
  readonly sql: string;
  /** Where in the changelog it begins, in UTF-16 units. */
  readonly start: number;
  /** From `sql` to the changelog's text, counted there from `start`. */
  readonly rewrites: readonly Rewrite[];
}

/** What is no text of an element: the marks of CDATA, comments, elements in it, references. */
const MARKUP = /<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<([\w:.-]+)[^>]*(?:\/>|>[^]*?<\/\2\s*>)|&(#x?[\da-f]+|\w+);/gi;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The text of an element of XML whose content stands between two places, without the elements in it. */
export function readElementText(text: string, from: number, to: number): InlineSql {
  const raw = text.slice(from, to);
  const rewrites: Rewrite[] = [];
  let sql = '';
  let copied = 0;
  const replace = (start: number, end: number, by: string): void => {
    sql += raw.slice(copied, start);
    rewrites.push({ textStart: start, textEnd: end, sqlStart: sql.length, sqlEnd: sql.length + by.length });
    sql += by;
    copied = end;
  };
  for (const match of raw.matchAll(MARKUP)) {
    const end = match.index + match[0].length;
    const [, cdata, , reference] = match;
    if (cdata !== undefined) {
      replace(match.index, match.index + '<![CDATA['.length, '');
      replace(end - ']]>'.length, end, '');
    } else {
      replace(match.index, end, reference === undefined ? '' : resolve(reference));
    }
  }
  return { sql: sql + raw.slice(copied), start: from, rewrites };
}

function resolve(reference: string): string {
  const code = /^#(x?)([\da-f]+)$/i.exec(reference);
  return code === null ? (NAMED[reference] ?? '') : String.fromCodePoint(Number.parseInt(code[2] ?? '', code[1] === '' ? 10 : 16));
}

/** Longer texts are not looked for: a pattern is made of all their words. */
const LONGEST = 100_000;
/** What stands before a value of the keys that hold SQL. */
const BEFORE_SQL = /(?:^|[\s{,-])["']?(?:sql|procedureText)["']?[ \t]*:[ \t]*(?:["']|[|>][-+\d]*[ \t]*(?:#[^\n]*)?\r?\n[ \t]*(?:\r?\n[ \t]*)*)?$/;
/** As much as is looked at of what stands before. */
const BEFORE = 200;

/**
 * Finds the values of YAML and JSON in their text, one after the other: where a value stands there as it is but for white space, which
 * a block may have more of. What is written with escapes is not found.
 */
export function valueFinder(text: string): (value: string) => InlineSql | undefined {
  let from = 0;
  return (value) => {
    const words = value.trim().split(/\s+/);
    if (value.length > LONGEST || words[0] === '') return undefined;
    const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+'), 'g');
    pattern.lastIndex = from;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      if (BEFORE_SQL.test(text.slice(Math.max(0, match.index - BEFORE), match.index))) {
        from = pattern.lastIndex;
        return { sql: match[0], start: match.index, rewrites: [] };
      }
    }
    return undefined;
  };
}

/** What a changelog sends itself. */
export type SqlChange = InlineSql & { readonly isRollback: boolean; readonly transaction: boolean; /** The number of its changeset. */ readonly changeset: number };

/** Reads changelogs as files in another language, with SQL in them. `find`: the SQL of a changelog's text. */
export function changelogReader(find: (text: string) => readonly SqlChange[]): EmbeddedReader {
  return (text) =>
    find(text).map(({ sql, start, rewrites, isRollback, transaction, changeset }): EmbeddedItem => ({ kind: 'text', sql, start, rewrites, direction: isRollback ? 'down' : 'up', transaction, unit: changeset }));
}
