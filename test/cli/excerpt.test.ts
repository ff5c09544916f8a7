import { describe, expect, test } from 'vitest';
import { excerpts } from '../../src/commands/excerpt.js';
import { guardReading } from '../../src/linter/reading.js';
import type { SourceFile } from '../../src/source/source-file.js';
import { readMigration } from '../../src/sql/read.js';
import { migrationOf } from '../sql/migration.js';

/** A file that counts how often it is read. */
function file(path: string, text: string): SourceFile & { readonly reads: () => number } {
  let reads = 0;
  return {
    path,
    chunks: () => {
      reads++;
      return [new TextEncoder().encode(text)];
    },
    reads: () => reads,
  };
}

test('gives any line of a long file, in any order, without its line end', () => {
  const ends = ['\n', '\r\n', '\r'];
  const lines = Array.from({ length: 1000 }, (_, i) => `line ${String(i + 1)}`);
  const find = excerpts([file('a.sql', lines.map((line, i) => line + (ends[i % ends.length] ?? '')).join(''))], () => []);
  for (const line of [1, 2, 64, 65, 66, 1000, 500, 129, 128, 999, 1]) expect(find('a.sql', line)).toBe(`line ${String(line)}`);
});

test('gives nothing behind the last line, nor of a file that is not there', () => {
  const find = excerpts([file('a.sql', 'one\ntwo')], () => []);
  expect([find('a.sql', 2), find('a.sql', 3), find('a.sql', 1000), find('b.sql', 1)]).toEqual(['two', undefined, undefined, undefined]);
});

test('reads two files once that are asked for in turns', () => {
  const [a, b] = [file('a.sql', 'a'), file('b.sql', 'b')];
  const find = excerpts([a, b], () => []);
  for (let turn = 0; turn < 3; turn++) expect([find('a.sql', 1), find('b.sql', 1)]).toEqual(['a', 'b']);
  expect([a.reads(), b.reads()]).toEqual([1, 1]);
});

test('of a file that is too long to be kept it gives the lines that were announced', () => {
  const ends = ['\n', '\r\n', '\n', '\r'];
  const count = 400_000;
  const lineOf = (number: number): string => `line ${String(number)} ${number % 3 === 0 ? 'é🚚' : 'e'}${'-'.repeat(40)}`;
  const long = file('a.sql', Array.from({ length: count }, (_, i) => lineOf(i + 1) + (i + 1 === count ? '' : (ends[i % ends.length] ?? ''))).join(''));
  const wanted = [count, 1, 2, 3, 5000, 5001, 5003, 250_000, 399_999, count + 1];
  const find = excerpts([long], (name) => (name === 'a.sql' ? wanted : []));
  for (const line of wanted) expect(find('a.sql', line)).toBe(line > count ? undefined : lineOf(line));
  expect(long.reads()).toBe(2);
});

describe('a long file whose data were passed over when it was judged', () => {
  const ROWS = ['1\tplain\t\\N', '2\tGröße – 東京 🚚\t', '', 'x\\.', '3\tit\'s; -- no comment'].map((row) => row + (row === '' ? '' : '-'.repeat(30)));
  const rows = (count: number): string => Array.from({ length: count }, (_, i) => `${ROWS[i % ROWS.length] ?? ''}\n`).join('');
  const block = (name: string, count: number): string => `-- before ${name}\nCOPY ${name} (a, b, c) FROM stdin;\n${rows(count)}\\.\n\n`;
  const TEXT = `-- first é\n${block('tiny', 3)}${block('a', 400_000)}${block('small', 100)}SELECT 1;\n${block('b', 200_000)}-- between\n${block('c', 20_000)}${'SELECT 2;\n'.repeat(30_000)}SELECT 'lást';`;
  const BYTES = Buffer.from(TEXT);

  /** What stands around each block, and both ends. */
  function around(lines: readonly string[]): readonly number[] {
    const chosen = lines.flatMap((line, index) => (/^(?:--|COPY|\\\.|SELECT 1)/.test(line) ? [index + 1, index + 2] : []));
    return [...chosen, lines.length - 20_000, lines.length - 1, lines.length, lines.length + 1];
  }

  /** A file of these bytes, read as a run reads it; it tells where it is read from, and how much. */
  function judged(bytes: Uint8Array): { readonly file: SourceFile; readonly starts: number[]; readonly read: () => number } {
    let read = 0;
    const starts: number[] = [];
    const file: SourceFile = {
      path: 'a.sql',
      landmarks: [],
      *chunks(from = 0) {
        starts.push(from);
        for (let at = from; at < bytes.length; at += 1 << 16) {
          const chunk = bytes.subarray(at, at + (1 << 16));
          read += chunk.length;
          yield chunk;
        }
      },
    };
    const migration = { ...migrationOf(''), file: guardReading(file) };
    // A migration that has conditions is read more than once.
    for (let reading = 0; reading < 2; reading++) {
      const statements = [...readMigration(migration, { placeholders: new Map() })].filter(({ kind }) => kind === 'statement');
      expect(statements.length).toBeGreaterThan(30_000);
    }
    [read, starts.length] = [0, 0];
    return { file, starts, read: () => read };
  }

  const latin1 = (text: string): Buffer => Buffer.from(text.replaceAll(/[^\0-\xff]/g, '?'), 'latin1');
  const half = BYTES.indexOf('COPY b');
  const end = latin1(TEXT.slice(-4_000_000));
  for (const [what, bytes, text] of [
    ['\\n', BYTES, TEXT],
    ['\\r\\n', Buffer.from(TEXT.replaceAll('\n', '\r\n')), TEXT],
    ['\\r', Buffer.from(TEXT.replaceAll('\n', '\r')), TEXT],
    ['a byte order mark', Buffer.from(`\uFEFF${TEXT}`), TEXT],
    ['Latin-1', latin1(TEXT), latin1(TEXT).toString('latin1')],
    ['data in UTF-8 and data in Latin-1', Buffer.concat([BYTES.subarray(0, half), BYTES.subarray(half, half + 3_000_000), end]), BYTES.subarray(0, half + 3_000_000).toString() + end.toString('latin1')],
  ] as const) {
    test(`gives lines around them and reads little of it: ${what}`, () => {
      const lines = text.split('\n');
      const { file: long, starts, read } = judged(bytes);
      const wanted = around(lines);
      const find = excerpts([long], () => wanted);
      expect(wanted.map((line) => find('a.sql', line))).toEqual(wanted.map((line) => lines[line - 1]));
      expect(starts.length).toBeLessThan(8);
      expect(read()).toBeLessThan(bytes.length / 5);
      const within = [300_000, 3, 450_000];
      const findWithin = excerpts([long], () => within);
      expect(within.map((line) => findWithin('a.sql', line))).toEqual(within.map((line) => lines[line - 1]));
    });
  }

  test('gives lines of one in UTF-16, which is read as a whole', () => {
    const lines = TEXT.split('\n');
    const wanted = around(lines);
    const find = excerpts([judged(Buffer.from(`\uFEFF${TEXT}`, 'utf16le')).file], () => wanted);
    expect(wanted.map((line) => find('a.sql', line))).toEqual(wanted.map((line) => lines[line - 1]));
  });
});
