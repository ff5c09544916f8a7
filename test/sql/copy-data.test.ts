import { describe, expect, test } from 'vitest';
import type { ReadEvent } from '../../src/sql/read.js';
import { eventsOf } from './migration.js';

const COPY = 'COPY public.t (a, b) FROM stdin';
/** Data that are passed over undecoded: more than the text is read ahead, with what is easily taken for their end. */
const ROWS = [
  '1\tplain',
  '2\tGröße – 東京 🚚',
  '\\N\t\\\\.',
  '\\.x\tnot the end',
  ' \\.',
  '\\..',
  'x\\.',
  "3\tit's; -- no comment /* $$ xclint-disable-file",
  '',
  'copyright\tfrom stdin',
  'co',
  '\\co',
];

/** `count` rows, with a last one of `last`. */
function rows(count: number, last = ''): string {
  return Array.from({ length: count }, (_, i) => `${ROWS[i % ROWS.length] ?? ''}\n`).join('') + last;
}

function utf16(text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
}

/** Where a text first stands in another, found by looking at every unit of it. */
function placeIn(text: string, part: string): { readonly line: number; readonly column: number; readonly offset: number } {
  const offset = text.indexOf(part);
  const before = text.slice(0, offset).split(/\r\n|[\r\n]/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, offset };
}

function shapeOf(events: readonly ReadEvent[]): unknown[] {
  return events.map((event) => {
    if (event.kind === 'statement') return [event.statement.text, event.statement.start];
    if (event.kind === 'unanalyzable') return [event.message, event.span.start];
    return event.kind === 'note' ? [event.message] : event.kind;
  });
}

const at = (text: string, ...parts: readonly string[]): unknown[] => parts.map((part) => [part, placeIn(text, part)]);

/** 600 KB of rows, a statement before and two behind, and a second block. */
const DUMP = `SELECT 'é';\n${COPY};\n${rows(60_000)}\\.\n\nSELECT 2; ${COPY.replace('.t', '.u')};\n${rows(30)}\\.\n-- 🚚\n  SELECT 3;\n`;
const STATEMENTS = ["SELECT 'é'", COPY, 'SELECT 2', COPY.replace('.t', '.u'), 'SELECT 3'];

describe('what stands around data of a COPY keeps its place', () => {
  for (const [what, text] of [
    ['\\n', DUMP],
    ['\\r\\n', DUMP.replaceAll('\n', '\r\n')],
    ['\\r', DUMP.replaceAll('\n', '\r')],
    ['no \\n at the end', DUMP.trimEnd()],
  ] as const) {
    const expected = at(text, ...STATEMENTS);
    for (const chunkSize of [1, 2, 3, 4, 5, 6, 7, 1021, 1 << 16, 1 << 20]) {
      test(`lines that end in ${what}, in chunks of ${String(chunkSize)}`, () => {
        expect(shapeOf(eventsOf(text, { chunkSize }))).toEqual(expected);
      });
    }
    test(`lines that end in ${what}, in UTF-16`, () => {
      expect(shapeOf(eventsOf(utf16(text), { chunkSize: 1 << 16 }))).toEqual(expected);
    });
  }

  test('with bytes far behind that are not UTF-8', () => {
    const text = `${COPY};\n${rows(60_000).replaceAll(/[^\0-\xff]/g, 'é')}`;
    const bytes = Buffer.concat([Buffer.from(text), Buffer.from('\xe9\n'.repeat(200_000), 'latin1'), Buffer.from('\\.\nSELECT 2;')]);
    const asRead = `${text}${'\xe9\n'.repeat(200_000)}\\.\nSELECT 2;`;
    for (const chunkSize of [5, 1 << 16]) {
      expect(shapeOf(eventsOf(bytes, { chunkSize }))).toEqual([['is not UTF-8; read as Latin-1'], ...at(asRead, COPY, 'SELECT 2')]);
    }
  });

  test('with NUL bytes in them, of which the first is told', () => {
    const text = `${COPY};\n${rows(60_000, 'a\0b\n')}${rows(60_000, '\0\n')}\\.\nSELECT 2;`;
    const nul = placeIn(text, '\0');
    for (const chunkSize of [5, 1 << 16]) {
      expect(shapeOf(eventsOf(text, { chunkSize }))).toEqual([['The text has NUL bytes, which PostgreSQL refuses', nul], ...at(text, COPY, 'SELECT 2')]);
    }
  });

  test('with a line that is longer than any chunk', () => {
    const text = `${COPY};\n${rows(20_000)}${'é🚚\\.'.repeat(300_000)}\ncopy ${'x'.repeat(200_000)}\n\\.\nSELECT 2;`;
    for (const chunkSize of [4099, 1 << 16, 1 << 20]) expect(shapeOf(eventsOf(text, { chunkSize }))).toEqual(at(text, COPY, 'SELECT 2'));
  });
});

describe('data without an end', () => {
  const NO_END = 'The data of this COPY have no end: a line `\\.` is missing';

  test('that reach to the end of the text', () => {
    for (const last of ['', '\\', '1', 'é']) {
      const text = `SELECT 1;\n${COPY};\n${rows(60_000, last)}`;
      for (const chunkSize of [3, 1 << 16]) {
        expect(shapeOf(eventsOf(text, { chunkSize }))).toEqual([...at(text, 'SELECT 1', COPY), [NO_END, placeIn(text, COPY)]]);
      }
    }
  });

  test('that end in a terminator without a line end', () => {
    const text = `${COPY};\n${rows(60_000)}\\.`;
    for (const chunkSize of [3, 1 << 16]) expect(shapeOf(eventsOf(text, { chunkSize }))).toEqual(at(text, COPY));
  });

  test('far behind which another COPY begins', () => {
    const text = `${COPY};\n${rows(60_000)}COPY public.other FROM stdin;\n1\n\\.\nSELECT 2;`;
    for (const chunkSize of [3, 1 << 16]) {
      expect(shapeOf(eventsOf(text, { chunkSize }))).toEqual([...at(text, COPY), [NO_END, placeIn(text, COPY)], ...at(text, 'COPY public.other FROM stdin', 'SELECT 2')]);
    }
  });

  test('close behind which statements follow, and their own data', () => {
    const statements = Array.from({ length: 500 }, (_, i) => `INSERT INTO t VALUES (${String(i)})`);
    const text = `${COPY};\n\n${statements.join(';\n')};\nCOPY public.other FROM stdin;\n${rows(60_000)}\\.\nSELECT 2;`;
    for (const chunkSize of [3, 1 << 16]) expect(shapeOf(eventsOf(text, { chunkSize }))).toEqual(at(text, COPY, ...statements, 'COPY public.other FROM stdin', 'SELECT 2'));
  });
});
