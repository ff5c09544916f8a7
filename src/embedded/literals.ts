import type { Fragment, Fragments } from './fragments.js';

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', v: '\v', f: '\f' };
/** An escape after its backslash; a line's end continues the literal. */
const ESCAPE = /u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\r\n\u2028\u2029])|([^])/uy;

/** What a string or template literal says, `from` and `to` being the ends of what stands between its marks. */
export function decodeLiteral(code: string, from: number, to: number): Fragments {
  const fragments: Fragment[] = [];
  let at = from;
  for (let slash = code.indexOf('\\', at); slash !== -1 && slash < to; slash = code.indexOf('\\', at)) {
    if (slash > at) fragments.push({ sql: code.slice(at, slash), from: at, to: slash, exact: true });
    ESCAPE.lastIndex = slash + 1;
    const match = ESCAPE.exec(code);
    at = Math.min(slash + 1 + (match?.[0].length ?? 0), to);
    fragments.push({ sql: match === null ? '' : escaped(match), from: slash, to: at, exact: false });
  }
  if (to > at) fragments.push({ sql: code.slice(at, to), from: at, to, exact: true });
  return fragments;
}

/** What stands between the marks as it is, as `String.raw` gives it. */
export function rawLiteral(code: string, from: number, to: number): Fragments {
  return to > from ? [{ sql: code.slice(from, to), from, to, exact: true }] : [];
}

function escaped([, braced, four, two, octal, continued, other = '']: RegExpExecArray): string {
  const hex = braced ?? four ?? two;
  if (hex !== undefined) {
    const point = Number.parseInt(hex, 16);
    return point > 0x10ffff ? '' : four === undefined ? String.fromCodePoint(point) : String.fromCharCode(point);
  }
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  return continued === undefined ? (SIMPLE[other] ?? other) : '';
}
