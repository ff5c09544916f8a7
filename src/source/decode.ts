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
/** Longer chunks are decoded in pieces, so that no string is longer than the text that is worked on. */
const PIECE = 1 << 20;

/** Bytes to text: UTF-8, UTF-16 by its mark or its look, else Latin-1. Byte order marks are taken away. */
export function* decodeText(chunks: Iterable<Uint8Array>): Generator<Decoded> {
  let decoder: Decoder | null = null;
  for (const chunk of withHead(chunks)) {
    if (decoder === null) {
      const encoding = detectEncoding(chunk);
      const isArchive = ARCHIVE_MARK.every((byte, i) => chunk[i] === byte);
      if (isArchive || (encoding === null && isBinary(chunk.subarray(0, HEAD)))) {
        yield { kind: 'binary', isArchive };
        return;
      }
      decoder = new Decoder(encoding ?? 'utf-8');
    }
    for (let at = 0; at < chunk.length; at += PIECE) yield* decoder.push(chunk.subarray(at, at + PIECE));
  }
  if (decoder !== null) yield* decoder.end();
}

/** Joins the first chunks until there is enough to tell the encoding by. */
function* withHead(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array(0);
  for (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = head.length === 0 ? chunk : concat(head, chunk);
    if (head.length < HEAD) continue;
    yield head;
    head = null;
  }
  if (head !== null && head.length > 0) yield head;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

class Decoder {
  readonly #encoding: Encoding;
  #decoder: InstanceType<typeof TextDecoder> | null;
  /** The bytes of a character whose end has not come yet; only kept for UTF-8, where they may turn out to be Latin-1. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  }

  *push(piece: Uint8Array): Generator<Decoded> {
    if (this.#decoder === null) {
      yield { kind: 'text', text: latin1(piece) };
    } else if (this.#encoding === 'utf-8') {
      yield* this.#utf8(this.#rest.length === 0 ? piece : concat(this.#rest, piece), false);
    } else {
      yield { kind: 'text', text: this.#decoder.decode(piece, { stream: true }) };
    }
  }

  *end(): Generator<Decoded> {
    if (this.#decoder === null) return;
    if (this.#encoding === 'utf-8') yield* this.#utf8(this.#rest, true);
    else yield { kind: 'text', text: this.#decoder.decode() };
  }

  *#utf8(bytes: Uint8Array, last: boolean): Generator<Decoded> {
    const decoder = this.#decoder;
    if (decoder === null) return;
    const whole = last ? bytes.length : bytes.length - unfinishedLength(bytes);
    this.#rest = bytes.slice(whole);
    try {
      yield { kind: 'text', text: decoder.decode(bytes.subarray(0, whole), { stream: !last }) };
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    const valid = validLength(bytes);
    this.#decoder = null;
    this.#rest = new Uint8Array(0);
    yield { kind: 'text', text: new TextDecoder().decode(bytes.subarray(0, valid)) };
    yield { kind: 'latin1' };
    yield { kind: 'text', text: latin1(bytes.subarray(valid)) };
  }
}

/** How many bytes at the end belong to a character that is not complete. */
function unfinishedLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/** The length of the longest beginning that is UTF-8. */
function validLength(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length = sequenceLength(lead);
    if (length === 0 || at + length > bytes.length) return at;
    for (let i = 1; i < length; i++) {
      const byte = bytes[at + i] ?? 0;
      // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
      const low = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = i > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte < low || byte > high) return at;
    }
    at += length;
  }
  return at;
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
    if (byte < 7 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32) || byte === 127) controls += 1;
  }
  const share = controls / head.length;
  return share > 0.1 || (share > 0.02 && validLength(head) < head.length - 3);
}
