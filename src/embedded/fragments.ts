import type { Rewrite } from '../sql/statement.js';

/**
 * A stretch of SQL with the stretch of the file that it comes from, in UTF-16 units. `exact`: both are equal unit for unit;
 * else `sql` stands for the stretch as a whole (an escape, a constant that was filled in).
 */
export interface Fragment {
  readonly sql: string;
  readonly from: number;
  readonly to: number;
  readonly exact: boolean;
}

/** SQL put together from stretches of a file, in the order of the SQL. */
export type Fragments = readonly Fragment[];

/** The SQL itself. */
export function sqlOf(fragments: Fragments): string {
  return fragments.map(({ sql }) => sql).join('');
}

/** One text that stands for a stretch as a whole. */
export function whole(sql: string, { from, to }: { readonly from: number; readonly to: number }): Fragments {
  return [{ sql, from, to, exact: false }];
}

/** A text with its way back to the file: `rewrites` count from `start` there. */
export interface Located {
  readonly sql: string;
  readonly start: number;
  readonly rewrites: readonly Rewrite[];
}

/**
 * Gives the fragments as one stretch of the file. What lies between two of them is no SQL and is rewritten to nothing. Where
 * they do not follow each other in the file, the text as a whole stands for `place`.
 */
export function locate(fragments: Fragments, place: { readonly from: number; readonly to: number }): Located {
  const parts = joinSame(fragments.filter(({ sql, from, to }) => sql !== '' || to > from));
  const [first] = parts;
  const ordered = parts.every(({ from }, i) => i === 0 || from >= (parts[i - 1]?.to ?? 0));
  if (first === undefined || !ordered) {
    const sql = sqlOf(parts);
    return { sql, start: place.from, rewrites: [{ textStart: 0, textEnd: place.to - place.from, sqlStart: 0, sqlEnd: sql.length }] };
  }
  const start = first.from;
  const rewrites: Rewrite[] = [];
  let sql = '';
  let cursor = start;
  const replace = (to: number, by: string): void => {
    const last = rewrites.at(-1);
    if (last?.textEnd === cursor - start && last.sqlEnd === sql.length) rewrites[rewrites.length - 1] = { ...last, textEnd: to - start, sqlEnd: sql.length + by.length };
    else rewrites.push({ textStart: cursor - start, textEnd: to - start, sqlStart: sql.length, sqlEnd: sql.length + by.length });
  };
  for (const part of parts) {
    if (!part.exact) replace(part.to, part.sql);
    else if (part.from > cursor) replace(part.from, '');
    sql += part.sql;
    cursor = part.to;
  }
  return { sql, start, rewrites };
}

/** Neighbours that stand for the same stretch as a whole become one. */
function joinSame(fragments: Fragments): Fragments {
  const joined: Fragment[] = [];
  for (const fragment of fragments) {
    const last = joined.at(-1);
    if (last !== undefined && !last.exact && !fragment.exact && last.from === fragment.from && last.to === fragment.to) joined[joined.length - 1] = { ...last, sql: last.sql + fragment.sql };
    else joined.push(fragment);
  }
  return joined;
}

/** A stretch of the SQL (offsets in it) to be replaced. */
export interface Replacement {
  readonly at: number;
  readonly length: number;
  readonly by: string;
}

/** Replaces stretches of the SQL, in order and without overlap; what they touch of the file then stands for them. */
export function splice(fragments: Fragments, replacements: readonly Replacement[]): Fragments {
  if (replacements.length === 0) return fragments;
  const result: Fragment[] = [];
  let next = 0;
  let before = 0;
  for (const fragment of fragments) {
    const { sql, from, to, exact } = fragment;
    const end = before + sql.length;
    let done = before;
    const keep = (until: number): void => {
      if (until <= done) return;
      result.push(exact ? { sql: sql.slice(done - before, until - before), from: from + done - before, to: from + until - before, exact } : { sql: sql.slice(done - before, until - before), from, to, exact });
      done = until;
    };
    for (let one = replacements[next]; one !== undefined && one.at < end; one = replacements[next]) {
      keep(one.at);
      const until = Math.min(one.at + one.length, end);
      // One that reaches into the next fragment is written here, and cut away there.
      const by = one.at >= before ? one.by : '';
      result.push(exact ? { sql: by, from: from + done - before, to: from + until - before, exact: false } : { sql: by, from, to, exact: false });
      done = until;
      if (one.at + one.length > end) break;
      next += 1;
    }
    keep(end);
    before = end;
  }
  return result;
}
