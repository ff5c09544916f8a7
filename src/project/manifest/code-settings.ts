import { useCodeParser } from '../../embedded/parse.js';
import { readExports } from '../../embedded/read-exports.js';
import { loadPackage } from './packages.js';

/** What a file of settings in JavaScript or TypeScript exports, as far as its text tells: it is never run. Undefined where it tells nothing. */
export function readCodeSettings(text: string, name: string): unknown {
  useCodeParser(loadPackage('@babel/parser').parse);
  return readExports(text, name);
}
