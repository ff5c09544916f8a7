import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { SourceFile } from '../source/source-file.js';
import { Parser } from '../sql/parser.js';

/** Up to this many bytes of SQL, a parser that is ready at once beats one that is optimised on the way. */
const LITTLE_WORK = 2_000_000;
/** Of more files than this, so many are looked at, and stand for the others. */
const SAMPLE = 100;

/** Makes the parser that will read these files. Where they are much work, V8 is to optimise it (`start.ts` has told it not to). */
export function createParser(files: readonly SourceFile[], cwd: string): Parser {
  if (!isLittle(files, cwd)) setFlagsFromString('--no-liftoff-only');
  return new Parser(new WebAssembly.Module(readFileSync(grammarPath())));
}

/** Beside the bundle; for the library, in the package that it comes from. */
function grammarPath(): string {
  const beside = path.join(import.meta.dirname, 'libpg-query.wasm');
  return existsSync(beside) ? beside : createRequire(import.meta.filename).resolve('libpg-query/wasm/libpg-query.wasm');
}

/** What cannot be looked at (standard input, a file that is gone) counts nothing. */
function isLittle(files: readonly SourceFile[], cwd: string): boolean {
  const step = Math.max(1, files.length / SAMPLE);
  let bytes = 0;
  for (let at = 0; at < files.length; at += step) {
    const file = files[Math.floor(at)];
    const size = file === undefined ? 0 : (statSync(path.resolve(cwd, file.path), { throwIfNoEntry: false })?.size ?? 0);
    bytes += size * step;
    if (bytes > LITTLE_WORK) return false;
  }
  return true;
}
