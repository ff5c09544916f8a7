import path from 'node:path';
import { expect, test } from 'vitest';
import { isInside, relativePath, showPath } from '../../src/config/paths.js';

const WAYS: readonly (readonly [paths: path.PlatformPath, from: string, to: string, way: string, inside: boolean])[] = [
  [path.posix, '/a', '/a/b/c', 'b/c', true],
  [path.posix, '/a', '/a', '', true],
  [path.posix, '/a', '/ab', '../ab', false],
  [path.posix, '/', '/a', 'a', true],
  [path.posix, '/a', '/a/..b', '..b', true],
  [path.posix, '/a', '/a/b\\c', 'b\\c', true],
  [path.win32, 'C:\\a', 'C:\\a\\b\\c', 'b/c', true],
  [path.win32, 'C:\\a', 'c:\\A\\b', 'b', true],
  [path.win32, 'C:\\a', 'C:\\b', '../b', false],
  [path.win32, 'C:\\', 'C:\\b\\c', 'b/c', true],
  [path.win32, 'C:\\a', 'D:\\a', 'D:/a', false],
  [path.win32, '\\\\host\\share\\a', '\\\\host\\share\\a\\b', 'b', true],
];

for (const [paths, from, to, way, inside] of WAYS) {
  test(`from ${from} to ${to} it is ${JSON.stringify(way)}`, () => {
    expect(relativePath(from, to, paths)).toBe(way);
    expect(isInside(to, from, paths)).toBe(inside);
  });
}

test('a folder itself is shown as a dot', () => {
  expect(showPath('C:\\a', 'C:\\a', path.win32)).toBe('.');
});
