import type { Rewrite } from './statement.js';

/** One for all statements: nearly every one has none. */
const NO_REWRITES: readonly Rewrite[] = [];

/** A text in which stretches were replaced; see `Rewrite`. */
export interface Rewritten {
  readonly sql: string;
  readonly rewrites: readonly Rewrite[];
}

/** How far before a `:` the `[` of a slice is looked for: no further, for a long list of values may have a `:` in each. */
const LONGEST_BOUND = 100;

/** Replaces the placeholders that have a value. One object serves all statements of a run. */
export class Placeholders {
  readonly #values: ReadonlyMap<string, string>;
  readonly #pattern: RegExp | null;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
    const names = [...values.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[^\w]/g, '\\$&'));
    const name = `(${names.join('|')})`;
    // `:NAME` must not be the end of a `::cast` (but `:::NAME` is a cast to a placeholder), nor of a slice, `[1:n]`.
    const colon = `(?:(?<!:):::|(?<!:|\\[[^\\[\\]]{0,${LONGEST_BOUND}}[\\w)\\]]):)(?:'${name}'|"${name}"|${name}(?![\\w$]))`;
    // `{{ schema }}`, Go's `{{- .schema -}}` and `{{ index .Options "schema" }}`; of `'{schema}'` the braces are an array's.
    const braces = `\\{\\{[-~]?\\s*(?:\\.|index\\s+\\.\\w*\\s+(?="))?"?${name}"?\\s*[-~]?\\}\\}|(?<!['{$#])\\{${name}\\}(?!\\})`;
    const marked = `(?<![\\w@$])[@$]${name}(?![\\w$])|<%=\\s*${name}\\s*%>`;
    this.#pattern = names.length === 0 ? null : new RegExp(`${colon}|\\$\\{${name}\\}|${braces}|${marked}`, 'g');
  }

  replace(text: string): Rewritten {
    if (this.#pattern === null || !this.#pattern.test(text)) return { sql: text, rewrites: NO_REWRITES };
    this.#pattern.lastIndex = 0;
    const rewrites: Rewrite[] = [];
    let sql = '';
    let copied = 0;
    for (const match of text.matchAll(this.#pattern)) {
      const [whole, string, identifier, ...others] = match;
      const value = this.#values.get(string ?? identifier ?? others.join('')) ?? '';
      const textStart = match.index + (whole.startsWith('::') ? 2 : 0);
      const textEnd = match.index + whole.length;
      const written = string !== undefined ? quote(value, "'") : identifier !== undefined ? quote(value, '"') : value;
      sql += text.slice(copied, textStart);
      rewrites.push({ textStart, textEnd, sqlStart: sql.length, sqlEnd: sql.length + written.length });
      sql += written;
      copied = textEnd;
    }
    return { sql: sql + text.slice(copied), rewrites };
  }
}

function quote(value: string, mark: "'" | '"'): string {
  return mark + value.replaceAll(mark, mark + mark) + mark;
}
