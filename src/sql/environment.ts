import type { Rewritten } from './placeholders.js';
import type { Rewrite } from './statement.js';

/** `${NAME:-default}`, `${NAME-default}`, `${NAME?complaint}`, `$NAME` (which must not open a dollar quote). */
const EXPANSION = /\$\{([A-Za-z_]\w*)(?::?([-?])([^{}]*))\}|\$([A-Za-z_]\w*)(?![\w$])/g;

/**
 * Expands variables of the environment as a shell does, to what `values` or the text itself says of them; where neither
 * does, all forms become `${NAME}`, a placeholder like any other. Source: interpolate, which goose uses.
 */
export function expandEnvironment(text: string, values: ReadonlyMap<string, string>): Rewritten {
  const rewrites: Rewrite[] = [];
  let sql = '';
  let copied = 0;
  for (const match of text.matchAll(EXPANSION)) {
    const [whole, braced, operator, word = '', bare = ''] = match;
    const name = braced ?? bare;
    const written = values.get(name) ?? (operator === '-' ? word : `\${${name}}`);
    sql += text.slice(copied, match.index);
    copied = match.index + whole.length;
    rewrites.push({ textStart: match.index, textEnd: copied, sqlStart: sql.length, sqlEnd: sql.length + written.length });
    sql += written;
  }
  return { sql: sql + text.slice(copied), rewrites };
}
