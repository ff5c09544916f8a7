import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonError } from '../../src/config/json.js';

const WRONG: readonly (readonly [text: string, offset: number, message: string])[] = [
  ['', 0, 'expected a value, and the file ends.'],
  ['{"a":1,}', 7, 'expected a key in double quotes, not "}".'],
  ['{"a" 1}', 5, 'expected :, not "1".'],
  ['{"a": x}', 6, 'expected a value, not "x".'],
  ['{"a":1', 6, 'expected , or }, and the file ends.'],
  ['[1 2]', 3, 'expected , or ], not "2".'],
  ['{a: 1}', 1, 'expected a key in double quotes or }, not "a".'],
  ['{"a": "x\ny"}', 6, 'this text in quotes has no end on its line, or a wrong escape.'],
  ['{} 😀', 3, 'expected the end of the file, not "😀".'],
  ["{'a': 1}", 1, `expected a key in double quotes or }, not "'".`],
  ['// hi\n{}', 0, 'expected a value, not "/".'],
];

for (const [text, offset, message] of WRONG) {
  test(`${JSON.stringify(text)} is wrong at ${String(offset)}`, () => {
    expect(findJsonError(text)).toEqual({ offset, message });
  });
}

test('what JSON.parse takes has no error, and what it refuses has one', () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', ' ', '[', '\\', '1'), (json, at, noise) => {
      const cut = at % (json.length + 1);
      const text = json.slice(0, cut) + noise + json.slice(noise === '' ? cut + 1 : cut);
      expect(findJsonError(json)).toBeUndefined();
      expect(findJsonError(text) === undefined).toBe(isJson(text));
    }),
    { seed: 20261123, numRuns: 2000 },
  );
});
