import { isTail, measureUtf8, unfinishedLength, walkLines, type LineJudge, type PassedLines } from './passed-lines.js';
import type { Landmark } from './source-file.js';

/** What the bytes of a file turn out to be, in order. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  /** The file as a whole is not text; nothing follows. `isArchive`: it is `pg_dump`'s custom format. */
  | { readonly kind: 'binary'; readonly isArchive: boolean }
  /** From here on bytes are read as Latin-1, for they are not UTF-8. At most one in a file. */
  | { readonly kind: 'latin1' };

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** `PGDMP`, with which `pg_dump --format=custom` begins. */
const ARCHIVE_MARK = [0x50, 0x47, 0x44, 0x4d, 0x50];

/** Enough to tell an encoding by. */
const HEAD = 8192;
/** Longer chunks are worked on in pieces. */
const PIECE = 1 << 20;
/** Shorter ones are not worth the while. */
const LEAST_PIECE = 1024;

/** Bytes to text: UTF-8, UTF-16 by its mark or its look, else Latin-1. Byte order marks are taken away. */
export function* decodeText(chunks: Iterable<Uint8Array>): Generator<Decoded> {
  const reader = new TextReader(chunks);
  try {
    for (let pieces = reader.read(PIECE); pieces !== null; pieces = reader.read(PIECE)) yield* pieces;
  } finally {
    reader.close();
  }
}

/** What may be passed over undecoded. */
export interface SkipOptions {
  /** Whether the text that was read last ends in the middle of a line. */
  readonly isMidLine: boolean;
  readonly judge: LineJudge;
  /** In bytes: where no more than that was passed, only a line that says `stop` makes an end; else nothing is passed. */
  readonly least: number;
  readonly passesNul: boolean;
}

/** Reads text as `decodeText` does, or passes over lines of it. Close it. */
export class TextReader {
  readonly #chunks: Iterator<Uint8Array, void>;
  #decoder: Decoder | null = null;
  /** What was read, where in the file it begins, and how much of it was given out. */
  #chunk: Uint8Array = new Uint8Array(0);
  #base = 0;
  #at = 0;
  #isEnded = false;
  /** Where chunks are joined; its memory is used again. */
  #joint: Uint8Array = new Uint8Array(0);
  /** Places in the chunk of the first of these bytes at or after `#at`, as far as they were looked for. */
  readonly #places = new Map<number, number>();

  /** `landmark`: where in the file the chunks begin, if it is not its beginning. */
  constructor(chunks: Iterable<Uint8Array>, landmark: Omit<Landmark, 'line'> | null = null) {
    this.#chunks = withHead(chunks)[Symbol.iterator]();
    if (landmark === null) return;
    this.#base = landmark.byte;
    this.#decoder = new Decoder(landmark.isLatin1 ? 'latin1' : 'utf-8', false);
  }

  /** Where what is read next begins, next to a character's end. */
  get place(): Omit<Landmark, 'line'> {
    return { byte: this.#base + this.#at, isLatin1: this.#decoder?.isLatin1 ?? false };
  }

  /** The next piece, of at most so many bytes (a few more where a character was cut); null at the end. */
  read(most: number): readonly Decoded[] | null {
    if (this.#at >= this.#chunk.length && !this.#isEnded) this.#take(this.#next());
    if (this.#at >= this.#chunk.length) {
      const decoder = this.#decoder;
      this.#decoder = null;
      return decoder === null ? null : decoder.end();
    }
    const chunk = this.#chunk;
    if (this.#decoder === null) {
      const encoding = detectEncoding(chunk);
      const isArchive = ARCHIVE_MARK.every((byte, i) => chunk[i] === byte);
      if (isArchive || (encoding === null && isBinary(chunk.subarray(0, HEAD)))) {
        this.close();
        return [{ kind: 'binary', isArchive }];
      }
      this.#decoder = new Decoder(encoding ?? 'utf-8', true);
    }
    const from = this.#at;
    this.#at = Math.min(from + Math.max(most, LEAST_PIECE), chunk.length);
    // Lines can be passed over behind whole characters only.
    for (let more = 0; more < 3 && this.#at < chunk.length && isTail(chunk[this.#at] ?? 0); more++) this.#at += 1;
    return this.#decoder.push(chunk.subarray(from, this.#at));
  }

  /**
   * Passes over whole lines, to one that says `stop` or, after a while, `doubt`, or to the end; what is read next begins
   * there. Null where nothing was passed: lines are not to be had without decoding, or the end came before `least`.
   * It stops too where bytes turn out not to be UTF-8, and before a NUL: such lines are to be read.
   */
  skipLines({ isMidLine, judge, least, passesNul }: SkipOptions): PassedLines | null {
    const decoder = this.#decoder;
    if (decoder === null || !decoder.hasWholeCharacters) return null;
    const passed = { lines: 0, units: 0, lineUnits: 0 };
    /** Where in the chunk it began, as long as it may be undone. */
    let begin: number | null = this.#at;
    let isWithinLine = isMidLine;
    for (;;) {
      const chunk = this.#chunk;
      const from = this.#at;
      const to = passesNul ? chunk.length : this.#find(0);
      const isCut = to < chunk.length;
      const halt = walkLines(chunk, from, to, judge, { isMidLine: isWithinLine, hasReturns: this.#find(13) < to, isLast: this.#isEnded && !isCut });
      const { lines, lineStart } = halt;
      const at = isCut ? lineStart : halt.at;
      const units = decoder.countUnits(chunk.subarray(from, at));
      if (units !== null && at > from) {
        passed.units += units;
        passed.lineUnits = lines === 0 ? passed.lineUnits + units : (decoder.countUnits(chunk.subarray(lineStart, at)) ?? 0);
        passed.lines += lines;
        isWithinLine = at > lineStart || (isWithinLine && lines === 0);
        this.#at = at;
      }
      if (begin !== null && this.#at - begin >= least) begin = null;
      if (halt.verdict === 'stop' && units !== null) return passed;
      if (halt.verdict !== 'more' || units === null || isCut || !this.#extend(begin ?? this.#at)) {
        if (begin === null) return passed;
        this.#at = begin;
        this.#places.clear();
        return null;
      }
      if (begin !== null) begin = 0;
    }
  }

  /** The rest is not read. */
  close(): void {
    this.#take(null);
    this.#decoder = null;
    this.#chunks.return?.();
  }

  #next(): Uint8Array | null {
    const next = this.#chunks.next();
    return next.done === true ? null : next.value;
  }

  #take(chunk: Uint8Array | null): void {
    this.#isEnded = chunk === null;
    this.#base += this.#chunk.length;
    this.#chunk = chunk ?? new Uint8Array(0);
    this.#at = 0;
    this.#places.clear();
  }

  /** Reads on, and keeps the chunk from `keep` on; false where all was read before. */
  #extend(keep: number): boolean {
    if (this.#isEnded) return false;
    const rest = this.#chunk.subarray(keep);
    // Before the next chunk comes, which may take this one's memory.
    this.#joint = put(rest, this.#joint, 0);
    const next = this.#next();
    this.#isEnded = next === null;
    if (next !== null) this.#joint = put(next, this.#joint, rest.length);
    this.#chunk = this.#joint.subarray(0, rest.length + (next?.length ?? 0));
    this.#base += keep;
    this.#at -= keep;
    this.#places.clear();
    return true;
  }

  /** The first such byte from `#at` on; the chunk's length where there is none. */
  #find(byte: number): number {
    let place = this.#places.get(byte);
    if (place === undefined || place < this.#at) {
      place = this.#chunk.indexOf(byte, this.#at);
      if (place === -1) place = this.#chunk.length;
      this.#places.set(byte, place);
    }
    return place;
  }
}

/** Copies bytes to a place in a buffer, or in a larger one with the same beginning where they do not fit. */
function put(bytes: Uint8Array, target: Uint8Array, at: number): Uint8Array {
  let room = target;
  if (room.length < at + bytes.length) {
    room = allocate(2 * (at + bytes.length));
    room.set(target.subarray(0, at));
  }
  // Where lines were kept before, they stand there already.
  const isThere = bytes.buffer === room.buffer && bytes.byteOffset === room.byteOffset + at;
  if (!isThere) room.set(bytes, at);
  return room;
}

/** Node's own arrays of bytes are searched several times as fast as others. */
function allocate(length: number): Uint8Array {
  return typeof Buffer === 'undefined' ? new Uint8Array(length) : Buffer.allocUnsafeSlow(length);
}

/** Joins the first chunks until there is enough to tell the encoding by. */
function* withHead(chunks: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  let head: Uint8Array | null = new Uint8Array(0);
  for (const chunk of chunks) {
    if (head === null) {
      yield* cut(chunk);
      continue;
    }
    // A chunk's memory may be used again for the next one.
    head = head.length === 0 && chunk.length >= HEAD ? chunk : concat(head, chunk);
    if (head.length < HEAD) continue;
    yield* cut(head);
    head = null;
  }
  if (head !== null && head.length > 0) yield head;
}

/** Pieces of a chunk that may be a whole file. */
function* cut(chunk: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

class Decoder {
  readonly #encoding: Encoding | 'latin1';
  #decoder: InstanceType<typeof TextDecoder> | null;
  /** The bytes of a character whose end has not come yet; only kept for UTF-8, where they may turn out to be Latin-1. */
  #rest: Uint8Array = new Uint8Array(0);
  /** Whether the text begins with what comes next. */
  #isFirst: boolean;

  constructor(encoding: Encoding | 'latin1', isFirst: boolean) {
    this.#encoding = encoding;
    this.#isFirst = isFirst;
    this.#decoder = encoding === 'latin1' ? null : new TextDecoder(encoding, encoding === 'utf-8' ? { fatal: true, ignoreBOM: true } : {});
  }

  get isLatin1(): boolean {
    return this.#decoder === null;
  }

  /** How many UTF-16 code units whole characters make; null where their bytes are not UTF-8 after all. */
  countUnits(bytes: Uint8Array): number | null {
    if (this.#decoder === null) return bytes.length;
    const valid = measureUtf8(bytes);
    return valid.bytes === bytes.length ? valid.units : null;
  }

  /** Whether bytes that follow can be read without those before them. */
  get hasWholeCharacters(): boolean {
    return this.#decoder === null || (this.#encoding === 'utf-8' && this.#rest.length === 0);
  }

  push(piece: Uint8Array): readonly Decoded[] {
    if (this.#decoder === null) return [{ kind: 'text', text: latin1(piece) }];
    if (this.#encoding === 'utf-8') return this.#utf8(this.#rest.length === 0 ? piece : concat(this.#rest, piece), false);
    return [{ kind: 'text', text: this.#decoder.decode(piece, { stream: true }) }];
  }

  end(): readonly Decoded[] {
    if (this.#decoder === null) return [];
    return this.#encoding === 'utf-8' ? this.#utf8(this.#rest, true) : [{ kind: 'text', text: this.#decoder.decode() }];
  }

  #utf8(bytes: Uint8Array, last: boolean): readonly Decoded[] {
    const decoder = this.#decoder;
    if (decoder === null) return [];
    const whole = last ? bytes.length : bytes.length - unfinishedLength(bytes);
    this.#rest = new Uint8Array(bytes.subarray(whole));
    const complete = bytes.subarray(0, whole);
    try {
      return [this.#text(decoder.decode(complete))];
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    const valid = measureUtf8(bytes).bytes;
    this.#decoder = null;
    this.#rest = new Uint8Array(0);
    return [this.#text(decoder.decode(bytes.subarray(0, valid))), { kind: 'latin1' }, { kind: 'text', text: latin1(bytes.subarray(valid)) }];
  }

  /** The text without the mark that the first of it may begin with. */
  #text(text: string): Decoded {
    const isMarked = this.#isFirst && text.startsWith('\uFEFF');
    this.#isFirst &&= text === '';
    return { kind: 'text', text: isMarked ? text.slice(1) : text };
  }
}

/** Each byte is the code point of its number; in small strides, for arguments live on the stack. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += HEAD) text += String.fromCharCode(...bytes.subarray(at, at + HEAD));
  return text;
}

/** By its mark, or by zeros in every other byte, as Latin letters have them in UTF-16. Null: neither. */
function detectEncoding(head: Uint8Array): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(head.length, HEAD) >> 1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) evenZeros += 1;
    if (head[2 * i + 1] === 0) oddZeros += 1;
  }
  if (pairs < 2) return null;
  // A zero in the other half is rare (one in an emoji, say), and the rule in a binary file.
  if (oddZeros * 2 > pairs && evenZeros * 8 < oddZeros) return 'utf-16le';
  if (evenZeros * 2 > pairs && oddZeros * 8 < evenZeros) return 'utf-16be';
  return null;
}

/**
 * More than a tenth of control characters; a fiftieth where it is not UTF-8 either (compressed data has a tenth).
 * A stray NUL or two make no binary.
 */
function isBinary(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) {
    // Nearly all bytes end here.
    if (byte > 31 && byte !== 127) continue;
    if (byte < 7 || (byte > 13 && byte !== 27)) controls += 1;
  }
  const share = controls / head.length;
  return share > 0.1 || (share > 0.02 && measureUtf8(head).bytes < head.length - 3);
}
