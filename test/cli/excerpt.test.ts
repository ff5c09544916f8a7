import { expect, test } from 'vitest';
import { excerpts } from '../../src/commands/excerpt.js';
import type { SourceFile } from '../../src/source/source-file.js';

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
