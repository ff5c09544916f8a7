import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { SourceFile } from '../source/source-file.js';
import { Parser } from '../sql/parser.js';

/** Up to this many bytes of SQL, a parser that is ready at once beats one that is optimised on the way. */
const LITTLE_WORK = 2_000_000;

/**
 * Makes the parser that will read these files.
 *
 * V8 compiles WebAssembly twice: quickly when it is loaded, then again, optimised, in the background, and a process that
 * has finished its work still waits for that. A short run is told to do without.
 */
export function createParser(files: Iterable<SourceFile>, cwd: string): Parser {
  if (isLittle(files, cwd)) {
    setFlagsFromString('--liftoff-only');
    // What is never called need not be checked; the file is our own.
    setFlagsFromString('--wasm-lazy-validation');
  }
  return new Parser(new WebAssembly.Module(readFileSync(grammarPath())));
}

/** Beside the bundle; for the library, in the package that it comes from. */
function grammarPath(): string {
  const beside = path.join(import.meta.dirname, 'libpg-query.wasm');
  return existsSync(beside) ? beside : createRequire(import.meta.filename).resolve('libpg-query/wasm/libpg-query.wasm');
}

/** What cannot be looked at (standard input, a file that is gone) counts nothing. */
function isLittle(files: Iterable<SourceFile>, cwd: string): boolean {
  let bytes = 0;
  for (const file of files) {
    bytes += statSync(path.resolve(cwd, file.path), { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > LITTLE_WORK) return false;
  }
  return true;
}
