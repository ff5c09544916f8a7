import type { Rewritten } from './placeholders.js';
import type { Rewrite } from './statement.js';

/** What a tool's settings have its placeholders stand between: `#[` and `]`. */
export interface PlaceholderMarks {
  readonly prefix: string;
  readonly suffix: string;
}

/** Puts in the values of placeholders that stand between these marks; those without one become `${name}`, a placeholder like any other. */
export function fillMarked(text: string, { prefix, suffix }: PlaceholderMarks, values: ReadonlyMap<string, string>): Rewritten {
  const rewrites: Rewrite[] = [];
  let sql = '';
  let copied = 0;
  for (let start = text.indexOf(prefix); start !== -1; start = text.indexOf(prefix, Math.max(copied, start + 1))) {
    const from = start + prefix.length;
    const to = text.indexOf(suffix, from);
    if (to === -1) break;
    const name = text.slice(from, to);
    if (!NAME.test(name)) continue;
    const written = values.get(name) ?? `\${${name}}`;
    sql += text.slice(copied, start);
    copied = to + suffix.length;
    rewrites.push({ textStart: start, textEnd: copied, sqlStart: sql.length, sqlEnd: sql.length + written.length });
    sql += written;
  }
  return { sql: sql + text.slice(copied), rewrites };
}

const NAME = /^[\w.:-]+$/;
