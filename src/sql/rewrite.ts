import type { Rewrite } from './statement.js';

/**
 * From an offset in the rewritten text to the original, both in UTF-16 units. Inside a stretch that was replaced there
 * is no exact place: `side` says which end of the original stretch is meant.
 */
export function toOriginal(rewrites: readonly Rewrite[], offset: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const { textStart, textEnd, sqlStart, sqlEnd } of rewrites) {
    if (offset < sqlStart || (offset === sqlStart && side === 'start')) break;
    if (offset < sqlEnd) return side === 'start' ? textStart : textEnd;
    shift = textEnd - sqlEnd;
  }
  return offset + shift;
}

/** A text that was made from another by replacing stretches of it, and then by replacing stretches of that. */
export function compose(outer: readonly Rewrite[], inner: readonly Rewrite[]): Rewrite[] {
  if (outer.length === 0) return [...inner];
  if (inner.length === 0) return [...outer];
  // The text in the middle is `sql` to the outer and `text` to the inner. Stretches that touch there become one.
  const middle = [...outer.map(({ sqlStart, sqlEnd }) => ({ from: sqlStart, to: sqlEnd })), ...inner.map(({ textStart, textEnd }) => ({ from: textStart, to: textEnd }))];
  middle.sort((a, b) => a.from - b.from || a.to - b.to);
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of middle) {
    const previous = joined.at(-1);
    if (previous !== undefined && from <= previous.to) previous.to = Math.max(previous.to, to);
    else joined.push({ from, to });
  }
  return joined.map(({ from, to }) => ({
    textStart: toOriginal(outer, from, 'start'),
    textEnd: toOriginal(outer, to, 'end'),
    sqlStart: toRewritten(inner, from, 'start'),
    sqlEnd: toRewritten(inner, to, 'end'),
  }));
}

/** The way back: from an offset in the original to the rewritten text. */
export function toRewritten(rewrites: readonly Rewrite[], offset: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const { textStart, textEnd, sqlStart, sqlEnd } of rewrites) {
    if (offset < textStart || (offset === textStart && side === 'start')) break;
    if (offset < textEnd) return side === 'start' ? sqlStart : sqlEnd;
    shift = sqlEnd - textEnd;
  }
  return offset + shift;
}

/** The stretches between two offsets of the rewritten text, counted from there. */
export function sliceRewrites(rewrites: readonly Rewrite[], from: number, to: number): Rewrite[] {
  if (rewrites.length === 0) return [];
  const textFrom = toOriginal(rewrites, from, 'start');
  return rewrites
    .filter(({ sqlStart, sqlEnd }) => sqlStart >= from && sqlEnd <= to)
    .map(({ textStart, textEnd, sqlStart, sqlEnd }) => ({
      textStart: textStart - textFrom,
      textEnd: textEnd - textFrom,
      sqlStart: sqlStart - from,
      sqlEnd: sqlEnd - from,
    }));
}
