/** What a line of bytes says to who passes over lines: go on, stop before it, or stop unless much was passed already. */
export type LineVerdict = 'pass' | 'stop' | 'doubt';

/** Judges the line `bytes[start]` to `bytes[end - 1]`, its end not included. */
export type LineJudge = (bytes: Uint8Array, start: number, end: number) => LineVerdict;

/** Lines that were passed over. */
export interface PassedLines {
  readonly lines: number;
  /** UTF-16 code units of all that was passed. */
  readonly units: number;
  /** Those of them that stand behind the last line's end; all where none ended. */
  readonly lineUnits: number;
}

/** A line that goes on for longer is passed in parts. */
const LONG_LINE = 1 << 16;

/** Where a walk over lines came to a halt, as an offset of the bytes. */
export interface Halt {
  readonly at: number;
  /** How many lines ended before it, and where the last of them did. */
  readonly lines: number;
  readonly lineStart: number;
  /** `more`: what follows may be cut off. */
  readonly verdict: Exclude<LineVerdict, 'pass'> | 'more';
}

/**
 * Walks over the whole lines of `bytes[from]` to `bytes[to - 1]`, in an encoding whose line ends are ASCII's. `isMidLine`: a line
 * began before `from`, which nobody judges. `hasReturns` may be false only where no `\r` stands there. `isLast`: what has no end is a line too.
 */
export function walkLines(bytes: Uint8Array, from: number, to: number, judge: LineJudge, { isMidLine, hasReturns, isLast }: Readonly<Record<'isMidLine' | 'hasReturns' | 'isLast', boolean>>): Halt {
  let lines = 0;
  let lineStart = from;
  let isJudged = !isMidLine;
  for (;;) {
    const end = hasReturns ? endOfAnyLine(bytes, lineStart, to, isLast) : bytes.indexOf(10, lineStart);
    if (end === -1 || end >= to) break;
    const verdict = isJudged ? judge(bytes, lineStart, end) : 'pass';
    if (verdict !== 'pass') return { at: lineStart, lines, lineStart, verdict };
    isJudged = true;
    lines += 1;
    lineStart = bytes[end] === 13 && end + 1 < to && bytes[end + 1] === 10 ? end + 2 : end + 1;
  }
  if (!isLast && to - lineStart <= LONG_LINE) return { at: lineStart, lines, lineStart, verdict: 'more' };
  const verdict = isJudged && lineStart < to ? judge(bytes, lineStart, to) : 'pass';
  if (verdict !== 'pass') return { at: lineStart, lines, lineStart, verdict };
  // Neither a character nor `\r\n` is cut in two.
  const whole = isLast ? to : to - unfinishedLength(bytes.subarray(0, to));
  return { at: !isLast && bytes[whole - 1] === 13 ? whole - 1 : whole, lines, lineStart, verdict: 'more' };
}

/** The first `\n` or `\r`; of a `\r` at the very end nobody knows yet what it ends. -1 where there is none. */
function endOfAnyLine(bytes: Uint8Array, from: number, to: number, isLast: boolean): number {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 10) return at;
    if (byte === 13) return at + 1 < to || isLast ? at : -1;
  }
  return -1;
}

/** How much of some bytes is UTF-8. */
export interface Utf8Length {
  /** Of the longest beginning that is. */
  readonly bytes: number;
  /** The same in UTF-16 code units. */
  readonly units: number;
}

/** Measures without decoding, which costs several times as much where characters are not ASCII's. */
export function measureUtf8(bytes: Uint8Array): Utf8Length {
  const { length } = bytes;
  const shift = bytes.byteOffset % 4;
  /** The bytes by fours, the first of them perhaps before `bytes`. */
  const words = new Int32Array(bytes.buffer, bytes.byteOffset - shift, (shift + length) >> 2);
  /** Bytes that are no units of their own. */
  let surplus = 0;
  let at = 0;
  while (at < length) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at += 1;
      if ((at + shift) % 4 === 0) at = 4 * firstOther(words, (at + shift) >> 2) - shift;
      continue;
    }
    const size = sequenceLength(lead);
    if (size === 0 || at + size > length) break;
    const second = bytes[at + 1] ?? 0;
    // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
    const isStrayed = lead === 0xe0 ? second < 0xa0 : lead === 0xed ? second > 0x9f : lead === 0xf0 ? second < 0x90 : lead === 0xf4 && second > 0x8f;
    if (isStrayed || !isTail(second) || (size > 2 && !isTail(bytes[at + 2] ?? 0)) || (size > 3 && !isTail(bytes[at + 3] ?? 0))) break;
    surplus += size === 2 ? 1 : 2;
    at += size;
  }
  return { bytes: at, units: at - surplus };
}

/** The first of the words, from `from` on, that is not four of ASCII's characters; their number where there is none. */
function firstOther(words: Int32Array, from: number): number {
  const { length } = words;
  let at = from;
  while (at + 4 <= length && (((words[at] ?? 0) | (words[at + 1] ?? 0) | (words[at + 2] ?? 0) | (words[at + 3] ?? 0)) & 0x80808080) === 0) at += 4;
  while (at < length && ((words[at] ?? 0) & 0x80808080) === 0) at += 1;
  return at;
}

/** Whether a byte continues a character of UTF-8. */
export function isTail(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** How many bytes at the end belong to a character of UTF-8 that is not complete. */
export function unfinishedLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

/** The length of the character of UTF-8 that begins with the byte; 0 where none does. */
export function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}
