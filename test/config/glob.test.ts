import { expect, test } from 'vitest';
import { isGlob, literalBase, parseGlob } from '../../src/config/glob.js';

const MATCHES: readonly (readonly [pattern: string, path: string, matches: boolean])[] = [
  ['legacy/**', 'legacy/a.sql', true],
  ['legacy/**', 'legacy/deep/a.sql', true],
  ['legacy/**', 'old/legacy/a.sql', false],
  ['**/legacy/**', 'old/legacy/a.sql', true],
  ['**/*.sql', 'a.sql', true],
  ['**/*.sql', 'a/b/c.sql', true],
  ['*.sql', 'a/b.sql', false],
  ['db/*/x.sql', 'db/1/x.sql', true],
  ['db/*/x.sql', 'db/1/2/x.sql', false],
  ['db/**/x.sql', 'db/x.sql', true],
  ['db/**/**/x.sql', 'db/1/2/3/x.sql', true],
  ['?.sql', 'a.sql', true],
  ['?.sql', '😀.sql', true],
  ['?.sql', 'ab.sql', false],
  ['[a-c]1.sql', 'b1.sql', true],
  ['[!a-c]1.sql', 'b1.sql', false],
  ['[]x].sql', '].sql', true],
  ['[abc.sql', '[abc.sql', true],
  ['{a,b}/*.sql', 'b/1.sql', true],
  ['{a,b}/*.sql', 'c/1.sql', false],
  ['{a,b{1,2}}.sql', 'b2.sql', true],
  ['{a}.sql', '{a}.sql', true],
  ['{a.sql', '{a.sql', true],
  ['\\*.sql', '*.sql', true],
  ['\\*.sql', 'a.sql', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['', 'a', false],
];

for (const [pattern, path, matches] of MATCHES) {
  test(`${JSON.stringify(pattern)} ${matches ? 'matches' : 'does not match'} ${path}`, () => {
    expect(parseGlob(pattern).matches(path)).toBe(matches);
  });
}

test('a pattern of many stars comes to an answer', () => {
  const glob = parseGlob(`${'*a'.repeat(50)}b`);
  expect(glob.matches('a'.repeat(5000))).toBe(false);
  expect(parseGlob(`${'**/a/'.repeat(50)}b`).matches('a/'.repeat(2000))).toBe(false);
});

test('braces that make thousands of patterns are refused', () => {
  expect(() => parseGlob('{a,b}'.repeat(20))).toThrow(/make more than 1000 patterns/);
});

test('folders that cannot hold a match are not entered', () => {
  const glob = parseGlob('db/*/up/**');
  expect(['db', 'db/1', 'db/1/up', 'db/1/up/x'].map((folder) => glob.entersFolder(folder))).toEqual([true, true, true, true]);
  expect(['src', 'db/1/down', 'db/1/2'].map((folder) => glob.entersFolder(folder))).toEqual([false, false, false]);
  expect(parseGlob('*.sql').entersFolder('db')).toBe(false);
});

test('a walk begins at the folder before the first wildcard', () => {
  expect(['db/x/*.sql', '*.sql', 'a/{b,c}/d.sql'].map(literalBase)).toEqual(['db/x', '', 'a']);
});

test('only texts with wildcards are globs', () => {
  expect(['a/b.sql', 'a/*.sql', 'a/[1].sql', 'a/{b}.sql', 'a?'].map(isGlob)).toEqual([false, true, true, true, true]);
});
