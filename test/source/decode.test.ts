import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, TextReader } from '../../src/source/decode.js';
import type { Decoded } from '../../src/source/decode.js';
import { measureUtf8 } from '../../src/source/passed-lines.js';

const TEXT = 'CREATE TABLE é (😀 text);\n';

function decode(bytes: Uint8Array, size: number): { readonly text: string; readonly kinds: readonly Decoded['kind'][] } {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  const decoded = [...decodeText(chunks)];
  return {
    text: decoded.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''),
    kinds: decoded.map(({ kind }) => kind).filter((kind) => kind !== 'text'),
  };
}

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) bytes.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(bytes.buffer);
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const noise = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 2654435761) >>> 24);

const FILES: readonly (readonly [what: string, bytes: Uint8Array, text: string, ...kinds: Decoded['kind'][]])[] = [
  ['nothing', new Uint8Array(0), ''],
  ['UTF-8', utf8(TEXT), TEXT],
  ['UTF-8 with a mark', utf8(`\uFEFF${TEXT}`), TEXT],
  ['much UTF-8', utf8(TEXT.repeat(2000)), TEXT.repeat(2000)],
  ['UTF-16 little-endian with a mark', utf16(`\uFEFF${TEXT}`, true), TEXT],
  ['UTF-16 big-endian with a mark', utf16(`\uFEFF${TEXT}`, false), TEXT],
  ['UTF-16 little-endian without a mark', utf16(TEXT, true), TEXT],
  ['UTF-16 big-endian without a mark', utf16(TEXT, false), TEXT],
  ['Latin-1', latin1("INSERT INTO t VALUES ('é', 'ÿ');"), "INSERT INTO t VALUES ('é', 'ÿ');", 'latin1'],
  ['Latin-1 that ends in what begins a character', latin1('SELECT 1 -- é'), 'SELECT 1 -- é', 'latin1'],
  ['UTF-8 with one wrong byte far behind', new Uint8Array([...utf8('é\n'.repeat(10_000)), 0xff, ...utf8('\nend')]), `${'é\n'.repeat(10_000)}ÿ\nend`, 'latin1'],
  ['overlong and surrogate forms as Latin-1', new Uint8Array([0x61, 0xed, 0xa0, 0x80]), 'aí\u00a0\u0080', 'latin1'],
  ['a NUL in a text', utf8('SELECT 1;\0SELECT 2;'), 'SELECT 1;\0SELECT 2;'],
  ['a compressed file', noise, '', 'binary'],
  ['an executable', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0, 1, 0, 0, 0]), '', 'binary'],
];

describe('the bytes of', () => {
  for (const [what, bytes, text, ...kinds] of FILES) {
    for (const size of [1, 3, 8192, 1 << 20]) {
      test(`${what}, in chunks of ${size}`, () => {
        expect(decode(bytes, size)).toEqual({ text, kinds });
      });
    }
  }
});

describe('how much of some bytes is UTF-8 is measured as a decoder has it', () => {
  /** What the decoder takes of ever shorter beginnings. */
  function measure(bytes: Uint8Array): ReturnType<typeof measureUtf8> {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    for (let length = bytes.length; ; length--) {
      try {
        return { bytes: length, units: decoder.decode(bytes.subarray(0, length)).length };
      } catch {
        // One byte fewer.
      }
    }
  }

  /** The same bytes at each place of a word. */
  function check(bytes: Uint8Array): void {
    const expected = measure(bytes);
    for (let shift = 0; shift < 4; shift++) {
      const room = new Uint8Array(bytes.length + 8).fill(0xff);
      room.set(bytes, shift);
      expect(measureUtf8(room.subarray(shift, shift + bytes.length))).toEqual(expected);
    }
  }

  test('any text, and any bytes behind it', () => {
    const text = fc.string({ unit: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'bcdefghijklmnop', '\n') }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2 }) }) });
    fc.assert(fc.property(text, fc.uint8Array({ maxLength: 6 }), (before, after) => check(new Uint8Array([...utf8(before), ...after]))));
  });

  test('every first and second byte, and what may follow', () => {
    for (let lead = 0x7f; lead < 0x100; lead++) {
      for (const second of [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff]) {
        for (const rest of [[], [0x80], [0x80, 0x80], [0xbf, 0xbf, 0x41], [0x80, 0x41], [0xc0, 0x80]]) check(Uint8Array.from([0x41, lead, second, ...rest]));
      }
    }
  });
});

test('lines are passed over wherever the text before them was cut, in a character too', () => {
  const lines = Array.from({ length: 400 }, (_, i) => `${'é–🚚a'.repeat(3)} ${String(i)}`);
  const bytes = utf8(lines.map((line) => `${line}\n`).join(''));
  for (let most = 1024; most < 1064; most++) {
    const reader = new TextReader([bytes]);
    const before = (reader.read(most) ?? []).map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
    const passed = reader.skipLines({ isMidLine: !before.endsWith('\n'), judge: (line, start) => (line[start] === 0xc3 ? 'pass' : 'stop'), least: 0, passesNul: true });
    expect(passed?.lines).toBe(400 - before.split('\n').length + 1);
    expect(passed?.units).toBe(lines.join('\n').length + 1 - before.length);
    expect(reader.place).toEqual({ byte: bytes.length, isLatin1: false });
  }
});
